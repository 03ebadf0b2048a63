// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/terminal_screen.h"

#include <QAbstractScrollArea>

namespace signalbox {

/// A terminal: shows what a program prints and types what a person does. Takes every key but those with
/// Ctrl+Shift, which copy (C) and paste (V), Ctrl with a digit, by which one leaves it, and Shift with Page
/// Up or Down, which scroll. It never reads the clipboard by itself, and writes it only when told to copy.
class TerminalView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    /// Pasting more is refused.
    static constexpr qsizetype mostPasted = 256 * 1024;

    explicit TerminalView(QWidget* parent = nullptr);

    void print(const QByteArray& bytes);
    void clear();
    /// Nothing can be typed; what is there stays, and says so by its look.
    void setEnded(bool ended);
    /// Size in characters, as there is room for.
    [[nodiscard]] QSize characters() const { return m_screen.size(); }
    [[nodiscard]] const TerminalScreen& screen() const { return m_screen; }
    [[nodiscard]] QString selectedText() const;
    /// All that can be seen, for tests and readers.
    [[nodiscard]] QString shownText() const;
    void copy();
    void paste();
    void paste(const QString& text);

    /// Ctrl+Shift, Ctrl with a digit: a key of the window.
    [[nodiscard]] static bool isWindowKey(int key, Qt::KeyboardModifiers modifiers);

signals:
    void typed(const QByteArray& bytes);
    void resized(int columns, int rows);
    /// What was to be pasted is too much.
    void pasteRefused(qsizetype length);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    bool focusNextPrevChild(bool) override { return false; } // Tab is for the program
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// A place among all rows that there ever were.
    struct Place {
        qint64 row = 0;
        int column = 0;
        auto operator<=>(const Place&) const = default;
    };
    void measure();
    void fit();
    void updateBar();
    void type(const QByteArray& bytes);
    void paintRow(QPainter& painter, int row, int top) const;
    void paintRun(QPainter& painter, const QString& text, const AnsiStyle& style, const QRect& where) const;
    void paintCursor(QPainter& painter) const;
    [[nodiscard]] Place placeAt(const QPoint& point) const;
    [[nodiscard]] bool isSelected(const Place& place) const;
    [[nodiscard]] QRect cellRect(int column, int top, int width = 1) const;

    TerminalScreen m_screen;
    QSize m_cell{8, 16}; ///< pixels
    int m_ascent = 12;
    std::optional<Place> m_anchor;
    Place m_head;
    bool m_ended = false;
    int m_wheel = 0; ///< not used up yet
};

} // namespace signalbox
