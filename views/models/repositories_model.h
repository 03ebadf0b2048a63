// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QAbstractTableModel>
#include <QPointer>

namespace signalbox {

class CoreMirror;

/// The repositories that tasks may work on.
class RepositoriesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Url, Branch, Blueprint, columns };
    explicit RepositoriesModel(QObject* parent = nullptr);
    /// Shows what this mirror holds from now on, and no longer what another one does.
    void follow(CoreMirror& mirror);
    void sync(const QList<Repository>& repositories);
    [[nodiscard]] const QList<Repository>& repositories() const { return m_repositories; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QPointer<CoreMirror> m_mirror;
    friend struct RepositoriesChanges;
    QList<Repository> m_repositories;
};

} // namespace signalbox
