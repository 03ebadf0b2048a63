// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/sqlite_journal.h"

#include <future>

namespace signalbox::test {

/// Appends and waits for the answer.
inline Result<qint64> appendNow(Journal& journal, QList<Event> events, Moment at = {1700000000000}) {
    auto answer = std::make_shared<std::promise<Result<qint64>>>();
    auto future = answer->get_future();
    journal.append(std::move(events), at, [answer](Result<qint64> result) { answer->set_value(result); });
    return future.get();
}

/// A small event that can be told from others.
inline Event numbered(TaskId task, int number, const QString& text = {}) {
    return AttemptStarted{task, text.isEmpty() ? QStringLiteral("step") : text, number};
}

inline QList<Record> readAll(Journal& journal, qint64 after = 0, qint64 limit = 0) {
    QList<Record> records;
    const auto read = journal.read(after, limit, [&](const Record& record) { records.append(record); });
    if (!read)
        qWarning("%s", qPrintable(read.error().text()));
    return read ? records : QList<Record>();
}

} // namespace signalbox::test
