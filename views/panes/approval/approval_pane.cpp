// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/approval_pane.h"

#include "core/client/core_text.h"
#include "core/client/event_text.h"
#include "views/models/desk.h"
#include "views/panes/approval/approval_facts.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/approval/delegate_card.h"
#include "views/panes/approval/question_list.h"
#include "views/panes/approval/together_view.h"
#include "views/panes/approval/tool_call_bar.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"
#include "views/parts/diff_view.h"
#include "views/parts/empty_state.h"
#include "views/parts/evidence_table.h"
#include "views/parts/notice_bar.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox {

ApprovalPane::ApprovalPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(this)),
      m_facts(new ApprovalFacts(this)), m_noDecision(plainLabel(this, true)), m_notice(new NoticeBar(this)),
      m_evidence(new EvidenceTable(this)), m_questions(new QuestionList(this)), m_diff(new DiffView(this)),
      m_diffWords(quietLabel(this)), m_bar(new DecisionBar(this)), m_toolCalls(new ToolCallBar(desk, this)) {
    m_stack->addWidget(makeContent());
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolCalls);
    layout->addWidget(m_stack, 1);
    setMinimumWidth(48 * grid);
    setFocusProxy(m_diff);
    makeActions();
    makeTogether();

    connect(&desk, &Desk::taskUpdated, this, &ApprovalPane::refresh);
    connect(&desk, &Desk::pastChanged, this, [this] { m_notice->hide(); });
    connect(&desk, &Desk::patchUpdated, this, &ApprovalPane::showPatch);
    connect(&desk, &Desk::taskChosen, this, [this](TaskId task) {
        setTogether(false);
        keepComments(task);
        m_seen = {};
        m_bar->reset();
        m_notice->hide();
    });
    connect(&desk.decisions(), &Decisions::changed, this, &ApprovalPane::updateBar);
    connect(&desk.decisions(), &Decisions::voted, this, [this](qint64 approval) {
        if (approval == m_seen.approval)
            m_diff->setComments({}); // they have arrived with the decision
    });
    connect(&desk.decisions(), &Decisions::failed, this, [this](qint64 approval, const Error& error) {
        if (approval == m_seen.approval)
            m_notice->say({Shape::Cross, Tone::Bad, {}}, inReadersWords(error.text()));
    });
    connect(&desk.client(), &CoreClient::stateChanged, this, &ApprovalPane::updateBar);
    connect(&desk, &Desk::rolesChanged, this, &ApprovalPane::updateBar);
    connect(&desk.mirror(), &CoreMirror::delegationsChanged, this, &ApprovalPane::refresh);
    m_tick.setInterval(10'000);
    connect(&m_tick, &QTimer::timeout, this, &ApprovalPane::refresh);
    m_tick.start();
    refresh();
}

QWidget* ApprovalPane::makeContent() {
    auto* content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(2 * grid, grid * 3 / 2, 2 * grid, grid);
    head->setSpacing(grid);
    head->addWidget(m_facts);
    head->addWidget(m_noDecision);
    setTone(m_noDecision, Tone::Quiet);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(2 * grid, grid, 2 * grid, grid);
    foot->setSpacing(grid);
    m_togetherButton = new QToolButton(content);
    foot->addWidget(m_togetherButton);
    foot->addWidget(m_questions);
    foot->addWidget(m_bar);
    m_delegateCard = new DelegateCard(m_desk, content);
    foot->addWidget(m_delegateCard);

    m_evidence->setModel(&m_desk.gates());
    m_evidence->setHeaderHidden(true);
    m_evidence->setColumnHidden(GatesModel::Numbers, true);
    m_evidence->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    for (const auto signal : {&QTreeView::expanded, &QTreeView::collapsed})
        connect(m_evidence, signal, this, &ApprovalPane::fitEvidence);
    connect(&m_desk.gates(), &QAbstractItemModel::modelReset, this, &ApprovalPane::fitEvidence);
    connect(&m_desk.gates(), &QAbstractItemModel::dataChanged, this, &ApprovalPane::fitEvidence);

    // In a small window, or with large text, the matter scrolls; the answers stay in sight.
    auto* matter = new QWidget(content);
    auto* area = new QScrollArea(content);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(matter);
    matter->setBackgroundRole(QPalette::Base);
    matter->setAutoFillBackground(true);
    m_diff->setMinimumHeight(14 * m_diff->fontMetrics().height());
    auto* outer = new QVBoxLayout(content);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(m_notice);
    m_matter = area;
    m_sameView = new TogetherView(m_desk, content);
    m_sameView->hide();
    outer->addWidget(area, 1);
    outer->addWidget(m_sameView, 1);
    outer->addLayout(foot);
    auto* layout = new QVBoxLayout(matter);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    auto* evidence = new QHBoxLayout;
    evidence->setContentsMargins(grid, 0, grid * 3 / 2, grid);
    evidence->addWidget(m_evidence);
    layout->addLayout(evidence);
    layout->addWidget(makeDiffBar());
    layout->addWidget(m_diff, 1);
    connect(m_notice, &NoticeBar::acted, this, &ApprovalPane::lookAgain);
    return content;
}

QWidget* ApprovalPane::makeDiffBar() {
    auto* bar = new QWidget(this);
    bar->setBackgroundRole(QPalette::Window);
    bar->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(2 * grid, grid / 2, grid, grid / 2);
    row->addWidget(m_diffWords, 1);
    m_diffWords->setMinimumWidth(8 * grid);
    m_diffWords->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* sides = new QToolButton(bar);
    sides->setText(tr("Side by side"));
    sides->setCheckable(true);
    sides->setToolTip(tr("Old on the left, new on the right (S in the change)"));
    sides->setAccessibleName(tr("Show the change side by side"));
    connect(sides, &QToolButton::toggled, m_diff, &DiffView::setSideBySide);
    connect(m_diff, &DiffView::sideBySideChanged, sides, &QToolButton::setChecked);
    connect(m_diff, &DiffView::viewedChanged, this, &ApprovalPane::showPatch);
    m_comment = paneAction(this, tr("&Comment on a line"));
    connect(m_comment, &QAction::triggered, m_diff, &DiffView::writeComment);
    auto* comment = actionButton(m_comment, bar);
    comment->setToolTip(tr("Say something about the line that the cursor is on (C in the change)"));
    row->addWidget(comment);
    connect(m_diff, &DiffView::commentsChanged, this, [this](int count) {
        m_bar->setNotes(count);
        showPatch();
    });
    row->addWidget(sides);
    return bar;
}

void ApprovalPane::makeActions() {
    for (QAction* action : {m_bar->approveAction(), m_bar->rejectAction(), m_bar->askAction()}) {
        action->setShortcutContext(Qt::WindowShortcut);
        addAction(action);
    }
    m_delegate = paneAction(this, tr("&Hand the decision over ..."));
    m_bar->addChoice(m_delegate);
    needsRole(m_delegate, m_desk, Role::Approver);
    connect(m_delegate, &QAction::triggered, this, [this] { m_delegateCard->openFor(m_seen.approval); });
    connect(m_delegateCard, &DelegateCard::closed, this, [this] { setFocus(); });
    m_lookAgain = paneAction(this, tr("&Look at the changed work again"), QKeySequence(Qt::Key_L));
    m_lookAgain->setEnabled(false);
    connect(m_lookAgain, &QAction::triggered, this, &ApprovalPane::lookAgain);
    connect(m_bar, &DecisionBar::approved, this, [this] { vote(true, {}); });
    connect(m_bar, &DecisionBar::rejected, this, [this](const QString& feedback) { vote(false, feedback); });
    connect(m_bar, &DecisionBar::asked, this,
            [this](const QString& question) { m_desk.decisions().ask(m_seen.approval, question); });
}

/// What waits for a person although no step asks for it: that is decided beside the task's steps.
ApprovalPane::Asked ApprovalPane::askedInTask(const Task& task) const {
    if (task.phase != TaskPhase::Parked || m_desk.past())
        return {};
    const Attempt* last = task.lastAttempt(task.current);
    if (last && last->result && last->result->verdict == Verdict::OverBudget)
        return {tr("Its budget stopped this task"),
                tr("Raise the budget, send the task on, or cancel it, above its steps.")};
    return {tr("This task is parked and waits for you"), tr("Send it on or cancel it, above its steps.")};
}

/// The approval that is open, else the one on the screen, else the last one.
const Approval* ApprovalPane::shownApproval() const {
    const Task* task = m_desk.task();
    if (!task || task->approvals.isEmpty())
        return nullptr;
    if (const Approval* open = task->openApproval())
        return open;
    const Approval* seen = task->approval(m_seen.approval);
    return seen ? seen : &task->approvals.last();
}

void ApprovalPane::refresh() {
    const Task* task = m_desk.task();
    const Approval* approval = shownApproval();
    const bool change = task && !task->commit.isEmpty();
    m_stack->setCurrentIndex(approval || change ? 0 : 1);
    m_facts->setVisible(approval);
    m_noDecision->setVisible(!approval);
    m_bar->setVisible(m_together->isChecked() ||
                      (approval && (approval->state == ApprovalState::Open || hasChanged())));
    if (!approval && change)
        return showChangeOnly(*task);
    if (!approval) {
        if (m_desk.taskId() == 0)
            m_empty->setWords(tr("Nothing to decide"),
                              tr("What needs a decision stands on top of the fleet."));
        else if (!task)
            m_empty->setWords(tr("Reading the task ..."), {});
        else if (const Asked asked = askedInTask(*task); !asked.title.isEmpty())
            m_empty->setWords(asked.title, asked.text);
        else
            m_empty->setWords(tr("No decision is asked for"),
                              tr("This task has not come to a step at which people decide."));
        updateBar();
        return;
    }
    if (!m_desk.past() && (m_seen.approval == 0 || decidedByUs(*task)))
        m_seen = {approval->id, approval->tree, approval->evidence};
    showApproval(*task, *approval);
    updateBar();
}

/// The work so far can be read at any time, also where nothing is to be decided.
void ApprovalPane::showChangeOnly(const Task& task) {
    const Asked asked = askedInTask(task);
    setTone(m_noDecision, asked.title.isEmpty() ? Tone::Quiet : Tone::NeedsYou);
    setPlain(m_noDecision, !asked.title.isEmpty() ? asked.title + QStringLiteral(". ") + asked.text
                           : task.phase == TaskPhase::Finished
                               ? tr("No decision was asked for. This is the change as the task left it.")
                               : tr("No decision is asked for. This is the change so far, at commit %1.")
                                     .arg(shortId(task.commit)));
    m_questions->hide();
    fitEvidence();
    updateBar();
}

void ApprovalPane::showApproval(const Task& task, const Approval& approval) {
    // While a changed approval waits to be looked at, the words stay those that were on the screen.
    if (hasChanged() && approval.state == ApprovalState::Open) {
        m_notice->say(
            {Shape::Loop, Tone::NeedsYou, {}},
            tr("The work changed while you were looking: tree %1 is now %2. Nothing can be decided on what "
               "you saw.")
                .arg(shortId(m_seen.tree), shortId(approval.tree)),
            tr("Look at it again   L"));
        return;
    }
    m_facts->setApproval(task, approval, userWords(approval), m_desk.now(), m_desk.modelUse());
    m_questions->setQuestions(approval.questions, m_desk.now());
    const QString id = QString::number(approval.id);
    const QString bound = QStringLiteral(" --tree %1 --evidence %2").arg(approval.tree, approval.evidence);
    m_bar->setCommands(QStringLiteral("signalboxctl approval approve ") + id + bound,
                       QStringLiteral("signalboxctl approval reject ") + id + bound +
                           QStringLiteral(" --feedback 'TEXT'"),
                       QStringLiteral("signalboxctl approval ask ") + id + QStringLiteral(" 'TEXT'"));
    fitEvidence();
}

/// As whom one decides on it.
QString ApprovalPane::userWords(const Approval& approval) const {
    const QString user = m_desk.mirror().coreInfo().user;
    const QString whose = m_desk.decidesFor(approval);
    return whose.isEmpty() ? user : tr("%1 for %2").arg(user, whose);
}

bool ApprovalPane::hasChanged() const {
    const Approval* approval = shownApproval();
    return approval && !m_desk.past() && m_seen.approval != 0 &&
           m_seen != Seen{approval->id, approval->tree, approval->evidence};
}

/// What one had on the screen is settled, and by oneself: what comes next takes its place without a question.
bool ApprovalPane::decidedByUs(const Task& task) const {
    const Approval* seen = task.approval(m_seen.approval);
    const QString user = m_desk.mirror().coreInfo().user;
    return seen && seen->state != ApprovalState::Open &&
           std::any_of(seen->votes.begin(), seen->votes.end(),
                       [&](const Vote& vote) { return !user.isEmpty() && vote.by == user; });
}

void ApprovalPane::lookAgain() {
    const Approval* approval = shownApproval();
    m_notice->hide();
    m_bar->reset();
    if (!approval)
        return;
    m_seen = {approval->id, approval->tree, approval->evidence};
    m_diff->setPatch(m_desk.patch());
    refresh();
    showPatch();
}

void ApprovalPane::showPatch() {
    const bool stale = hasChanged();
    if (!stale && sender() == &m_desk)
        m_diff->setPatch(m_desk.patch());
    const int files = int(m_diff->document().files().size());
    if (m_desk.patchError())
        m_diffWords->setText(tr("The change cannot be read: %1").arg(m_desk.patchError()->message));
    else if (files == 0)
        m_diffWords->setText(m_desk.patchCommit().isEmpty() ? tr("Reading the change ...")
                                                            : tr("Nothing was changed"));
    else
        m_diffWords->setText(tr("Files: %1   +%2 \u2212%3   viewed: %4")
                                 .arg(files)
                                 .arg(m_diff->document().added())
                                 .arg(m_diff->document().removed())
                                 .arg(m_diff->rows().viewedCount()) +
                             (m_diff->comments().isEmpty()
                                  ? QString()
                                  : tr("   comments: %1").arg(m_diff->comments().all().size())));
    m_comment->setEnabled(files > 0);
    updateBar();
}

QString ApprovalPane::whyBlocked() const {
    const Approval* approval = shownApproval();
    if (!approval)
        return tr("there is nothing to decide");
    if (approval->state != ApprovalState::Open)
        return tr("This decision is closed: %1.").arg(lookOf(approval->state).word);
    if (m_desk.past())
        return tr("This is the past: nothing can be decided here. Go back to now (Ctrl+.).");
    if (hasChanged())
        return tr("Changed since you looked: look at it again before you decide.");
    if (m_desk.client().state() != ConnectionState::Connected)
        return tr("Not connected: what you see may be out of date.");
    if (const QString refused = m_desk.mayNot(Role::Approver); !refused.isEmpty())
        return refused;
    if (const QString others = m_desk.notAsked(*approval); !others.isEmpty())
        return others;
    if (m_desk.decisions().busy(approval->id))
        return !m_desk.decisions().held().isEmpty() ? tr("Decided; it can still be taken back (Ctrl+Z).")
                                                    : tr("Your decision is being sent ...");
    const QString user = m_desk.mirror().coreInfo().user;
    for (const Vote& vote : approval->votes)
        if (!user.isEmpty() && vote.by == user)
            return tr("You have decided; others must still agree.");
    return {};
}

void ApprovalPane::updateBar() {
    refreshTogether();
    if (m_together->isChecked())
        return updateTogetherBar();
    m_lookAgain->setEnabled(hasChanged() && m_notice->isVisibleTo(this));
    const QString blocked = whyBlocked();
    const Approval* approval = shownApproval();
    const bool open = blocked.isEmpty();
    const bool mayAsk = approval && approval->state == ApprovalState::Open &&
                        m_desk.client().state() == ConnectionState::Connected && !hasChanged() &&
                        !m_desk.past() && m_desk.mayNot(Role::Approver).isEmpty();
    QString approving = blocked;
    if (open && m_desk.patchCommit() != approval->commit) // nobody approves what was not on the screen
        approving = m_desk.patchError() ? tr("The change cannot be shown, so it cannot be approved here.")
                                        : tr("Reading the change ...");
    if (const Task* task = m_desk.task(); approving.isEmpty() && task && approval)
        if (const QString differs = bindingProblem(*task, *approval); !differs.isEmpty())
            approving = tr("The decision binds something else than what is shown: %1.").arg(differs);
    setSensible(m_delegate, approval && approval->state == ApprovalState::Open && !m_desk.past());
    m_bar->setState(approving, open, mayAsk);
}

/// What was said about lines belongs to its task and waits there.
void ApprovalPane::keepComments(TaskId next) {
    if (m_commentsOf != 0 && !m_diff->comments().isEmpty())
        m_comments.insert(m_commentsOf, m_diff->comments());
    else
        m_comments.remove(m_commentsOf);
    m_commentsOf = next;
    m_diff->setComments(m_comments.value(next));
}

void ApprovalPane::vote(bool approve, const QString& comment) {
    if (m_together->isChecked())
        return m_desk.together().vote(approve, comment);
    if (!whyBlocked().isEmpty())
        return;
    m_notice->hide();
    CoreClient::Ballot ballot;
    ballot.approval = m_seen.approval;
    ballot.approve = approve;
    ballot.comment = m_diff->comments().feedback(comment);
    ballot.tree = m_seen.tree;
    ballot.evidence = m_seen.evidence;
    if (const Approval* approval = shownApproval())
        ballot.onBehalf = m_desk.decidesFor(*approval);
    m_desk.decisions().vote(ballot);
}

/// As high as its rows, up to a third of the pane: the change needs the room.
void ApprovalPane::fitEvidence() {
    int height = 2;
    for (int row = 0; row < m_desk.gates().rowCount(); ++row) {
        const QModelIndex gate = m_desk.gates().index(row, 0);
        height += m_evidence->sizeHintForIndex(gate).height();
        if (m_evidence->isExpanded(gate))
            for (int finding = 0; finding < m_desk.gates().rowCount(gate); ++finding)
                height += m_evidence->sizeHintForIndex(m_desk.gates().index(finding, 0, gate)).height();
    }
    m_evidence->setFixedHeight(std::min(height, std::max(this->height() / 3, 16 * grid)));
}

} // namespace signalbox
