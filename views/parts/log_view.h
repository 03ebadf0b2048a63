// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/throttle.h"
#include "views/parts/log_store.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <array>

namespace signalbox {

/// A log of any length. Paints only the lines that are seen; filtering and searching go in slices, so that
/// the window never stalls. Follows the tail until the reader scrolls up, and again from the end on.
class LogView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(QWidget* parent = nullptr);

    void clear();
    /// Only the text, without time, step and kind: for output that has none.
    void setBare(bool bare) { m_bare = bare; }
    void append(const QList<LogEntry>& entries);
    [[nodiscard]] const LogStore& store() const { return m_store; }

    /// Which kinds are shown; all at first.
    void setShown(LogKind kind, bool shown);
    [[nodiscard]] bool isShown(LogKind kind) const { return m_shown[std::size_t(kind)]; }
    [[nodiscard]] int shownLines() const { return m_filtered ? int(m_rows.size()) : m_store.size(); }
    /// The text of a shown line, as it is painted.
    [[nodiscard]] QString shownText(int row) const;

    [[nodiscard]] bool following() const { return m_following; }
    void setFollowing(bool following);
    /// Marks the text wherever it is seen, and goes to the next place from the current one on. Case is
    /// ignored.
    void search(const QString& text);
    void findNext(bool forward = true);
    /// The line on which search or the reader stands; -1: none.
    [[nodiscard]] int currentRow() const { return m_current; }
    /// Shows where an attempt of a step begins (0: its first); false when the log has nothing of it.
    bool goTo(const QString& step, int attempt = 0);
    /// Shows the last line that was there at that moment.
    void goToMoment(Moment moment);
    /// The selected lines as text.
    [[nodiscard]] QString selectedText() const;

signals:
    void followingChanged(bool following);
    /// A search came to its end: row of the shown line, or -1.
    void searched(int row);
    void shownChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Columns {
        int time, step, kind, text;
    };
    [[nodiscard]] int lineOf(int row) const { return m_filtered ? m_rows[std::size_t(row)] : row; }
    [[nodiscard]] bool passes(int line) const { return m_shown[std::size_t(m_store.kind(line))]; }
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] int rowAt(const QPoint& point) const;
    [[nodiscard]] Columns columns() const;
    void paintRow(QPainter& painter, int row, int y, const Columns& columns, bool first);
    void paintCells(QPainter& painter, int row, const QRect& area, const Columns& columns, bool first);
    void paintText(QPainter& painter, const AnsiLine& line, int x, int y);
    void measure();
    void updateBars();
    void refilter();
    void filterSlice();
    void searchSlice();
    void showRow(int row);
    void copy();

    LogStore m_store;
    std::array<bool, logKinds> m_shown{true, true, true, true};
    bool m_filtered = false;
    std::vector<int> m_rows; ///< the shown lines, when not all are shown
    int m_filterNext = 0;
    QTimer m_filterTimer;
    Throttle m_repaint; ///< lines come thousands a second, and eyes see sixty pictures
    bool m_bare = false;
    bool m_following = true;
    bool m_moving = false; ///< the bar is moved by us, not by the reader
    QString m_needle;
    QTimer m_searchTimer;
    int m_searchRow = 0;
    int m_searchLeft = 0;
    bool m_searchForward = true;
    int m_current = -1;
    int m_anchor = -1;
    int m_widest = 0;
};

} // namespace signalbox
