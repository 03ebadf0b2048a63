// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/role.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <memory>
#include <mutex>

namespace signalbox {

/// Somebody who may use the core.
struct Person {
    QString name; ///< empty: nobody
    Roles roles;
};

/// What became of somebody between two looks at the list.
struct PersonChange {
    enum class What { Added, Renewed, Changed, Removed };
    What what = What::Added;
    QString name;
    Roles roles;  ///< that they have now; those that they had, where they were removed
    Roles before; ///< empty where they were added
    QString by;   ///< who did it; empty: an older program did, which does not say
};

/// Who may use the core, each known by a token of their own, and in which roles. Kept in one 0600 file that
/// holds digests, never tokens; in a file of an older core, which knew no roles, everybody is an admin, as
/// they were then. Thread-safe.
class People {
public:
    /// Reads the file where there is one. Corrupt when it is not ours.
    static Result<std::unique_ptr<People>> open(const QString& path);

    /// Makes (or renews) a person's token and returns it: the only time it is seen. Without roles: those that
    /// they have, and for somebody new those of a viewer. `by`: who does it, for the audit log.
    Result<QByteArray> issue(const QString& name, const Roles& roles, const QString& by);
    /// NotFound for somebody who is not in the file, the local owner among them.
    Result<void> setRoles(const QString& name, const Roles& roles, const QString& by);
    Result<void> remove(const QString& name, const QString& by);
    /// Those in the file, by name.
    [[nodiscard]] QList<Person> list() const;
    /// Who holds this token.
    [[nodiscard]] Person holderOf(const QByteArray& token) const;
    /// Every role that anybody of this name has; empty for nobody.
    [[nodiscard]] Roles rolesOf(const QString& name) const;
    /// A token that lives with this process: the local owner's.
    void admit(const QString& name, const QByteArray& token, const Roles& roles = {Role::Admin});
    /// What has changed in the file, by whichever process, since the last look; the first one of a process
    /// goes on from what was noted(), so that what happens while no core runs is told as well.
    QList<PersonChange> look();
    /// Keeps what look() told as known, in a file of its own: it was written down elsewhere.
    Result<void> noted();
    static QByteArray newToken();

private:
    struct Entry {
        QString digest; ///< of the token
        Roles roles;
        QString by; ///< who changed it last
        bool operator==(const Entry&) const = default;
    };
    using Entries = QMap<QString, Entry>;
    explicit People(QString path) : m_path(std::move(path)) {}
    Result<void> save();
    [[nodiscard]] QString seenPath() const { return m_path + QStringLiteral(".seen"); }
    /// Reads the file again where another process (signalboxd people ...) changed it.
    Result<void> refresh() const;
    struct Document {
        bool hasRoles = true;
        QString removedBy; ///< who took somebody out last
        Entries people;
    };
    [[nodiscard]] static Result<Document> read(const QByteArray& bytes);
    [[nodiscard]] static QByteArray write(const Entries& people, const QString& removedBy);

    QString m_path;
    mutable std::mutex m_mutex;
    mutable Entries m_stored;
    mutable QByteArray m_read;      ///< the file's fingerprint when it was read
    mutable QString m_removedBy;    ///< who took somebody out last
    mutable bool m_hadRoles = true; ///< the file, when it was read last
    Entries m_seen;                 ///< at the last look
    Entries m_transient;            ///< not stored
};

} // namespace signalbox
