// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/diff_rows.h"
#include "views/parts/visible_text.h"

#include <QAbstractScrollArea>

#include <optional>

namespace signalbox {

class CommentEditor;

/// A change as it is reviewed: unified or side by side, files that fold up and can be marked as viewed, long
/// unchanged runs folded, lightly coloured. Only what is seen is painted, so 50,000 lines are no burden.
/// Characters that would hide or reorder text are spelt out and marked.
class DiffView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit DiffView(QWidget* parent = nullptr);

    void setPatch(const QByteArray& patch);
    void clear() { setPatch({}); }
    [[nodiscard]] const DiffDocument& document() const { return m_document; }
    [[nodiscard]] const DiffRows& rows() const { return m_rows; }

    void setSideBySide(bool on);
    [[nodiscard]] bool sideBySide() const { return m_rows.sideBySide(); }
    void setViewed(int file, bool viewed);
    void toggleCollapsed(int file);
    /// Scrolls so that the file's header is at the top.
    void showFile(int file);
    /// The file that the top row belongs to; -1 when there is none.
    [[nodiscard]] int currentFile() const;
    /// The text of a line as it is painted, hidden characters spelt out.
    [[nodiscard]] QString shownText(int file, int hunk, int line,
                                    QList<EscapedRange>* escaped = nullptr) const;

    /// What is said about lines; it stays when the patch changes, and is shown where its line still is.
    [[nodiscard]] const DiffComments& comments() const { return m_comments; }
    void setComments(const DiffComments& comments);
    /// Opens the sheet for the line that the cursor is on, else for the first one in sight.
    void writeComment();

signals:
    void commentsChanged(int count);
    void viewedChanged(int viewed, int files);
    void sideBySideChanged(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Side {
        int file, hunk, line, other;
        bool left;
    };
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] int numberWidth() const;
    void updateBars();
    void rowsChanged();
    void paintRow(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintLine(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintFile(QPainter& painter, int file, const QRect& area);
    void paintBand(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintUnified(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintSide(QPainter& painter, const Side& side, const QRect& area);
    void paintCode(QPainter& painter, const Side& side, const QRect& area);
    [[nodiscard]] int pairOf(int file, int hunk, int line) const;

    // diff_review.cpp
    struct Place {
        int file, hunk, line;
        bool operator==(const Place&) const = default;
    };
    static std::optional<Place> placeOf(const DiffRow& row);
    [[nodiscard]] int cursorRow() const;
    void setCursorRow(int row);
    void moveCursor(int step);
    [[nodiscard]] LineComment commentAt(const Place& place) const;
    void placeEditor();
    void commentsWereChanged();
    void paintComment(QPainter& painter, const DiffRow& row, const QRect& area);

    DiffDocument m_document;
    DiffRows m_rows;
    int m_longest = 0;
    int m_digits = 3;
    DiffComments m_comments;
    std::optional<Place> m_cursor;        ///< the line that one looks at
    std::optional<LineComment> m_written; ///< what the sheet is about
    CommentEditor* m_editor = nullptr;
};

} // namespace signalbox
