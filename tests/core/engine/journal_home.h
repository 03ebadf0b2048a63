// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/sqlite_journal.h"
#include "tests/core/flow/flow_walker.h"

#include <QTemporaryDir>

#include <future>

namespace signalbox::test {

/// This many records of a random history.
inline QList<Record> randomHistory(quint32 seed, qsizetype records) {
    Flow flow;
    Walker walker(seed);
    while (flow.history.size() < records) {
        (void)flow.give(walker.next(flow));
        flow.pass(walker.time());
    }
    return flow.history.first(records);
}

/// The state after the first `count` of them (-1: all).
inline State stateAfter(const QList<Record>& records, qsizetype count = -1) {
    State state;
    for (const Record& record : count < 0 ? records : records.first(count))
        apply(state, record);
    return state;
}

/// A core's files: a real journal in a directory of its own.
struct JournalHome {
    explicit JournalHome(const QList<Record>& records = {}) {
        auto opened = openSqliteJournal(file(QStringLiteral("journal.sqlite")));
        SB_ASSERT(opened.ok(), "a journal can be made");
        journal = std::move(*opened);
        append(records);
    }
    void append(const QList<Record>& records) const {
        if (records.isEmpty())
            return;
        std::promise<void> all;
        for (const Record& record : records)
            journal->append({record.event}, record.at,
                            [&all, last = record.seq == records.last().seq](const Result<qint64>& done) {
                                SB_ASSERT(done.ok(), "the journal takes a history");
                                if (last)
                                    all.set_value();
                            });
        all.get_future().wait();
    }
    [[nodiscard]] QString file(const QString& name) const { return dir.filePath(name); }

    QTemporaryDir dir;
    std::unique_ptr<Journal> journal;
};

} // namespace signalbox::test
