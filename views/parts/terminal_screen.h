// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/terminal_filter.h"
#include "views/parts/ansi.h"

#include <QByteArray>
#include <QList>
#include <QPoint>
#include <QSize>
#include <QString>

#include <deque>
#include <memory>

namespace signalbox {

/// One place of a terminal: what stands there, and how.
struct TerminalCell {
    QString text; ///< a letter with its marks; empty: nothing, or the second half of a wide one
    AnsiStyle style;
    int width = 1; ///< 2 for a wide one; 0 for what stands behind it
};
using TerminalRow = QList<TerminalCell>;

/// What a terminal shows after what was printed: a screen and, above it, the rows that have left it, in
/// bounded number. It obeys nothing that does not place, colour or erase text, keeps no title and no
/// clipboard, and answers only where the cursor is and what it is. Emulation is libvterm's; paints nothing.
class TerminalScreen {
public:
    static constexpr int mostHistory = 3000;
    static constexpr int mostColumns = 500;
    static constexpr int mostRows = 300;

    explicit TerminalScreen(QSize size = {80, 24}); ///< columns and rows
    ~TerminalScreen();
    TerminalScreen(const TerminalScreen&) = delete;
    TerminalScreen& operator=(const TerminalScreen&) = delete;

    void print(const QByteArray& bytes);
    /// What it answers to what was printed, to be typed; short, and once.
    [[nodiscard]] QByteArray takeAnswers();
    void resize(QSize size);
    void clear();

    [[nodiscard]] QSize size() const;
    [[nodiscard]] int history() const; ///< rows above the screen
    /// How many rows left the history for good, so that a place in it can be kept.
    [[nodiscard]] qint64 dropped() const;
    /// From 0, the oldest, to history() + rows - 1.
    [[nodiscard]] TerminalRow row(int row) const;
    [[nodiscard]] QString text(int row) const; ///< without the blanks at its end
    [[nodiscard]] QPoint cursor() const;       ///< column and row of the screen
    [[nodiscard]] bool cursorShown() const;
    /// A program has the whole screen for itself; nothing goes into the history.
    [[nodiscard]] bool fullScreen() const;

    /// What a key types in the present mode of the terminal; nothing for keys that type nothing.
    [[nodiscard]] QByteArray keyBytes(int key, Qt::KeyboardModifiers modifiers, const QString& text);
    /// Pasted text as the program wants it. Control characters are left out.
    [[nodiscard]] QByteArray pasteBytes(const QString& text);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
