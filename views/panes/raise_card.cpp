// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/raise_card.h"

#include "views/panes/pane_bits.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace signalbox {

namespace {
constexpr int thousand = 1000;
constexpr int mostThousands = 1'000'000; ///< a thousand million tokens at a time
} // namespace

RaiseCard::RaiseCard(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this)), m_tokens(new QSpinBox(this)),
      m_cost(new QDoubleSpinBox(this)), m_reason(new QLineEdit(this)),
      m_do(new QPushButton(tr("&Raise the budget"), this)), m_hint(quietLabel(this)) {
    m_title->setFont(boldFont(m_title->font()));
    m_tokens->setRange(0, mostThousands);
    m_tokens->setSingleStep(100);
    m_tokens->setSuffix(tr(" thousand tokens"));
    m_tokens->setGroupSeparatorShown(true);
    m_tokens->setAccessibleName(tr("More tokens, in thousands"));
    m_cost->setRange(0, 100'000);
    m_cost->setDecimals(2);
    m_cost->setPrefix(tr("$", "before an amount"));
    m_cost->setAccessibleName(tr("More US dollars"));
    m_reason->setPlaceholderText(tr("why; it is kept in the journal"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setMaxLength(500);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addWidget(m_tokens);
    row->addWidget(m_cost);
    row->addWidget(m_reason, 1);
    row->addWidget(m_do);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid, grid / 2, grid, grid / 2);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_title);
    layout->addLayout(row);
    layout->addWidget(m_hint);
    connect(m_tokens, &QSpinBox::valueChanged, this, &RaiseCard::refresh);
    connect(m_cost, &QDoubleSpinBox::valueChanged, this, &RaiseCard::refresh);
    connect(m_reason, &QLineEdit::textChanged, this, &RaiseCard::refresh);
    // Return comes up to us from each of the fields: keyPressEvent().
    connect(m_do, &QPushButton::clicked, this, &RaiseCard::raise);
    setFocusProxy(m_tokens);
    hide();
}

void RaiseCard::openFor(qint64 task, const QString& title) {
    m_task = task;
    setPlain(m_title, tr("Task %1, %2: grant it so much more").arg(task).arg(title));
    m_tokens->setValue(0);
    m_cost->setValue(0);
    m_reason->clear();
    refresh();
    setVisible(true);
    m_tokens->setFocus();
    m_tokens->selectAll();
}

BudgetRaise RaiseCard::wanted() const {
    return {qint64(m_tokens->value()) * thousand, m_cost->value(), m_reason->text().trimmed()};
}

QString RaiseCard::command() const {
    const BudgetRaise raise = wanted();
    QString text = QStringLiteral("signalboxctl budget raise %1").arg(m_task);
    if (raise.tokens > 0)
        text += QStringLiteral(" --tokens %1").arg(raise.tokens);
    if (raise.cost > 0)
        text += QStringLiteral(" --cost %1").arg(raise.cost, 0, 'f', 2);
    if (!raise.reason.isEmpty())
        text += QStringLiteral(" --reason ") + shellWord(raise.reason);
    return text;
}

void RaiseCard::refresh() {
    const BudgetRaise raise = wanted();
    const bool something = raise.tokens > 0 || raise.cost > 0;
    m_do->setEnabled(something);
    setPlain(m_hint, something ? command() : tr("Say by how much: in tokens, in dollars or in both."));
    emit commandChanged(something ? command() : QString());
}

void RaiseCard::raise() {
    if (!m_do->isEnabled() || m_task == 0)
        return;
    const qint64 task = std::exchange(m_task, 0); // once
    const BudgetRaise raise = wanted();
    hide();
    emit raised(task, raise);
    emit closed();
}

void RaiseCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        emit closed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        raise();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace signalbox
