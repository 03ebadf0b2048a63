// SPDX-License-Identifier: GPL-3.0-or-later
// How a terminal looks.
#include "views/parts/terminal_view.h"
#include "views/parts/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace signalbox {

namespace {

/// Letters that any fixed font has: they stand where they should even in one go.
bool isPlain(const TerminalCell& cell) {
    return cell.width == 1 &&
           (cell.text.isEmpty() || (cell.text.size() == 1 && cell.text.at(0) < QChar(0x7f)));
}

} // namespace

QRect TerminalView::cellRect(int column, int top, int width) const {
    return {grid / 2 + column * m_cell.width(), top, width * m_cell.width(), m_cell.height()};
}

void TerminalView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().base());
    painter.setLayoutDirection(Qt::LeftToRight);
    const int first = verticalScrollBar()->value();
    for (int i = 0; i < m_screen.size().height(); ++i) {
        const int top = grid / 2 + i * m_cell.height();
        if (top + m_cell.height() >= event->rect().top() && top <= event->rect().bottom())
            paintRow(painter, first + i, top);
    }
    paintCursor(painter);
}

void TerminalView::paintRow(QPainter& painter, int row, int top) const {
    const TerminalRow cells = m_screen.row(row);
    const qint64 place = m_screen.dropped() + row;
    for (int column = 0; column < cells.size();) {
        const TerminalCell& cell = cells.at(column);
        const bool selected = isSelected({place, column});
        int end = column + 1;
        QString text = cell.text.isEmpty() ? QStringLiteral(" ") : cell.text;
        if (isPlain(cell))
            for (; end < cells.size() && isPlain(cells.at(end)) && cells.at(end).style == cell.style &&
                   isSelected({place, end}) == selected;
                 ++end)
                text += cells.at(end).text.isEmpty() ? QStringLiteral(" ") : cells.at(end).text;
        const QRect where = cellRect(column, top, isPlain(cell) ? end - column : std::max(1, cell.width));
        if (selected)
            painter.fillRect(where, palette().highlight());
        else if (const QColor paper = ansiBackground(cell.style, palette()); paper.isValid())
            painter.fillRect(where, paper);
        painter.setPen(selected ? palette().highlightedText().color()
                                : ansiForeground(cell.style, palette()));
        if (cell.width > 0)
            paintRun(painter, text, cell.style, where);
        column = end;
    }
}

void TerminalView::paintRun(QPainter& painter, const QString& text, const AnsiStyle& style,
                            const QRect& where) const {
    QFont font = fixedFont(this->font());
    font.setBold(style.bold);
    font.setUnderline(style.underline);
    if (text.trimmed().isEmpty() && !style.underline)
        return;
    painter.setFont(font);
    painter.save();
    painter.setClipRect(where, Qt::IntersectClip); // a letter of another font may be wider than its place
    painter.drawText(where.left(), where.top() + m_ascent, text);
    painter.restore();
}

void TerminalView::paintCursor(QPainter& painter) const {
    const int below = m_screen.history() - verticalScrollBar()->value();
    const QPoint at = m_screen.cursor();
    if (m_ended || !m_screen.cursorShown() || at.y() + below >= m_screen.size().height())
        return;
    const TerminalRow cells = m_screen.row(m_screen.history() + at.y());
    const TerminalCell cell = at.x() < cells.size() ? cells.at(at.x()) : TerminalCell();
    const int top = grid / 2 + (at.y() + below) * m_cell.height();
    const QRect where = cellRect(at.x(), top, std::max(1, cell.width));
    if (!hasFocus()) {
        painter.setPen(palette().text().color());
        painter.drawRect(where.adjusted(0, 0, -1, -1));
        return;
    }
    painter.fillRect(where, palette().text());
    painter.setPen(palette().base().color());
    paintRun(painter, cell.text, cell.style, where);
}

} // namespace signalbox
