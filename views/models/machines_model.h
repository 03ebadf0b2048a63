// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QAbstractTableModel>
#include <QPointer>

#include <functional>

namespace signalbox {

class CoreMirror;

/// The machines that exist right now.
class MachinesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Task, Processor, Memory, Disk, Age, columns };
    enum Role {
        NameRole = Qt::UserRole + 1,
        TaskRole,
        StateRole, ///< the hypervisor's word: "running", "hibernated"
        KnownRole, ///< what it does, since when, and how that is known
    };
    explicit MachinesModel(QObject* parent = nullptr);
    /// Shows what this mirror holds from now on, and no longer what another one does.
    void follow(CoreMirror& mirror, std::function<Moment()> now);
    void sync(const QList<MachineInfo>& machines);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QPointer<CoreMirror> m_mirror;
    friend struct MachinesChanges;
    [[nodiscard]] QString known(const MachineInfo& machine) const;
    QList<MachineInfo> m_machines;
    std::function<Moment()> m_now;
};

} // namespace signalbox
