// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"

namespace signalbox {

/// Which keys a step of a kind may and must have beside id and kind, and what it gets where nothing is said.
struct KindRule {
    StepKind kind;
    QStringList may;
    QStringList must;
    Millis timeLimit;
    qint64 outputLimit;
};
const KindRule& ruleOf(StepKind kind);

/// What a gate needs to judge by.
struct GateRule {
    GateKind gate;
    bool runs;           ///< it runs a command
    QStringList reports; ///< the formats of which it reads one; empty: it reads none
    bool threshold;
};
const GateRule& ruleOf(GateKind gate);

/// All words of an enum, for messages.
template <typename E>
QStringList wordsOf() {
    QStringList words;
    for (const char* word : EnumWords<E>::words)
        words.append(QString::fromLatin1(word));
    return words;
}

} // namespace signalbox
