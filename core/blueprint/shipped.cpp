// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/shipped.h"

#include "core/base/files.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/problems.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonDocument>

namespace signalbox {

namespace {
const QString& folder() {
    static const QString path = QStringLiteral(":/signalbox/blueprints");
    return path;
}
} // namespace

QStringList shippedBlueprints() {
    QStringList names;
    for (const QString& file : QDir(folder()).entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name))
        names.append(file.chopped(5));
    return names;
}

Result<QByteArray> shippedBlueprintText(const QString& name) {
    const QStringList names = shippedBlueprints();
    if (!names.contains(name))
        return Error{
            ErrorKind::NotFound,
            QStringLiteral("no shipped blueprint is named \"%1\"%2").arg(name, didYouMean(name, names)),
            QStringLiteral("there are: %1").arg(names.join(QStringLiteral(", ")))};
    return readFile(QStringLiteral("%1/%2.yaml").arg(folder(), name), maxBlueprintBytes);
}

Result<Blueprint> shippedBlueprint(const QString& name) {
    const auto text = shippedBlueprintText(name);
    if (!text)
        return text.error();
    return parseBlueprint(*text, name + QStringLiteral(".yaml"), QStringLiteral("shipped: ") + name);
}

Result<void> writeSampleFiles(const QString& directory) {
    if (!QDir(directory).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot) &&
        QFileInfo::exists(directory))
        return Error{ErrorKind::Conflict, QStringLiteral("%1 is not empty").arg(directory),
                     QStringLiteral("name a directory that does not exist yet")};
    const QDir source(QStringLiteral(":/signalbox/sample/repository"));
    QDirIterator files(source.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString target = directory + QLatin1Char('/') + source.relativeFilePath(file);
        const auto text = readFile(file, 1024 * 1024);
        if (!text)
            return text.error();
        if (auto made = makeDirectory(QFileInfo(target).absolutePath()); !made)
            return made;
        if (auto written = writeFileAtomically(target, *text); !written)
            return written;
    }
    return {};
}

Result<TaskSpec> sampleTask() {
    const auto text = readFile(QStringLiteral(":/signalbox/sample/task.json"), 64 * 1024);
    if (!text)
        return text.error();
    return fromJson<TaskSpec>(QJsonDocument::fromJson(*text).object());
}

} // namespace signalbox
