// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/diff_view.h"
#include "views/parts/mark.h"
#include "views/parts/syntax.h"
#include "views/parts/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace signalbox {

namespace {

constexpr int paintedCharacters = 1000;

/// Where two lines differ: what is between their common beginning and their common end.
EscapedRange changedPart(const QString& line, const QString& other) {
    int from = 0;
    while (from < line.size() && from < other.size() && line.at(from) == other.at(from))
        ++from;
    int end = 0;
    while (end < line.size() - from && end < other.size() - from &&
           line.at(line.size() - 1 - end) == other.at(other.size() - 1 - end))
        ++end;
    return {from, int(line.size()) - from - end};
}

QColor tokenColor(const QPalette& palette, TokenKind kind) {
    const bool dark = isDark(palette);
    switch (kind) {
    case TokenKind::Keyword:
        return QColor(dark ? 0xffc3a6f2 : 0xff6a35a8);
    case TokenKind::Text:
        return QColor(dark ? 0xff9fd0a0 : 0xff25632f);
    case TokenKind::Comment:
        return toneColor(palette, Tone::Quiet);
    case TokenKind::Number:
        return QColor(dark ? 0xffe0bb80 : 0xff7c4a00);
    }
    return palette.color(QPalette::Text);
}

} // namespace

void DiffView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const int height = rowHeight();
    const int top = verticalScrollBar()->value();
    const int end = std::min(m_rows.size(), top + viewport()->height() / height + 2);
    for (int i = top; i < end; ++i)
        paintRow(painter, m_rows.at(i), QRect(0, (i - top) * height, viewport()->width(), height));
    if (top < m_rows.size() && m_rows.at(top).kind != DiffRow::Kind::File)
        paintFile(painter, m_rows.at(top).file, QRect(0, 0, viewport()->width(), height));
}

void DiffView::paintRow(QPainter& painter, const DiffRow& row, const QRect& area) {
    switch (row.kind) {
    case DiffRow::Kind::File:
        return paintFile(painter, row.file, area);
    case DiffRow::Kind::Hunk:
    case DiffRow::Kind::Fold:
    case DiffRow::Kind::Note:
        return paintBand(painter, row, area);
    case DiffRow::Kind::Comment:
        return paintComment(painter, row, area);
    case DiffRow::Kind::Line:
        break;
    }
    paintLine(painter, row, area);
    if (m_cursor && m_cursor == placeOf(row)) {
        painter.setPen(toneColor(palette(), hasFocus() ? Tone::Active : Tone::Quiet));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
}

void DiffView::paintLine(QPainter& painter, const DiffRow& row, const QRect& area) {
    if (!m_rows.sideBySide())
        return paintUnified(painter, row, area);
    const int half = area.width() / 2;
    paintSide(painter, {row.file, row.hunk, row.left, row.right, true},
              QRect(area.left(), area.top(), half, area.height()));
    paintSide(painter, {row.file, row.hunk, row.right, row.left, false},
              QRect(area.left() + half, area.top(), area.width() - half, area.height()));
    painter.setPen(ruleColor(palette()));
    painter.drawLine(half, area.top(), half, area.bottom());
}

void DiffView::paintFile(QPainter& painter, int index, const QRect& area) {
    const DiffFile& file = m_document.files().at(index);
    painter.fillRect(area, mixed(palette().color(QPalette::Window), palette().color(QPalette::Base), 0.2));
    painter.setPen(ruleColor(palette()));
    painter.drawLine(area.topLeft(), area.topRight());
    painter.drawLine(area.bottomLeft(), area.bottomRight());

    painter.setFont(font());
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(toneColor(palette(), Tone::Quiet));
    painter.drawText(area.adjusted(grid, 0, 0, 0), Qt::AlignVCenter,
                     m_rows.collapsed(index) ? QStringLiteral("\u25b8") : QStringLiteral("\u25be"));

    const int right = area.right() - grid;
    const bool viewed = m_rows.viewed(index);
    const QString viewedWord = viewed ? tr("viewed") : tr("not viewed");
    const int markLeft = right - metrics.horizontalAdvance(tr("not viewed"));
    painter.setPen(toneColor(palette(), viewed ? Tone::Good : Tone::Quiet));
    painter.drawText(QRect(markLeft, area.top(), right - markLeft, area.height()), Qt::AlignVCenter,
                     viewedWord);
    const double size = metrics.ascent() * 0.75;
    paintMark(painter, {markLeft - size - grid / 2.0, area.center().y() - size / 2 + 1, size, size},
              viewed ? signalbox::Shape::Check : signalbox::Shape::Ring, painter.pen().color());

    const QString counts = QStringLiteral("+%1  \u2212%2").arg(file.added).arg(file.removed);
    const int countsLeft = markLeft - int(size) - 2 * grid - metrics.horizontalAdvance(counts);
    painter.setPen(toneColor(palette(), Tone::Quiet));
    painter.drawText(QRect(countsLeft, area.top(), 20 * grid, area.height()), Qt::AlignVCenter, counts);

    QString name = visibleText(file.path);
    if (file.change == DiffFile::Change::Renamed)
        name = tr("%1 \u2192 %2 (renamed)").arg(visibleText(file.oldPath), name);
    else if (file.change == DiffFile::Change::Added)
        name = tr("%1 (new)").arg(name);
    else if (file.change == DiffFile::Change::Deleted)
        name = tr("%1 (deleted)").arg(name);
    if (!file.modeNote.isEmpty())
        name += QStringLiteral("  [%1]").arg(file.modeNote);
    painter.setFont(boldFont(font()));
    painter.setPen(palette().color(QPalette::Text));
    const QRect box(area.left() + 3 * grid, area.top(), countsLeft - 4 * grid, area.height());
    painter.drawText(box, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideMiddle, box.width()));
}

void DiffView::paintBand(QPainter& painter, const DiffRow& row, const QRect& area) {
    painter.fillRect(area, palette().color(QPalette::AlternateBase));
    const DiffFile& file = m_document.files().at(row.file);
    QString text;
    if (row.kind == DiffRow::Kind::Fold) {
        text = tr("\u22ef  unchanged lines: %1 (click to show)").arg(row.right - row.left + 1);
    } else if (row.kind == DiffRow::Kind::Note) {
        text =
            file.binary
                ? tr("Binary file: its contents are not shown")
                : tr("No line changed (%1)").arg(file.modeNote.isEmpty() ? tr("name only") : file.modeNote);
    } else {
        const DiffHunk& hunk = file.hunks.at(row.hunk);
        text = tr("line %1").arg(hunk.newStart) + QStringLiteral("   ") + visibleText(hunk.heading);
    }
    painter.setFont(fixedFont(smallFont(font())));
    painter.setPen(toneColor(palette(), Tone::Quiet));
    painter.drawText(area.adjusted(3 * grid, 0, -grid, 0), Qt::AlignVCenter, text);
}

void DiffView::paintUnified(QPainter& painter, const DiffRow& row, const QRect& area) {
    const DiffLine& line = m_document.files().at(row.file).hunks.at(row.hunk).lines.at(row.left);
    const int numbers = numberWidth();
    painter.setFont(fixedFont(font()));
    const Tone tone = line.kind == DiffKind::Added     ? Tone::Good
                      : line.kind == DiffKind::Removed ? Tone::Bad
                                                       : Tone::Plain;
    if (tone != Tone::Plain)
        painter.fillRect(area, toneWash(palette(), tone));
    painter.setPen(toneColor(palette(), Tone::Quiet));
    const auto number = [&](int n, int slot) {
        if (n > 0)
            painter.drawText(
                QRect(area.left() + slot * numbers, area.top(), numbers - grid / 2, area.height()),
                Qt::AlignVCenter | Qt::AlignRight, QString::number(n));
    };
    number(line.oldNumber, 0);
    number(line.newNumber, 1);
    const QRect code = area.adjusted(2 * numbers + grid / 2, 0, 0, 0);
    paintCode(painter, {row.file, row.hunk, row.left, pairOf(row.file, row.hunk, row.left), false}, code);
}

void DiffView::paintSide(QPainter& painter, const Side& side, const QRect& area) {
    if (side.line < 0) {
        painter.fillRect(area, palette().color(QPalette::AlternateBase));
        return;
    }
    const DiffLine& line = m_document.files().at(side.file).hunks.at(side.hunk).lines.at(side.line);
    painter.setFont(fixedFont(font()));
    if (line.kind == DiffKind::Added || line.kind == DiffKind::Removed)
        painter.fillRect(area, toneWash(palette(), line.kind == DiffKind::Added ? Tone::Good : Tone::Bad));
    const int numbers = numberWidth();
    const int n = side.left ? line.oldNumber : line.newNumber;
    painter.setPen(toneColor(palette(), Tone::Quiet));
    if (n > 0)
        painter.drawText(QRect(area.left(), area.top(), numbers - grid / 2, area.height()),
                         Qt::AlignVCenter | Qt::AlignRight, QString::number(n));
    paintCode(painter, side, area.adjusted(numbers + grid / 2, 0, 0, 0));
}

void DiffView::paintCode(QPainter& painter, const Side& side, const QRect& area) {
    const DiffLine& line = m_document.files().at(side.file).hunks.at(side.hunk).lines.at(side.line);
    const bool changed = line.kind == DiffKind::Added || line.kind == DiffKind::Removed;
    const Tone tone = line.kind == DiffKind::Added ? Tone::Good : Tone::Bad;
    painter.save();
    painter.setClipRect(area);
    const QFontMetricsF metrics(painter.font());
    const double advance = metrics.horizontalAdvance(QLatin1Char('m'));
    const double baseline = area.top() + (area.height() - metrics.height()) / 2 + metrics.ascent();
    if (changed) {
        painter.setPen(toneColor(palette(), tone));
        painter.drawText(QPointF(area.left(), baseline),
                         line.kind == DiffKind::Added ? QStringLiteral("+") : QStringLiteral("\u2212"));
    }
    const double left = area.left() + 1.5 * advance;
    painter.setClipRect(area.adjusted(int(1.5 * advance), 0, 0, 0));
    const double x = left - horizontalScrollBar()->value();

    QList<EscapedRange> escaped;
    const QString whole = shownText(side.file, side.hunk, side.line, &escaped);
    const QString text = cutLong(whole, paintedCharacters);
    if (changed && side.other >= 0 && side.other != side.line) {
        const EscapedRange part = changedPart(whole, shownText(side.file, side.hunk, side.other));
        if (part.length > 0 && part.length < whole.size() * 3 / 4)
            painter.fillRect(
                QRectF(x + part.start * advance, area.top(), part.length * advance, area.height()),
                mixed(toneWash(palette(), tone), toneColor(palette(), tone), 0.22));
    }
    const QColor plain = toneColor(palette(), line.kind == DiffKind::Note ? Tone::Quiet : Tone::Plain);
    const QString ordered = inLogicalOrder(text);
    const auto piece = [&](int start, int length, const QColor& color) {
        painter.setPen(color);
        painter.drawText(QPointF(x + metrics.horizontalAdvance(text.left(start)), baseline),
                         text.mid(start, length));
    };
    // Where letters run right to left the line is painted as one piece, in its logical order.
    int from = 0;
    if (ordered == text) {
        for (const Token& token : tokenize(text, languageOf(m_document.files().at(side.file).path))) {
            piece(from, token.start - from, plain);
            piece(token.start, token.length, tokenColor(palette(), token.kind));
            from = token.start + token.length;
        }
        piece(from, int(text.size()) - from, plain);
    } else {
        painter.setPen(plain);
        painter.drawText(QPointF(x, baseline), ordered);
    }
    for (const EscapedRange& range : escaped) {
        if (range.start >= text.size())
            break;
        const double at = x + metrics.horizontalAdvance(text.left(range.start));
        painter.fillRect(QRectF(at, area.top(), range.length * advance, area.height()),
                         toneColor(palette(), Tone::Bad));
        piece(range.start, range.length, palette().color(QPalette::Base));
    }
    painter.restore();
}

} // namespace signalbox
