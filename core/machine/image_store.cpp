// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/image_store.h"

#include "core/base/files.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace signalbox {

namespace {

constexpr qint64 manifestLimit = 1024 * 1024;
QString buildHint() {
    return QStringLiteral("run resources/image/build (or installer/run, which does it for you)");
}

Result<QJsonObject> readManifest(const QString& directory) {
    const QString path = directory + u"/manifest.json"_qs;
    if (!QFileInfo::exists(path))
        return Error{ErrorKind::NotFound,
                     QStringLiteral("no machine image is built: %1 is missing").arg(path), buildHint()};
    Result<QByteArray> bytes = readFile(path, manifestLimit);
    if (!bytes)
        return bytes.error();
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &parseError);
    if (!document.isObject())
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("%1 is no manifest: %2").arg(path, parseError.errorString()),
                     buildHint()};
    const QJsonObject manifest = document.object();
    if (const int format = manifest.value(u"format").toInt(); format != 1)
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("%1 has format %2, this version reads format 1").arg(path).arg(format),
                     QStringLiteral("build the image with this version's resources/image/build")};
    return manifest;
}

/// The path of a stored file, checked to be a digest's and to exist, so that a manifest cannot point
/// elsewhere.
Result<QString> storedFile(const QString& directory, const QString& what, const QString& digest,
                           QStringView ext) {
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{64}\\z"));
    if (!hex.match(digest).hasMatch())
        return Error{ErrorKind::Corrupt, QStringLiteral("the manifest has no valid digest for %1").arg(what),
                     buildHint()};
    const QString path = QStringLiteral("%1/store/%2.%3").arg(directory, digest, ext);
    const QFileInfo info(path);
    if (!info.isFile())
        return Error{ErrorKind::NotFound,
                     QStringLiteral("the image file of %1 is missing: %2").arg(what, path), buildHint()};
    if (info.size() == 0)
        return Error{ErrorKind::Corrupt, QStringLiteral("the image file of %1 is empty: %2").arg(what, path),
                     buildHint()};
    return path;
}

} // namespace

Result<ImageFiles> ImageStore::resolve(const QStringList& layers) const {
    if (layers.isEmpty() || layers.first() != u"base")
        return Error{ErrorKind::Invalid, QStringLiteral("the first image layer must be base"), {}};
    Result<QJsonObject> manifest = readManifest(m_directory);
    if (!manifest)
        return manifest.error();
    ImageFiles files;
    const auto take = [&](const QString& name, const QString& digest, QStringView ext) -> Result<QString> {
        Result<QString> path = storedFile(m_directory, name, digest, ext);
        if (path)
            files.digests.insert(name, digest);
        return path;
    };
    Result<QString> kernel =
        take(QStringLiteral("kernel"), manifest->value(u"kernel").toString(), u"vmlinux");
    if (!kernel)
        return kernel.error();
    Result<QString> initrd = take(QStringLiteral("initrd"), manifest->value(u"initrd").toString(), u"initrd");
    if (!initrd)
        return initrd.error();
    files.kernel = *kernel;
    files.initrd = *initrd;
    const QJsonObject known = manifest->value(u"layers").toObject();
    for (const QString& layer : layers) {
        if (files.digests.contains(layer))
            return Error{
                ErrorKind::Invalid, QStringLiteral("the image layer %1 is named twice").arg(layer), {}};
        if (!known.contains(layer))
            return Error{ErrorKind::NotFound, QStringLiteral("there is no image layer named %1").arg(layer),
                         QStringLiteral("built layers: %1; make it with resources/image/build --layers %2")
                             .arg(known.keys().join(QStringLiteral(", ")), layer)};
        Result<QString> path =
            take(layer, known.value(layer).toObject().value(u"digest").toString(), u"squashfs");
        if (!path)
            return path.error();
        files.layers.append(*path);
    }
    return files;
}

QJsonObject ImageStore::described(const QString& layer) const {
    const Result<QJsonObject> manifest = readManifest(m_directory);
    return manifest ? manifest->value(u"layers").toObject().value(layer).toObject() : QJsonObject();
}

QString ImageStore::bootKey() const {
    Result<QJsonObject> manifest = readManifest(m_directory);
    if (!manifest)
        return {};
    return manifest->value(u"kernel").toString() + u'-' + manifest->value(u"initrd").toString();
}

} // namespace signalbox
