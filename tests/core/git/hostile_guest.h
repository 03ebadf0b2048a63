// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "git_fixture.h"

#include <QList>

namespace signalbox::test {

/// A guest that may do anything: it writes objects that git itself would refuse, and bundles just what it
/// likes.
class HostileGuest {
public:
    struct Entry {
        QByteArray mode;
        QByteArray name;
        QString id;
    };

    /// A clone of origin in dir.
    HostileGuest(const GitFixture& fixture, const QString& origin, const QString& dir);

    [[nodiscard]] const QString& dir() const { return m_dir; }
    [[nodiscard]] const QString& base() const { return m_base; }

    QString object(const QByteArray& type, const QByteArray& raw);
    QString blob(const QByteArray& content) { return object("blob", content); }
    /// Entries exactly as given: any order, any mode, any name.
    QString tree(const QList<Entry>& entries);
    /// The base's entries and these, sorted as git does.
    QString treeWith(const QList<Entry>& entries);
    QString commit(const QString& tree, const QStringList& parents, const QByteArray& message = "Work\n");
    /// A bundle of every object made here, with the given tip. The prerequisite is the base.
    QString bundle(const QString& tip) const;
    QString bundle(const QByteArray& header, const QByteArray& pack) const;
    /// The objects made here as a pack.
    [[nodiscard]] QByteArray pack() const;
    [[nodiscard]] QByteArray header(const QString& tip) const;

private:
    const GitFixture& m_fixture;
    QString m_dir;
    QString m_base;
    QStringList m_made;
};

} // namespace signalbox::test
