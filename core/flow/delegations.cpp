// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides in whose name.
#include "core/flow/delegations.h"

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype mostDelegations = 1000;
constexpr Millis longestDelegation{366LL * 24 * 3'600'000};

Error denied(const QString& message, const QString& hint = {}) {
    return {ErrorKind::Denied, message, hint};
}

const Approval* openApproval(const State& state, qint64 id) {
    const Task* task = state.task(state.approvals.value(id));
    const Approval* approval = task ? task->approval(id) : nullptr;
    return approval && approval->state == ApprovalState::Open ? approval : nullptr;
}

} // namespace

Result<void> mayVote(const State& state, const CastVote& vote, Moment now) {
    if (!mayAct(vote.roles, Role::Approver))
        return roleNeeded(Role::Approver, vote.by, vote.roles);
    if (vote.onBehalf.isEmpty())
        return {};
    const bool holds =
        std::any_of(state.delegations.begin(), state.delegations.end(), [&](const Delegation& d) {
            return d.from == vote.onBehalf && d.to == vote.by && d.holds(now) &&
                   (d.approval == 0 || d.approval == vote.approval);
        });
    if (!holds)
        return denied(QStringLiteral("%1 has not delegated approval %2 to %3")
                          .arg(vote.onBehalf)
                          .arg(vote.approval)
                          .arg(vote.by),
                      QStringLiteral("signalboxctl approval delegations tells who did"));
    if (!mayAct(vote.theirRoles, Role::Approver)) // it gives no more than they have at this moment
        return denied(
            QStringLiteral("%1 is no approver any more, so nobody is in their name").arg(vote.onBehalf));
    return {};
}

Result<QList<Event>> delegated(const State& state, const Delegate& command, Moment now) {
    Delegation made = command.delegation;
    if (!mayAct(command.fromRoles, Role::Approver))
        return roleNeeded(Role::Approver, made.from, command.fromRoles);
    if (made.to == made.from || made.to.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("a decision is delegated to somebody else"), {}};
    if (!mayAct(command.toRoles, Role::Approver))
        return denied(QStringLiteral("%1 is no approver here, and cannot decide for anybody").arg(made.to),
                      QStringLiteral("an admin makes somebody one: signalboxctl people roles NAME approver"));
    if (made.until && (*made.until <= now || *made.until > now + longestDelegation))
        return Error{
            ErrorKind::Invalid, QStringLiteral("a delegation ends later than now, and within a year"), {}};
    if (made.approval == 0 && !made.until)
        return Error{ErrorKind::Invalid, QStringLiteral("every decision is delegated for a time only"),
                     QStringLiteral("say for how long, or which approval")};
    if (made.approval != 0) {
        const Approval* approval = openApproval(state, made.approval);
        if (!approval)
            return Error{
                ErrorKind::Conflict, QStringLiteral("approval %1 is not open").arg(made.approval), {}};
        if (!approval->asks(made.from, command.fromRoles)) // nobody hands on what is not theirs
            return denied(QStringLiteral("approval %1 does not ask %2").arg(made.approval).arg(made.from));
    }
    const auto holding = std::count_if(state.delegations.begin(), state.delegations.end(),
                                       [&](const Delegation& d) { return d.holds(now); });
    if (holding >= mostDelegations)
        return Error{ErrorKind::LimitReached, QStringLiteral("there are %1 delegations").arg(holding),
                     QStringLiteral("revoke some of them first")};
    made.id = state.nextDelegation;
    made.made = now;
    return QList<Event>{DelegationMade{made}};
}

Result<QList<Event>> delegationRevoked(const State& state, const RevokeDelegation& command) {
    const auto found = std::find_if(state.delegations.begin(), state.delegations.end(),
                                    [&](const Delegation& d) { return d.id == command.delegation; });
    if (found == state.delegations.end())
        return Error{
            ErrorKind::NotFound, QStringLiteral("there is no delegation %1").arg(command.delegation), {}};
    if (found->from != command.by && found->to != command.by && !command.roles.contains(Role::Admin))
        return denied(
            QStringLiteral("delegation %1 is neither from nor to %2").arg(found->id).arg(command.by));
    return QList<Event>{DelegationRevoked{found->id, command.by}};
}

} // namespace signalbox
