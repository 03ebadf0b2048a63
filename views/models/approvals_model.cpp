// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/approvals_model.h"

#include "core/client/core_text.h"
#include "core/client/mirror.h"
#include "views/models/list_sync.h"

#include <algorithm>

namespace signalbox {

struct ApprovalsChanges final : ListChanges {
    explicit ApprovalsChanges(ApprovalsModel& m) : model(m) {}
    void beginInsert(int at) override { model.beginInsertRows({}, at, at); }
    void endInsert() override { model.endInsertRows(); }
    void beginRemove(int at) override { model.beginRemoveRows({}, at, at); }
    void endRemove() override { model.endRemoveRows(); }
    void beginMove(int from, int to) override { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() override { model.endMoveRows(); }
    void changed(int at) override { emit model.dataChanged(model.index(at), model.index(at)); }
    ApprovalsModel& model;
};

ApprovalsModel::ApprovalsModel(QObject* parent) : QAbstractListModel(parent) {}

void ApprovalsModel::follow(CoreMirror& mirror) {
    if (m_mirror)
        m_mirror->disconnect(this);
    m_mirror = &mirror;
    m_loaded = false; // what was there before is no news
    const auto reload = [this, &mirror] { sync(mirror.approvals()); };
    connect(&mirror, &CoreMirror::approvalsChanged, this, reload);
    connect(&mirror, &CoreMirror::reset, this, reload);
    if (mirror.loaded())
        reload();
}

void ApprovalsModel::sync(QList<ApprovalEntry> approvals) {
    std::stable_sort(approvals.begin(), approvals.end(), [](const ApprovalEntry& a, const ApprovalEntry& b) {
        return std::tuple(-a.task.priority, a.approval.asked.ms, a.approval.id) <
               std::tuple(-b.task.priority, b.approval.asked.ms, b.approval.id);
    });
    QSet<qint64> known;
    for (const ApprovalEntry& entry : std::as_const(m_entries))
        known.insert(entry.approval.id);
    QList<ApprovalEntry> fresh;
    for (const ApprovalEntry& entry : std::as_const(approvals))
        if (!known.contains(entry.approval.id))
            fresh.append(entry);
    ApprovalsChanges changes(*this);
    syncList(
        m_entries, approvals, [](const ApprovalEntry& entry) { return entry.approval.id; },
        [](const ApprovalEntry& a, const ApprovalEntry& b) { return a == b; }, changes);
    if (m_loaded && !fresh.isEmpty())
        emit arrived(fresh);
    m_loaded = true;
}

int ApprovalsModel::rowOfTask(TaskId task) const {
    for (int i = 0; i < m_entries.size(); ++i)
        if (m_entries.at(i).task.id == task)
            return i;
    return -1;
}

int ApprovalsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant ApprovalsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ApprovalEntry& entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return tr("#%1 %2").arg(entry.task.id).arg(entry.task.title);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Approval %1 of task %2, %3: %4")
            .arg(entry.approval.id)
            .arg(entry.task.id)
            .arg(entry.task.repository, inReadersWords(entry.task.status.text));
    case ApprovalRole:
        return entry.approval.id;
    case TaskRole:
        return entry.task.id;
    default:
        return {};
    }
}

} // namespace signalbox
