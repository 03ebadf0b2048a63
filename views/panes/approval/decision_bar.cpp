// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/decision_bar.h"

#include "views/panes/pane_bits.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox {

DecisionBar::DecisionBar(QWidget* parent)
    : QWidget(parent), m_approve(new QAction(tr("&Approve"), this)),
      m_reject(new QAction(tr("&Reject"), this)), m_ask(new QAction(tr("Ask a &question"), this)),
      m_blocked(plainLabel(this, true)), m_command(quietLabel(this)) {
    m_approve->setShortcut(QKeySequence(Qt::Key_A));
    m_reject->setShortcut(QKeySequence(Qt::Key_R));
    m_ask->setShortcut(QKeySequence(Qt::Key_Q));
    m_command->setFont(fixedFont(smallFont(font())));
    m_command->setWordWrap(true);
    setTone(m_blocked, Tone::NeedsYou);

    m_choice = new QWidget(this);
    auto* row = new QHBoxLayout(m_choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(grid);
    m_approveButton = button(m_approve);
    m_approveButton->setFont(boldFont(m_approveButton->font()));
    row->addWidget(m_approveButton);
    row->addWidget(button(m_reject));
    row->addWidget(button(m_ask));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    makeWriter();
    layout->addWidget(m_blocked);
    layout->addWidget(m_writer);
    layout->addWidget(m_choice);
    m_below = new QHBoxLayout;
    m_below->setSpacing(grid);
    m_below->addWidget(m_command, 1);
    layout->addLayout(m_below);

    connect(m_approve, &QAction::triggered, this, &DecisionBar::approved);
    connect(m_reject, &QAction::triggered, this, [this] { setMode(Mode::Reject); });
    connect(m_ask, &QAction::triggered, this, [this] { setMode(Mode::Ask); });
    setMode(Mode::Choose);
}

QPushButton* DecisionBar::button(QAction* action) {
    auto* button = new QPushButton(this);
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    const auto refresh = [button, action, key] {
        button->setText(action->text().remove(QLatin1Char('&')) + QStringLiteral("   ") + key);
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setStatusTip(action->statusTip());
    };
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    button->setMinimumHeight(4 * grid);
    connect(action, &QAction::changed, button, refresh);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    refresh();
    return button;
}

/// The one button in the accent: this is what waits for a person.
void DecisionBar::paintApprove() {
    const QPalette base = QApplication::palette();
    QPalette own;
    if (m_approve->isEnabled()) {
        own.setColor(QPalette::Button, toneColor(base, Tone::NeedsYou));
        own.setColor(QPalette::ButtonText, base.color(QPalette::Base));
    }
    m_approveButton->setPalette(own);
}

void DecisionBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_approveButton)
        paintApprove();
}

void DecisionBar::makeWriter() {
    m_writer = new QWidget(this);
    m_prompt = plainLabel(m_writer, true);
    m_text = new QPlainTextEdit(m_writer);
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(9 * grid);
    m_text->installEventFilter(this);
    m_send = new QPushButton(tr("Send"), m_writer);
    auto* leave = new QPushButton(tr("Leave it   Esc"), m_writer);
    leave->setFlat(true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(leave);
    row->addWidget(m_send);
    auto* layout = new QVBoxLayout(m_writer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_prompt);
    layout->addWidget(m_text);
    layout->addLayout(row);
    connect(m_text, &QPlainTextEdit::textChanged, this, &DecisionBar::updateSend);
    connect(m_send, &QPushButton::clicked, this, &DecisionBar::send);
    connect(leave, &QPushButton::clicked, this, &DecisionBar::reset);
}

void DecisionBar::setMode(Mode mode) {
    m_mode = mode;
    m_writer->setVisible(mode != Mode::Choose);
    m_choice->setVisible(mode == Mode::Choose);
    m_approve->setEnabled(m_mayApprove && mode == Mode::Choose); // who writes a no does not say yes by a slip
    showCommand();
    if (mode == Mode::Choose)
        return;
    const bool reject = mode == Mode::Reject;
    showPrompt();
    m_text->setAccessibleName(reject ? tr("Feedback for the agent, required") : tr("Question to the agent"));
    m_send->setText(reject ? tr("Reject with this feedback   Ctrl+Enter") : tr("Ask   Ctrl+Enter"));
    updateSend();
    m_text->setFocus();
}

void DecisionBar::showPrompt() {
    QString words = m_mode == Mode::Reject
                        ? tr("What must the agent do otherwise? It gets this as its feedback.")
                        : tr("What do you want to know? The agent is asked; nothing is decided.");
    if (m_mode == Mode::Reject && m_notes > 0)
        words += QLatin1Char(' ') + tr("Comments on lines that go with it: %1.").arg(m_notes);
    m_prompt->setText(words);
}

void DecisionBar::setNotes(int count) {
    m_notes = count;
    showPrompt();
    updateSend();
}

void DecisionBar::addChoice(QAction* action) {
    // Beside the command, not beside the three: there is room for large letters.
    m_below->addWidget(actionButton(action, this), 0, Qt::AlignTop | Qt::AlignRight);
}

void DecisionBar::reset() {
    m_text->clear();
    setMode(Mode::Choose);
    m_approveButton->setFocus();
}

void DecisionBar::updateSend() {
    const bool allowed = m_mode == Mode::Reject ? m_reject->isEnabled() : m_ask->isEnabled();
    const bool said = !m_text->toPlainText().trimmed().isEmpty() || (m_mode == Mode::Reject && m_notes > 0);
    m_send->setEnabled(allowed && said);
}

void DecisionBar::send() {
    if (!m_send->isEnabled())
        return;
    const QString text = m_text->toPlainText().trimmed();
    const Mode mode = m_mode;
    reset();
    mode == Mode::Reject ? emit rejected(text) : emit asked(text);
}

bool DecisionBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
            send();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            reset();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DecisionBar::setState(const QString& blocked, bool mayReject, bool mayAsk) {
    m_mayApprove = blocked.isEmpty();
    m_approve->setEnabled(m_mayApprove && m_mode == Mode::Choose);
    paintApprove();
    m_reject->setEnabled(mayReject);
    m_ask->setEnabled(mayAsk);
    m_blocked->setText(blocked);
    m_blocked->setVisible(!blocked.isEmpty());
    showCommand();
    updateSend();
}

void DecisionBar::setCommands(const QString& approve, const QString& reject, const QString& ask) {
    setCommand(m_approve, approve);
    setCommand(m_reject, reject);
    setCommand(m_ask, ask);
    showCommand();
}

/// What signalboxctl would be told for what one is about to do.
void DecisionBar::showCommand() {
    const QAction* action = m_mode == Mode::Reject ? m_reject : m_mode == Mode::Ask ? m_ask : m_approve;
    m_command->setText(action->statusTip());
    m_command->setVisible(action->isEnabled() && !action->statusTip().isEmpty());
}

} // namespace signalbox
