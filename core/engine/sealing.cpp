// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sealing.h"

namespace signalbox {

namespace {

/// The first event in (from, to] that did not happen before this moment; to + 1: all did. A clock that was
/// set back can only make this too early.
Result<qint64> firstSince(Journal& journal, qint64 from, qint64 to, Moment moment) {
    while (from < to) {
        const qint64 middle = from + (to - from + 1) / 2;
        Moment at;
        const auto read = journal.read(middle - 1, 1, [&](const Record& record) { at = record.at; });
        if (!read)
            return read.error();
        if (at < moment)
            from = middle;
        else
            to = middle - 1;
    }
    return from + 1;
}

/// The event from which on the task can be told; 0: it has none.
Result<qint64> beginningOf(Journal& journal, TaskId task) {
    qint64 beginning = 0;
    const auto read = journal.readTask(task, 0, 0, [&](const Record& record) {
        if (beginning == 0 || std::holds_alternative<TaskContinued>(record.event))
            beginning = record.seq;
    });
    return read ? Result<qint64>(beginning) : Result<qint64>(read.error());
}

} // namespace

Result<qint64> sealableUpTo(Journal& journal, Moment before, const std::set<TaskId>& needed) {
    const auto last = journal.lastSeq();
    const auto volumes = journal.volumes();
    if (!last || !volumes)
        return last ? volumes.error() : last.error();
    // What is sealed is not looked at again.
    const qint64 sealed = volumes->isEmpty() ? 0 : volumes->last().last;
    const auto young = firstSince(journal, sealed, std::max(sealed, *last - 2), before);
    if (!young)
        return young;
    qint64 end = *young;
    for (const TaskId task : needed) {
        const auto beginning = beginningOf(journal, task);
        if (!beginning)
            return beginning;
        if (*beginning > 0)
            end = std::min(end, *beginning);
    }
    return end - 1 > sealed ? end - 1 : 0;
}

} // namespace signalbox
