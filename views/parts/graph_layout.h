// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/step_cards.h"

#include <QPolygonF>
#include <QRectF>

namespace signalbox {

/// Where the boxes and lines of a step graph lie. Pure geometry: steps from left to right, wrapping into
/// rows; ways back run below the row that they lead to, each in a lane of its own.
struct GraphLayout {
    struct Way {
        QPolygonF line; ///< ends at its arrow's point
        QPointF label;  ///< middle of the count
        StepRoute route;
    };
    QList<QRectF> boxes;
    QList<QPolygonF> forward; ///< from each step to the next
    QList<Way> back;
    QSizeF size{0, 0};
};

/// `width` is what there is; at least one box a row is placed however narrow it is.
GraphLayout layoutGraph(int steps, const QList<StepRoute>& routes, double width, QSizeF box);

} // namespace signalbox
