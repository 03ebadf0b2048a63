// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/state_image.h"

#include "core/flow/pack.h"

namespace signalbox {

namespace {

// Raise it with every change of apply() that makes another state out of old events: what an older build kept
// is then made anew from the journal.
constexpr int applyVersion = 3;

/// What is packed before the tasks. What can be told from tasks is not packed.
struct StateHead {
    qint64 seq = 0;
    TaskId nextTask = 1;
    qint64 nextApproval = 1;
    QMap<QString, Repository> repositories;
    QList<TaskId> finished;
    QList<Departed> departed;
    QList<Delegation> delegations;
    qint64 nextDelegation = 1;
    SB_FIELDS(StateHead, seq, nextTask, nextApproval, repositories, finished, departed, delegations,
              nextDelegation)
};

} // namespace

QByteArray packState(const State& state) {
    Packer packer;
    packer.put(StateHead{state.seq, state.nextTask, state.nextApproval, state.repositories, state.finished,
                         state.departed, state.delegations, state.nextDelegation});
    packer.putCount(state.tasks.size());
    for (const auto& [id, task] : state.tasks)
        packer.put(task);
    return packer.bytes;
}

Result<State> unpackState(const QByteArray& bytes) {
    Unpacker unpacker(bytes);
    StateHead head;
    unpacker.get(head);
    State state;
    state.seq = head.seq;
    state.nextTask = head.nextTask;
    state.nextApproval = head.nextApproval;
    state.repositories = std::move(head.repositories);
    state.finished = std::move(head.finished);
    state.departed = std::move(head.departed);
    state.delegations = std::move(head.delegations);
    state.nextDelegation = head.nextDelegation;
    for (const Departed& departed : state.departed)
        indexDeparted(state, departed);
    for (quint64 left = unpacker.getLength(); left > 0 && unpacker.ok(); --left) {
        Task read;
        unpacker.get(read);
        const TaskId id = read.id;
        Task& task = state.tasks.edit(id);
        task = std::move(read);
        indexTask(state, task);
    }
    if (!unpacker.ok() || !unpacker.atEnd())
        return Error{ErrorKind::Corrupt, QStringLiteral("these bytes are no state of a core"), {}};
    return state;
}

Digest stateSchema() {
    return sha256(QByteArray::number(applyVersion) + packSchema<StateHead>() + packSchema<Task>());
}

} // namespace signalbox
