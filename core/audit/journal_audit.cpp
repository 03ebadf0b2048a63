// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/journal_audit.h"

#include <type_traits>

namespace signalbox {

namespace {

constexpr qint64 recordsAtOnce = 1000;

QString coreWord() {
    return QStringLiteral("core");
}

AuditEntry entry(AuditKind kind, const QString& action, const QString& who, const QString& text,
                 QJsonObject detail = {}) {
    AuditEntry made;
    made.kind = kind;
    made.action = action;
    made.who = who;
    made.text = text.simplified();
    made.detail = std::move(detail);
    return made;
}

AuditEntry decision(const QString& action, const QString& who, const QString& text, QJsonObject detail = {}) {
    return entry(AuditKind::Decision, action, who, text, std::move(detail));
}

QJsonArray artifactNames(const QList<Artifact>& artifacts) {
    QJsonArray names;
    for (const Artifact& artifact : artifacts)
        names.append(QJsonObject{{QStringLiteral("name"), artifact.name},
                                 {QStringLiteral("digest"), artifact.digest},
                                 {QStringLiteral("bytes"), artifact.bytes}});
    return names;
}

// One function an event: what is missing here is no one's act (a delay, a step that begins).

AuditEntry of(const RepositoryAdded& e) {
    AuditEntry made =
        entry(AuditKind::Repository, QStringLiteral("added"), e.repository.addedBy, e.repository.url,
              {{QStringLiteral("branch"), e.repository.branch},
               {QStringLiteral("blueprint"), e.repository.blueprint}});
    made.repository = e.repository.name;
    return made;
}

AuditEntry of(const RepositoryRemoved& e) {
    AuditEntry made = entry(AuditKind::Repository, QStringLiteral("removed"), e.by, {});
    made.repository = e.name;
    return made;
}

AuditEntry of(const TaskSubmitted& e) {
    AuditEntry made = entry(AuditKind::Task, QStringLiteral("submitted"), e.by, e.spec.title,
                            {{QStringLiteral("url"), e.repositoryUrl},
                             {QStringLiteral("branch"), e.baseBranch},
                             {QStringLiteral("agent"), e.spec.agent.left(200)},
                             {QStringLiteral("text"), sha256(e.spec.text.toUtf8())}});
    made.repository = e.spec.repository;
    return made;
}

AuditEntry of(const TaskAdmitted& e) {
    return entry(AuditKind::Task, QStringLiteral("admitted"), coreWord(),
                 QStringLiteral("on %1 at %2, blueprint %3")
                     .arg(e.baseBranch, e.baseCommit.left(10), e.blueprint.name),
                 {{QStringLiteral("branch"), e.baseBranch},
                  {QStringLiteral("commit"), e.baseCommit},
                  {QStringLiteral("tree"), e.baseTree},
                  {QStringLiteral("blueprint"), e.blueprint.digest},
                  {QStringLiteral("origin"), e.blueprint.origin}});
}

AuditEntry of(const MachineLeased& e) {
    QJsonObject images;
    for (auto it = e.images.begin(); it != e.images.end(); ++it)
        images.insert(it.key(), it.value());
    AuditEntry made =
        entry(AuditKind::Machine, QStringLiteral("leased"), coreWord(), QStringLiteral("for %1").arg(e.key),
              {{QStringLiteral("for"), e.key}, {QStringLiteral("images"), images}});
    made.machine = e.machine;
    return made;
}

AuditEntry of(const MachineReleased& e) {
    AuditEntry made = entry(AuditKind::Machine, QStringLiteral("released"), coreWord(), {});
    made.machine = e.machine;
    return made;
}

AuditEntry of(const AttemptFinished& e) {
    QJsonObject detail{{QStringLiteral("step"), e.step},
                       {QStringLiteral("attempt"), e.attempt},
                       {QStringLiteral("commit"), e.result.commit},
                       {QStringLiteral("tree"), e.result.tree},
                       {QStringLiteral("artifacts"), artifactNames(e.result.artifacts)}};
    if (e.result.gate)
        detail.insert(QStringLiteral("evidence"), artifactNames(e.result.gate->artifacts));
    if (const auto& made = e.result.publication) {
        detail.insert(QStringLiteral("branch"), made->branch);
        detail.insert(QStringLiteral("url"), made->url);
    }
    return entry(
        AuditKind::Work, e.result.publication ? QStringLiteral("published") : enumWord(e.result.verdict),
        e.result.gate          ? QStringLiteral("gate")
        : e.result.publication ? coreWord()
                               : QStringLiteral("agent"),
        QStringLiteral("%1, attempt %2: %3").arg(e.step).arg(e.attempt).arg(e.result.summary), detail);
}

AuditEntry of(const RoutedBack& e) {
    return decision(QStringLiteral("sent_back"), e.feedbackFrom,
                    QStringLiteral("from %1 to %2").arg(e.from, e.to));
}

AuditEntry of(const ApprovalRequested& e) {
    return decision(QStringLiteral("asked_for"), coreWord(),
                    QStringLiteral("approval %1 at %2, needs %3")
                        .arg(e.approval.id)
                        .arg(e.approval.step)
                        .arg(e.approval.needed),
                    {{QStringLiteral("approval"), e.approval.id},
                     {QStringLiteral("commit"), e.approval.commit},
                     {QStringLiteral("tree"), e.approval.tree},
                     {QStringLiteral("evidence"), e.approval.evidence},
                     {QStringLiteral("blueprint"), e.approval.blueprint}});
}

AuditEntry of(const ApprovalVoted& e) {
    return decision(e.approve ? QStringLiteral("approved") : QStringLiteral("rejected"), e.by, e.comment,
                    e.onBehalf.isEmpty() ? QJsonObject{{QStringLiteral("approval"), e.approval}}
                                         : QJsonObject{{QStringLiteral("approval"), e.approval},
                                                       {QStringLiteral("on_behalf_of"), e.onBehalf}});
}

AuditEntry of(const ApprovalEscalated& e) {
    return decision(
        QStringLiteral("escalated"), coreWord(),
        QStringLiteral("approval %1 to %2").arg(e.approval).arg(e.to.join(QStringLiteral(", "))),
        {{QStringLiteral("approval"), e.approval}, {QStringLiteral("to"), QJsonArray::fromStringList(e.to)}});
}

AuditEntry of(const DelegationMade& e) {
    const Delegation& d = e.delegation;
    return decision(QStringLiteral("delegated"), d.from,
                    QStringLiteral("to %1: %2")
                        .arg(d.to, d.approval > 0 ? QStringLiteral("approval %1").arg(d.approval)
                                                  : QStringLiteral("every approval")),
                    {{QStringLiteral("delegation"), d.id},
                     {QStringLiteral("to"), d.to},
                     {QStringLiteral("approval"), d.approval},
                     {QStringLiteral("until"), d.until ? d.until->ms : 0}});
}

AuditEntry of(const DelegationRevoked& e) {
    return decision(QStringLiteral("delegation_revoked"), e.by,
                    QStringLiteral("delegation %1").arg(e.delegation),
                    {{QStringLiteral("delegation"), e.delegation}});
}

AuditEntry of(const QuestionAsked& e) {
    return decision(QStringLiteral("question"), e.by, e.text,
                    {{QStringLiteral("approval"), e.approval}, {QStringLiteral("number"), e.number}});
}

AuditEntry of(const QuestionAnswered& e) {
    return decision(QStringLiteral("answer"), QStringLiteral("agent"), e.answer,
                    {{QStringLiteral("approval"), e.approval}, {QStringLiteral("number"), e.number}});
}

AuditEntry of(const ApprovalClosed& e) {
    return decision(QStringLiteral("closed"), coreWord(),
                    QStringLiteral("approval %1 is %2: %3").arg(e.approval).arg(enumWord(e.state), e.reason),
                    {{QStringLiteral("approval"), e.approval}, {QStringLiteral("state"), enumWord(e.state)}});
}

AuditEntry of(const ToolCallAsked& e) {
    return decision(
        QStringLiteral("tool_call_asked"), QStringLiteral("agent"), e.question.call.line(),
        {{QStringLiteral("question"), e.question.id}, {QStringLiteral("action"), e.question.action}});
}

AuditEntry of(const ToolCallClosed& e) {
    return decision(QStringLiteral("tool_call_") + enumWord(e.state), e.by.isEmpty() ? coreWord() : e.by,
                    e.reason,
                    {{QStringLiteral("question"), e.question}, {QStringLiteral("remembered"), e.remembered}});
}

AuditEntry of(const TaskParked& e) {
    return entry(AuditKind::Task, QStringLiteral("parked"), coreWord(), e.reason);
}

AuditEntry of(const TaskResumed& e) {
    return decision(QStringLiteral("sent_on"), e.by, e.feedback,
                    {{QStringLiteral("step"), e.step},
                     {QStringLiteral("iterations"), e.extraIterations},
                     {QStringLiteral("budgets"), e.extraBudgets}});
}

AuditEntry of(const BudgetRaised& e) {
    return decision(QStringLiteral("budget_raised"), e.by, e.reason,
                    {{QStringLiteral("tokens"), e.tokens}, {QStringLiteral("cost"), e.cost}});
}

AuditEntry of(const EndingBegun& e) {
    return e.by.isEmpty() ? entry(AuditKind::Task, QStringLiteral("ending"), coreWord(), e.reason,
                                  {{QStringLiteral("outcome"), enumWord(e.outcome)}})
                          : decision(QStringLiteral("cancelled"), e.by, e.reason);
}

AuditEntry of(const DeadLetterReplayed& e) {
    return decision(QStringLiteral("replayed"), e.by, QStringLiteral("dead letter %1").arg(e.number));
}

AuditEntry of(const TaskFinished& e) {
    return entry(AuditKind::Task, QStringLiteral("finished"), coreWord(),
                 QStringLiteral("%1: %2").arg(enumWord(e.outcome), e.reason),
                 {{QStringLiteral("outcome"), enumWord(e.outcome)}});
}

template <typename E>
concept Audited = requires(const E& e) {
    of(e);
};

} // namespace

std::optional<AuditEntry> auditOf(const Record& record) {
    auto made = std::visit(
        [](const auto& e) -> std::optional<AuditEntry> {
            if constexpr (Audited<std::remove_cvref_t<decltype(e)>>)
                return of(e);
            else
                return std::nullopt;
        },
        record.event);
    if (!made)
        return made;
    made->at = record.at;
    made->task = taskOf(record.event);
    made->detail.insert(QStringLiteral("journal"), record.seq);
    return made;
}

AuditSource auditOfJournal(Journal& journal) {
    return [&journal](qint64 after) -> Result<AuditPiece> {
        AuditPiece piece;
        piece.upTo = after;
        const auto last = journal.lastSeq();
        if (!last)
            return last.error();
        if (*last < after) {
            piece.upTo = *last;
            piece.entries.append(entry(
                AuditKind::Core, QStringLiteral("journal_replaced"), coreWord(),
                QStringLiteral(
                    "the journal ends with record %1, but %2 were read before: another was put in its place")
                    .arg(*last)
                    .arg(after),
                {{QStringLiteral("journal"), *last}, {QStringLiteral("before"), after}}));
            return piece;
        }
        const auto read = journal.read(after, recordsAtOnce, [&](const Record& record) {
            piece.upTo = record.seq;
            if (auto made = auditOf(record))
                piece.entries.append(std::move(*made));
        });
        if (!read && piece.upTo == after)
            return read.error();
        return piece;
    };
}

} // namespace signalbox
