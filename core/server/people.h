// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <mutex>

namespace signalbox {

/// Who may use the core, each known by a token of their own. Kept in one 0600 file that holds digests, never
/// tokens. Thread-safe.
class People {
public:
    /// Reads the file where there is one. Corrupt when it is not ours.
    static Result<std::unique_ptr<People>> open(const QString& path);

    /// Makes (or renews) a person's token and returns it: the only time it is seen.
    Result<QByteArray> issue(const QString& name);
    Result<void> remove(const QString& name);
    [[nodiscard]] QStringList names() const;
    /// Who holds this token; empty for nobody.
    [[nodiscard]] QString holderOf(const QByteArray& token) const;
    /// A token that lives with this process: the local owner's.
    void admit(const QString& name, const QByteArray& token);
    static QByteArray newToken();

private:
    explicit People(QString path) : m_path(std::move(path)) {}
    Result<void> save();
    /// Reads the file again where another process (signalboxd people ...) changed it.
    Result<void> refresh() const;

    QString m_path;
    mutable std::mutex m_mutex;
    mutable QMap<QString, QString> m_digests; ///< name -> digest of the token; stored
    mutable QByteArray m_read;                ///< the file's fingerprint when it was read
    QMap<QString, QString> m_transient;       ///< the same; not stored
};

} // namespace signalbox
