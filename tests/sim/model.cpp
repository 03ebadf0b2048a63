// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/model.h"

#include <algorithm>

namespace signalbox::sim {

namespace {
constexpr int admissionTries = 3;
constexpr int undoTries = 6;
constexpr int questionTries = 2;
constexpr qsizetype enoughProblems = 5;
} // namespace

void Model::wrong(const QString& what) {
    if (problems.size() < enoughProblems)
        problems.append(u"event %1: %2"_qs.arg(m_seq).arg(what));
}

void Model::record(const Record& record, Moment world) {
    m_world = world;
    m_at = record.at;
    demand(record.seq == m_seq + 1, u"event %1 follows event %2"_qs.arg(record.seq).arg(m_seq));
    m_seq = record.seq;
    std::visit([this](const auto& e) { on(e); }, record.event);
}

Model::Known& Model::task(TaskId id) {
    demand(m_tasks.contains(id), u"task %1 was never submitted"_qs.arg(id));
    return m_tasks[id];
}

// ---- What is owed ----

void Model::owe(const QString& key, EffectKind kind, int limit, qint64 approval) {
    demand(!m_owed.contains(key), key + u" is owed twice"_qs);
    demand(!m_results.contains(key) || kind == EffectKind::DropWork || kind == EffectKind::Withdraw,
           key + u" is owed again after its result"_qs);
    m_owed[key] = {kind, 0, limit, approval};
}

void Model::drop(const QString& key, const QString& why) {
    demand(m_owed.erase(key) > 0, u"%1 for %2, which is not owed"_qs.arg(why, key));
    m_droppedAt[key] = m_world;
    m_results.insert(key);
}

void Model::dropAllOf(TaskId id) {
    const QString prefix = u"t%1/"_qs.arg(id);
    std::erase_if(m_owed, [&](const auto& owed) {
        if (!owed.first.startsWith(prefix))
            return false;
        m_droppedAt[owed.first] = m_world;
        return true;
    });
}

QString Model::undoKey(TaskId id, EffectKind kind, int position) {
    return u"t%1/undo-%2/%3"_qs.arg(id)
        .arg(kind == EffectKind::Withdraw ? u"withdraw"_qs : u"drop_work"_qs)
        .arg(position);
}

// ---- Steps ----

const Step* Model::stepOf(const Known& known, const QString& id) {
    const auto it =
        std::find_if(known.steps.begin(), known.steps.end(), [&](const Step& s) { return s.id == id; });
    return it == known.steps.end() ? nullptr : &*it;
}

void Model::on(const TaskSubmitted& e) {
    demand(!m_tasks.contains(e.task), u"task %1 was submitted twice"_qs.arg(e.task));
    m_tasks[e.task].repository = e.spec.repository;
    owe(u"t%1/admission/1"_qs.arg(e.task), EffectKind::Admit, admissionTries);
}

void Model::on(const TaskAdmitted& e) {
    Known& t = task(e.task);
    drop(u"t%1/admission/1"_qs.arg(e.task), u"admitted"_qs);
    demand(t.ending == Outcome::None && !t.finished, u"a task that ends is admitted"_qs);
    t.steps = e.blueprint.steps;
    t.blueprint = e.blueprint.digest;
    t.iterations = e.blueprint.iterations;
    t.at = 0;
    t.verdict = Verdict::Passed;
    t.mayBegin = t.steps.at(1).id;
}

Digest Model::evidenceOf(const Known& t) {
    QList<GateResult> evidence;
    for (const Step& step : t.steps)
        if (const auto gate = t.gates.find(step.id); gate != t.gates.end() && gate->second)
            if (gate->second->commit == t.commit)
                evidence.append(*gate->second);
    return sha256(canonicalJson(json::write(evidence)));
}

bool Model::covered(const Known& t) {
    const Digest evidence = evidenceOf(t);
    return std::any_of(t.asks.begin(), t.asks.end(), [&](const Ask& a) {
        return a.approved && int(a.approvers.size()) >= a.needed && a.commit == t.commit &&
               a.tree == t.tree && a.evidence == evidence && a.blueprint == t.blueprint;
    });
}

void Model::on(const AttemptStarted& e) {
    Known& t = task(e.task);
    demand(t.ending == Outcome::None && !t.finished && !t.parked,
           u"a step begins although the task stands"_qs);
    demand(!t.open, u"two attempts at once"_qs);
    demand(e.step == t.mayBegin, u"step %1 begins where %2 had to"_qs.arg(e.step, t.mayBegin));
    demand(e.attempt == ++t.attempts[e.step],
           u"attempt %1 of %2 is out of order"_qs.arg(e.attempt).arg(e.step));
    const Step* step = stepOf(t, e.step);
    if (!step)
        return wrong(u"no step "_qs + e.step);
    t.at = int(step - t.steps.constData());
    t.open = e.attempt;
    t.verdict.reset();
    t.mayBegin.clear();
    t.gates[e.step].reset();
    const auto needs = [&](EffectKind kind) {
        owe(u"t%1/%2/%3"_qs.arg(e.task).arg(e.step).arg(e.attempt), kind, std::max(1, step->tries));
    };
    const auto undoneBy = [&](EffectKind kind) {
        if (!t.undo.contains(std::pair(kind, e.step)))
            t.undo.append({kind, e.step});
    };
    switch (step->kind) {
    case StepKind::Workspace:
        needs(EffectKind::PrepareWorkspace);
        undoneBy(EffectKind::DropWork);
        break;
    case StepKind::Agent:
        needs(EffectKind::RunAgent);
        break;
    case StepKind::Run:
        needs(EffectKind::RunCommand);
        break;
    case StepKind::Gate:
        needs(EffectKind::RunGate);
        break;
    case StepKind::Publish:
        demand(covered(t), u"publication begins without an approval that covers what stands"_qs);
        needs(EffectKind::Publish);
        undoneBy(EffectKind::Withdraw);
        break;
    case StepKind::Approval:
        break;
    case StepKind::Admission:
    case StepKind::Teardown:
        wrong(u"a step that never begins: "_qs + e.step);
    }
}

void Model::on(const EffectDelayed& e) {
    (void)task(e.task);
    const auto owed = m_owed.find(e.key);
    if (owed == m_owed.end())
        return wrong(u"delayed, but not owed: "_qs + e.key);
    demand(e.tries == owed->second.tries + 1, u"tries of %1 jump to %2"_qs.arg(e.key).arg(e.tries));
    owed->second.tries = e.tries;
    demand(owed->second.limit == 0 || e.tries < owed->second.limit,
           u"%1 is tried more than %2 times"_qs.arg(e.key).arg(owed->second.limit));
}

void Model::on(const MachineLeased& e) {
    demand(isOwed(e.key), u"a machine is leased to %1, which is not owed"_qs.arg(e.key));
    demand(e.key.startsWith(u"t%1/"_qs.arg(e.task)), u"a lease for another task"_qs);
    task(e.task).leases.insert(e.machine);
}

void Model::on(const MachineReleased& e) {
    demand(task(e.task).leases.erase(e.machine) == 1,
           u"a release of %1, which is not leased"_qs.arg(e.machine));
}

void Model::on(const AttemptFinished& e) {
    Known& t = task(e.task);
    demand(t.open == e.attempt && t.at >= 0 && t.steps.at(t.at).id == e.step,
           u"a result for %1/%2, which does not run"_qs.arg(e.step).arg(e.attempt));
    const Step* step = stepOf(t, e.step);
    if (!step || !t.open)
        return;
    if (step->kind != StepKind::Approval)
        drop(u"t%1/%2/%3"_qs.arg(e.task).arg(e.step).arg(e.attempt), u"a result"_qs);
    else if (e.result.verdict == Verdict::Passed)
        demand(!t.asks.empty() && t.asks.back().approved, u"an approval step passed without its approval"_qs);
    t.open.reset();
    t.verdict = e.result.verdict;
    if ((step->kind == StepKind::Agent || step->kind == StepKind::Run) && !e.result.commit.isEmpty()) {
        t.commit = e.result.commit;
        t.tree = e.result.tree;
    }
    t.gates[e.step] = step->kind == StepKind::Gate ? e.result.gate : std::nullopt;
    if (e.result.verdict == Verdict::Passed)
        t.mayBegin = t.steps.at(t.at + 1).id;
}

void Model::on(const RoutedBack& e) {
    Known& t = task(e.task);
    demand(t.verdict && *t.verdict != Verdict::Passed && t.steps.at(t.at).id == e.from,
           u"a way back from %1, which did not fail"_qs.arg(e.from));
    ++t.routes;
    demand(t.routes <= t.iterations + t.extra,
           u"routed back %1 times, with a limit of %2"_qs.arg(t.routes).arg(t.iterations + t.extra));
    t.mayBegin = e.to;
}

// ---- People ----

Model::Ask* Model::ask(Known& t, qint64 id) {
    const auto it = std::find_if(t.asks.begin(), t.asks.end(), [&](const Ask& a) { return a.id == id; });
    return it == t.asks.end() ? nullptr : &*it;
}

void Model::on(const ApprovalRequested& e) {
    Known& t = task(e.task);
    const Approval& a = e.approval;
    demand(m_askIds.insert(a.id).second, u"approval %1 asked for twice"_qs.arg(a.id));
    demand(t.open && t.steps.at(t.at).kind == StepKind::Approval,
           u"an approval is asked for outside its step"_qs);
    demand(a.commit == t.commit && a.tree == t.tree && a.evidence == evidenceOf(t) &&
               a.blueprint == t.blueprint,
           u"approval %1 does not bind what stands"_qs.arg(a.id));
    demand(t.at >= 0 && a.needed == std::max(1, t.steps.at(t.at).approvals), u"an approval by too few"_qs);
    demand(std::none_of(t.asks.begin(), t.asks.end(), [](const Ask& x) { return x.open; }),
           u"two open approvals"_qs);
    Ask asked;
    asked.id = a.id;
    asked.commit = a.commit;
    asked.tree = a.tree;
    asked.evidence = a.evidence;
    asked.blueprint = a.blueprint;
    asked.needed = a.needed;
    const Step& step = t.steps.at(t.at);
    if (step.escalates.count() > 0)
        asked.escalates = m_at + step.escalates;
    asked.mayDecide = step.approvers;
    asked.escalateTo = step.escalateTo;
    t.asks.push_back(asked);
}

void Model::on(const ApprovalVoted& e) {
    Ask* a = ask(task(e.task), e.approval);
    if (!a || !a->open)
        return wrong(u"a vote on approval %1, which is not open"_qs.arg(e.approval));
    demand(a->voters.insert(e.by).second, e.by + u" voted twice"_qs);
    const QString whose = e.onBehalf.isEmpty() ? e.by : e.onBehalf;
    if (!e.onBehalf.isEmpty()) {
        demand(a->voters.insert(e.onBehalf).second, e.onBehalf + u" has two voices"_qs);
        demand(std::any_of(m_delegations.begin(), m_delegations.end(),
                           [&](const auto& made) {
                               const Delegation& d = made.second;
                               return d.from == whose && d.to == e.by && m_at < d.until &&
                                      (d.approval == 0 || d.approval == e.approval);
                           }),
               e.by + u" votes for "_qs + whose + u", who delegated nothing"_qs);
    }
    // Admins are known by their role alone, so only those who are no one's are wrong for sure.
    demand(a->mayDecide.isEmpty() || a->mayDecide.contains(whose) || a->escalated,
           whose + u" is not asked"_qs);
    if (e.approve)
        a->approvers.insert(whose);
}

void Model::on(const ApprovalEscalated& e) {
    Ask* a = ask(task(e.task), e.approval);
    if (!a || !a->open || a->escalated)
        return wrong(u"approval %1 escalates, which is not open or did so before"_qs.arg(e.approval));
    demand(a->escalates && m_at >= *a->escalates, u"approval %1 escalates too early"_qs.arg(e.approval));
    demand(e.to == a->escalateTo, u"approval %1 escalates to others"_qs.arg(e.approval));
    a->escalated = true;
}

void Model::on(const DelegationMade& e) {
    const Delegation& d = e.delegation;
    demand(!m_delegations.contains(d.id) && d.from != d.to, u"delegation %1 is none"_qs.arg(d.id));
    m_delegations[d.id] = d;
}

void Model::on(const DelegationRevoked& e) {
    const auto found = m_delegations.find(e.delegation);
    if (found == m_delegations.end())
        return wrong(u"delegation %1 is revoked, which is not there"_qs.arg(e.delegation));
    demand(e.by == found->second.from || e.by == found->second.to,
           e.by + u" revokes another's delegation"_qs);
    m_delegations.erase(found);
}

void Model::on(const ApprovalClosed& e) {
    Ask* a = ask(task(e.task), e.approval);
    if (!a || !a->open)
        return wrong(u"approval %1 closes, which is not open"_qs.arg(e.approval));
    a->open = false;
    a->approved = e.state == ApprovalState::Approved;
    if (a->approved)
        demand(int(a->approvers.size()) >= a->needed,
               u"approved by %1 people instead of %2"_qs.arg(a->approvers.size()).arg(a->needed));
    std::erase_if(m_owed, [&](const auto& owed) {
        if (owed.second.approval != e.approval)
            return false;
        m_droppedAt[owed.first] = m_world;
        return true;
    });
}

void Model::on(const QuestionAsked& e) {
    Ask* a = ask(task(e.task), e.approval);
    if (!a || !a->open)
        return wrong(u"a question on approval %1, which is not open"_qs.arg(e.approval));
    demand(e.number == ++a->questions, u"question numbers jump"_qs);
    owe(u"t%1/approval-%2/question-%3"_qs.arg(e.task).arg(e.approval).arg(e.number), EffectKind::AskAgent,
        questionTries, e.approval);
}

void Model::on(const QuestionAnswered& e) {
    (void)task(e.task);
    drop(u"t%1/approval-%2/question-%3"_qs.arg(e.task).arg(e.approval).arg(e.number), u"an answer"_qs);
}

void Model::on(const TaskParked& e) {
    Known& t = task(e.task);
    demand(!e.reason.isEmpty(), u"parked without a reason"_qs);
    demand(!t.finished && !t.parked && t.ending == Outcome::None, u"a task that stands is parked"_qs);
    if (isOwed(e.key))
        t.letters.append({e.key, m_owed[e.key].kind, false});
    t.parked = true;
    t.parkedFor = e.reason;
    t.mayBegin.clear();
    t.open.reset();
    dropAllOf(e.task);
}

void Model::on(const TaskResumed& e) {
    Known& t = task(e.task);
    demand(t.parked, u"a task that was not parked goes on"_qs);
    const Step* step = stepOf(t, e.step);
    demand(step && step - t.steps.constData() <= t.at + 1,
           u"goes on at %1, which skips steps"_qs.arg(e.step));
    t.parked = false;
    t.extra += e.extraIterations;
    t.mayBegin = e.step;
}

void Model::on(const BudgetRaised& e) {
    const Known& t = task(e.task);
    demand(t.ending == Outcome::None && !t.finished, u"a budget is raised for a task that is over"_qs);
    demand(e.tokens > 0 || e.cost > 0, u"a budget is raised by nothing"_qs);
}

// ---- The end ----

void Model::on(const EndingBegun& e) {
    Known& t = task(e.task);
    demand(t.ending == Outcome::None && !t.finished, u"a task ends twice"_qs);
    demand(e.outcome != Outcome::None && !e.reason.isEmpty(), u"an end without outcome or reason"_qs);
    if (e.outcome == Outcome::Published)
        demand(t.verdict == Verdict::Passed && t.at + 2 == t.steps.size(),
               u"published before its last step passed"_qs);
    t.ending = e.outcome;
    t.parked = false;
    t.open.reset();
    t.mayBegin.clear();
    dropAllOf(e.task);
}

void Model::on(const CompensationStarted& e) {
    Known& t = task(e.task);
    demand(t.ending != Outcome::None && t.ending != Outcome::Published,
           u"undone although it did not fail"_qs);
    demand(!t.undoing && !t.undo.isEmpty() && t.undo.last() == std::pair(e.kind, e.step) &&
               e.position == t.undo.size(),
           u"%1 is undone out of order"_qs.arg(e.step));
    t.undoing = true;
    owe(undoKey(e.task, e.kind, e.position), e.kind, undoTries);
}

void Model::on(const CompensationFinished& e) {
    Known& t = task(e.task);
    const QString key = undoKey(e.task, e.kind, e.position);
    drop(key, u"undone"_qs);
    for (Letter& letter : t.letters)
        if (letter.replaying && letter.key == key) {
            letter.replaying = false;
            return;
        }
    demand(t.undoing && !t.undo.isEmpty(), u"undone, but not begun"_qs);
    t.undoing = false;
    if (!t.undo.isEmpty())
        t.undo.removeLast();
    if (!e.done)
        t.letters.append({key, e.kind, false});
}

void Model::on(const DeadLetterReplayed& e) {
    Known& t = task(e.task);
    if (e.number < 1 || e.number > t.letters.size())
        return wrong(u"there is no dead letter %1"_qs.arg(e.number));
    Letter& letter = t.letters[e.number - 1];
    demand(!letter.replaying, u"a dead letter is replayed twice at once"_qs);
    letter.replaying = true;
    owe(letter.key, letter.kind, undoTries);
}

void Model::on(const TaskContinued& e) {
    const Known& t = task(e.task);
    demand(e.condensed.id == e.task && e.condensed.commit == t.commit && e.condensed.tree == t.tree &&
               e.condensed.iterations == t.routes && evidenceDigest(e.condensed) == evidenceOf(t),
           u"a task that is told anew is another one"_qs);
}

void Model::on(const TearDownStarted& e) {
    Known& t = task(e.task);
    demand(t.ending != Outcome::None && !t.tearing && !t.undoing, u"torn down out of order"_qs);
    demand(t.ending == Outcome::Published || t.undo.isEmpty(), u"torn down before all was undone"_qs);
    t.tearing = true;
    owe(u"t%1/teardown/1"_qs.arg(e.task), EffectKind::TearDown, 0);
}

void Model::on(const TaskFinished& e) {
    Known& t = task(e.task);
    demand(!t.finished && e.outcome == t.ending && e.outcome != Outcome::None,
           u"a task finishes as it did not end"_qs);
    demand(t.leases.empty(), u"task %1 finished with a machine leased"_qs.arg(e.task));
    demand(t.steps.isEmpty() || t.tearing, u"finished without being torn down"_qs);
    demand(t.ending == Outcome::Published || t.undo.isEmpty(), u"finished before all was undone"_qs);
    const QString key = u"t%1/teardown/1"_qs.arg(e.task);
    if (t.tearing)
        drop(key, u"finished"_qs);
    t.finished = true;
    demand(std::none_of(m_owed.begin(), m_owed.end(),
                        [&](const auto& owed) { return owed.first.startsWith(u"t%1/"_qs.arg(e.task)); }),
           u"finished with work owed"_qs);
}

} // namespace signalbox::sim
