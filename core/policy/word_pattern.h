// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/shell_reader.h"

namespace signalbox {

enum class Fit { No, Maybe, Yes };

/// `*` stands for any characters, also none. Takes time in proportion to pattern times text.
bool fitsStars(QStringView pattern, QStringView text);
/// Whether a simple command is one of those that a rule names: word for word, `*` within a word; a last word
/// `*` stands for all that follow, also none. What the shell fills in itself may be anything.
Fit fitsCommand(const QString& pattern, const QList<ShellWord>& words);
/// What is wrong with a pattern; empty: nothing.
QString commandPatternProblem(const QString& pattern);

} // namespace signalbox
