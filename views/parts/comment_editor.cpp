// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/comment_editor.h"

#include "views/parts/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace signalbox {

CommentEditor::CommentEditor(QWidget* parent) : Card(parent), m_text(new QPlainTextEdit(this)) {
    m_text->setAccessibleName(tr("Comment on this line"));
    m_text->setPlaceholderText(tr("What is to be said about this line? It goes with your decision."));
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    auto* keys = new QLabel(tr("Ctrl+Enter keeps it, Esc leaves it, an empty one is taken away"), this);
    keys->setFont(smallFont(font()));
    keys->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid, grid, grid, grid / 2);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_text, 1);
    layout->addWidget(keys);
    hide();
}

void CommentEditor::begin(const QString& text) {
    m_text->setPlainText(text);
    m_text->moveCursor(QTextCursor::End);
    show();
    raise();
    m_text->setFocus();
}

bool CommentEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
            hide();
            emit kept(m_text->toPlainText());
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            hide();
            emit left();
            return true;
        }
    }
    return Card::eventFilter(watched, event);
}

} // namespace signalbox
