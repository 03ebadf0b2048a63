// SPDX-License-Identifier: GPL-3.0-or-later
// The approvals' pane while those that ask the same are decided together.
#include "views/models/desk.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/approval/question_list.h"
#include "views/panes/approval/together_view.h"
#include "views/panes/pane_bits.h"

#include <QToolButton>

namespace signalbox {

void ApprovalPane::makeTogether() {
    m_together = paneAction(this, tr("Decide those that ask the same &together"), QKeySequence(Qt::Key_T));
    m_together->setCheckable(true);
    m_together->setEnabled(false);
    m_togetherButton->setDefaultAction(m_together);
    m_togetherButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_togetherButton->setAutoRaise(true);
    m_togetherButton->hide();
    connect(m_together, &QAction::toggled, this, &ApprovalPane::setTogether);
    connect(&m_desk.together(), &Together::changed, this, &ApprovalPane::updateBar);
    connect(&m_desk.approvals(), &QAbstractItemModel::rowsInserted, this, &ApprovalPane::refreshTogether);
    connect(&m_desk.approvals(), &QAbstractItemModel::rowsRemoved, this, &ApprovalPane::refreshTogether);
    connect(m_sameView, &TogetherView::taskWanted, this, [this](TaskId task) {
        setTogether(false);
        m_desk.chooseTask(task);
    });
}

void ApprovalPane::setTogether(bool on) {
    if (m_together->isChecked() != on)
        return m_together->setChecked(on); // and comes here again
    if (on)
        m_desk.together().open(m_seen.approval);
    else if (m_desk.together().isOpen())
        m_desk.together().close();
    m_matter->setVisible(!on);
    m_sameView->setVisible(on);
    m_bar->reset();
    refresh();
    if (!on)
        return;
    m_questions->hide();
    m_sameView->setFocus(); // Space marks there; on the button it would decide
}

/// Offered where there is more than one, and as long as one is at it.
void ApprovalPane::refreshTogether() {
    const bool on = m_together->isChecked();
    if (on && m_desk.past())
        return setTogether(false);
    const auto same = m_desk.past() ? 0 : m_desk.together().sameRule(m_seen.approval).size();
    m_together->setEnabled(on || same > 1);
    m_togetherButton->setVisible(on || same > 1);
    m_together->setText(on ? tr("Back to the one decision")
                           : tr("Decide the %1 that ask the same &together").arg(same));
    m_togetherButton->setText(m_together->text().remove(QLatin1Char('&')) + QStringLiteral("   ") +
                              m_together->shortcut().toString(QKeySequence::NativeText));
}

void ApprovalPane::updateTogetherBar() {
    const int marked = m_desk.together().marked();
    QString blocked;
    if (m_desk.client().state() != ConnectionState::Connected)
        blocked = tr("Not connected: what you see may be out of date.");
    else if (const QString refused = m_desk.mayNot(Role::Approver); !refused.isEmpty())
        blocked = refused;
    else if (!m_desk.decisions().held().isEmpty())
        blocked = tr("Decided; it can still be taken back (Ctrl+Z).");
    else if (marked == 0)
        blocked = tr("Nothing is marked: Space marks what you decide on.");
    const auto command = [this](const char* verb, const QString& more) {
        QStringList lines;
        for (const CoreClient::Ballot& ballot : m_desk.together().ballots(true, {}))
            lines.append(QStringLiteral("signalboxctl approval %1 %2 --tree %3 --evidence %4%5")
                             .arg(QLatin1String(verb))
                             .arg(ballot.approval)
                             .arg(ballot.tree, ballot.evidence, more));
        const auto more_ = lines.size() - 1;
        return more_ > 0 ? lines.first() + QStringLiteral("   ...+%1").arg(more_) : lines.value(0);
    };
    m_bar->setCommands(command("approve", {}), command("reject", QStringLiteral(" --feedback 'TEXT'")), {});
    m_bar->setState(blocked, blocked.isEmpty(), false);
}

} // namespace signalbox
