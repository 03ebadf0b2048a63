// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/fleet_model.h"

#include "core/client/core_text.h"
#include "core/client/mirror.h"

#include <QElapsedTimer>

#include <algorithm>

namespace signalbox {

namespace {
constexpr Millis perFrame{16};
constexpr Millis roomInFrame{5}; ///< the rest of a frame is for painting
constexpr qsizetype few = 3;     ///< changes, each of which may cost a view its whole layout
} // namespace

FleetModel::FleetModel(QObject* parent) : QAbstractItemModel(parent) {}

void FleetModel::follow(CoreMirror& mirror, bool past) {
    if (m_mirror)
        m_mirror->disconnect(this);
    m_mirror = &mirror;
    if (past)
        for (const TaskId id : std::as_const(m_earlier))
            m_putAside.append(m_tasks.value(id));
    if (past)
        m_earlier.clear();
    const auto reload = [this, &mirror] { load(mirror.tasks().values()); };
    m_follow = std::make_unique<Throttle>(perFrame, [this, &mirror] { takeChanges(mirror); });
    const auto take = [this](TaskId id) {
        m_changed.insert(id);
        m_follow->ask();
    };
    connect(&mirror, &CoreMirror::reset, this, reload);
    connect(&mirror, &CoreMirror::taskAdded, this, take);
    connect(&mirror, &CoreMirror::taskChanged, this, take);
    if (mirror.loaded())
        reload();
    if (!past)
        addEarlier(std::exchange(m_putAside, {}));
}

void FleetModel::takeChanges(CoreMirror& mirror) {
    QElapsedTimer since;
    since.start();
    m_many = m_changed.size() > few;
    while (!m_changed.isEmpty() && since.elapsed() < roomInFrame.count()) {
        const TaskId id = *m_changed.begin();
        m_changed.erase(m_changed.begin());
        if (const TaskSummary* task = mirror.task(id))
            place(*task);
    }
    m_many = false;
    tellCounts();
    if (!m_changed.isEmpty())
        m_follow->ask();
}

FleetModel::Group FleetModel::groupOf(const TaskSummary& task) {
    switch (task.status.word) {
    case StatusWord::NeedsDecision:
    case StatusWord::NeedsPerson:
        return Group::NeedsYou;
    case StatusWord::Done:
    case StatusWord::Rejected:
    case StatusWord::Cancelled:
        return Group::Done;
    case StatusWord::Refused:
    case StatusWord::Failed:
    case StatusWord::Exhausted:
        return Group::Failed;
    case StatusWord::Admission:
    case StatusWord::WaitingForMachine:
    case StatusWord::Working:
    case StatusWord::Retrying:
    case StatusWord::Undoing:
        break;
    }
    return Group::Running;
}

QString FleetModel::groupTitle(Group group) {
    switch (group) {
    case Group::NeedsYou:
        return tr("Needs you");
    case Group::Running:
        return tr("Running");
    case Group::Failed:
        return tr("Failed");
    case Group::Done:
        return tr("Done");
    case Group::Earlier:
        return tr("Earlier");
    }
    return {};
}

bool FleetModel::before(Group group, const TaskSummary& a, const TaskSummary& b) const {
    if (group == Group::NeedsYou || group == Group::Running) {
        const Moment ageA = group == Group::NeedsYou ? a.status.since : a.created;
        const Moment ageB = group == Group::NeedsYou ? b.status.since : b.created;
        return std::tuple(-a.priority, ageA.ms, a.id) < std::tuple(-b.priority, ageB.ms, b.id);
    }
    return std::tuple(-a.updated.ms, -a.id) < std::tuple(-b.updated.ms, -b.id); // what ended last is on top
}

int FleetModel::lowerBound(Group group, const TaskSummary& task) const {
    const Order& order = m_order[std::size_t(group)];
    const auto it =
        std::lower_bound(order.begin(), order.end(), task, [&](TaskId id, const TaskSummary& wanted) {
            return before(group, *m_tasks.constFind(id), wanted);
        });
    return int(it - order.begin());
}

void FleetModel::load(const QList<TaskSummary>& tasks) {
    m_changed.clear();
    beginResetModel();
    QList<TaskSummary> all = tasks; // what is over and was looked up stays: it cannot have changed
    QSet<TaskId> present;
    for (const TaskSummary& task : tasks)
        present.insert(task.id);
    m_earlier.subtract(present);
    for (const TaskId id : std::as_const(m_earlier))
        all.append(m_tasks.value(id));
    m_tasks.clear();
    for (Order& order : m_order)
        order.clear();
    for (const TaskSummary& task : all) {
        m_tasks.insert(task.id, task);
        m_order[std::size_t(placeOf(task))].push_back(task.id);
    }
    for (int g = 0; g < groups; ++g)
        std::sort(m_order[std::size_t(g)].begin(), m_order[std::size_t(g)].end(), [&](TaskId a, TaskId b) {
            return before(Group(g), *m_tasks.constFind(a), *m_tasks.constFind(b));
        });
    endResetModel();
    emit countsChanged();
}

void FleetModel::put(const TaskSummary& task) {
    place(task);
    tellCounts();
}

void FleetModel::place(const TaskSummary& task) {
    const auto known = m_tasks.constFind(task.id);
    if (known == m_tasks.constEnd())
        return insert(groupOf(task), task);
    const Group from = placeOf(*known);
    const int row = lowerBound(from, *known);
    m_earlier.remove(task.id); // the core tells of it again, so it holds it again
    move(from, groupOf(task), row, task);
}

int FleetModel::addEarlier(const QList<TaskSummary>& tasks) {
    int added = 0;
    for (const TaskSummary& task : tasks) {
        if (m_tasks.contains(task.id))
            continue;
        m_earlier.insert(task.id);
        insert(Group::Earlier, task);
        ++added;
    }
    tellCounts();
    return added;
}

void FleetModel::insert(Group group, const TaskSummary& task) {
    const int row = lowerBound(group, task);
    beginInsertRows(groupIndex(group), row, row);
    m_tasks.insert(task.id, task);
    m_order[std::size_t(group)].insert(m_order[std::size_t(group)].begin() + row, task.id);
    endInsertRows();
    m_counted[std::size_t(group)] = true;
}

void FleetModel::tellCounts() {
    bool any = false;
    for (int g = 0; g < groups; ++g) {
        if (!std::exchange(m_counted[std::size_t(g)], false))
            continue;
        any = true;
        emit dataChanged(groupIndex(Group(g)), groupIndex(Group(g)));
    }
    if (any)
        emit countsChanged();
}

void FleetModel::move(Group from, Group to, int row, const TaskSummary& task) {
    Order& source = m_order[std::size_t(from)];
    // The new place is sought without the task itself, which still stands at its old one.
    source.erase(source.begin() + row);
    const int target = lowerBound(to, task);
    source.insert(source.begin() + row, task.id);
    if (from == to && target == row) {
        m_tasks.insert(task.id, task);
        emit dataChanged(index(row, 0, groupIndex(to)), index(row, 0, groupIndex(to)));
        return;
    }
    if (m_many && task.id != m_kept) { // for a move a filter and a tree look at every row that there is
        beginRemoveRows(groupIndex(from), row, row);
        source.erase(source.begin() + row);
        endRemoveRows();
        m_counted[std::size_t(from)] = true;
        return insert(to, task);
    }
    const int destination = from == to && target > row ? target + 1 : target;
    beginMoveRows(groupIndex(from), row, row, groupIndex(to), destination);
    source.erase(source.begin() + row);
    Order& order = m_order[std::size_t(to)];
    order.insert(order.begin() + target, task.id);
    m_tasks.insert(task.id, task);
    endMoveRows();
    const QModelIndex moved = index(target, 0, groupIndex(to));
    emit dataChanged(moved, moved);
    if (from != to)
        m_counted[std::size_t(from)] = m_counted[std::size_t(to)] = true;
}

const TaskSummary* FleetModel::task(TaskId id) const {
    const auto it = m_tasks.constFind(id);
    return it == m_tasks.constEnd() ? nullptr : &*it;
}

const TaskSummary* FleetModel::task(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    return task(m_order[index.internalId() - 1][std::size_t(index.row())]);
}

QModelIndex FleetModel::indexOf(TaskId id) const {
    const TaskSummary* known = task(id);
    if (!known)
        return {};
    const Group group = placeOf(*known);
    return index(lowerBound(group, *known), 0, groupIndex(group));
}

QModelIndex FleetModel::index(int row, int column, const QModelIndex& parent) const {
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, 0, parent.isValid() ? quintptr(parent.row() + 1) : quintptr(0));
}

QModelIndex FleetModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int FleetModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return groups;
    return parent.internalId() == 0 ? count(Group(parent.row())) : 0;
}

int FleetModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant FleetModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const TaskSummary* row = task(index);
    if (!row) {
        const auto group = Group(index.row());
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return tr("%1 (%2)").arg(groupTitle(group)).arg(count(group));
        case TaskRole:
            return qint64(0);
        case GroupRole:
            return int(group);
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole:
        return QStringLiteral("#%1 %2").arg(row->id).arg(row->title);
    case Qt::ToolTipRole:
        return tr("%1\nknown because: %2")
            .arg(inReadersWords(row->status.text), inReadersWords(row->status.known));
    case Qt::AccessibleTextRole:
        return tr("Task %1, %2, %3: %4")
            .arg(row->id)
            .arg(row->title, row->repository, inReadersWords(row->status.text));
    case TaskRole:
        return row->id;
    case GroupRole:
        return int(placeOf(*row));
    case SummaryRole:
        return QVariant::fromValue(quintptr(row));
    default:
        return {};
    }
}

Qt::ItemFlags FleetModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    return index.internalId() == 0 ? Qt::ItemIsEnabled
                                   : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace signalbox
