// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/tool_call_bar.h"

#include "core/client/core_text.h"
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace signalbox {

ToolCallBar::ToolCallBar(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_title(plainLabel(this, true)), m_why(plainLabel(this, true)),
      m_action(new QPlainTextEdit(this)), m_comment(new QLineEdit(this)), m_trouble(plainLabel(this, true)),
      m_allow(paneAction(this, tr("&Allow this tool call"))),
      m_always(paneAction(this, tr("Allow it in this &task"))),
      m_deny(paneAction(this, tr("&Deny this tool call"))) {
    setTone(m_title, Tone::NeedsYou);
    setTone(m_trouble, Tone::Bad);
    m_action->setReadOnly(true);
    m_action->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_action->setMaximumHeight(6 * m_action->fontMetrics().height());
    m_action->setAccessibleName(tr("What the agent wants to do"));
    m_action->setTabChangesFocus(true);
    m_comment->setPlaceholderText(tr("What the agent is told (optional)"));
    m_comment->setAccessibleName(m_comment->placeholderText());
    m_allow->setToolTip(tr("Exactly this, once"));
    m_always->setToolTip(tr("Exactly this, whenever the agent asks for it in the rest of the task"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * grid, grid, 2 * grid, grid);
    layout->setSpacing(grid / 2);
    for (QWidget* widget : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_why),
                            static_cast<QWidget*>(m_action), static_cast<QWidget*>(m_trouble)})
        layout->addWidget(widget);
    auto* row = new QHBoxLayout;
    row->addWidget(m_comment, 1);
    for (QAction* action : {m_allow, m_always, m_deny})
        row->addWidget(actionButton(action, this));
    layout->addLayout(row);
    connect(m_allow, &QAction::triggered, this, [this] { answer(true, false); });
    connect(m_always, &QAction::triggered, this, [this] { answer(true, true); });
    connect(m_deny, &QAction::triggered, this, [this] { answer(false, false); });
    for (QAction* action : {m_allow, m_always, m_deny})
        needsRole(action, desk, Role::Approver);
    connect(&desk, &Desk::taskUpdated, this, &ToolCallBar::refresh);
    connect(&desk, &Desk::pastChanged, this, &ToolCallBar::refresh);
    connect(&desk.client(), &CoreClient::stateChanged, this, &ToolCallBar::refresh);
    refresh();
}

QString ToolCallBar::actionText() const {
    return m_action->toPlainText();
}

void ToolCallBar::refresh() {
    const Task* task = m_desk.past() ? nullptr : m_desk.task();
    const ToolQuestion* open = nullptr;
    int count = 0;
    for (const ToolQuestion& question : task ? task->toolQuestions : QList<ToolQuestion>()) {
        if (question.state != ToolQuestionState::Open)
            continue;
        ++count;
        // The one on the screen stays there until it is settled.
        if (!open || question.id == m_shown)
            open = task->toolQuestion(question.id);
    }
    setVisible(open);
    const bool ready = open && m_sent != open->id && m_desk.client().state() == ConnectionState::Connected;
    for (QAction* action : {m_allow, m_always, m_deny})
        setSensible(action, ready);
    if (!open)
        return;
    if (open->id != m_shown) {
        m_comment->clear();
        m_trouble->hide();
        m_action->setPlainText(open->call.command.isEmpty() ? open->call.text : open->call.command);
    }
    m_shown = open->id;
    m_seen = open->action;
    const QString id = QString::number(open->id);
    setPlain(m_title, count == 1 ? tr("The agent wants to use %1 and waits for you").arg(open->call.tool)
                                 : tr("The agent wants to use %1 and waits for you (first of %2)")
                                       .arg(open->call.tool)
                                       .arg(count));
    setPlain(m_why, open->call.paths.isEmpty()
                        ? tr("%1 risk: %2, in %3")
                              .arg(inReadersWords(enumWord(open->tier)), open->why, open->call.directory)
                        : tr("%1 risk: %2, %3")
                              .arg(inReadersWords(enumWord(open->tier)), open->why,
                                   open->call.paths.join(u", "_qs)));
    const QString seen = QStringLiteral(" --action ") + open->action;
    setCommand(m_allow,
               QStringLiteral("signalboxctl approval approve ") + id + QStringLiteral(" --yes") + seen);
    setCommand(m_always, QStringLiteral("signalboxctl approval approve ") + id +
                             QStringLiteral(" --yes --remember") + seen);
    setCommand(m_deny, QStringLiteral("signalboxctl approval reject ") + id + seen);
}

void ToolCallBar::answer(bool allow, bool remember) {
    m_sent = m_shown;
    refresh();
    m_desk.client().answerToolCall({m_shown, allow, m_comment->text().trimmed(), m_seen, remember}, this,
                                   [this, question = m_shown](const Result<ToolCallEntry>& done) {
                                       m_sent = 0;
                                       if (!done && question == m_shown) {
                                           setPlain(m_trouble, inReadersWords(done.error().text()));
                                           m_trouble->show();
                                       }
                                       refresh();
                                   });
}

} // namespace signalbox
