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

namespace {

/// Nothing when there are problems.
std::optional<Blueprint> readWhole(const QByteArray& yaml, const QString& origin, Problems& problems) {
    if (yaml.size() > maxBlueprintBytes) {
        problems.add({1, 1}, QStringLiteral("a blueprint is no longer than %1 KB, this one has %2 KB")
                                 .arg(maxBlueprintBytes / 1024)
                                 .arg(yaml.size() / 1024));
        return std::nullopt;
    }
    const auto root = readYaml(yaml, problems);
    if (!root)
        return std::nullopt;
    ReadBlueprint read = readBlueprint(*root, problems);
    // Without steps each of the checks below would only say so again.
    if (!read.steps.isEmpty()) {
        fillDefaults(read);
        checkBlueprint(read, problems);
    }
    if (!problems.none())
        return std::nullopt;
    Blueprint blueprint = std::move(read.blueprint);
    blueprint.origin = origin;
    blueprint.digest = sha256(yaml);
    for (ReadStep& step : read.steps)
        blueprint.steps.append(std::move(step.step));
    return blueprint;
}

} // namespace

Result<Blueprint> parseBlueprint(const QByteArray& yaml, const QString& fileName, const QString& origin) {
    Problems problems;
    auto blueprint = readWhole(yaml, origin, problems);
    if (!blueprint)
        return withHint(problems.error(fileName));
    return std::move(*blueprint);
}

BlueprintExamination examineBlueprint(const QByteArray& yaml) {
    Problems problems;
    BlueprintExamination found;
    found.blueprint = readWhole(yaml, QStringLiteral("given"), problems);
    for (const Problems::Problem& problem : problems.list())
        found.problems.append({problem.at.line, problem.at.column, problem.message});
    return found;
}

} // namespace signalbox
