// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/throttle.h"
#include "core/domain/summary.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QPointer>
#include <QSet>

#include <array>
#include <memory>
#include <vector>

namespace signalbox {

class CoreMirror;

/// All tasks, in groups: those that need a person first, each group in the order in which one would take
/// them. Follows a mirror row by row; resets only when the mirror was loaded anew. What changes once is seen
/// at once; what changes all the time is taken in once a frame, as much as a frame has room for.
class FleetModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    /// Earlier: over, and not in the core's memory any more.
    enum class Group { NeedsYou, Running, Failed, Done, Earlier };
    static constexpr int groups = 5;
    enum Role {
        TaskRole = Qt::UserRole + 1, ///< TaskId; 0 on a group's row
        GroupRole,                   ///< Group as int
        SummaryRole,                 ///< const TaskSummary* as quintptr, until the next change
    };
    explicit FleetModel(QObject* parent = nullptr);
    /// Shows what this mirror holds from now on, and no longer what another one does. `past`: the mirror
    /// holds a past moment, in which tasks that were looked up since have no place.
    void follow(CoreMirror& mirror, bool past = false);

    void load(const QList<TaskSummary>& tasks);
    /// Adds the task or moves it to where it belongs now.
    void put(const TaskSummary& task);
    /// The task that somebody looks at: it is moved in one step, whatever that costs, so that no view loses
    /// it.
    void keepInSight(TaskId task) { m_kept = task; }
    /// Adds those that are not known yet to the group of earlier ones; how many that were.
    int addEarlier(const QList<TaskSummary>& tasks);

    /// By its status alone.
    static Group groupOf(const TaskSummary& task);
    static QString groupTitle(Group group);
    [[nodiscard]] int count(Group group) const { return int(m_order[std::size_t(group)].size()); }
    /// nullptr: not known.
    [[nodiscard]] const TaskSummary* task(TaskId id) const;
    [[nodiscard]] const TaskSummary* task(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(TaskId id) const;
    [[nodiscard]] QModelIndex groupIndex(Group group) const { return index(int(group), 0); }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void countsChanged();

private:
    using Order = std::vector<TaskId>;
    [[nodiscard]] bool before(Group group, const TaskSummary& a, const TaskSummary& b) const;
    [[nodiscard]] int lowerBound(Group group, const TaskSummary& task) const;
    void takeChanges(CoreMirror& mirror);
    void place(const TaskSummary& task);
    void tellCounts();
    void insert(Group group, const TaskSummary& task);
    void move(Group from, Group to, int row, const TaskSummary& task);
    [[nodiscard]] Group placeOf(const TaskSummary& task) const {
        return m_earlier.contains(task.id) ? Group::Earlier : groupOf(task);
    }

    QPointer<CoreMirror> m_mirror;
    QList<TaskSummary> m_putAside; ///< earlier ones, while the past is shown
    QHash<TaskId, TaskSummary> m_tasks;
    QSet<TaskId> m_earlier;
    TaskId m_kept = 0;
    bool m_many = false;    ///< many change at once
    QSet<TaskId> m_changed; ///< in the mirror, and not here yet
    std::unique_ptr<Throttle> m_follow;
    std::array<bool, groups> m_counted{}; ///< groups that have another number of tasks, which is not told yet
    std::array<Order, groups> m_order;
};

} // namespace signalbox
