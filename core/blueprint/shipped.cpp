// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/shipped.h"

#include "core/base/files.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/problems.h"

#include <QDir>

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

} // namespace signalbox
