// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPalette>
#include <QString>

#include <cstdint>

namespace signalbox {

/// The part of a terminal's state that a log keeps from line to line: SGR colours and weight.
struct AnsiStyle {
    /// -1: the view's own; 0 to 255: the terminal's table; from 256 on: 256 + 0xRRGGBB.
    std::int32_t foreground = -1;
    std::int32_t background = -1;
    bool bold = false;
    bool faint = false;
    bool inverse = false;
    bool underline = false;
    bool operator==(const AnsiStyle&) const = default;
};

/// A run of characters of one style.
struct AnsiSpan {
    int start = 0;
    int length = 0;
    AnsiStyle style;
};

struct AnsiLine {
    QString text; ///< without any escape sequence
    QList<AnsiSpan> spans;
    AnsiStyle after; ///< what the next line begins with
};

/// Takes the escape sequences out of one line: SGR becomes spans, everything else a terminal would obey is
/// dropped. Other control characters stay for visibleText() to show.
AnsiLine parseAnsi(QStringView line, const AnsiStyle& before = {});

/// The style's text colour on the palette's Base, kept readable (at least 3:1) whatever the program chose.
QColor ansiForeground(const AnsiStyle& style, const QPalette& palette);
/// Invalid where the view's own background stays.
QColor ansiBackground(const AnsiStyle& style, const QPalette& palette);

} // namespace signalbox
