// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sim_people.h"

namespace signalbox::sim {

namespace {
constexpr int enoughTasks = 20;
} // namespace

void People::meet(const std::shared_ptr<SimCore>& core) {
    for (const auto& [name, blueprint] : m_world.blueprints) {
        Repository repository;
        repository.name = name;
        repository.url = u"/srv/"_qs + name;
        core->give(AddRepository{repository});
    }
}

const Task* People::pick(const SimCore& core, const std::function<bool(const Task&)>& holds) {
    QList<const Task*> fit;
    for (const TaskId id : core.state().unfinished)
        if (const Task* task = core.state().task(id); holds(*task))
            fit.append(task);
    return fit.isEmpty() ? nullptr : fit.at(m_world.random.below(int(fit.size())));
}

void People::act(SimCore& core) {
    switch (m_world.random.below(20)) {
    case 0:
    case 1:
    case 2:
        return submit(core);
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
        return decide(core);
    case 12:
    case 13:
    case 14:
    case 15:
        return mend(core);
    case 16:
        if (m_world.random.chance(500))
            if (const Task* task = pick(core, [](const Task&) { return true; }))
                core.give(CancelTask{task->id, somebody(), u"not needed"_qs});
        return;
    case 17:
        return nonsense(core);
    default:
        return;
    }
}

void People::submit(SimCore& core) {
    if (m_submitted >= enoughTasks)
        return;
    TaskSpec spec;
    spec.repository = u"repo%1"_qs.arg(1 + m_world.random.below(int(m_world.blueprints.size())));
    spec.title = u"mend it"_qs;
    spec.priority = m_world.random.below(3);
    spec.idempotencyKey = m_world.random.chance(500) ? u"delivery-%1"_qs.arg(++m_submitted) : QString();
    if (spec.idempotencyKey.isEmpty())
        ++m_submitted;
    core.give(SubmitTask{spec, somebody()});
    if (!spec.idempotencyKey.isEmpty() && m_world.faults.fires(Fault::SubmitTwice, 300))
        core.give(SubmitTask{spec, somebody()});
}

void People::vote(SimCore& core, const Approval& approval) {
    CastVote vote{approval.id,           somebody(),    !m_world.random.chance(150),
                  u"change the name"_qs, approval.tree, approval.evidence};
    if (m_world.random.chance(100))
        vote.roles = {Role::Admin};
    if (m_world.random.chance(300)) {
        const Delegation wish{0,
                              somebody(),
                              vote.by,
                              m_world.random.chance(500) ? approval.id : 0,
                              m_world.time.now() +
                                  m_world.random.between(std::chrono::seconds(1), std::chrono::hours(4)),
                              {}};
        core.give(Delegate{wish, {Role::Approver}, {Role::Approver}});
        vote.onBehalf = m_world.random.chance(800) ? wish.from : somebody();
        vote.theirRoles = {m_world.random.chance(900) ? Role::Approver : Role::Operator};
    } else if (!core.state().delegations.isEmpty() && m_world.random.chance(50)) {
        core.give(RevokeDelegation{core.state().delegations.first().id, somebody(), {}});
    }
    if (m_world.faults.fires(Fault::VoteStale, 80))
        vote.tree = u"another tree"_qs;
    core.give(vote);
    if (m_world.faults.fires(Fault::VoteTwice, 100))
        core.give(vote);
}

void People::decide(SimCore& core) {
    const Task* task = pick(core, [](const Task& t) { return t.openApproval() != nullptr; });
    if (!task)
        return;
    const Approval approval = *task->openApproval();
    if (m_world.random.chance(150))
        core.give(AskQuestion{approval.id, somebody(), u"why?"_qs});
    else
        vote(core, approval);
}

void People::mend(SimCore& core) {
    const Task* letters = pick(core, [](const Task& t) { return !t.deadLetters.isEmpty(); });
    if (letters && m_world.random.chance(300)) {
        const int number = 1 + m_world.random.below(int(letters->deadLetters.size()));
        core.give(ReplayDeadLetter{letters->id, number, somebody()});
        return;
    }
    if (m_world.random.chance(100)) {
        if (const Task* any = pick(core, [](const Task& t) { return t.phase != TaskPhase::Finished; }))
            core.give(RaiseBudget{any->id, somebody(), m_world.random.below(3) * 1000, 0, u"more"_qs});
    }
    const Task* task = pick(core, [](const Task& t) { return t.phase == TaskPhase::Parked; });
    if (!task)
        return;
    RetryTask retry{task->id, somebody(), {}, {}};
    if (m_world.random.chance(400) && !task->blueprint.steps.isEmpty())
        retry.step = task->blueprint.steps.at(m_world.random.below(int(task->blueprint.steps.size()))).id;
    if (m_world.random.chance(300))
        retry.feedback = u"try it otherwise"_qs;
    core.give(retry);
}

void People::nonsense(SimCore& core) {
    m_world.faults.happened(Fault::CommandNonsense);
    const TaskId id = 1 + m_world.random.below(30);
    switch (m_world.random.below(6)) {
    case 0:
        return core.give(CancelTask{id + 1000, somebody(), {}});
    case 1:
        return core.give(RetryTask{id, somebody(), u"nowhere"_qs, {}});
    case 2:
        return core.give(CastVote{id, somebody(), true, {}, {}, {}});
    case 3:
        return core.give(RemoveRepository{u"repo1"_qs, somebody()});
    case 4:
        return core.give(ReportUndone{id, u"t%1/teardown/1"_qs.arg(id + 50), {}});
    default:
        return core.give(ReplayDeadLetter{id, 1 + m_world.random.below(3), somebody()});
    }
}

} // namespace signalbox::sim
