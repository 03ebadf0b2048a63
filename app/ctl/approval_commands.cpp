// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/approval_view.h"
#include "app/ctl/tool_call_view.h"

#include <algorithm>

namespace signalbox::ctl {

namespace {

int list(Ctl& ctl, const Arguments& arguments) {
    const bool all = arguments.has(QStringLiteral("all"));
    const auto entries =
        ctl.query<QList<ApprovalEntry>>([&](auto done) { ctl.client().listApprovals(all, &ctl, done); });
    if (!entries)
        return ctl.fail(entries.error());
    const auto toolCalls = fetchToolCalls(ctl);
    if (!toolCalls)
        return ctl.fail(toolCalls.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("approvals"), json::write(*entries)},
                            {QStringLiteral("toolCalls"), json::write(*toolCalls)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const ApprovalEntry& entry : *entries) {
        const Approval& a = entry.approval;
        const auto yes =
            std::count_if(a.votes.begin(), a.votes.end(), [](const Vote& v) { return v.approve; });
        rows.append({QString::number(a.id), QString::number(entry.task.id), enumWord(a.state),
                     QStringLiteral("%1/%2").arg(yes).arg(a.needed), ageText(ctl.client().now(), a.asked),
                     oidText(a.tree), harmless(entry.task.repository), harmless(entry.task.title)});
    }
    ctl.out().table({QStringLiteral("ID"), QStringLiteral("TASK"), QStringLiteral("STATE"),
                     QStringLiteral("YES"), QStringLiteral("AGE"), QStringLiteral("TREE"),
                     QStringLiteral("REPOSITORY"), QStringLiteral("TITLE")},
                    rows);
    printToolCalls(ctl, *toolCalls);
    if (rows.isEmpty() && toolCalls->isEmpty())
        ctl.out().line(all ? QStringLiteral("no approval was ever asked for")
                           : QStringLiteral("nothing waits for a decision"));
    return Done;
}

Result<ApprovalEntry> fetch(Ctl& ctl, qint64 id) {
    return ctl.query<ApprovalEntry>([&](auto done) { ctl.client().fetchApproval(id, &ctl, done); });
}

/// Both kinds of decisions are numbered in one row.
std::optional<ToolCallEntry> toolCall(Ctl& ctl, qint64 id, const Error& noApproval) {
    if (noApproval.kind != ErrorKind::NotFound)
        return std::nullopt;
    const auto entry =
        ctl.await<ToolCallEntry>([&](auto done) { ctl.client().fetchToolCall(id, &ctl, done); });
    return entry ? std::optional(*entry) : std::nullopt;
}

int show(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the approval"));
    if (!id)
        return ctl.usage(id.error());
    const Result<ApprovalEntry> entry = fetch(ctl, *id);
    if (!entry) {
        const auto asked = toolCall(ctl, *id, entry.error());
        if (!asked)
            return ctl.fail(entry.error());
        if (ctl.out().json())
            ctl.out().document(toJson(*asked));
        else
            showToolCall(ctl, *asked);
        return Done;
    }
    if (!ctl.out().json()) {
        const Result<void> shown = showApproval(ctl, *entry, !arguments.has(QStringLiteral("no-diff")));
        return shown ? int(Done) : ctl.fail(shown.error());
    }
    const auto evidence =
        ctl.await<EvidenceBundle>([&](auto done) { ctl.client().fetchEvidence(entry->task.id, &ctl, done); });
    const auto changes =
        ctl.await<ChangeList>([&](auto done) { ctl.client().fetchChanges(entry->task.id, &ctl, done); });
    if (!evidence || !changes)
        return ctl.fail(evidence ? changes.error() : evidence.error());
    QJsonObject document = toJson(*entry);
    document.insert(QStringLiteral("evidence"), toJson(*evidence));
    document.insert(QStringLiteral("changes"), toJson(*changes));
    ctl.out().document(document);
    return Done;
}

int approve(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the approval"));
    if (!id)
        return ctl.usage(id.error());
    const QString tree = arguments.value(QStringLiteral("tree"));
    const Digest evidence = arguments.value(QStringLiteral("evidence"));
    const QString comment = arguments.value(QStringLiteral("comment"));
    const QString whose = arguments.value(QStringLiteral("for"));
    if (tree.isEmpty() != evidence.isEmpty())
        return ctl.usage({ErrorKind::Invalid, QStringLiteral("--tree and --evidence go together"),
                          QStringLiteral("signalboxctl approval show %1 prints both.").arg(*id)});
    if (!tree.isEmpty()) {
        if (const Result<CoreInfo> core = ctl.connect(); !core)
            return ctl.fail(core.error());
        return castVote(ctl, {*id, true, comment, tree, evidence, whose});
    }
    const bool yes = arguments.has(QStringLiteral("yes"));
    if (!yes && (!Output::canAsk() || ctl.out().json()))
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("there is nobody at a terminal to ask"),
             QStringLiteral("Give --yes to approve what stands, or --tree and --evidence for exactly "
                            "what you saw.")});
    const bool remember = arguments.has(QStringLiteral("remember"));
    const Result<ApprovalEntry> entry = fetch(ctl, *id);
    if (!entry) {
        const auto asked = toolCall(ctl, *id, entry.error());
        if (!asked)
            return ctl.fail(entry.error());
        return yes ? answerToolCall(ctl, {*id, true, comment,
                                          arguments.value(QStringLiteral("action"), asked->question.action),
                                          remember})
                   : askAboutToolCall(ctl, *asked);
    }
    if (entry->approval.state != ApprovalState::Open)
        return ctl.fail(
            {ErrorKind::Conflict,
             QStringLiteral("approval %1 is %2 already").arg(*id).arg(enumWord(entry->approval.state)),
             {}});
    if (yes)
        return castVote(ctl, {*id, true, comment, entry->approval.tree, entry->approval.evidence, whose});
    return askAndDecide(ctl, *entry, whose);
}

int reject(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the approval"));
    if (!id)
        return ctl.usage(id.error());
    const QString feedback = arguments.value(QStringLiteral("feedback")).trimmed();
    const bool remember = arguments.has(QStringLiteral("remember"));
    const auto deny = [&](const ToolCallEntry& asked) {
        return answerToolCall(ctl,
                              {*id, false, feedback,
                               arguments.value(QStringLiteral("action"), asked.question.action), remember});
    };
    if (feedback.isEmpty()) {
        const auto asked =
            ctl.query<ToolCallEntry>([&](auto done) { ctl.client().fetchToolCall(*id, &ctl, done); });
        return asked ? deny(*asked)
                     : ctl.usage(
                           {ErrorKind::Invalid, QStringLiteral("a rejection needs feedback for the agent"),
                            QStringLiteral("signalboxctl approval reject %1 --feedback TEXT").arg(*id)});
    }
    const Result<ApprovalEntry> entry = fetch(ctl, *id);
    if (!entry) {
        const auto asked = toolCall(ctl, *id, entry.error());
        return asked ? deny(*asked) : ctl.fail(entry.error());
    }
    return castVote(ctl, {*id, false, feedback, arguments.value(QStringLiteral("tree"), entry->approval.tree),
                          arguments.value(QStringLiteral("evidence"), entry->approval.evidence),
                          arguments.value(QStringLiteral("for"))});
}

int ask(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the approval"));
    if (!id)
        return ctl.usage(id.error());
    const auto asked =
        ctl.query<void>([&](auto done) { ctl.client().ask(*id, arguments.word(1), &ctl, done); });
    if (!asked)
        return ctl.fail(asked.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("asked"), true}});
    else
        ctl.out().line(
            QStringLiteral("asked; the answer comes with: signalboxctl approval show %1").arg(*id));
    return Done;
}

} // namespace

QList<Command> approvalCommands() {
    const QString id = QStringLiteral("ID");
    const Option tree{QStringLiteral("tree"), QStringLiteral("OID"),
                      QStringLiteral("the tree that you saw; refused when another stands"), false};
    const Option action{QStringLiteral("action"), QStringLiteral("DIGEST"),
                        QStringLiteral("of a tool call: the action that you saw"), false};
    const Option remember{
        QStringLiteral("remember"),
        {},
        QStringLiteral("of a tool call: the answer holds for the same call in the rest of the task"),
        false};
    const Option evidence{QStringLiteral("evidence"), QStringLiteral("DIGEST"),
                          QStringLiteral("the evidence that you saw"), false};
    const Option whose{QStringLiteral("for"), QStringLiteral("NAME"),
                       QStringLiteral("in the name of somebody who delegated it to you"), false};
    return {
        {QStringLiteral("approval list"),
         {},
         QStringLiteral("List what waits for a decision"),
         {},
         {{QStringLiteral("all"), {}, QStringLiteral("closed ones too"), false}},
         0,
         0,
         list},
        {QStringLiteral("approval show"),
         id,
         QStringLiteral("Show what is asked: evidence, changes, diff, tree"),
         QStringLiteral("Example: signalboxctl approval show 7 | less -R"),
         {{QStringLiteral("no-diff"), {}, QStringLiteral("without the diff"), false}},
         1,
         1,
         show},
        {QStringLiteral("approval approve"),
         id,
         QStringLiteral("Approve exactly what stands or what you name, or allow a tool call"),
         QStringLiteral("Without --tree and --evidence it shows what stands and asks; --yes does not ask.\n\n"
                        "Examples:\n"
                        "  signalboxctl approval approve 7\n"
                        "  signalboxctl approval approve 7 --tree 9f3c… --evidence 51ab…"),
         {tree,
          evidence,
          {QStringLiteral("comment"), QStringLiteral("TEXT"), QStringLiteral("kept with your vote"), false},
          {QStringLiteral("yes"), {}, QStringLiteral("do not ask"), false},
          action,
          remember,
          whose},
         1,
         1,
         approve},
        {QStringLiteral("approval reject"),
         id,
         QStringLiteral("Send the work back with feedback, or deny a tool call"),
         QStringLiteral("Example: signalboxctl approval reject 7 --feedback 'Name the constant.'"),
         {{QStringLiteral("feedback"), QStringLiteral("TEXT"), QStringLiteral("what the agent must mend"),
           false},
          tree,
          evidence,
          action,
          remember,
          whose},
         1,
         1,
         reject},
        {QStringLiteral("approval ask"),
         QStringLiteral("ID TEXT"),
         QStringLiteral("Ask the agent without deciding"),
         QStringLiteral("Example: signalboxctl approval ask 7 'Why not in the caller?'"),
         {},
         2,
         2,
         ask},
    };
}

} // namespace signalbox::ctl
