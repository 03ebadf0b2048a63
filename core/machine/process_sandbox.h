// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace signalbox {

/// The view of this computer that a development machine's programs get: its own /home/agent, /tmp, /run and
/// whatever other top-level folders were asked for, this computer's programs read-only, its own process
/// numbers. Without bubblewrap: no view at all, only another place for those folders. Not a security
/// boundary.
class ProcessSandbox {
public:
    /// folder: the machine's own place on this computer. bubblewrap: the program's path, empty for none.
    ProcessSandbox(QString folder, QString bubblewrap)
        : m_folder(std::move(folder)), m_bwrap(std::move(bubblewrap)) {}

    /// The path of a bubblewrap that works for this user, tried by running it; empty for none.
    static QString findBubblewrap();

    /// Makes the folders that every machine has.
    Result<void> prepare() const;
    /// Where the programs see a path of the guest; makes its top-level folder if it is not one of this
    /// computer's. Denied for this computer's own folders.
    Result<QString> place(const QString& guestPath) const;
    /// A program and its arguments wrapped so that it runs in the machine.
    [[nodiscard]] QStringList wrap(const QString& name, const QString& directory,
                                   const QStringList& command) const;

private:
    [[nodiscard]] QString ownFolder(const QString& topLevel) const {
        return m_folder + u"/tops/"_qs + topLevel;
    }

    const QString m_folder;
    const QString m_bwrap;
};

} // namespace signalbox
