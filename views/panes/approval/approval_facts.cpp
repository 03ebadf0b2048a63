// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/approval_facts.h"

#include "core/client/core_text.h"
#include "core/client/event_text.h"
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"
#include "views/parts/step_cards.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox {

namespace {

QString titleOf(const Task& task, const QString& id) {
    const Step* step = task.blueprint.find(id);
    return step && !step->title.isEmpty() ? step->title : id;
}

int approvalsGiven(const Approval& approval) {
    return int(
        std::count_if(approval.votes.begin(), approval.votes.end(), [](const Vote& v) { return v.approve; }));
}

QString whyNow(const Task& task) {
    int passed = 0;
    int judged = 0;
    for (const GateResult& gate : currentEvidence(task)) {
        ++judged;
        passed += gate.verdict == Verdict::Passed ? 1 : 0;
    }
    QString text = judged == 0
                       ? ApprovalFacts::tr("the blueprint asks for it here; no gate has judged this commit")
                       : ApprovalFacts::tr("%1 of %2 gates passed on commit %3")
                             .arg(passed)
                             .arg(judged)
                             .arg(shortId(task.commit));
    if (task.iterations > 0)
        text += ApprovalFacts::tr(", after being sent back %1\u00d7").arg(task.iterations);
    return text;
}

QString costSoFar(const Task& task, Moment now, const std::optional<ModelUse>& use) {
    Millis machines{0};
    int attempts = 0;
    for (const StepState& step : task.steps)
        for (const Attempt& attempt : step.attempts) {
            ++attempts;
            if (!attempt.machine.isEmpty())
                machines += attempt.ended.value_or(now) - attempt.started;
        }
    QString text =
        ApprovalFacts::tr("%1 of machine time, attempts: %2").arg(shortDuration(machines)).arg(attempts);
    if (!use || use->calls == 0)
        return text;
    const QLocale locale;
    text += ApprovalFacts::tr("; model: %1 tokens in %2 calls, %3 US dollars")
                .arg(locale.toString(use->input + use->cacheRead + use->cacheWrite + use->output),
                     locale.toString(use->calls), locale.toString(use->cost, 'f', 2));
    if (use->tokenLimit > 0)
        text += ApprovalFacts::tr("; limit %1 tokens").arg(locale.toString(use->tokenLimit));
    return text;
}

QString escalationText(const Approval& approval, Moment now) {
    const QString to = Desk::listedText(approval.escalateTo);
    if (approval.escalated)
        return ApprovalFacts::tr("escalated to %1 since %2").arg(to, ageText(*approval.escalated, now));
    if (!approval.escalates || approval.state != ApprovalState::Open)
        return {};
    return ApprovalFacts::tr("to %1 in %2").arg(to, shortDuration(*approval.escalates - now));
}

QString whoAgrees(const Approval& approval, const QString& user) {
    QStringList said;
    for (const Vote& vote : approval.votes) {
        const QString who =
            vote.onBehalf.isEmpty() ? vote.by : ApprovalFacts::tr("%1 for %2").arg(vote.by, vote.onBehalf);
        said.append(vote.approve ? ApprovalFacts::tr("%1 approved").arg(who)
                                 : ApprovalFacts::tr("%1 rejected").arg(who));
    }
    const int given = approvalsGiven(approval);
    QString text = ApprovalFacts::tr("%1 of %2 people have agreed").arg(given).arg(approval.needed);
    if (approval.needed == 1)
        text = given == 0 ? ApprovalFacts::tr("nobody: one yes is enough") : text;
    if (!said.isEmpty())
        text += QStringLiteral(" (%1)").arg(said.join(QStringLiteral(", ")));
    if (!user.isEmpty())
        text += ApprovalFacts::tr("; you decide as %1").arg(user);
    return text;
}

} // namespace

QString bindingProblem(const Task& task, const Approval& approval) {
    if (approval.state != ApprovalState::Open)
        return {};
    QStringList other;
    if (approval.tree != task.tree)
        other.append(ApprovalFacts::tr("tree %1 (here: %2)").arg(shortId(approval.tree), shortId(task.tree)));
    if (const Digest evidence = evidenceDigest(task); approval.evidence != evidence)
        other.append(
            ApprovalFacts::tr("evidence %1 (here: %2)").arg(shortId(approval.evidence), shortId(evidence)));
    if (approval.blueprint != task.blueprint.digest)
        other.append(ApprovalFacts::tr("blueprint %1 (here: %2)")
                         .arg(shortId(approval.blueprint), shortId(task.blueprint.digest)));
    return other.join(QStringLiteral(", "));
}

QString onYes(const Task& task, const Approval& approval) {
    const int left = approval.needed - approvalsGiven(approval) - 1;
    if (left > 0)
        return ApprovalFacts::tr("it waits for others; still to agree after you: %1").arg(left);
    QStringList next;
    for (qsizetype i = task.blueprint.indexOf(approval.step) + 1; i < task.blueprint.steps.size(); ++i) {
        const Step& step = task.blueprint.steps.at(i);
        if (step.kind == StepKind::Publish)
            next.append(ApprovalFacts::tr("exactly this tree is published to %1").arg(task.repositoryUrl));
        else if (step.kind != StepKind::Teardown)
            next.append(titleOf(task, step.id));
    }
    return next.isEmpty() ? ApprovalFacts::tr("the task ends as done")
                          : next.join(ApprovalFacts::tr(", then "));
}

QString onNo(const Task& task, const Approval& approval) {
    const Step* step = task.blueprint.find(approval.step);
    const QString route = step ? step->onFail : QString();
    if (route.isEmpty() || route == QLatin1String("fail"))
        return ApprovalFacts::tr("the task ends as rejected, and what it did is undone");
    if (route == QLatin1String("person"))
        return ApprovalFacts::tr("the task stops until a person sends it on");
    const int left = task.blueprint.iterations + task.extraIterations - task.iterations;
    if (left <= 0)
        return ApprovalFacts::tr("it may not go back to %1 again: %2 was the last time")
            .arg(titleOf(task, route))
            .arg(task.iterations);
    return ApprovalFacts::tr("back to %1 with your feedback (%2 of %3 ways back are left)")
        .arg(titleOf(task, route))
        .arg(left)
        .arg(task.blueprint.iterations + task.extraIterations);
}

ApprovalFacts::ApprovalFacts(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this, true)), m_state(new StatusMark(this)),
      m_facts(new FactGrid(this)) {
    QFont font = boldFont(m_title->font());
    font.setPointSizeF(font.pointSizeF() + 2);
    m_title->setFont(font);
    m_state->setFont(boldFont(m_state->font()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_state);
    layout->addWidget(m_title);
    layout->addSpacing(grid / 4);
    layout->addWidget(m_facts);
}

void ApprovalFacts::setApproval(const Task& task, const Approval& approval, const QString& user, Moment now,
                                const std::optional<ModelUse>& use) {
    const Step* step = task.blueprint.find(approval.step);
    const qsizetype at = task.blueprint.indexOf(approval.step);
    bool publishes = false;
    for (qsizetype i = at + 1; at >= 0 && i < task.blueprint.steps.size(); ++i)
        publishes = publishes || task.blueprint.steps.at(i).kind == StepKind::Publish;
    setPlain(m_title, publishes
                          ? tr("Publish \u201c%1\u201d to %2?").arg(task.spec.title, task.spec.repository)
                          : tr("Let \u201c%1\u201d go on?").arg(task.spec.title));
    const Look look = lookOf(approval.state);
    if (approval.state == ApprovalState::Open)
        m_state->setLook(
            {look.shape, look.tone, tr("needs your decision")},
            tr("Needs a decision   \u00b7   %1   \u00b7   asked %2 ago")
                .arg(titleOf(task, step ? step->id : approval.step), ageText(approval.asked, now)));
    else
        m_state->setLook(look, inReadersWords(approval.reason));

    m_facts->set(
        tr("task"),
        tr("#%1 by %2").arg(task.id).arg(task.submittedBy.isEmpty() ? tr("unknown") : task.submittedBy));
    m_facts->set(tr("why now"), whyNow(task));
    m_facts->set(tr("cost so far"), costSoFar(task, now, use));
    const bool open = approval.state == ApprovalState::Open;
    m_facts->set(tr("if yes"), open ? onYes(task, approval) : QString());
    m_facts->set(tr("if no"), open ? onNo(task, approval) : QString());
    m_facts->set(tr("must agree"), whoAgrees(approval, user));
    m_facts->set(tr("asked are"), Desk::listedText(approval.approvers));
    m_facts->set(tr("escalation"), escalationText(approval, now), {},
                 approval.escalated && open ? Tone::NeedsYou : Tone::Plain);
    const QString differs = bindingProblem(task, approval);
    const QString bound =
        tr("tree %1, evidence %2, blueprint %3")
            .arg(shortId(approval.tree), shortId(approval.evidence), shortId(approval.blueprint));
    m_facts->set(
        tr("binds"),
        !open               ? bound
        : differs.isEmpty() ? tr("%1: checked, all as shown here").arg(bound)
                            : tr("NOT what is shown here: %1").arg(differs),
        tr("tree %1\nevidence %2\nblueprint %3").arg(approval.tree, approval.evidence, approval.blueprint),
        differs.isEmpty() ? Tone::Plain : Tone::Bad);
    m_facts->set(tr("expires"), approval.expires && approval.state == ApprovalState::Open
                                    ? tr("in %1").arg(shortDuration(*approval.expires - now))
                                    : QString());
}

} // namespace signalbox
