// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>

#include <utility>

namespace signalbox {

/// What a model must be told while one of its lists becomes another one.
struct ListChanges {
    virtual ~ListChanges() = default;
    virtual void beginInsert(int at) = 0;
    virtual void endInsert() = 0;
    virtual void beginRemove(int at) = 0;
    virtual void endRemove() = 0;
    /// `to` as QAbstractItemModel::beginMoveRows counts: the row before which it lands.
    virtual void beginMove(int from, int to) = 0;
    virtual void endMove() = 0;
    virtual void changed(int at) = 0;
};

/// Turns `now` into `wanted` by the fewest row operations that a reader would expect; rows are known by
/// `key`. A view keeps its selection and its scroll position over it.
template <typename T, typename Key, typename Same>
void syncList(QList<T>& now, const QList<T>& wanted, Key key, Same same, ListChanges& changes) {
    QSet<std::decay_t<decltype(key(std::declval<const T&>()))>> keys;
    keys.reserve(wanted.size());
    for (const T& item : wanted)
        keys.insert(key(item));
    for (int i = int(now.size()) - 1; i >= 0; --i) {
        if (keys.contains(key(now.at(i))))
            continue;
        changes.beginRemove(i);
        now.removeAt(i);
        changes.endRemove();
    }
    for (int i = 0; i < wanted.size(); ++i) {
        int at = i;
        while (at < now.size() && key(now.at(at)) != key(wanted.at(i)))
            ++at;
        if (at >= now.size()) {
            changes.beginInsert(i);
            now.insert(i, wanted.at(i));
            changes.endInsert();
            continue;
        }
        if (at != i) {
            changes.beginMove(at, i);
            now.move(at, i);
            changes.endMove();
        }
        if (!same(now.at(i), wanted.at(i))) {
            now[i] = wanted.at(i);
            changes.changed(i);
        }
    }
}

} // namespace signalbox
