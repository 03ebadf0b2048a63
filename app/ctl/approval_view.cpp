// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/approval_view.h"

#include <algorithm>

namespace signalbox::ctl {

namespace {

constexpr qint64 largestDiff = 2 << 20;

Ink inkOf(Verdict verdict) {
    return verdict == Verdict::Passed ? Ink::Good : Ink::Bad;
}

void printHead(Output& out, const ApprovalEntry& entry, Moment now) {
    const Approval& a = entry.approval;
    const auto yes = std::count_if(a.votes.begin(), a.votes.end(), [](const Vote& v) { return v.approve; });
    out.line(out.ink(Ink::Strong, QStringLiteral("approval %1: publish task %2 “%3” in %4?")
                                      .arg(a.id)
                                      .arg(entry.task.id)
                                      .arg(harmless(entry.task.title), harmless(entry.task.repository))));
    out.line(QStringLiteral("  state     %1%2, asked %3 ago")
                 .arg(enumWord(a.state),
                      a.reason.isEmpty() ? QString()
                                         : QStringLiteral(" (") + harmless(a.reason) + QLatin1Char(')'),
                      ageText(now, a.asked)));
    out.line(QStringLiteral("  agreed    %1 of %2").arg(yes).arg(a.needed));
    const auto names = [](const QStringList& list) { return harmless(list.join(QStringLiteral(", "))); };
    if (!a.approvers.isEmpty())
        out.line(QStringLiteral("  asks      ") + names(a.approvers));
    if (a.escalated)
        out.line(
            QStringLiteral("  escalated to %1 %2 ago").arg(names(a.escalateTo), ageText(now, *a.escalated)));
    else if (a.escalates && a.state == ApprovalState::Open)
        out.line(QStringLiteral("  escalates to %1 at %2").arg(names(a.escalateTo), a.escalates->iso()));
    for (const Vote& vote : a.votes)
        out.line(
            QStringLiteral("    %1 %2%3")
                .arg(vote.onBehalf.isEmpty() ? harmless(vote.by)
                                             : harmless(vote.by + QStringLiteral(" for ") + vote.onBehalf),
                     vote.approve ? QStringLiteral("approved") : QStringLiteral("rejected"),
                     vote.comment.isEmpty() ? QString() : QStringLiteral(": ") + harmless(vote.comment)));
    for (const Question& question : a.questions)
        out.line(QStringLiteral("    %1 asked: %2\n      %3")
                     .arg(harmless(question.by), harmless(question.text),
                          question.answer ? harmless(*question.answer) : QStringLiteral("(no answer yet)")));
    out.line(QStringLiteral("  commit    %1\n  tree      %2\n  evidence  %3\n  blueprint %4")
                 .arg(a.commit, a.tree, a.evidence, a.blueprint));
    out.line(QStringLiteral("  on yes    %1; on no it goes back with your feedback")
                 .arg(yes + 1 >= a.needed ? QStringLiteral("exactly this tree is published")
                                          : QStringLiteral("it waits for the others")));
}

} // namespace

void printEvidence(Output& out, const QList<GateResult>& evidence) {
    QList<QStringList> rows;
    for (const GateResult& gate : evidence)
        rows.append({QStringLiteral("  ") + harmless(gate.gate),
                     out.ink(inkOf(gate.verdict), enumWord(gate.verdict)), humanDuration(gate.duration),
                     harmless(gate.summary)});
    out.table({QStringLiteral("  GATE"), QStringLiteral("VERDICT"), QStringLiteral("TIME"),
               QStringLiteral("RESULT")},
              rows);
    if (rows.isEmpty())
        out.line(QStringLiteral("  no gate has judged the present commit"));
    for (const GateResult& gate : evidence)
        for (const Finding& finding : gate.findings) {
            const QString place =
                finding.file.isEmpty()
                    ? finding.test
                    : finding.file + (finding.line > 0 ? QStringLiteral(":%1").arg(finding.line) : QString());
            out.line(QStringLiteral("  %1: %2%3%4")
                         .arg(gate.gate, harmless(place), place.isEmpty() ? QString() : QStringLiteral(": "),
                              harmless(finding.message)));
            const QStringList lines = harmless(finding.excerpt).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            for (const QString& line : lines.mid(0, 20))
                out.line(out.ink(Ink::Dim, QStringLiteral("      ") + line));
        }
}

void printDiff(Output& out, const QByteArray& diff) {
    for (const QByteArray& bytes : diff.split('\n')) {
        const QString line = harmless(QString::fromUtf8(bytes));
        Ink ink = Ink::None;
        if (bytes.startsWith("diff --git") || bytes.startsWith("+++") || bytes.startsWith("---"))
            ink = Ink::Strong;
        else if (bytes.startsWith("@@"))
            ink = Ink::Dim;
        else if (bytes.startsWith('+'))
            ink = Ink::Good;
        else if (bytes.startsWith('-'))
            ink = Ink::Bad;
        out.line(out.ink(ink, line));
    }
}

Result<void> showApproval(Ctl& ctl, const ApprovalEntry& entry, bool withDiff) {
    const TaskId task = entry.task.id;
    Output& out = ctl.out();
    printHead(out, entry, ctl.client().now());
    const auto evidence =
        ctl.await<EvidenceBundle>([&](auto done) { ctl.client().fetchEvidence(task, &ctl, done); });
    if (!evidence)
        return evidence.error();
    out.line();
    printEvidence(out, evidence->evidence);
    if (evidence->tree != entry.approval.tree || evidence->digest != entry.approval.evidence)
        out.line(out.ink(Ink::Warn,
                         QStringLiteral("  this is not what stands now: tree or evidence changed since")));
    for (auto it = evidence->cost.begin(); it != evidence->cost.end(); ++it)
        out.line(QStringLiteral("  cost      %1: %2").arg(it.key(), it.value().toVariant().toString()));
    const auto changes =
        ctl.await<ChangeList>([&](auto done) { ctl.client().fetchChanges(task, &ctl, done); });
    if (!changes)
        return changes.error();
    out.line();
    for (const ChangedFile& file : changes->files)
        out.line(QStringLiteral("  %1 %2  %3 %4")
                     .arg(file.status, -8)
                     .arg(harmless(file.oldPath.isEmpty() || file.oldPath == file.path
                                       ? file.path
                                       : file.oldPath + QStringLiteral(" → ") + file.path),
                          out.ink(Ink::Good, QStringLiteral("+%1").arg(file.added)),
                          out.ink(Ink::Bad, QStringLiteral("-%1").arg(file.removed))));
    if (!withDiff)
        return {};
    const auto patch =
        ctl.await<QByteArray>([&](auto done) { ctl.client().fetchPatch(task, largestDiff, &ctl, done); });
    if (!patch)
        return patch.error();
    out.line();
    printDiff(out, *patch);
    return {};
}

int castVote(Ctl& ctl, const CoreClient::Ballot& ballot) {
    const auto vote = ctl.await<Approval>([&](auto done) { ctl.client().vote(ballot, &ctl, done); });
    if (!vote)
        return ctl.fail(vote.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("approval"), toJson(*vote)}});
    else
        ctl.out().line(QStringLiteral("%1 approval %2 (tree %3): it is %4 now")
                           .arg(ballot.approve ? QStringLiteral("approved") : QStringLiteral("rejected"))
                           .arg(vote->id)
                           .arg(oidText(vote->tree), enumWord(vote->state)));
    return Done;
}

int approveShown(Ctl& ctl, const ApprovalEntry& entry) {
    const CoreClient::Ballot ballot{
        entry.approval.id, true, {}, entry.approval.tree, entry.approval.evidence};
    if (ctl.out().json()) {
        const auto vote = ctl.await<Approval>([&](auto done) { ctl.client().vote(ballot, &ctl, done); });
        return vote ? int(Done) : ctl.fail(vote.error());
    }
    if (const Result<void> shown = showApproval(ctl, entry, true); !shown)
        return ctl.fail(shown.error());
    return castVote(ctl, ballot);
}

int askAndDecide(Ctl& ctl, const ApprovalEntry& entry, const QString& onBehalf) {
    if (const Result<void> shown = showApproval(ctl, entry, true); !shown)
        return ctl.fail(shown.error());
    Output& out = ctl.out();
    const Approval& a = entry.approval;
    for (;;) {
        const QString answer =
            out.ask(out.ink(Ink::Accent, QStringLiteral("Approve exactly this? [y]es, [n]o with feedback, "
                                                        "[q]uestion to the agent, [N]ot now: ")));
        if (answer == QLatin1String("y") || answer == QLatin1String("yes"))
            return castVote(ctl, {a.id, true, {}, a.tree, a.evidence, onBehalf});
        if (answer == QLatin1String("n") || answer == QLatin1String("no")) {
            const QString feedback = out.ask(QStringLiteral("What must be mended? "));
            if (feedback.isEmpty()) {
                out.line(QStringLiteral("A rejection needs feedback for the agent."));
                continue;
            }
            return castVote(ctl, {a.id, false, feedback, a.tree, a.evidence, onBehalf});
        }
        if (answer == QLatin1String("q")) {
            const QString question = out.ask(QStringLiteral("Your question: "));
            const auto asked =
                ctl.await<void>([&](auto done) { ctl.client().ask(a.id, question, &ctl, done); });
            out.line(
                asked
                    ? QStringLiteral("Asked. The answer comes with: signalboxctl approval show %1").arg(a.id)
                    : asked.error().text());
            continue;
        }
        out.line(QStringLiteral("Not decided."));
        return NotAllowed;
    }
}

} // namespace signalbox::ctl
