// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/blueprint_source.h"

namespace signalbox {

/// A blueprint's text is no longer than this.
constexpr qsizetype maxBlueprintBytes = 256 * 1024;

/// Reads a blueprint and checks that its state machine makes sense; what the text leaves out is filled in, so
/// that the result says everything (the schema, resources/schema/blueprint.schema.json, describes each key).
/// `fileName` is how messages name the text; `origin` is kept in the blueprint. Invalid: one line for each of
/// the first few problems, "file:line:column: what is wrong and what was expected". Thread-safe.
Result<Blueprint> parseBlueprint(const QByteArray& yaml, const QString& fileName, const QString& origin);

/// The same for who edits one: all problems with their places instead of the first few in words.
BlueprintExamination examineBlueprint(const QByteArray& yaml);

/// The keys that are known, by section: "" (the document), "machine", "limits", "paths", "steps",
/// "steps.report", "steps.machine".
QMap<QString, QStringList> blueprintKeys();

} // namespace signalbox
