// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/summary.h"

#include <QStyledItemDelegate>

#include <functional>

namespace signalbox {

/// Paints the fleet: one line for a group; two for a task: what it is, and how it stands.
class FleetDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    FleetDelegate(std::function<Moment()> now, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintTask(QPainter& painter, const QStyleOptionViewItem& option, const TaskSummary& task) const;
    static void paintSteps(QPainter& painter, const QStyleOptionViewItem& option, const QRect& area,
                           const TaskSummary& task, const QColor& color);
    std::function<Moment()> m_now;
};

} // namespace signalbox
