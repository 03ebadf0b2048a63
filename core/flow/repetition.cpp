// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/repetition.h"

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype keptRounds = 64; ///< more than a blueprint's `repetition` can be, several times

QString shortly(const QString& tree) {
    return tree.left(10);
}

/// What a gate found, without what changes although nothing else does: lines move, durations differ.
Digest failureOf(const GateResult& gate) {
    QJsonArray findings;
    for (const Finding& finding : gate.findings)
        findings.append(QJsonArray{finding.severity, finding.file, finding.test, finding.message});
    return sha256(canonicalJson(
        QJsonArray{gate.gate, enumWord(gate.verdict), gate.summary, json::write(gate.numbers), findings}));
}

int seenBefore(const QList<Round>& rounds, const Round& now) {
    return int(std::count_if(rounds.begin(), rounds.end(), [&](const Round& round) {
        return round.from == now.from && round.tree == now.tree;
    }));
}

/// How many steps the trees have gone to and fro between the last two.
int toAndFro(const QList<Round>& rounds, const Round& now) {
    QStringList trees;
    for (const Round& round : rounds)
        if (trees.isEmpty() || trees.last() != round.tree)
            trees.append(round.tree);
    if (trees.isEmpty() || trees.last() != now.tree)
        trees.append(now.tree);
    int times = 0;
    for (qsizetype i = trees.size() - 1; i >= 2 && trees.at(i) == trees.at(i - 2); --i)
        ++times;
    return times == 0 ? 0 : times + 1;
}

int sameFailure(const QList<Round>& rounds, const Round& now) {
    int times = 0;
    for (auto it = rounds.rbegin(); it != rounds.rend() && !now.failure.isEmpty(); ++it) {
        if (it->from != now.from)
            continue;
        if (it->failure != now.failure)
            break;
        ++times;
    }
    return times;
}

} // namespace

Round roundOf(const Task& task, const Step& from) {
    const Attempt* attempt = task.lastAttempt(from.id);
    SB_ASSERT(attempt && attempt->result, "a step that did not pass has a result");
    return {from.id, task.tree, attempt->result->gate ? failureOf(*attempt->result->gate) : Digest()};
}

void remember(Task& task, const Round& round) {
    task.rounds.append(round);
    if (task.rounds.size() > keptRounds)
        task.rounds.removeFirst();
}

std::optional<QString> whatRepeats(const Task& task, const Round& now) {
    const int often = task.blueprint.repetition;
    if (often <= 0)
        return std::nullopt;
    const QList<Round>& rounds = task.rounds;
    if (seenBefore(rounds, now) + 1 >= often)
        return now.tree.isEmpty() ? QStringLiteral("%1 attempts have not brought any work").arg(often)
                                  : QStringLiteral("the same work (tree %1) has come to %2 %3 times")
                                        .arg(shortly(now.tree), now.from)
                                        .arg(often);
    if (toAndFro(rounds, now) >= often)
        return QStringLiteral("the work goes to and fro between two trees, %1 and %2")
            .arg(shortly(rounds.last().tree), shortly(now.tree));
    if (sameFailure(rounds, now) + 1 >= often)
        return QStringLiteral("%1 has found exactly the same %2 times").arg(now.from).arg(often);
    return std::nullopt;
}

} // namespace signalbox
