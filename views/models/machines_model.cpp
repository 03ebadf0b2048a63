// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/machines_model.h"

#include "core/client/mirror.h"
#include "views/models/header_words.h"
#include "views/models/list_sync.h"

#include <QLocale>

namespace signalbox {

struct MachinesChanges final : ListChanges {
    explicit MachinesChanges(MachinesModel& m) : model(m) {}
    void beginInsert(int at) override { model.beginInsertRows({}, at, at); }
    void endInsert() override { model.endInsertRows(); }
    void beginRemove(int at) override { model.beginRemoveRows({}, at, at); }
    void endRemove() override { model.endRemoveRows(); }
    void beginMove(int from, int to) override { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() override { model.endMoveRows(); }
    void changed(int at) override {
        emit model.dataChanged(model.index(at, 0), model.index(at, MachinesModel::columns - 1));
    }
    MachinesModel& model;
};

MachinesModel::MachinesModel(QObject* parent) : QAbstractTableModel(parent) {}

void MachinesModel::follow(CoreMirror& mirror, std::function<Moment()> now) {
    if (m_mirror)
        m_mirror->disconnect(this);
    m_mirror = &mirror;
    m_now = std::move(now);
    const auto reload = [this, &mirror] { sync(mirror.machines()); };
    connect(&mirror, &CoreMirror::machinesChanged, this, reload);
    connect(&mirror, &CoreMirror::reset, this, reload);
    reload();
}

void MachinesModel::sync(const QList<MachineInfo>& machines) {
    MachinesChanges changes(*this);
    syncList(
        m_machines, machines, [](const MachineInfo& m) { return m.name; },
        [](const MachineInfo& a, const MachineInfo& b) { return a == b; }, changes);
}

QString MachinesModel::known(const MachineInfo& m) const {
    QString text = tr("%1: %2").arg(m.name, m.activity());
    if (m.since.ms > 0 && m_now)
        text += tr(", for %1").arg(humanDuration(Millis((m_now() - m.since).count() / 1000 * 1000)));
    const QString why = m.reason.isEmpty() ? m.because : m.reason;
    return why.isEmpty() ? text : tr("%1; known because %2").arg(text, why);
}

int MachinesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_machines.size());
}

int MachinesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant MachinesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const MachineInfo& m = m_machines.at(index.row());
    if (role == NameRole)
        return m.name;
    if (role == TaskRole)
        return m.task();
    if (role == StateRole)
        return m.state;
    if (role == KnownRole)
        return known(m);
    if (role == Qt::ToolTipRole && index.column() == State)
        return m.reason.isEmpty() ? m.because : m.reason;
    if (role == Qt::TextAlignmentRole && index.column() >= Processor)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
    case Name:
        return m.name;
    case State:
        return m.activity();
    case Task:
        return m.task() ? tr("#%1 %2").arg(m.task()).arg(m.step()) : tr("none");
    case Processor:
        return humanDuration(Millis(m.cpuTimeMs));
    case Memory:
        return locale.formattedDataSize(m.memoryBytes, 0);
    case Disk:
        return locale.formattedDataSize(m.diskBytes, 0);
    case Age:
        return m_now && m.startedAt.ms > 0
                   ? humanDuration(Millis((m_now() - m.startedAt).count() / 1000 * 1000))
                   : QString();
    default:
        return {};
    }
}

QVariant MachinesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(
        section, orientation, role,
        {tr("Machine"), tr("State"), tr("Task"), tr("Processor time"), tr("Memory"), tr("Disk"), tr("Age")});
}

} // namespace signalbox
