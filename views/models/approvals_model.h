// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QAbstractListModel>
#include <QPointer>

namespace signalbox {

class CoreMirror;

/// The open approvals: higher priority first, then who waits longest.
class ApprovalsModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { ApprovalRole = Qt::UserRole + 1, TaskRole };
    explicit ApprovalsModel(QObject* parent = nullptr);
    /// Shows what this mirror holds from now on, and no longer what another one does.
    void follow(CoreMirror& mirror);
    void sync(QList<ApprovalEntry> approvals);

    [[nodiscard]] const QList<ApprovalEntry>& entries() const { return m_entries; }
    [[nodiscard]] int rowOfTask(TaskId task) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

signals:
    /// Approvals that were not there before; not emitted for the first load.
    void arrived(const QList<signalbox::ApprovalEntry>& entries);

private:
    QPointer<CoreMirror> m_mirror;
    friend struct ApprovalsChanges;
    QList<ApprovalEntry> m_entries;
    bool m_loaded = false;
};

} // namespace signalbox
