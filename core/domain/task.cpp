// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/task.h"

#include <algorithm>

namespace signalbox {

namespace {
template <typename List, typename Predicate>
auto findIn(List& list, Predicate predicate) -> decltype(&*list.begin()) {
    const auto it = std::find_if(list.begin(), list.end(), predicate);
    return it == list.end() ? nullptr : &*it;
}
} // namespace

qsizetype Blueprint::indexOf(const QString& stepId) const {
    for (qsizetype i = 0; i < steps.size(); ++i)
        if (steps.at(i).id == stepId)
            return i;
    return -1;
}

const Step* Blueprint::find(const QString& stepId) const {
    return findIn(steps, [&](const Step& s) { return s.id == stepId; });
}

const StepState* Task::step(const QString& stepId) const {
    return findIn(steps, [&](const StepState& s) { return s.id == stepId; });
}

StepState* Task::step(const QString& stepId) {
    return findIn(steps, [&](const StepState& s) { return s.id == stepId; });
}

const Attempt* Task::lastAttempt(const QString& stepId) const {
    const StepState* state = step(stepId);
    return state && !state->attempts.isEmpty() ? &state->attempts.last() : nullptr;
}

Attempt* Task::lastAttempt(const QString& stepId) {
    StepState* state = step(stepId);
    return state && !state->attempts.isEmpty() ? &state->attempts.last() : nullptr;
}

bool Approval::asks(const QString& name, const Roles& roles) const {
    return mayAct(roles, Role::Approver) && (approvers.isEmpty() || isListed(approvers, name, roles) ||
                                             (escalated && isListed(escalateTo, name, roles)));
}

const Approval* Task::openApproval() const {
    return findIn(approvals, [](const Approval& a) { return a.state == ApprovalState::Open; });
}

Approval* Task::approval(qint64 approvalId) {
    return findIn(approvals, [&](const Approval& a) { return a.id == approvalId; });
}

const Approval* Task::approval(qint64 approvalId) const {
    return findIn(approvals, [&](const Approval& a) { return a.id == approvalId; });
}

const Effect* Task::effect(const QString& key) const {
    return findIn(effects, [&](const Effect& e) { return e.key == key; });
}

ToolQuestion* Task::toolQuestion(qint64 questionId) {
    return findIn(toolQuestions, [&](const ToolQuestion& q) { return q.id == questionId; });
}

const ToolQuestion* Task::toolQuestion(qint64 questionId) const {
    return findIn(toolQuestions, [&](const ToolQuestion& q) { return q.id == questionId; });
}

bool Task::asksAboutTools() const {
    return std::any_of(toolQuestions.begin(), toolQuestions.end(),
                       [](const ToolQuestion& q) { return q.state == ToolQuestionState::Open; });
}

const DeadLetter* Task::deadLetter(int number) const {
    return findIn(deadLetters, [&](const DeadLetter& letter) { return letter.number == number; });
}

const DeadLetter* Task::replaying(const QString& key) const {
    return findIn(deadLetters, [&](const DeadLetter& letter) {
        return letter.state == DeadLetterState::Replaying && letter.key == key;
    });
}

QList<GateResult> currentEvidence(const Task& task) {
    QList<GateResult> evidence;
    for (const Step& step : task.blueprint.steps) {
        if (step.kind != StepKind::Gate)
            continue;
        const Attempt* last = task.lastAttempt(step.id);
        if (last && last->result && last->result->gate && last->result->gate->commit == task.commit)
            evidence.append(*last->result->gate);
    }
    return evidence;
}

Digest evidenceDigest(const Task& task) {
    return sha256(canonicalJson(json::write(currentEvidence(task))));
}

} // namespace signalbox
