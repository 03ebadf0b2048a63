// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_store.h"

#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace signalbox {

Result<std::unique_ptr<ArtifactStore>> ArtifactStore::open(const QString& directory) {
    if (const auto made = makeDirectory(directory, 0700); !made)
        return made.error();
    return std::unique_ptr<ArtifactStore>(new ArtifactStore(directory));
}

QString ArtifactStore::fileFor(const Digest& digest) const {
    return m_directory + QLatin1Char('/') + digest.left(2) + QLatin1Char('/') + digest;
}

Result<Artifact> ArtifactStore::keep(const QString& name, const QString& type, const QByteArray& bytes) {
    const Digest digest = sha256(bytes);
    const QString path = fileFor(digest);
    if (!QFileInfo::exists(path)) {
        if (const auto made = makeDirectory(QFileInfo(path).path(), 0700); !made)
            return made.error();
        if (const auto written = writeFileAtomically(path, bytes, 0400); !written)
            return written.error();
    }
    return Artifact{name, type, digest, bytes.size()};
}

Result<Artifact> ArtifactStore::keepFile(const QString& name, const QString& type, const QString& path) {
    const auto digest = sha256OfFile(path);
    if (!digest)
        return digest.error();
    const QString kept = fileFor(*digest);
    if (!QFileInfo::exists(kept)) {
        if (const auto made = makeDirectory(QFileInfo(kept).path(), 0700); !made)
            return made.error();
        const QString partial = kept + QStringLiteral(".partial");
        QFile::remove(partial);
        if (!QFile::copy(path, partial) || !QFile::setPermissions(partial, QFile::ReadOwner) ||
            (!QFile::rename(partial, kept) && !QFileInfo::exists(kept)))
            return Error{ErrorKind::Unavailable, QStringLiteral("cannot keep %1 as an artifact").arg(path),
                         QStringLiteral("see that there is room in %1").arg(m_directory)};
    }
    return Artifact{name, type, *digest, QFileInfo(kept).size()};
}

Result<QString> ArtifactStore::pathOf(const Digest& digest) const {
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{64}\\z"));
    if (!hex.match(digest).hasMatch())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no digest").arg(digest.left(80)), {}};
    QString path = fileFor(digest);
    if (!QFileInfo::exists(path))
        return Error{ErrorKind::NotFound, QStringLiteral("there is no artifact %1").arg(digest), {}};
    return path;
}

Result<QByteArray> ArtifactStore::read(const Digest& digest, qint64 maxBytes) const {
    const auto path = pathOf(digest);
    if (!path)
        return path.error();
    auto bytes = readFile(*path, maxBytes);
    if (bytes && sha256(*bytes) != digest)
        return Error{ErrorKind::Corrupt, QStringLiteral("artifact %1 was changed on disk").arg(digest), {}};
    return bytes;
}

} // namespace signalbox
