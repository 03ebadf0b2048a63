// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/name_card.h"

#include "views/parts/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace signalbox {

NameCard::NameCard(QWidget* parent)
    : Card(parent), m_question(new QLabel(this)), m_field(new QLineEdit(this)) {
    m_question->setTextFormat(Qt::PlainText);
    m_question->setBuddy(m_field);
    m_field->setMaxLength(60);
    m_field->setMinimumHeight(4 * grid);
    m_field->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * grid, grid * 3 / 2, 2 * grid, grid * 3 / 2);
    layout->setSpacing(grid);
    layout->addWidget(m_question);
    layout->addWidget(m_field);
    hide();
}

void NameCard::ask(const QString& question, const QString& proposal,
                   std::function<void(const QString&)> take) {
    m_before = QApplication::focusWidget();
    m_take = std::move(take);
    m_question->setText(question);
    m_field->setAccessibleName(question);
    m_field->setText(proposal);
    m_field->selectAll();
    const QWidget* window = parentWidget();
    const int width = std::min(60 * grid, window->width() - 4 * grid);
    setGeometry((window->width() - width) / 2, 8 * grid, width, sizeHint().height());
    show();
    raise();
    m_field->setFocus();
}

void NameCard::leave() {
    hide();
    if (m_before)
        m_before->setFocus();
}

bool NameCard::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            leave();
            return true;
        }
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && !m_field->text().trimmed().isEmpty()) {
            const QString name = m_field->text().trimmed();
            leave();
            m_take(name);
            return true;
        }
    }
    if (watched == m_field && event->type() == QEvent::FocusOut && isVisible())
        hide();
    return Card::eventFilter(watched, event);
}

} // namespace signalbox
