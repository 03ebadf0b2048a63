// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/blueprint_parser.h"

#include "core/base/digest.h"
#include "core/blueprint/blueprint_checks.h"

namespace signalbox {

namespace {
Error withHint(Error error) {
    error.hint = QStringLiteral("the keys of a blueprint are described in blueprint.schema.json");
    return error;
}
} // namespace

Result<Blueprint> parseBlueprint(const QByteArray& yaml, const QString& fileName, const QString& origin) {
    if (yaml.size() > maxBlueprintBytes)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("%1: a blueprint is no longer than %2 KB, this one has %3 KB")
                         .arg(fileName)
                         .arg(maxBlueprintBytes / 1024)
                         .arg(yaml.size() / 1024),
                     {}};
    Problems problems;
    const auto root = readYaml(yaml, problems);
    if (!root)
        return withHint(problems.error(fileName));
    ReadBlueprint read = readBlueprint(*root, problems);
    // Without steps each of the checks below would only say so again.
    if (!read.steps.isEmpty()) {
        fillDefaults(read);
        checkBlueprint(read, problems);
    }
    if (!problems.none())
        return withHint(problems.error(fileName));
    Blueprint blueprint = std::move(read.blueprint);
    blueprint.origin = origin;
    blueprint.digest = sha256(yaml);
    for (ReadStep& step : read.steps)
        blueprint.steps.append(std::move(step.step));
    return blueprint;
}

} // namespace signalbox
