// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/shell_reader.h"

#include "core/domain/tool_call.h"

namespace signalbox {

struct ProgramRisk {
    RiskTier tier = RiskTier::Low;
    QString why;
};

/// By what a program is known for. `words` is a simple command whose name is known.
ProgramRisk riskOf(const QList<ShellWord>& words);
/// "/usr/bin/curl" is curl; "./curl" is itself.
QString programName(const QString& word);
bool onlyReads(const QString& program);
/// Runs the text that it is given in a language of its own, or what comes on its input.
bool isInterpreter(const QString& program);
bool isShell(const QString& program);

} // namespace signalbox
