// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/fleet_filter.h"

#include "core/client/core_text.h"
#include <algorithm>

namespace signalbox {

FleetFilter::FleetFilter(FleetModel& fleet, QObject* parent) : QSortFilterProxyModel(parent), m_fleet(fleet) {
    // A group appears with its first task and goes with its last one: the model says that the group's row
    // changed, and dynamic filtering looks at it again.
    setDynamicSortFilter(true);
    setSourceModel(&fleet);
}

void FleetFilter::setText(const QString& text) {
    m_words = text.simplified().toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool FleetFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (!parent.isValid())
        return m_fleet.count(FleetModel::Group(row)) > 0;
    if (m_words.isEmpty())
        return true;
    const TaskSummary* task = m_fleet.task(m_fleet.index(row, 0, parent));
    if (!task)
        return false;
    const QString hay = QStringLiteral("#%1 %2 %3 %4 %5 %6")
                            .arg(task->id)
                            .arg(task->title, task->repository, task->currentTitle,
                                 inReadersWords(task->status.text), enumWord(task->status.word))
                            .toLower();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return hay.contains(word); });
}

TaskId FleetFilter::neighbour(TaskId task, int step) const {
    QList<QModelIndex> groups;
    for (int g = 0; g < rowCount(); ++g)
        if (rowCount(index(g, 0)) > 0)
            groups.append(index(g, 0));
    if (groups.isEmpty())
        return 0;
    const QModelIndex here = task ? indexOf(task) : QModelIndex();
    const auto idAt = [&](const QModelIndex& group, int row) {
        return index(row, 0, group).data(FleetModel::TaskRole).toLongLong();
    };
    if (!here.isValid())
        return idAt(groups.first(), 0);
    auto g = int(groups.indexOf(here.parent()));
    int row = here.row() + step;
    while (row < 0 && g > 0)
        row += rowCount(groups.at(--g));
    while (row >= rowCount(groups.at(g)) && g + 1 < groups.size())
        row -= rowCount(groups.at(g++));
    return idAt(groups.at(g), std::clamp(row, 0, rowCount(groups.at(g)) - 1));
}

} // namespace signalbox
