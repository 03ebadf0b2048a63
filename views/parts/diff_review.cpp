// SPDX-License-Identifier: GPL-3.0-or-later
// The line that one looks at in a change, and what is said about lines.
#include "views/parts/comment_editor.h"
#include "views/parts/diff_view.h"
#include "views/parts/theme.h"

#include <QPainter>
#include <QScrollBar>

namespace signalbox {

namespace {
constexpr int editorLines = 5;
}

/// The line that a row is about: the new one where there is one.
std::optional<DiffView::Place> DiffView::placeOf(const DiffRow& row) {
    if (row.kind != DiffRow::Kind::Line)
        return std::nullopt;
    return Place{row.file, row.hunk, row.right >= 0 ? row.right : row.left};
}

int DiffView::cursorRow() const {
    if (!m_cursor)
        return -1;
    for (int row = std::max(0, m_rows.rowOfFile(m_cursor->file)); row < m_rows.size(); ++row) {
        if (m_rows.at(row).file != m_cursor->file)
            break;
        const DiffRow& at = m_rows.at(row);
        if (at.kind == DiffRow::Kind::Line && at.hunk == m_cursor->hunk &&
            (at.left == m_cursor->line || at.right == m_cursor->line))
            return row;
    }
    return -1;
}

void DiffView::setCursorRow(int row) {
    m_cursor = placeOf(m_rows.at(row));
    const int top = verticalScrollBar()->value();
    const int last = top + visibleRows() - 2;
    if (row <= top) // one row is under the file's header
        verticalScrollBar()->setValue(row - 1);
    else if (row > last)
        verticalScrollBar()->setValue(row - visibleRows() + 2);
    viewport()->update();
}

/// The next line in that direction; from nowhere, the first one in sight.
void DiffView::moveCursor(int step) {
    int row = cursorRow();
    const int top = verticalScrollBar()->value();
    if (row < 0 || row < top || row > top + visibleRows())
        row = step > 0 ? top : std::min(m_rows.size(), top + visibleRows());
    for (row += step; row >= 0 && row < m_rows.size(); row += step)
        if (m_rows.at(row).kind == DiffRow::Kind::Line)
            return setCursorRow(row);
}

LineComment DiffView::commentAt(const Place& place) const {
    const DiffFile& file = m_document.files().at(place.file);
    const DiffLine& line = file.hunks.at(place.hunk).lines.at(place.line);
    LineComment comment;
    comment.oldSide = line.kind == DiffKind::Removed;
    comment.path = comment.oldSide && !file.oldPath.isEmpty() ? file.oldPath : file.path;
    comment.line = comment.oldSide ? line.oldNumber : line.newNumber;
    comment.code = shownText(place.file, place.hunk, place.line).left(LineComment::keptCode);
    if (const LineComment* there = m_comments.find(comment.path, comment.oldSide, comment.line, comment.code))
        comment.text = there->text;
    return comment;
}

void DiffView::writeComment() {
    if (cursorRow() < 0)
        moveCursor(1);
    if (!m_cursor)
        return;
    if (!m_editor) {
        m_editor = new CommentEditor(viewport());
        connect(m_editor, &CommentEditor::left, this, [this] { setFocus(); });
        connect(m_editor, &CommentEditor::kept, this, [this](const QString& text) {
            setFocus();
            if (!m_written)
                return;
            LineComment comment = *m_written;
            comment.text = text;
            m_comments.put(comment);
            commentsWereChanged();
        });
    }
    m_written = commentAt(*m_cursor);
    m_editor->begin(m_written->text);
    placeEditor();
}

/// Below its line where there is room, else above it.
void DiffView::placeEditor() {
    if (!m_editor || !m_editor->isVisible())
        return;
    const int row = cursorRow();
    const int height = editorLines * rowHeight() + 3 * grid;
    const int left = 2 * numberWidth();
    const int width = std::max(20 * grid, std::min(viewport()->width() - left - 2 * grid, 90 * grid));
    int y = (row - verticalScrollBar()->value() + 1) * rowHeight();
    if (y + height > viewport()->height())
        y = std::max(0, y - rowHeight() - height);
    m_editor->setGeometry(left, y, width, height);
}

void DiffView::setComments(const DiffComments& comments) {
    if (m_editor)
        m_editor->hide();
    m_comments = comments;
    commentsWereChanged();
}

void DiffView::commentsWereChanged() {
    m_rows.setComments(&m_comments);
    rowsChanged();
    emit commentsChanged(int(m_comments.all().size()));
}

/// One line of a comment: set apart from the code by its bar, its colour and the common font.
void DiffView::paintComment(QPainter& painter, const DiffRow& row, const QRect& area) {
    const LineComment& comment = m_comments.all().at(row.left);
    const QRect box = area.adjusted(2 * numberWidth(), 0, 0, 0);
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.fillRect(box, toneWash(palette(), Tone::NeedsYou));
    painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), toneColor(palette(), Tone::NeedsYou));
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::Text));
    const QString text =
        inLogicalOrder(visibleText(comment.text.section(QLatin1Char('\n'), row.right, row.right)));
    painter.drawText(box.adjusted(grid * 3 / 2, 0, -grid, 0), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width() - 3 * grid));
}

} // namespace signalbox
