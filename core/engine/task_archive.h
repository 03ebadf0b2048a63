// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/summary.h"
#include "core/flow/state.h"
#include "core/journal/journal.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace signalbox {

/// Which finished tasks are asked for, newest end first.
struct FinishedQuery {
    QString repository;             ///< empty: of any
    std::optional<Outcome> outcome; ///< none: of any
    qint64 before = 0;              ///< from the page before: its `next`; 0: the first page
    int limit = 100;                ///< at most 1000
};

struct FinishedPage {
    QList<TaskSummary> tasks;
    qint64 next = 0; ///< for the page after; 0: there is none
    qint64 seq = 0;  ///< what is told is true up to and with this event
};

/// One task told from its own events, whether it is over or not. Reads the journal; blocks. `from` is the
/// task's last continuation, where it is known (a TaskContinued's seq), else 0. NotFound when no event is
/// about it.
Result<Task> taskFromJournal(Journal& journal, TaskId id, qint64 from = 0);

/// Finished tasks, also those that have left the state. A file of its own lists them, made from the journal
/// and made anew whenever it is missing, damaged, behind or of another journal; nothing is lost with it. A
/// worker keeps it up to date, away from the engine's thread and from commits. Thread-safe; all but observe()
/// may block.
class TaskArchive {
public:
    /// Opens or makes the file at `path` and begins to bring it up to date. The journal must outlive it.
    /// Needs a QCoreApplication, which finds Qt's database driver.
    TaskArchive(Journal& journal, QString path);
    ~TaskArchive();
    TaskArchive(const TaskArchive&) = delete;
    TaskArchive& operator=(const TaskArchive&) = delete;

    /// An observer for the engine.
    void observe(const State& state, const QList<Record>& records);
    /// A page of finished tasks. Waits a moment for what was observed to be entered.
    Result<FinishedPage> finished(const FinishedQuery& query);
    /// As taskFromJournal, reading no more than it needs.
    Result<Task> task(TaskId id);
    /// Waits until everything observed is entered; false when it was not within this time.
    bool settle(Millis atMost);
    void stop();

private:
    struct Row {
        qint64 seq = 0;
        qint64 continued = 0;
        TaskSummary summary;
    };
    /// What the engine told and the worker has not entered yet.
    struct Told {
        qint64 after = 0; ///< the event before the first
        qint64 upTo = 0;
        QList<Row> rows;
        bool whole = true; ///< false: a row is missing and must be read from the journal
    };
    class File;

    void run();
    Result<void> enter(File& file, const Told& told);
    Result<void> catchUp(File& file, qint64 upTo);

    Journal& m_journal;
    const QString m_path;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_settled;
    std::optional<Told> m_told;
    bool m_opened = false; ///< what was there at the start is entered
    qint64 m_entered = 0;  ///< the file is true up to this event
    qint64 m_observed = 0; ///< the engine told up to this one
    qint64 m_asked = 0;    ///< settle() waits for this one
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace signalbox
