// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QIODevice>

namespace signalbox::git {

/// Writes a tar file whose bytes depend on nothing but what is put in: owner root, one fixed time, ustar
/// headers, and a pax header only where a name or link target is too long for them.
class TarWriter {
public:
    enum class Kind { File, Executable, Directory, Link };

    explicit TarWriter(QIODevice& out) : m_out(out) {}
    /// content is the file's bytes; for a link its target; empty for a directory. False when writing failed.
    bool add(Kind kind, const QByteArray& path, const QByteArray& content);
    /// The end mark; nothing may follow.
    bool finish();

private:
    bool writeHeader(char type, int mode, const QByteArray& name, const QByteArray& prefix,
                     const QByteArray& link, qint64 size);
    bool writePadded(const QByteArray& bytes);

    QIODevice& m_out;
};

} // namespace signalbox::git
