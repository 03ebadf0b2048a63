// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/terminal_view.h"

#include "views/parts/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace signalbox {

namespace {
constexpr int rowsOfAWheelStep = 3;
constexpr int wheelStep = 120;
} // namespace

TerminalView::TerminalView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight); // a terminal's columns begin at the left
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // its coming and going would resize the program
    setAccessibleName(tr("Terminal"));
    setAccessibleDescription(tr("All keys go to the program. Ctrl and a digit goes to another pane, "
                                "Ctrl+Shift+C copies, Ctrl+Shift+V pastes."));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    measure();
    updateBar();
}

bool TerminalView::isWindowKey(int key, Qt::KeyboardModifiers modifiers) {
    const bool control = modifiers & Qt::ControlModifier;
    return control && (modifiers & Qt::ShiftModifier || (key >= Qt::Key_1 && key <= Qt::Key_9));
}

void TerminalView::print(const QByteArray& bytes) {
    QScrollBar* bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    const qint64 dropped = m_screen.dropped();
    m_screen.print(bytes);
    updateBar();
    // Who reads what is above goes on reading the same.
    bar->setValue(atEnd ? bar->maximum() : std::max(0, bar->value() - int(m_screen.dropped() - dropped)));
    viewport()->update();
    if (const QByteArray answers = m_screen.takeAnswers(); !answers.isEmpty() && !m_ended)
        emit typed(answers);
}

void TerminalView::clear() {
    m_screen.clear();
    m_anchor.reset();
    m_ended = false;
    updateBar();
    viewport()->update();
}

void TerminalView::setEnded(bool ended) {
    m_ended = ended;
    viewport()->update();
}

void TerminalView::type(const QByteArray& bytes) {
    if (bytes.isEmpty() || m_ended)
        return;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    emit typed(bytes);
}

// ---- Size
// -----------------------------------------------------------------------------------------------------------

void TerminalView::measure() {
    const QFontMetrics metrics(fixedFont(font()));
    m_cell = {std::max(1, metrics.horizontalAdvance(QLatin1Char('m'))), std::max(1, metrics.height())};
    m_ascent = metrics.ascent();
}

void TerminalView::fit() {
    const QSize room = viewport()->size() - QSize(grid, grid);
    const QSize before = m_screen.size();
    m_screen.resize({room.width() / m_cell.width(), room.height() / m_cell.height()});
    updateBar();
    if (m_screen.size() != before)
        emit resized(m_screen.size().width(), m_screen.size().height());
}

void TerminalView::updateBar() {
    QScrollBar* bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    // A program that has the whole screen hides what was above, which is still there.
    bar->setRange(m_screen.fullScreen() ? m_screen.history() : 0, m_screen.history());
    bar->setPageStep(m_screen.size().height());
    if (atEnd || m_screen.fullScreen())
        bar->setValue(bar->maximum());
}

void TerminalView::resizeEvent(QResizeEvent*) {
    fit();
}

void TerminalView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        measure();
        fit();
    }
}

void TerminalView::scrollContentsBy(int, int) {
    viewport()->update();
}

// ---- Keys
// -----------------------------------------------------------------------------------------------------------

bool TerminalView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (!m_ended && !isWindowKey(key->key(), key->modifiers())) {
            event->accept(); // no command of the window takes a key from the program
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void TerminalView::keyPressEvent(QKeyEvent* event) {
    if (isWindowKey(event->key(), event->modifiers())) {
        if (event->key() == Qt::Key_C)
            return copy();
        if (event->key() == Qt::Key_V)
            return paste();
        return event->ignore();
    }
    const bool page = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (page && event->modifiers() & Qt::ShiftModifier && !m_screen.fullScreen()) {
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp
                                               ? QAbstractSlider::SliderPageStepSub
                                               : QAbstractSlider::SliderPageStepAdd);
        return;
    }
    m_anchor.reset();
    type(m_screen.keyBytes(event->key(), event->modifiers(), event->text()));
    viewport()->update();
}

void TerminalView::inputMethodEvent(QInputMethodEvent* event) {
    type(event->commitString().toUtf8());
    event->accept();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const {
    if (query == Qt::ImCursorRectangle)
        return cellRect(m_screen.cursor().x(), grid / 2 + m_screen.cursor().y() * m_cell.height());
    return QAbstractScrollArea::inputMethodQuery(query);
}

void TerminalView::focusInEvent(QFocusEvent*) {
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent*) {
    viewport()->update();
}

void TerminalView::paste() {
    paste(QApplication::clipboard()->text());
}

void TerminalView::paste(const QString& text) {
    if (text.isEmpty() || m_ended)
        return;
    if (text.size() > mostPasted)
        emit pasteRefused(text.size());
    else
        type(m_screen.pasteBytes(text));
}

// ---- Selection
// ------------------------------------------------------------------------------------------------------

TerminalView::Place TerminalView::placeAt(const QPoint& point) const {
    const int row = verticalScrollBar()->value() + (point.y() - grid / 2) / m_cell.height();
    const int last = m_screen.history() + m_screen.size().height() - 1;
    const int column = std::clamp((point.x() - grid / 2) / m_cell.width(), 0, m_screen.size().width());
    return {m_screen.dropped() + std::clamp(row, 0, last), column};
}

bool TerminalView::isSelected(const Place& place) const {
    return m_anchor && std::min(*m_anchor, m_head) <= place && place < std::max(*m_anchor, m_head);
}

QString TerminalView::selectedText() const {
    if (!m_anchor || *m_anchor == m_head)
        return {};
    const Place from = std::min(*m_anchor, m_head);
    const Place to = std::max(*m_anchor, m_head);
    QStringList lines;
    for (qint64 row = std::max(from.row, m_screen.dropped()); row <= to.row; ++row) {
        const TerminalRow cells = m_screen.row(int(row - m_screen.dropped()));
        QString line;
        for (int column = 0; column < cells.size(); ++column)
            if (isSelected({row, column}))
                line += cells.at(column).text.isEmpty() && cells.at(column).width > 0 ? QStringLiteral(" ")
                                                                                      : cells.at(column).text;
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString TerminalView::shownText() const {
    QStringList lines;
    for (int row = 0; row < m_screen.size().height(); ++row)
        lines.append(m_screen.text(verticalScrollBar()->value() + row));
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(QLatin1Char('\n'));
}

void TerminalView::copy() {
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TerminalView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_head = placeAt(event->pos());
    if (!(event->modifiers() & Qt::ShiftModifier) || !m_anchor)
        m_anchor = m_head;
    viewport()->update();
}

void TerminalView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_head = placeAt(event->pos());
    viewport()->update();
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Place at = placeAt(event->pos());
    const TerminalRow cells = m_screen.row(int(at.row - m_screen.dropped()));
    const auto isWord = [&](int column) {
        return column >= 0 && column < cells.size() && !cells.at(column).text.trimmed().isEmpty();
    };
    if (!isWord(at.column))
        return;
    int from = at.column;
    int to = at.column;
    while (isWord(from - 1))
        --from;
    while (isWord(to))
        ++to;
    m_anchor = Place{at.row, from};
    m_head = {at.row, to};
    viewport()->update();
}

void TerminalView::wheelEvent(QWheelEvent* event) {
    if (!m_screen.fullScreen())
        return QAbstractScrollArea::wheelEvent(event);
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / wheelStep;
    m_wheel -= steps * wheelStep;
    const int key = steps > 0 ? Qt::Key_Up : Qt::Key_Down;
    for (int i = 0; i < std::min(std::abs(steps), 10) * rowsOfAWheelStep; ++i)
        type(m_screen.keyBytes(key, Qt::NoModifier, {}));
}

void TerminalView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("&Copy"), this, &TerminalView::copy)->setEnabled(!selectedText().isEmpty());
    menu.addAction(tr("&Paste"), this, [this] { paste(); })->setEnabled(!m_ended);
    menu.exec(event->globalPos());
}

} // namespace signalbox
