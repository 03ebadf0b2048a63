// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/log_view.h"

#include "views/parts/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace signalbox {

namespace {
constexpr int slice = 20'000;
constexpr int searchRoom = 4;     ///< milliseconds of a frame that a search may take
constexpr int looksAtClock = 256; ///< after so many lines
} // namespace

LogView::LogView(QWidget* parent)
    : QAbstractScrollArea(parent), m_repaint(Millis(16), [this] { viewport()->update(); }) {
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight); // what programs write reads from left to right
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Agent log"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    m_filterTimer.setInterval(0);
    m_searchTimer.setInterval(0);
    connect(&m_filterTimer, &QTimer::timeout, this, &LogView::filterSlice);
    connect(&m_searchTimer, &QTimer::timeout, this, &LogView::searchSlice);
}

void LogView::clear() {
    m_store.clear();
    m_rows.clear();
    m_filterNext = 0;
    m_filterTimer.stop();
    m_searchTimer.stop();
    m_current = m_anchor = -1;
    m_widest = 0;
    updateBars();
    setFollowing(true);
    viewport()->update();
    emit shownChanged();
}

void LogView::append(const QList<LogEntry>& entries) {
    if (entries.isEmpty())
        return;
    const int before = m_store.size();
    for (const LogEntry& entry : entries) {
        m_store.append(entry);
        m_widest = std::max(m_widest, int(std::min<qsizetype>(entry.text.size(), 2000)));
    }
    if (m_filtered && !m_filterTimer.isActive()) {
        for (int i = before; i < m_store.size(); ++i)
            if (passes(i))
                m_rows.push_back(i);
        m_filterNext = m_store.size();
    }
    updateBars();
    m_repaint.ask();
    emit shownChanged();
}

void LogView::setShown(LogKind kind, bool shown) {
    if (m_shown[std::size_t(kind)] == shown)
        return;
    m_shown[std::size_t(kind)] = shown;
    refilter();
}

QString LogView::shownText(int row) const {
    return m_store.parsed(lineOf(row)).text;
}

void LogView::refilter() {
    m_filtered = std::find(m_shown.begin(), m_shown.end(), false) != m_shown.end();
    m_rows.clear();
    m_filterNext = 0;
    m_current = m_anchor = -1;
    m_searchTimer.stop();
    m_filterTimer.stop();
    if (m_filtered) {
        m_filterTimer.start();
        filterSlice();
    }
    updateBars();
    viewport()->update();
    emit shownChanged();
}

void LogView::filterSlice() {
    const int end = std::min(m_store.size(), m_filterNext + slice * 10);
    for (; m_filterNext < end; ++m_filterNext)
        if (passes(m_filterNext))
            m_rows.push_back(m_filterNext);
    if (m_filterNext >= m_store.size())
        m_filterTimer.stop();
    updateBars();
    viewport()->update();
    emit shownChanged();
}

void LogView::setFollowing(bool following) {
    if (following) {
        const QScopedValueRollback moving(m_moving, true);
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
    if (m_following == following)
        return;
    m_following = following;
    emit followingChanged(following);
}

void LogView::search(const QString& text) {
    m_needle = text;
    m_searchTimer.stop();
    viewport()->update();
    if (text.isEmpty())
        return;
    if (m_current < 0)
        m_current = verticalScrollBar()->value() - 1;
    else
        --m_current; // what was found stays found while the word grows
    findNext(true);
}

void LogView::findNext(bool forward) {
    const int rows = shownLines();
    if (m_needle.isEmpty() || rows == 0) {
        emit searched(-1);
        return;
    }
    m_searchForward = forward;
    m_searchRow = ((m_current + (forward ? 1 : -1)) % rows + rows) % rows;
    m_searchLeft = rows;
    m_searchTimer.start();
    searchSlice();
}

void LogView::searchSlice() {
    const int rows = shownLines();
    QElapsedTimer since;
    since.start();
    for (int done = 1; m_searchLeft > 0 && rows > 0; ++done, --m_searchLeft) {
        if (done % looksAtClock == 0 && since.elapsed() >= searchRoom)
            return; // goes on in the next turn
        const int row = m_searchRow % rows;
        const int line = lineOf(row);
        // Raw bytes first: parsing each line would cost ten times as much.
        const QByteArray raw = m_store.raw(line);
        const bool candidate =
            QString::fromUtf8(raw).contains(m_needle, Qt::CaseInsensitive) || raw.contains('\x1b');
        if (candidate && m_store.parsed(line).text.contains(m_needle, Qt::CaseInsensitive)) {
            m_searchTimer.stop();
            m_current = m_anchor = row;
            setFollowing(false);
            showRow(row);
            emit searched(row);
            return;
        }
        m_searchRow = (row + (m_searchForward ? 1 : rows - 1)) % rows;
    }
    if (m_searchLeft <= 0 || rows == 0) {
        m_searchTimer.stop();
        emit searched(-1);
    }
}

bool LogView::goTo(const QString& step, int attempt) {
    const int line = m_store.firstOf(step, attempt);
    if (line < 0)
        return false;
    const auto row =
        m_filtered ? int(std::lower_bound(m_rows.begin(), m_rows.end(), line) - m_rows.begin()) : line;
    setFollowing(false);
    m_current = m_anchor = std::min(row, shownLines() - 1);
    const QScopedValueRollback moving(m_moving, true);
    verticalScrollBar()->setValue(m_current);
    viewport()->update();
    return true;
}

void LogView::goToMoment(Moment moment) {
    int from = 0;
    int to = shownLines();
    while (from < to) { // the first row after it
        const int middle = from + (to - from) / 2;
        if (m_store.at(lineOf(middle)) <= moment)
            from = middle + 1;
        else
            to = middle;
    }
    if (shownLines() == 0)
        return;
    setFollowing(false);
    m_current = m_anchor = std::max(0, from - 1);
    const QScopedValueRollback moving(m_moving, true);
    verticalScrollBar()->setValue(m_current - visibleRows() + 2);
    viewport()->update();
}

void LogView::showRow(int row) {
    const QScopedValueRollback moving(m_moving, true);
    const int top = verticalScrollBar()->value();
    if (row < top || row >= top + visibleRows())
        verticalScrollBar()->setValue(row - visibleRows() / 2);
    viewport()->update();
}

int LogView::rowHeight() const {
    return fontMetrics().height() + 3;
}

int LogView::visibleRows() const {
    return std::max(1, viewport()->height() / rowHeight());
}

int LogView::rowAt(const QPoint& point) const {
    const int row = verticalScrollBar()->value() + point.y() / rowHeight();
    return row >= 0 && row < shownLines() ? row : -1;
}

void LogView::updateBars() {
    const QScopedValueRollback moving(m_moving, true);
    verticalScrollBar()->setRange(0, std::max(0, shownLines() - visibleRows()));
    verticalScrollBar()->setPageStep(visibleRows());
    const int advance = fontMetrics().horizontalAdvance(QLatin1Char('m'));
    const int width = columns().text + m_widest * advance + grid * 2;
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(advance * 4);
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LogView::resizeEvent(QResizeEvent*) {
    updateBars();
}

void LogView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateBars();
}

void LogView::scrollContentsBy(int, int dy) {
    if (!m_moving && dy != 0)
        setFollowing(verticalScrollBar()->value() >= verticalScrollBar()->maximum());
    m_moving ? m_repaint.ask() : viewport()->update();
}

void LogView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        return copy();
    switch (event->key()) {
    case Qt::Key_End:
        return setFollowing(true);
    case Qt::Key_Home:
        setFollowing(false);
        return verticalScrollBar()->setValue(0);
    case Qt::Key_N:
        return findNext(!(event->modifiers() & Qt::ShiftModifier));
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const int row = rowAt(event->pos());
    m_current = row;
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = row;
    viewport()->update();
}

void LogView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    if (const int row = rowAt(event->pos()); row >= 0)
        m_current = row;
    viewport()->update();
}

void LogView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("&Copy lines"), this, &LogView::copy)->setEnabled(m_current >= 0);
    menu.addAction(tr("Go to the &end"), this, [this] { setFollowing(true); });
    menu.exec(event->globalPos());
}

QString LogView::selectedText() const {
    QString text;
    if (m_current < 0 || m_anchor < 0)
        return text;
    for (int row = std::min(m_current, m_anchor); row <= std::max(m_current, m_anchor) && row < shownLines();
         ++row)
        text += shownText(row) + QLatin1Char('\n');
    return text;
}

void LogView::copy() {
    QApplication::clipboard()->setText(selectedText());
}

} // namespace signalbox
