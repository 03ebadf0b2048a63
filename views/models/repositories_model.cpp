// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/repositories_model.h"

#include "core/client/mirror.h"
#include "views/models/header_words.h"
#include "views/models/list_sync.h"

namespace signalbox {

struct RepositoriesChanges final : ListChanges {
    explicit RepositoriesChanges(RepositoriesModel& m) : model(m) {}
    void beginInsert(int at) override { model.beginInsertRows({}, at, at); }
    void endInsert() override { model.endInsertRows(); }
    void beginRemove(int at) override { model.beginRemoveRows({}, at, at); }
    void endRemove() override { model.endRemoveRows(); }
    void beginMove(int from, int to) override { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() override { model.endMoveRows(); }
    void changed(int at) override {
        emit model.dataChanged(model.index(at, 0), model.index(at, RepositoriesModel::columns - 1));
    }
    RepositoriesModel& model;
};

RepositoriesModel::RepositoriesModel(QObject* parent) : QAbstractTableModel(parent) {}

void RepositoriesModel::follow(CoreMirror& mirror) {
    if (m_mirror)
        m_mirror->disconnect(this);
    m_mirror = &mirror;
    const auto reload = [this, &mirror] { sync(mirror.repositories()); };
    connect(&mirror, &CoreMirror::repositoriesChanged, this, reload);
    connect(&mirror, &CoreMirror::reset, this, reload);
    reload();
}

void RepositoriesModel::sync(const QList<Repository>& repositories) {
    RepositoriesChanges changes(*this);
    syncList(
        m_repositories, repositories, [](const Repository& r) { return r.name; },
        [](const Repository& a, const Repository& b) { return a == b; }, changes);
}

int RepositoriesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_repositories.size());
}

int RepositoriesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant RepositoriesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Repository& r = m_repositories.at(index.row());
    if (role == Qt::ToolTipRole)
        return tr("added by %1").arg(r.addedBy.isEmpty() ? tr("unknown") : r.addedBy);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return r.name;
    case Url:
        return r.url;
    case Branch:
        return r.branch.isEmpty() ? tr("the remote's default") : r.branch;
    case Blueprint:
        return r.blueprint.isEmpty() ? tr("the repository's own") : r.blueprint;
    default:
        return {};
    }
}

QVariant RepositoriesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role,
                      {tr("Repository"), tr("Address"), tr("Protected branch"), tr("Blueprint")});
}

} // namespace signalbox
