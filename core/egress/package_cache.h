// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"

#include <QFile>
#include <QHash>

#include <memory>

namespace signalbox {

/// What is known of a file that was fetched.
struct CachedFile {
    QString url;  ///< or another name that tells it from all others
    QString type; ///< media type
    Digest digest;
    qint64 bytes = 0;
    QString etag;     ///< for asking whether it is still so; empty: the other did not say
    QString modified; ///< the same
    SB_FIELDS(CachedFile, url, type, digest, bytes, etag, modified)
};

/// Files by URL, kept in a directory, each with its digest; what was not used for longest goes first. A file
/// half written, or one whose bytes are not what its digest says, is never given out whole. Not thread-safe.
class PackageCache {
public:
    /// Makes the directory, and forgets what is damaged there.
    static Result<std::unique_ptr<PackageCache>> open(const QString& directory, qint64 mostBytes);

    /// A file on its way in; gone unless it is kept.
    class Writer {
    public:
        ~Writer();
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;
        /// False: no room; nothing more is written.
        bool write(QByteArrayView bytes);
        [[nodiscard]] qint64 bytes() const { return m_bytes; }

    private:
        friend class PackageCache;
        explicit Writer(const QString& path);
        QFile m_file;
        qint64 m_bytes = 0;
        bool m_good = false;
        struct Sum;
        std::unique_ptr<Sum> m_sum;
    };

    std::unique_ptr<Writer> begin();
    /// Takes what was written as the file of that URL; bytes and digest are the writer's. False: it could not
    /// be kept.
    bool keep(std::unique_ptr<Writer> writer, CachedFile file);
    /// nullptr: it is not there. Valid until the next call.
    [[nodiscard]] const CachedFile* find(const QString& url) const;
    /// Opens it for reading, and notes that it was used; nullptr when it is not there.
    std::unique_ptr<QFile> read(const QString& url);
    /// It is not what it was said to be.
    void drop(const QString& url);
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    PackageCache(QString directory, qint64 mostBytes)
        : m_directory(std::move(directory)), m_most(mostBytes) {}
    [[nodiscard]] QString pathOf(const QString& url) const;
    void load();
    void makeRoom(qint64 forBytes);

    struct Entry {
        CachedFile file;
        qint64 used = 0; ///< a count that rises
    };
    const QString m_directory;
    const qint64 m_most;
    qint64 m_bytes = 0;
    qint64 m_uses = 0;
    QHash<QString, Entry> m_entries;
};

} // namespace signalbox
