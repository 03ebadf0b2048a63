// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_store.h"

#include "core/base/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryFile>

#include <unistd.h>

namespace signalbox {

namespace {
const QString partialPrefix = QStringLiteral(".partial-");
constexpr qint64 pieceSize = 1024 * 1024;
} // namespace

Result<std::unique_ptr<ArtifactStore>> ArtifactStore::open(const QString& directory) {
    if (const auto made = makeDirectory(directory, 0700); !made)
        return made.error();
    QDir store(directory);
    for (const QString& half :
         store.entryList({partialPrefix + QLatin1Char('*')}, QDir::Files | QDir::Hidden))
        store.remove(half); // of a core that was killed
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
    QFile source(path);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorKind::NotFound,
                     QStringLiteral("cannot keep %1 as an artifact: %2").arg(path, source.errorString()),
                     {}};
    // A name of its own: others may be keeping the same bytes at the same time.
    QTemporaryFile copy(m_directory + QLatin1Char('/') + partialPrefix + QStringLiteral("XXXXXX"));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    bool good = copy.open();
    while (good && !source.atEnd()) {
        const QByteArray piece = source.read(pieceSize);
        hash.addData(piece);
        good = !piece.isEmpty() && copy.write(piece) == piece.size();
    }
    good = good && copy.flush() && ::fsync(copy.handle()) == 0 && copy.setPermissions(QFile::ReadOwner);
    const Digest digest = QString::fromLatin1(hash.result().toHex());
    const QString kept = fileFor(digest);
    if (good && !QFileInfo::exists(kept)) {
        if (const auto made = makeDirectory(QFileInfo(kept).path(), 0700); !made)
            return made.error();
        good = copy.rename(kept) || QFileInfo::exists(kept);
        copy.setAutoRemove(copy.fileName() != kept);
    }
    if (!good)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot keep %1 as an artifact: %2").arg(path, copy.errorString()),
                     QStringLiteral("see that there is room in %1").arg(m_directory)};
    return Artifact{name, type, digest, QFileInfo(kept).size()};
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
