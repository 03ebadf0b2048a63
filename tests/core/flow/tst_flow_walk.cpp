// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the invariants of the state machine against every order of commands: thousands of random ones from
// a seed, duplicates, late reports and nonsense among them. A failure prints the seed that shows it again.
#include "tests/core/flow/flow_fixture.h"

#include "core/domain/summary.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;
using signalbox::test::smallBlueprint;

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
        if (task.phase == TaskPhase::Parked && task.reason.isEmpty())
            return QStringLiteral("parked without a reason");
        if (task.phase == TaskPhase::Finished && (task.outcome == Outcome::None || !task.effects.isEmpty()))
            return QStringLiteral("finished without an outcome or with work owed");
        if (task.iterations > task.blueprint.iterations + task.extraIterations)
            return QStringLiteral("more iterations than allowed");
        if (statusOf(task).known.isEmpty())
            return QStringLiteral("a status that does not say how it is known");
        return {};
    }
};

class Walker {
public:
    explicit Walker(quint32 seed) : m_random(seed) {
        Blueprint b = smallBlueprint();
        b.wallTime = std::chrono::hours(2);
        b.steps[5].expires = std::chrono::hours(3);
        b.steps[5].approvals = 1 + int(m_random.bounded(2));
        b.iterations = 1 + int(m_random.bounded(4));
        b.onExhausted = m_random.bounded(2) ? QStringLiteral("fail") : QStringLiteral("person");
        m_blueprint = b;
    }

    Command next(const Flow& flow) {
        if (flow.state.tasks.empty() || m_random.bounded(40) == 0)
            return submit();
        auto it = flow.state.tasks.begin();
        std::advance(it, m_random.bounded(int(flow.state.tasks.size())));
        const Task& task = it->second;
        switch (m_random.bounded(14)) {
        case 0:
            return CancelTask{task.id, QStringLiteral("ann"), {}};
        case 1:
            return RetryTask{
                task.id,
                QStringLiteral("ann"),
                pick({{}, QStringLiteral("implement"), QStringLiteral("publish"), QStringLiteral("nowhere")}),
                {}};
        case 2:
            return ReportTrouble{task.id, key(task), {ErrorKind::Unavailable, QStringLiteral("lost"), {}}};
        case 3:
            return Tick{};
        case 4:
        case 5:
            return vote(task);
        case 6:
            return AskQuestion{task.approvals.isEmpty() ? 1 : task.approvals.last().id, QStringLiteral("bob"),
                               QStringLiteral("why?")};
        case 7:
            return ReportAnswer{task.id, key(task), QStringLiteral("so")};
        default:
            return report(task);
        }
    }

    Millis time() { return std::chrono::minutes(m_random.bounded(12)); }

private:
    QString pick(const QStringList& of) { return of.at(m_random.bounded(int(of.size()))); }
    QString key(const Task& task) {
        if (!task.effects.isEmpty() && m_random.bounded(10) > 0)
            m_lastKey = task.effects.at(m_random.bounded(int(task.effects.size()))).key;
        return m_lastKey; // now and then one that was done long ago
    }
    Command submit() {
        TaskSpec spec;
        spec.repository = QStringLiteral("x");
        spec.title = QStringLiteral("t");
        spec.idempotencyKey =
            m_random.bounded(3) ? QString() : QStringLiteral("k%1").arg(m_random.bounded(5));
        return SubmitTask{spec, QStringLiteral("ann")};
    }
    Command vote(const Task& task) {
        if (task.approvals.isEmpty())
            return Tick{};
        const Approval& a = task.approvals.at(m_random.bounded(int(task.approvals.size())));
        const bool honest = m_random.bounded(4) > 0;
        return CastVote{a.id,
                        pick({QStringLiteral("bob"), QStringLiteral("cleo")}),
                        m_random.bounded(3) > 0,
                        QStringLiteral("c"),
                        honest ? a.tree : QStringLiteral("other"),
                        a.evidence};
    }
    Command report(const Task& task) {
        const QString k = key(task);
        const Effect* effect = task.effect(k);
        if (!effect)
            return ReportUndone{task.id, k, {}};
        switch (effect->kind) {
        case EffectKind::Admit:
            if (m_random.bounded(8) == 0)
                return ReportRefused{task.id, k, {ErrorKind::NotFound, QStringLiteral("gone"), {}}};
            return ReportAdmitted{
                task.id, k, QStringLiteral("main"), QStringLiteral("b"), QStringLiteral("t"), m_blueprint};
        case EffectKind::DropWork:
        case EffectKind::Withdraw:
        case EffectKind::TearDown:
            return ReportUndone{task.id, k, {}};
        case EffectKind::AskAgent:
            return ReportAnswer{task.id, k, QStringLiteral("so")};
        default:
            break;
        }
        AttemptResult result;
        result.verdict = m_random.bounded(4) ? Verdict::Passed : static_cast<Verdict>(m_random.bounded(5));
        result.summary = QStringLiteral("s");
        if (effect->kind == EffectKind::RunAgent && m_random.bounded(6)) {
            result.commit = QStringLiteral("c%1").arg(m_random.bounded(1000));
            result.tree = QStringLiteral("t-") + result.commit;
        }
        if (effect->kind == EffectKind::RunGate) {
            result.gate = GateResult{};
            result.gate->commit = task.commit;
            result.gate->verdict = result.verdict;
        }
        return ReportAttempt{task.id, k, result};
    }

    QRandomGenerator m_random;
    Blueprint m_blueprint;
    QString m_lastKey = QStringLiteral("t1/none/1");
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
            QVERIFY2(replayed.tasks == flow.state.tasks,
                     qPrintable(QStringLiteral("seed %1: replay differs").arg(seed)));
        }
        for (const QString& type : eventTypes())
            if (type != QLatin1String("repository_added") && type != QLatin1String("repository_removed") &&
                type != QLatin1String("machine_leased") && type != QLatin1String("machine_released"))
                QVERIFY2(
                    seen.value(type) > 20,
                    qPrintable(
                        QStringLiteral("the walks hardly reach %1: %2").arg(type).arg(seen.value(type))));
        QVERIFY(seen.value(QStringLiteral("refused")) > 1000);
    }
};

QTEST_GUILESS_MAIN(FlowWalkTest)
#include "tst_flow_walk.moc"
