// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/diff_view.h"

#include "views/parts/comment_editor.h"
#include "views/parts/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

namespace signalbox {

DiffView::DiffView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight); // code, in whatever language the window speaks
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Change"));
    viewport()->setBackgroundRole(QPalette::Base);
}

void DiffView::setPatch(const QByteArray& patch) {
    m_document = DiffDocument::parse(patch);
    m_cursor.reset();
    if (m_editor)
        m_editor->hide();
    m_rows.setComments(&m_comments);
    m_rows.setDocument(&m_document);
    m_longest = 0;
    int largest = 0;
    for (const DiffFile& file : m_document.files())
        for (const DiffHunk& hunk : file.hunks)
            for (const DiffLine& line : hunk.lines) {
                m_longest = std::max(m_longest, std::min(line.length, 1000));
                largest = std::max({largest, line.oldNumber, line.newNumber});
            }
    m_digits = std::max(2, int(QString::number(largest).size()));
    setAccessibleDescription(tr("files: %1, lines added: %2, removed: %3")
                                 .arg(m_document.files().size())
                                 .arg(m_document.added())
                                 .arg(m_document.removed()));
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    rowsChanged();
    emit viewedChanged(0, int(m_document.files().size()));
}

void DiffView::setSideBySide(bool on) {
    if (on == m_rows.sideBySide())
        return;
    const int file = currentFile();
    m_rows.setSideBySide(on);
    rowsChanged();
    if (file > 0)
        showFile(file);
    emit sideBySideChanged(on);
}

void DiffView::setViewed(int file, bool viewed) {
    if (file < 0 || file >= m_document.files().size())
        return;
    m_rows.setViewed(file, viewed);
    rowsChanged();
    emit viewedChanged(m_rows.viewedCount(), int(m_document.files().size()));
}

void DiffView::toggleCollapsed(int file) {
    m_rows.toggleCollapsed(file);
    rowsChanged();
}

void DiffView::showFile(int file) {
    if (const int row = m_rows.rowOfFile(file); row >= 0)
        verticalScrollBar()->setValue(row);
}

int DiffView::currentFile() const {
    const int row = verticalScrollBar()->value();
    return row < m_rows.size() ? m_rows.at(row).file : -1;
}

QString DiffView::shownText(int file, int hunk, int line, QList<EscapedRange>* escaped) const {
    return shownLine(m_document, m_document.files().at(file).hunks.at(hunk).lines.at(line), escaped);
}

int DiffView::rowHeight() const {
    return QFontMetrics(fixedFont(font())).height() + 3;
}

int DiffView::visibleRows() const {
    return std::max(1, viewport()->height() / rowHeight());
}

int DiffView::numberWidth() const {
    return QFontMetrics(fixedFont(font())).horizontalAdvance(QLatin1Char('0')) * m_digits + grid;
}

void DiffView::updateBars() {
    verticalScrollBar()->setRange(0, std::max(0, m_rows.size() - visibleRows()));
    verticalScrollBar()->setPageStep(visibleRows());
    const int advance = QFontMetrics(fixedFont(font())).horizontalAdvance(QLatin1Char('m'));
    const int code = m_longest * advance + 2 * grid;
    const int gutters = (m_rows.sideBySide() ? 1 : 2) * numberWidth() + 2 * grid;
    const int room = (m_rows.sideBySide() ? viewport()->width() / 2 : viewport()->width()) - gutters;
    horizontalScrollBar()->setRange(0, std::max(0, code - room));
    horizontalScrollBar()->setPageStep(std::max(1, room));
    horizontalScrollBar()->setSingleStep(advance * 4);
}

void DiffView::rowsChanged() {
    updateBars();
    placeEditor();
    viewport()->update();
}

void DiffView::resizeEvent(QResizeEvent*) {
    updateBars();
    placeEditor();
}

void DiffView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        rowsChanged();
}

void DiffView::scrollContentsBy(int, int) {
    placeEditor();
    viewport()->update();
}

void DiffView::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    const int at = verticalScrollBar()->value() + event->pos().y() / rowHeight();
    if (at < 0 || at >= m_rows.size())
        return;
    // The header of the file that one is in stays at the top, and takes the click there.
    const bool sticky = event->pos().y() < rowHeight();
    const DiffRow row = m_rows.at(at);
    if (row.kind == DiffRow::Kind::File || sticky) {
        const bool onMark = event->pos().x() > viewport()->width() - 12 * grid;
        if (onMark)
            setViewed(row.file, !m_rows.viewed(row.file));
        else
            toggleCollapsed(row.file);
        if (sticky)
            showFile(row.file);
    } else if (row.kind == DiffRow::Kind::Fold) {
        m_rows.unfold(row);
        rowsChanged();
    } else if (row.kind == DiffRow::Kind::Line) {
        setCursorRow(at);
    }
}

void DiffView::mouseDoubleClickEvent(QMouseEvent* event) {
    const int at = verticalScrollBar()->value() + event->pos().y() / rowHeight();
    if (at >= 0 && at < m_rows.size() && m_rows.at(at).kind == DiffRow::Kind::Line) {
        setCursorRow(at);
        writeComment();
    }
}

void DiffView::keyPressEvent(QKeyEvent* event) {
    const int file = currentFile();
    switch (event->key()) {
    case Qt::Key_V:
        return setViewed(file, !m_rows.viewed(file));
    case Qt::Key_BracketRight:
        return showFile(file + 1);
    case Qt::Key_BracketLeft:
        return showFile(verticalScrollBar()->value() > m_rows.rowOfFile(file) ? file : file - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (file >= 0)
            toggleCollapsed(file);
        return;
    case Qt::Key_Down:
        return moveCursor(1);
    case Qt::Key_Up:
        return moveCursor(-1);
    case Qt::Key_C:
        return writeComment();
    case Qt::Key_S:
        return setSideBySide(!sideBySide());
    case Qt::Key_Home:
        return verticalScrollBar()->setValue(0);
    case Qt::Key_End:
        return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

/// The line that replaces, or is replaced by, this one; -1: none.
int DiffView::pairOf(int file, int hunk, int line) const {
    const QList<DiffLine>& lines = m_document.files().at(file).hunks.at(hunk).lines;
    const DiffKind kind = lines.at(line).kind;
    if (kind != DiffKind::Added && kind != DiffKind::Removed)
        return -1;
    int begin = line;
    while (begin > 0 && lines.at(begin - 1).kind == kind && line - begin < 200)
        --begin;
    const DiffKind wanted = kind == DiffKind::Added ? DiffKind::Removed : DiffKind::Added;
    if (kind == DiffKind::Added) {
        int first = begin;
        while (first > 0 && lines.at(first - 1).kind == wanted && begin - first < 200)
            --first;
        const int pair = first + (line - begin);
        return pair < begin ? pair : -1;
    }
    int second = line;
    while (second < lines.size() && lines.at(second).kind == kind && second - line < 200)
        ++second;
    const int pair = second + (line - begin);
    return pair < lines.size() && lines.at(pair).kind == wanted ? pair : -1;
}

} // namespace signalbox
