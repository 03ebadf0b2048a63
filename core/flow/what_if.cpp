// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/what_if.h"

#include "core/base/path_pattern.h"

#include <algorithm>

namespace signalbox {

namespace {

QString label(const Blueprint& blueprint) {
    return QStringLiteral("%1 %2").arg(blueprint.name, blueprint.version).trimmed();
}

bool sameWork(const Step& a, const Step& b) {
    return a.run == b.run && a.environment == b.environment && a.gate == b.gate && a.report == b.report &&
           a.machine == b.machine;
}

QString people(int count) {
    return count == 1 ? QStringLiteral("1 person") : QStringLiteral("%1 people").arg(count);
}

class PastWalk {
public:
    PastWalk(const Blueprint& changed, const WhatIfFacts& facts) : m_new(changed), m_facts(facts) {}

    Result<WhatIf> walk(const QList<Record>& history) {
        for (const Record& record : history) {
            pass(record.at);
            if (m_found.parted)
                break;
            std::visit([&](const auto& event) { on(event); }, record.event);
            m_last = record.at;
        }
        if (!m_admitted)
            return Error{ErrorKind::Invalid,
                         QStringLiteral("the task was never admitted: no blueprint ever held for it"),
                         {}};
        if (!m_found.parted)
            judgeBudget();
        return m_found;
    }

private:
    void note(bool known, const QString& step, int attempt, const QString& text) {
        m_found.notes.append({known, m_at, step, attempt, text});
    }
    /// What comes next would have been another story.
    void part() {
        m_found.parted = true;
        m_found.partedAt = m_at;
    }
    void differs(const QString& step, int attempt, const QString& text) {
        note(true, step, attempt, text);
        part();
    }

    // ---- Time ----

    void pass(Moment at) {
        if (m_admitted && !m_waiting && !m_found.parted) {
            m_worked += at - m_last;
            if (m_new.wallTime.count() > 0 && m_worked > m_new.wallTime) {
                m_at = at;
                differs({}, 0,
                        QStringLiteral("it would have been stopped after %1 of work, which is its limit")
                            .arg(humanDuration(m_new.wallTime)));
            }
        }
        m_at = at;
    }

    // ---- Events ----

    template <typename Event>
    void on(const Event&) {}

    void on(const TaskAdmitted& e) { begin(e.task, e.blueprint); }
    void on(const TaskContinued& e) {
        if (!m_admitted)
            begin(e.task, e.condensed.blueprint);
        m_routes = std::max(m_routes, e.condensed.iterations);
    }

    void begin(TaskId task, const Blueprint& old) {
        m_admitted = true;
        m_last = m_at;
        m_old = old;
        m_found.task = task;
        m_found.before = label(old);
        m_found.after = label(m_new);
        QStringList kept;
        QStringList keptNew;
        for (const Step& step : m_old.steps)
            if (counterpart(step.id))
                kept.append(step.id);
        for (const Step& step : m_new.steps)
            if (m_old.find(step.id) && counterpart(step.id))
                keptNew.append(step.id);
        if (kept != keptNew)
            return differs({}, 0, QStringLiteral("the steps come in another order"));
        if (m_old.repetition != m_new.repetition)
            note(false, {}, 0,
                 QStringLiteral("how often the same may come back is %1 instead of %2; that is not looked at")
                     .arg(m_new.repetition)
                     .arg(m_old.repetition));
    }

    /// The step of the changed blueprint that does what this one did; nullptr: there is none.
    [[nodiscard]] const Step* counterpart(const QString& id) const {
        const Step* was = m_old.find(id);
        const Step* is = m_new.find(id);
        return was && is && was->kind == is->kind ? is : nullptr;
    }

    void on(const AttemptStarted& e) {
        m_started.insert(e.step, m_at);
        if (!m_old.find(e.step))
            return;
        passNewSteps(e.step);
        if (!counterpart(e.step) && !m_told.contains(e.step)) {
            m_told.insert(e.step);
            note(true, e.step, 0, QStringLiteral("this step would not have been taken"));
        }
    }

    /// New steps that stand between the one before and this one.
    void passNewSteps(const QString& next) {
        for (qsizetype i = m_new.indexOf(next) - 1; i >= 0; --i) {
            const Step& step = m_new.steps.at(i);
            if (counterpart(step.id) && m_old.find(step.id))
                return;
            if (m_told.contains(step.id))
                continue;
            m_told.insert(step.id);
            if (step.kind == StepKind::Approval)
                note(true, step.id, 0,
                     QStringLiteral("%1 would have been asked to approve here; taken as given")
                         .arg(people(std::max(1, step.approvals))));
            else
                note(false, step.id, 0,
                     QStringLiteral("this step would have been taken here; what it would have said is not "
                                    "known, and it is taken as passed"));
        }
    }

    void on(const AttemptFinished& e) {
        const Step* was = m_old.find(e.step);
        const Step* is = counterpart(e.step);
        ++m_found.compared;
        m_failedStep = e.result.verdict == Verdict::Passed ? QString() : e.step;
        if (!was)
            return;
        if (!is) {
            if (e.result.verdict != Verdict::Passed)
                differs(
                    e.step, e.attempt,
                    QStringLiteral("the task would not have been held up here: %1").arg(e.result.summary));
            return;
        }
        judgeTime(e, *was, *is);
        if (m_found.parted)
            return;
        if (!sameWork(*was, *is) && !m_told.contains(e.step)) {
            m_told.insert(e.step);
            note(false, e.step, e.attempt,
                 is->kind == StepKind::Agent
                     ? QStringLiteral("the agent would have been called otherwise; taken as it was")
                     : QStringLiteral("its command is another one; its result is taken as it was"));
        }
        if (is->kind == StepKind::Gate)
            judgeGate(e, *was, *is);
        if (!m_found.parted && !m_failedStep.isEmpty() && was->onFail != is->onFail)
            differs(e.step, e.attempt,
                    QStringLiteral("after it failed the task would have gone to \"%1\" instead of \"%2\"")
                        .arg(is->onFail, was->onFail));
    }

    void judgeTime(const AttemptFinished& e, const Step& was, const Step& is) {
        const Moment started = m_started.value(e.step, m_at);
        const Millis took = m_at - started;
        if (e.result.verdict == Verdict::TimedOut) {
            if (is.timeLimit != was.timeLimit)
                differs(e.step, e.attempt,
                        QStringLiteral("its time limit would have been %1 instead of %2")
                            .arg(humanDuration(is.timeLimit), humanDuration(was.timeLimit)));
        } else if (is.timeLimit.count() > 0 && took > is.timeLimit) {
            differs(e.step, e.attempt,
                    QStringLiteral("it would have been stopped after %1; it took %2")
                        .arg(humanDuration(is.timeLimit), humanDuration(took)));
        }
    }

    void judgeGate(const AttemptFinished& e, const Step& was, const Step& is) {
        if (!e.result.gate)
            return;
        const GateResult& gate = *e.result.gate;
        if (is.gate == GateKind::Coverage && was.threshold != is.threshold) {
            const auto measured = gate.numbers.constFind(QStringLiteral("coverage"));
            if (measured == gate.numbers.constEnd())
                return note(false, e.step, e.attempt,
                            QStringLiteral("its threshold is another one, and nothing was measured"));
            turn(e, *measured >= is.threshold,
                 QStringLiteral("%1 % of the lines were covered, and %2 % would have been asked for")
                     .arg(*measured, 0, 'g', 4)
                     .arg(is.threshold, 0, 'g', 4));
        }
        const bool rules =
            m_old.allowedPaths != m_new.allowedPaths || m_old.protectedPaths != m_new.protectedPaths;
        if (is.gate != GateKind::AllowedPaths || !rules)
            return;
        if (gate.commit != m_facts.commit || m_facts.changedPaths.isEmpty())
            return note(false, e.step, e.attempt,
                        QStringLiteral("its path rules are other ones, and what this attempt changed is kept "
                                       "no more"));
        const auto allowed = PathPatterns::parse(m_new.allowedPaths);
        const auto guarded = PathPatterns::parse(m_new.protectedPaths);
        if (!allowed || !guarded)
            return;
        QString outside;
        for (const QString& path : m_facts.changedPaths)
            if (guarded->matches(path) || (!allowed->isEmpty() && !allowed->matches(path)))
                outside = path;
        turn(e, outside.isEmpty(),
             outside.isEmpty() ? QStringLiteral("all paths of the change would have been allowed")
                               : QStringLiteral("%1 would not have been allowed to change").arg(outside));
    }

    /// A verdict that is known under the changed rules.
    void turn(const AttemptFinished& e, bool passes, const QString& because) {
        const bool passed = e.result.verdict == Verdict::Passed;
        if (passes != passed)
            differs(e.step, e.attempt,
                    passes ? QStringLiteral("it would have passed: %1").arg(because)
                           : QStringLiteral("it would have failed: %1").arg(because));
    }

    void on(const RoutedBack& e) {
        ++m_routes;
        const int allowed = m_new.iterations + m_granted;
        if (m_routes > allowed)
            differs(e.from, 0,
                    QStringLiteral("it would not have been sent back once more: %1 ways back would have been "
                                   "allowed")
                        .arg(allowed));
    }

    void on(const TaskParked&) {
        m_waiting = true;
        const int before = m_old.iterations + m_granted;
        const int allowed = m_new.iterations + m_granted;
        if (!m_failedStep.isEmpty() && m_routes >= before && allowed > before)
            differs(m_failedStep, 0,
                    QStringLiteral("it would have been sent back %1 more times before a person was needed")
                        .arg(allowed - m_routes));
    }
    void on(const TaskResumed& e) {
        m_waiting = false;
        m_granted += e.extraIterations;
    }

    // ---- Approvals ----

    void on(const ApprovalRequested& e) {
        m_waiting = true;
        m_approval = e.approval;
        m_yes.clear();
    }

    void on(const ApprovalVoted& e) {
        const Step* is = counterpart(m_approval.step);
        if (!e.approve || !is)
            return;
        m_yes.insert(e.by);
        const int needed = std::max(1, is->approvals);
        if (m_yes.size() == needed && needed < m_approval.needed)
            note(true, is->id, 0,
                 QStringLiteral("%1 would have been enough: approved with the vote of %2")
                     .arg(people(needed), e.by));
    }

    void on(const ApprovalClosed& e) {
        m_waiting = false;
        const Step* is = counterpart(m_approval.step);
        if (!is)
            return;
        const Millis waited = m_at - m_approval.asked;
        if (is->expires.count() > 0 && waited > is->expires && e.state != ApprovalState::Expired)
            return differs(is->id, 0,
                           QStringLiteral("the request would have expired after %1; it stood for %2")
                               .arg(humanDuration(is->expires), humanDuration(waited)));
        const int needed = std::max(1, is->approvals);
        if (e.state == ApprovalState::Approved && int(m_yes.size()) < needed)
            differs(is->id, 0,
                    QStringLiteral("%1 would have been needed to approve; %2 did")
                        .arg(people(needed), people(int(m_yes.size()))));
    }

    // ---- Budgets: what was used is known, when is not ----

    void judgeBudget() {
        const auto tell = [&](const QString& text) {
            note(true, {}, 0, text);
            m_found.parted = true; // at a moment that is not known
        };
        if (m_new.tokens > 0 && m_new.tokens != m_old.tokens) {
            if (!m_facts.tokens)
                note(false, {}, 0,
                     QStringLiteral("its limit of tokens is another one; its use is not known"));
            else if (*m_facts.tokens > m_new.tokens)
                tell(QStringLiteral("it would have been stopped by its budget: %1 tokens were used, %2 would "
                                    "have been allowed")
                         .arg(*m_facts.tokens)
                         .arg(m_new.tokens));
        }
        if (m_new.cost > 0 && m_new.cost != m_old.cost) {
            if (!m_facts.cost)
                note(false, {}, 0, QStringLiteral("its limit of cost is another one; its use is not known"));
            else if (*m_facts.cost > m_new.cost)
                tell(QStringLiteral("it would have been stopped by its budget: %1 USD were spent, %2 would "
                                    "have been allowed")
                         .arg(*m_facts.cost, 0, 'f', 2)
                         .arg(m_new.cost, 0, 'f', 2));
        }
    }

    const Blueprint& m_new;
    const WhatIfFacts& m_facts;
    Blueprint m_old;
    WhatIf m_found;
    bool m_admitted = false;
    bool m_waiting = false;
    Moment m_at;
    Moment m_last;
    Millis m_worked{0};
    int m_routes = 0;
    int m_granted = 0;
    QString m_failedStep; ///< of the last attempt, when it did not pass
    QMap<QString, Moment> m_started;
    QSet<QString> m_told;
    Approval m_approval;
    QSet<QString> m_yes;
};

} // namespace

Result<WhatIf> whatIf(const QList<Record>& history, const Blueprint& changed, const WhatIfFacts& facts) {
    return PastWalk(changed, facts).walk(history);
}

} // namespace signalbox
