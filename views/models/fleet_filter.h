// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/models/fleet_model.h"

#include <QSortFilterProxyModel>

namespace signalbox {

/// The tasks that hold all words of a text in their number, title, repository, step or state. Groups that are
/// empty are left out.
class FleetFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit FleetFilter(FleetModel& fleet, QObject* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_words.join(QLatin1Char(' ')); }
    [[nodiscard]] FleetModel& fleet() const { return m_fleet; }
    [[nodiscard]] const TaskSummary* task(const QModelIndex& index) const {
        return m_fleet.task(mapToSource(index));
    }
    [[nodiscard]] QModelIndex indexOf(TaskId id) const { return mapFromSource(m_fleet.indexOf(id)); }
    /// The task `step` places from this one in the order shown; from none, the first. 0: there is none.
    [[nodiscard]] TaskId neighbour(TaskId task, int step) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    FleetModel& m_fleet;
    QStringList m_words;
};

} // namespace signalbox
