// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/diff_rows.h"
#include "views/parts/visible_text.h"

#include <QAbstractScrollArea>

namespace signalbox {

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

signals:
    void viewedChanged(int viewed, int files);
    void sideBySideChanged(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
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
    void paintFile(QPainter& painter, int file, const QRect& area);
    void paintBand(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintUnified(QPainter& painter, const DiffRow& row, const QRect& area);
    void paintSide(QPainter& painter, const Side& side, const QRect& area);
    void paintCode(QPainter& painter, const Side& side, const QRect& area);
    [[nodiscard]] int pairOf(int file, int hunk, int line) const;

    DiffDocument m_document;
    DiffRows m_rows;
    int m_longest = 0;
    int m_digits = 3;
};

} // namespace signalbox
