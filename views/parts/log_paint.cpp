// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/log_view.h"
#include "views/parts/theme.h"
#include "views/parts/visible_text.h"

#include <QDateTime>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace signalbox {

namespace {

constexpr int paintedCharacters = 2000; ///< more of one line is never seen at once

Tone toneOf(LogKind kind) {
    switch (kind) {
    case LogKind::Core:
        return Tone::Active;
    case LogKind::Tool:
        return Tone::Warning;
    case LogKind::Model:
        return Tone::Good;
    case LogKind::Output:
        break;
    }
    return Tone::Quiet;
}

} // namespace

LogView::Columns LogView::columns() const {
    const QFontMetrics metrics(fixedFont(font()));
    const int m = metrics.horizontalAdvance(QLatin1Char('m'));
    Columns c{};
    c.time = grid;
    c.step = c.time + 8 * m + grid;
    c.kind = c.step + 12 * m + grid;
    c.text = c.kind + 8 * m;
    if (m_bare)
        c.text = grid;
    return c;
}

void LogView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const Columns c = columns();
    const int top = verticalScrollBar()->value();
    const int rows = std::min(shownLines(), top + viewport()->height() / rowHeight() + 2);
    for (int row = top; row < rows; ++row)
        paintRow(painter, row, (row - top) * rowHeight(), c, row == top);
    if (m_bare)
        return;
    painter.setPen(ruleColor(palette()));
    const int rule = c.text - grid - horizontalScrollBar()->value();
    painter.drawLine(rule, 0, rule, viewport()->height());
}

void LogView::paintRow(QPainter& painter, int row, int y, const Columns& c, bool first) {
    const int line = lineOf(row);
    const int dx = -horizontalScrollBar()->value();
    const QRect area(0, y, viewport()->width(), rowHeight());
    const bool selected = m_current >= 0 && m_anchor >= 0 && row >= std::min(m_current, m_anchor) &&
                          row <= std::max(m_current, m_anchor);
    if (selected)
        painter.fillRect(area, palette().color(QPalette::Highlight));

    const QFont fixed = fixedFont(font());
    painter.setFont(fixed);
    if (!m_bare)
        paintCells(painter, row, QRect(0, y, viewport()->width(), rowHeight()), c, first);
    painter.save();
    painter.setClipRect(QRect(c.text + dx - 2, y, viewport()->width() - c.text - dx + 2, rowHeight()));
    paintText(painter, m_store.parsed(line), c.text + dx, y);
    painter.restore();
}

/// When, in which step and from where a line came.
void LogView::paintCells(QPainter& painter, int row, const QRect& area, const Columns& c, bool first) {
    const int line = lineOf(row);
    const int dx = -horizontalScrollBar()->value();
    const int y = area.top();
    const auto cell = [&](int from, int to, const QString& text, const QColor& color) {
        painter.setPen(color);
        const QRect box(from + dx, y, to - from - grid / 2, rowHeight());
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
    };
    const QColor quiet = toneColor(palette(), Tone::Quiet);
    const QString time =
        QDateTime::fromMSecsSinceEpoch(m_store.at(line).ms).toString(QStringLiteral("HH:mm:ss"));
    cell(c.time, c.step, time, quiet);
    const QString step = m_store.step(line);
    const int previous = row > 0 ? lineOf(row - 1) : -1;
    const bool changed = first || previous < 0 || m_store.step(previous) != step ||
                         m_store.attempt(previous) != m_store.attempt(line);
    if (changed) {
        const QString where =
            m_store.attempt(line) > 1 ? QStringLiteral("%1 #%2").arg(step).arg(m_store.attempt(line)) : step;
        cell(c.step, c.kind, where, palette().color(QPalette::Text));
        if (!first && previous >= 0) {
            painter.setPen(ruleColor(palette()));
            painter.drawLine(0, y, viewport()->width(), y);
        }
    }
    const LogKind kind = m_store.kind(line);
    cell(c.kind, c.text - grid, logKindWord(kind), toneColor(palette(), toneOf(kind)));
}

void LogView::paintText(QPainter& painter, const AnsiLine& line, int x, int y) {
    const QFontMetricsF metrics(painter.font());
    const double baseline = y + (rowHeight() - metrics.height()) / 2 + metrics.ascent();
    const QString shown = line.text.left(paintedCharacters);
    double at = x;
    const double end = viewport()->width();
    const auto piece = [&](int start, int length, const AnsiStyle& style) {
        if (at > end)
            return; // nobody sees it, however many colours there are
        const QString text = inLogicalOrder(shown.mid(start, length));
        if (text.isEmpty())
            return;
        QFont font = painter.font();
        font.setBold(style.bold);
        font.setUnderline(style.underline);
        painter.setFont(font);
        const double width = QFontMetricsF(font).horizontalAdvance(text);
        if (const QColor paper = ansiBackground(style, palette()); paper.isValid())
            painter.fillRect(QRectF(at, y, width, rowHeight()), paper);
        painter.setPen(ansiForeground(style, palette()));
        painter.drawText(QPointF(at, baseline), text);
        at += width;
    };
    if (!m_needle.isEmpty()) {
        for (qsizetype i = shown.indexOf(m_needle, 0, Qt::CaseInsensitive); i >= 0;
             i = shown.indexOf(m_needle, i + m_needle.size(), Qt::CaseInsensitive)) {
            const double from = x + metrics.horizontalAdvance(shown.left(i));
            const double width = metrics.horizontalAdvance(shown.mid(i, m_needle.size()));
            painter.fillRect(
                QRectF(from, y + 1, width, rowHeight() - 2),
                mixed(palette().color(QPalette::Base), toneColor(palette(), Tone::Warning), 0.4));
        }
    }
    int from = 0;
    for (const AnsiSpan& span : line.spans) {
        piece(from, span.start - from, {});
        piece(span.start, span.length, span.style);
        from = span.start + span.length;
    }
    if (shown.size() > from)
        piece(from, int(shown.size()) - from, {});
}

} // namespace signalbox
