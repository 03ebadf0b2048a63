// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/bundle_cache.h"

#include "core/base/digest.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace signalbox::git {

namespace {

constexpr int mostBundles = 6;

/// Copies in one step, so that no reader and no crash sees half a bundle.
bool copyAtomically(const QString& from, const QString& to) {
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
        return false;
    while (!source.atEnd()) {
        const QByteArray piece = source.read(1 << 20);
        if (piece.isEmpty() || target.write(piece) != piece.size())
            return false;
    }
    return target.commit();
}

} // namespace

QString BundleCache::pathOf(const QString& commit, const QString& refName) const {
    return QStringLiteral("%1/%2-%3.bundle").arg(m_dir, commit, sha256(refName.toUtf8()).left(16));
}

bool BundleCache::fetch(const QString& commit, const QString& refName, const QString& hostPath) const {
    return copyAtomically(pathOf(commit, refName), hostPath);
}

void BundleCache::keep(const QString& commit, const QString& refName, const QString& hostPath) const {
    if (!makeDirectory(m_dir) || !copyAtomically(hostPath, pathOf(commit, refName)))
        return;
    const QDir dir(m_dir);
    const QStringList newestFirst = dir.entryList({QStringLiteral("*.bundle")}, QDir::Files, QDir::Time);
    for (qsizetype i = mostBundles; i < newestFirst.size(); ++i)
        QFile::remove(dir.filePath(newestFirst[i]));
}

} // namespace signalbox::git
