// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"

namespace signalbox {

/// The text of a blueprint, and what makes it the one that holds.
struct BlueprintSource {
    QString text;
    QString from;   ///< "repository" (a file of the protected base), "core" (kept for it), "shipped"
    QString origin; ///< for people: ".signalbox/blueprint.yaml at 9f3c…"
    QString path;   ///< from repository: the file in it
    SB_FIELDS(BlueprintSource, text, from, origin, path)
};

/// A problem of a text, counted from 1.
struct TextProblem {
    int line = 1;
    int column = 1;
    QString message;
    SB_FIELDS(TextProblem, line, column, message)
};

/// What there is to say about a blueprint's text.
struct BlueprintExamination {
    std::optional<Blueprint> blueprint; ///< where nothing is wrong with it
    QList<TextProblem> problems;        ///< in the order of the text, all of them
    SB_FIELDS(BlueprintExamination, blueprint, problems)
};

} // namespace signalbox
