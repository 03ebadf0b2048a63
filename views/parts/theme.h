// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;

namespace signalbox {

/// The grid that every distance in the console is a multiple of, in pixels.
constexpr int grid = 8;

enum class ThemeChoice { System, Light, Dark };

/// What a colour means. There is exactly one accent, and it means "needs you".
enum class Tone { Plain, Quiet, NeedsYou, Active, Good, Bad, Warning };

/// Fusion with our own palettes; System keeps the desktop's choice of light or dark.
void applyTheme(QApplication& application, ThemeChoice choice);
/// Text in percent of what the desktop says; windows made before keep their own.
void applyTextSize(QApplication& application, int percent);
QPalette lightPalette();
QPalette darkPalette();
bool isDark(const QPalette& palette);

/// The tone as text or line on the palette's Base; at least 4.5:1 in light and in dark.
QColor toneColor(const QPalette& palette, Tone tone);
/// The tone as a quiet background behind ordinary text.
QColor toneWash(const QPalette& palette, Tone tone);
/// A line between areas: visible, but not loud.
QColor ruleColor(const QPalette& palette);
/// A mix of two colours; `part` of `b` from 0 to 1.
QColor mixed(const QColor& a, const QColor& b, double part);
/// The WCAG contrast ratio of two opaque colours, from 1 to 21.
double contrast(const QColor& a, const QColor& b);

/// The platform's fixed-width font at the size of the text around it.
QFont fixedFont(const QFont& like);
/// The same font, smaller by one point, for second lines.
QFont smallFont(const QFont& like);
QFont boldFont(const QFont& like);

} // namespace signalbox
