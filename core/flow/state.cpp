// SPDX-License-Identifier: GPL-3.0-or-later
// The whole state forward by one event: the task that it is about (apply.cpp), and what hangs together.
#include "core/flow/retention.h"

namespace signalbox {

namespace {

constexpr qsizetype sharedBlueprints = 64; ///< held for sharing; more than are in use at the same time

void share(SharedBlueprints& blueprints, Blueprint& blueprint) {
    if (blueprint.steps.isEmpty())
        return;
    const auto known = blueprints.known.constFind(blueprint.digest);
    if (known != blueprints.known.constEnd() && *known == blueprint) {
        blueprint = *known;
        return;
    }
    if (blueprints.known.size() >= sharedBlueprints)
        blueprints.known.clear();
    blueprints.known.insert(blueprint.digest, blueprint);
}

bool isOpen(const State& state, qint64 approval) {
    const Task* task = state.task(state.approvals.value(approval));
    const Approval* found = task ? task->approval(approval) : nullptr;
    return found && found->state == ApprovalState::Open;
}

void index(State& state, const Event& event, Moment at) {
    if (const auto* added = std::get_if<RepositoryAdded>(&event)) {
        Repository repository = added->repository;
        repository.addedAt = at;
        state.repositories.insert(repository.name, repository);
    } else if (const auto* removed = std::get_if<RepositoryRemoved>(&event)) {
        state.repositories.remove(removed->name);
    } else if (const auto* made = std::get_if<DelegationMade>(&event)) {
        Delegation delegation = made->delegation;
        delegation.made = at;
        state.delegations.removeIf([&](const Delegation& old) {
            const bool asksNoMore = old.approval != 0 && !isOpen(state, old.approval);
            return asksNoMore || !old.holds(at);
        });
        state.delegations.append(delegation);
        state.nextDelegation = delegation.id + 1;
    } else if (const auto* revoked = std::get_if<DelegationRevoked>(&event)) {
        state.delegations.removeIf([&](const Delegation& d) { return d.id == revoked->delegation; });
    } else if (const auto* submitted = std::get_if<TaskSubmitted>(&event)) {
        state.nextTask = std::max(state.nextTask, submitted->task + 1);
        state.unfinished.insert(submitted->task);
        if (!submitted->spec.idempotencyKey.isEmpty())
            state.submissions.insert(submitted->spec.idempotencyKey, submitted->task);
    } else if (const auto* requested = std::get_if<ApprovalRequested>(&event)) {
        state.approvals.insert(requested->approval.id, requested->task);
        state.nextApproval = std::max(state.nextApproval, requested->approval.id + 1);
    } else if (const auto* asked = std::get_if<ToolCallAsked>(&event)) {
        state.toolQuestions.insert(asked->question.id, asked->task);
        state.nextApproval = std::max(state.nextApproval, asked->question.id + 1);
    } else if (const auto* closed = std::get_if<ToolCallClosed>(&event)) {
        state.toolQuestions.remove(closed->question);
    } else if (const auto* continued = std::get_if<TaskContinued>(&event)) {
        for (const Approval& approval : state.task(continued->task)->approvals)
            state.approvals.remove(approval.id);
        for (const Approval& approval : continued->condensed.approvals)
            state.approvals.insert(approval.id, continued->task);
    }
}

/// What hangs together with one task, after an event about it.
void indexAfter(State& state, const Event& event, Task& task) {
    if (std::holds_alternative<TaskAdmitted>(event) || std::holds_alternative<TaskContinued>(event))
        share(state.blueprints, task.blueprint);
    if (task.phase != TaskPhase::Finished)
        return;
    const TaskId id = task.id;
    if (task.effects.isEmpty())
        state.unfinished.erase(id);
    else
        state.unfinished.insert(id); // a dead letter is replayed
    if (std::holds_alternative<TaskFinished>(event))
        retire(state, id);
}

} // namespace

const Task* State::task(TaskId id) const {
    return tasks.find(id);
}

void indexTask(State& state, const Task& task) {
    if (task.phase != TaskPhase::Finished || !task.effects.isEmpty())
        state.unfinished.insert(task.id);
    if (!task.spec.idempotencyKey.isEmpty())
        state.submissions.insert(task.spec.idempotencyKey, task.id);
    for (const Approval& approval : task.approvals)
        state.approvals.insert(approval.id, task.id);
    for (const ToolQuestion& question : task.toolQuestions)
        if (question.state == ToolQuestionState::Open)
            state.toolQuestions.insert(question.id, task.id);
}

void indexDeparted(State& state, const Departed& departed) {
    if (!departed.idempotencyKey.isEmpty())
        state.submissions.insert(departed.idempotencyKey, departed.task);
    for (const qint64 approval : departed.approvals)
        state.approvals.insert(approval, departed.task);
}

void apply(State& state, const Record& record) {
    SB_ASSERT(record.seq == state.seq + 1, "events are applied in order, without a gap");
    state.seq = record.seq;
    const TaskId id = taskOf(record.event);
    // Older cores kept a task for ever, and so told things of one that has left by now.
    if (id != 0 && !state.tasks.contains(id) && !std::holds_alternative<TaskSubmitted>(record.event))
        return;
    index(state, record.event, record.at);
    if (id == 0)
        return;
    Task& task = state.tasks.edit(id);
    applyToTask(task, record.event, record.at);
    indexAfter(state, record.event, task);
}

} // namespace signalbox
