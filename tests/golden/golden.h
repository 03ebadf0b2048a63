// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox::golden {

/// A history by the name of its file.
struct History {
    QString name;
    QList<Record> records;
};

/// The histories that this build writes: together they hold every type of event.
QList<History> histories();

/// As the journal exports it, a line a record, chained.
QByteArray linesOf(const QList<Record>& records);
/// Back again. Corrupt when a line or the chain is not right.
Result<QList<Record>> recordsFrom(const QByteArray& lines);

/// What is recorded beside a history: the state that it leads to.
QJsonObject stateOf(const QList<Record>& records);

/// What `recorded` says and `now` says otherwise, with its path; empty: nothing. Members that only `now` has
/// are from a later version and may be there.
QString difference(const QJsonValue& recorded, const QJsonValue& now, const QString& where = {});

} // namespace signalbox::golden
