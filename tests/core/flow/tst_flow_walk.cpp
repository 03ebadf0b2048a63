// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the invariants of the state machine against every order of commands: thousands of random ones from
// a seed, duplicates, late reports and nonsense among them. A failure prints the seed that shows it again.
#include "tests/core/flow/flow_walker.h"

#include "core/domain/summary.h"

#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;
using signalbox::test::Walker;

namespace {

/// What must hold after every command, checked from the events alone and from the state.
struct Watch {
    QSet<QString> finishedAttempts;
    QSet<qint64> closedApprovals;
    QMap<TaskId, QSet<QString>> approvedTrees;

    QString seen(const Flow& flow) {
        for (const Event& event : flow.last) {
            if (const auto* e = std::get_if<AttemptFinished>(&event)) {
                const QString key = QStringLiteral("%1/%2/%3").arg(e->task).arg(e->step).arg(e->attempt);
                if (finishedAttempts.contains(key))
                    return QStringLiteral("two results for ") + key;
                finishedAttempts.insert(key);
            } else if (const auto* closed = std::get_if<ApprovalClosed>(&event)) {
                if (closedApprovals.contains(closed->approval))
                    return QStringLiteral("approval %1 closed twice").arg(closed->approval);
                closedApprovals.insert(closed->approval);
                if (closed->state == ApprovalState::Approved)
                    approvedTrees[closed->task].insert(
                        flow.task(closed->task).approval(closed->approval)->tree);
            } else if (const auto* started = std::get_if<AttemptStarted>(&event)) {
                const Task& task = flow.task(started->task);
                if (task.blueprint.find(started->step)->kind == StepKind::Publish &&
                    !approvedTrees[task.id].contains(task.tree))
                    return QStringLiteral("publication of a tree that nobody approved");
            }
        }
        return {};
    }

    static QString sound(const Task& task) {
        QSet<QString> keys;
        for (const Effect& effect : task.effects) {
            if (keys.contains(effect.key))
                return QStringLiteral("owed twice: ") + effect.key;
            keys.insert(effect.key);
        }
        const bool moves = task.phase == TaskPhase::Admission || task.phase == TaskPhase::Working ||
                           task.phase == TaskPhase::Compensating || task.phase == TaskPhase::TearingDown;
        if (moves && task.effects.isEmpty())
            return QStringLiteral("task %1 is stuck in %2: nothing is owed")
                .arg(task.id)
                .arg(enumWord(task.phase));
        if (task.phase == TaskPhase::Approval && !task.openApproval())
            return QStringLiteral("waits for an approval that is not open");
        if (task.phase != TaskPhase::Approval && task.openApproval())
            return QStringLiteral("an approval is open in phase ") + enumWord(task.phase);
        if (task.asksAboutTools() && task.phase != TaskPhase::Working)
            return QStringLiteral("asks about a tool in phase ") + enumWord(task.phase);
        if (task.phase == TaskPhase::Parked && task.reason.isEmpty())
            return QStringLiteral("parked without a reason");
        if (task.phase == TaskPhase::Finished && task.outcome == Outcome::None)
            return QStringLiteral("finished without an outcome");
        if (task.phase == TaskPhase::Finished)
            for (const Effect& effect : task.effects)
                if (!task.replaying(effect.key))
                    return QStringLiteral("finished with work owed: ") + effect.key;
        for (const DeadLetter& letter : task.deadLetters) {
            if (letter.reason.isEmpty() || letter.tries < 1)
                return QStringLiteral("a dead letter that does not say why and how often");
            if ((letter.state == DeadLetterState::Replaying) != (task.effect(letter.key) != nullptr))
                return QStringLiteral("a dead letter is replayed exactly while it is owed: ") + letter.key;
        }
        if (task.iterations > task.blueprint.iterations + task.extraIterations)
            return QStringLiteral("more iterations than allowed");
        if (statusOf(task).known.isEmpty())
            return QStringLiteral("a status that does not say how it is known");
        return {};
    }
};

} // namespace

class FlowWalkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invariantsHoldOnEveryWalk() {
        QMap<QString, int> seen; // a walk that reaches too little protects too little
        for (quint32 seed = 1; seed <= 300; ++seed) {
            Flow flow;
            Walker walker(seed);
            Watch watch;
            for (int i = 0; i < 250; ++i) {
                const auto done = flow.give(walker.next(flow));
                flow.pass(walker.time());
                QString problem = watch.seen(flow);
                for (const auto& [id, task] : flow.state.tasks)
                    if (problem.isEmpty())
                        problem = Watch::sound(task);
                QVERIFY2(problem.isEmpty(),
                         qPrintable(QStringLiteral("seed %1, command %2: %3").arg(seed).arg(i).arg(problem)));
                for (const Event& event : flow.last)
                    ++seen[typeOf(event)];
                if (!done)
                    ++seen[QStringLiteral("refused")];
            }
            State replayed;
            for (const Record& record : flow.history)
                apply(replayed, record);
            QVERIFY2(replayed == flow.state, qPrintable(QStringLiteral("seed %1: replay differs").arg(seed)));
        }
        for (const QString& type : eventTypes())
            if (type != QLatin1String("repository_added") && type != QLatin1String("repository_removed") &&
                type != QLatin1String("machine_leased") && type != QLatin1String("machine_released") &&
                type != QLatin1String("task_continued")) // tst_condense
                QVERIFY2(
                    seen.value(type) > 20,
                    qPrintable(
                        QStringLiteral("the walks hardly reach %1: %2").arg(type).arg(seen.value(type))));
        QVERIFY(seen.value(QStringLiteral("refused")) > 1000);
    }
};

QTEST_GUILESS_MAIN(FlowWalkTest)
#include "tst_flow_walk.moc"
