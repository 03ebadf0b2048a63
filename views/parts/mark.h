// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/summary.h"
#include "views/parts/theme.h"

class QPainter;

namespace signalbox {

/// The shape that says a state without colour. Every state below has one of its own.
enum class Shape {
    Diamond,   ///< a person must decide
    Hand,      ///< a person must act: a diamond with a bar
    Disc,      ///< working
    Ring,      ///< not yet
    Hourglass, ///< waits for a machine
    Loop,      ///< tries again
    Back,      ///< undoes
    Check,     ///< good
    Cross,     ///< not good
    Minus,     ///< refused
    Square,    ///< stopped by a limit
    Slash,     ///< cancelled
    Question,  ///< could not be judged
};

/// How one state looks: shape, word and tone together, so that none of them carries it alone.
struct Look {
    Shape shape = Shape::Ring;
    Tone tone = Tone::Quiet;
    QString word;
};

Look lookOf(StatusWord word);
Look lookOf(Verdict verdict);
Look lookOf(ApprovalState state);

/// Where a box that was measured from the left stands in `area` when the window reads from the right.
QRectF visualBox(Qt::LayoutDirection direction, const QRect& area, const QRectF& box);
QRect visualBox(Qt::LayoutDirection direction, const QRect& area, const QRect& box);

/// Draws the shape into the square `box`.
void paintMark(QPainter& painter, const QRectF& box, Shape shape, const QColor& color);

} // namespace signalbox
