// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/graph_layout.h"

#include <algorithm>
#include <vector>

namespace signalbox {

namespace {

constexpr double columnGap = 2 * grid;
constexpr double rowGap = 3 * grid;
constexpr double laneHeight = 2.25 * grid;
constexpr double margin = grid * 0.75;

struct Frame {
    int perRow = 1;
    int rows = 1;
    std::vector<int> lanes; ///< a row
    QSizeF box;

    [[nodiscard]] int row(int step) const { return step / perRow; }
    [[nodiscard]] double top(int r) const {
        double y = margin;
        for (int i = 0; i < r; ++i)
            y += box.height() + rowGap + lanes[std::size_t(i)] * laneHeight;
        return y;
    }
    [[nodiscard]] double laneY(int r, int lane) const {
        return top(r) + box.height() + grid * 1.5 + lane * laneHeight;
    }
};

QPolygonF forwardWay(const Frame& frame, const QList<QRectF>& boxes, int i) {
    const QRectF a = boxes.at(i);
    const QRectF b = boxes.at(i + 1);
    const QPointF from(a.right(), a.center().y());
    const QPointF to(b.left(), b.center().y());
    if (frame.row(i) == frame.row(i + 1))
        return {{from, to}};
    const double right = a.right() + columnGap / 2;
    const double left = b.left() - margin / 2;
    const double between = b.top() - grid;
    return {{from, {right, from.y()}, {right, between}, {left, between}, {left, to.y()}, to}};
}

QPolygonF backWay(const Frame& frame, const QList<QRectF>& boxes, const StepRoute& route, double y,
                  double shift) {
    const QRectF a = boxes.at(route.from);
    const QRectF b = boxes.at(route.to);
    const QPointF to(b.center().x() + shift, b.bottom() + 1);
    const int down = frame.row(route.from) - frame.row(route.to);
    if (down == 0)
        return {{{a.center().x() + shift, a.bottom()}, {a.center().x() + shift, y}, {to.x(), y}, to}};
    if (down == 1)
        return {{{a.center().x() + shift, a.top()}, {a.center().x() + shift, y}, {to.x(), y}, to}};
    // Rows lie in between: up through the gap beside the box.
    const double x = a.left() - columnGap / 3;
    return {{{a.left(), a.center().y() - grid}, {x, a.center().y() - grid}, {x, y}, {to.x(), y}, to}};
}

} // namespace

GraphLayout layoutGraph(int steps, const QList<StepRoute>& routes, double width, QSizeF box) {
    GraphLayout layout;
    if (steps <= 0)
        return layout;
    Frame frame;
    frame.box = box;
    const double room =
        width - 2 * margin - columnGap / 2; // half a gap for the ways that turn into the next row
    frame.perRow = std::clamp(int((room + columnGap) / (box.width() + columnGap)), 1, steps);
    frame.rows = (steps + frame.perRow - 1) / frame.perRow;
    frame.perRow = (steps + frame.rows - 1) / frame.rows; // even rows read better than a long and a short one
    // What is left over goes to the boxes, so that titles have room; the gaps stay.
    const double share = (room - (frame.perRow - 1) * columnGap) / frame.perRow;
    frame.box.setWidth(std::clamp(share, box.width(), std::max(box.width(), 19.0 * grid)));
    box = frame.box;
    frame.lanes.assign(std::size_t(frame.rows), 0);

    QList<StepRoute> sorted = routes;
    // Short ways get the inner lanes, so that lines cross as little as possible.
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const StepRoute& a, const StepRoute& b) { return a.from - a.to < b.from - b.to; });
    QList<int> lanes;
    for (const StepRoute& route : sorted)
        lanes.append(frame.lanes[std::size_t(frame.row(route.to))]++);

    for (int i = 0; i < steps; ++i) {
        const int column = i % frame.perRow;
        layout.boxes.append(QRectF(margin + column * (box.width() + columnGap), frame.top(frame.row(i)),
                                   box.width(), box.height()));
    }
    for (int i = 0; i + 1 < steps; ++i)
        layout.forward.append(forwardWay(frame, layout.boxes, i));
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        const double y = frame.laneY(frame.row(sorted.at(i).to), lanes.at(i));
        const double shift = double((i + 1) / 2) * grid * (i % 2 ? -1 : 1);
        const double bounded = std::clamp(shift, -box.width() / 2 + grid, box.width() / 2 - grid);
        const QPolygonF line = backWay(frame, layout.boxes, sorted.at(i), y, bounded);
        const auto n = line.size();
        layout.back.append({line, (line.at(n - 2) + line.at(n - 3)) / 2, sorted.at(i)});
    }
    const int last = frame.rows - 1;
    layout.size = QSizeF(
        2 * margin + frame.perRow * (box.width() + columnGap) - columnGap / 2,
        frame.top(last) + box.height() + margin +
            (frame.lanes[std::size_t(last)] > 0 ? frame.lanes[std::size_t(last)] * laneHeight + grid : 0));
    return layout;
}

} // namespace signalbox
