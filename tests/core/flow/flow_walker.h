// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/flow/flow_fixture.h"

#include <QRandomGenerator>

namespace signalbox::test {

/// Random commands from a seed, for a core without a world: mostly sensible ones, with duplicates, late
/// reports and nonsense among them. The same seed gives the same walk.
class Walker {
public:
    explicit Walker(quint32 seed) : m_random(seed) {
        Blueprint b = smallBlueprint();
        b.wallTime = std::chrono::hours(2);
        b.steps[5].expires = std::chrono::hours(3);
        b.steps[5].escalates = std::chrono::minutes(20);
        b.steps[5].escalateTo = {QStringLiteral("cleo")};
        b.steps[5].approvals = 1 + int(m_random.bounded(2));
        b.iterations = 1 + int(m_random.bounded(4));
        b.repetition = int(m_random.bounded(5));
        b.onExhausted = m_random.bounded(2) ? QStringLiteral("fail") : QStringLiteral("person");
        m_blueprint = b;
    }

    Command next(const Flow& flow) {
        if (flow.state.tasks.empty() || m_random.bounded(40) == 0)
            return submit();
        auto it = flow.state.tasks.begin();
        std::advance(it, m_random.bounded(int(flow.state.tasks.size())));
        const Task& task = it->second;
        const bool undoing = task.phase == TaskPhase::Compensating || task.phase == TaskPhase::TearingDown;
        if (undoing && m_unwilling) // some worlds let nothing be undone, until somebody mends them
            return ReportTrouble{task.id, key(task), {ErrorKind::Unavailable, QStringLiteral("no"), {}}};
        m_unwilling = undoing ? m_random.bounded(12) > 0 : m_random.bounded(2) == 0;
        switch (m_random.bounded(21)) {
        case 19:
            return delegate(task, flow.now);
        case 20:
            return RevokeDelegation{1 + int(m_random.bounded(int(flow.state.nextDelegation))),
                                    QStringLiteral("bob"),
                                    {Role::Approver}};
        case 15:
            return RaiseBudget{task.id, QStringLiteral("ann"), qint64(m_random.bounded(3)) * 100, 0, {}};
        case 16:
        case 17:
            return askTool(task);
        case 18:
            return answerTool(task);
        case 14:
            return ReplayDeadLetter{task.id, 1 + int(m_random.bounded(2)), QStringLiteral("ann")};
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
    Command delegate(const Task& task, Moment now) {
        Delegation given;
        given.from = QStringLiteral("bob");
        given.to = QStringLiteral("cleo");
        if (m_random.bounded(2) && !task.approvals.isEmpty())
            given.approval = task.approvals.last().id;
        else
            given.until = now + std::chrono::hours(1);
        return Delegate{given, {Role::Approver}, {Role::Approver}};
    }
    Command askTool(const Task& task) {
        const Attempt* attempt = task.lastAttempt(task.current);
        ToolCall call;
        call.tool = QStringLiteral("Bash");
        call.command = QStringLiteral("curl %1").arg(m_random.bounded(30));
        return AskToolCall{task.id,
                           task.current,
                           attempt ? attempt->number : 1,
                           call,
                           RiskTier::High,
                           {},
                           std::chrono::minutes(m_random.bounded(60))};
    }
    Command answerTool(const Task& task) {
        if (task.toolQuestions.isEmpty())
            return Tick{};
        const ToolQuestion& q = task.toolQuestions.at(m_random.bounded(int(task.toolQuestions.size())));
        return AnswerToolCall{q.id,
                              QStringLiteral("bob"),
                              m_random.bounded(2) > 0,
                              {},
                              m_random.bounded(5) ? q.action : Digest(),
                              m_random.bounded(2) > 0};
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
    bool m_unwilling = false;
    QString m_lastKey = QStringLiteral("t1/none/1");
};

} // namespace signalbox::test
