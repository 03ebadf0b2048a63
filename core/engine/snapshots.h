// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "core/journal/journal.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace signalbox {

struct SnapshotSettings {
    QString directory;         ///< made (0700) when the first one is written
    qint64 everyEvents = 2000; ///< how many events a start has to read again at most, when there is time
    int keep = 3;
    bool background = true; ///< false: written by who calls, for tests and simulation
};

struct SnapshotFigures {
    qint64 taken = 0;
    qint64 failed = 0;
    qint64 seq = 0;                       ///< of the newest that is on disk
    qint64 bytes = 0;                     ///< its size
    std::chrono::microseconds copying{0}; ///< the longest that the engine's thread was held up
    Millis writing{0};                    ///< how long the last one took on the worker
};

/// What a start found.
struct SnapshotFound {
    State state;          ///< empty when none fits: everything is read from the journal
    QStringList warnings; ///< which files were passed over, and why
};

/// States kept beside the journal, so that a start reads only what came after. The journal stays the truth: a
/// snapshot names the journal's chain at its event, and one that is damaged, from another journal or of
/// another build's form is passed over. Files: DIRECTORY/SEQ.snapshot, a line of JSON, the packed state
/// (core/flow/state_image.h), and a SHA-256 over both. Thread-safe; the journal must outlive it.
class Snapshots {
public:
    Snapshots(Journal& journal, SnapshotSettings settings);
    ~Snapshots();
    Snapshots(const Snapshots&) = delete;
    Snapshots& operator=(const Snapshots&) = delete;

    /// The newest one that belongs to the journal as it is now. Reads files; blocks.
    SnapshotFound newest();
    /// For the engine's thread, with a state that is wholly in the journal: copies it when one is due, and
    /// has it written by the worker. The pause between two grows with what they cost, so that they never take
    /// more than a quarter of a processor, however fast events come.
    void committed(const State& state);
    /// Writes one now on the caller's thread, when there is anything new. For an orderly stop.
    Result<void> take(const State& state);
    [[nodiscard]] SnapshotFigures figures() const;

private:
    void run();
    [[nodiscard]] bool isDue(qint64 seq);
    Result<void> write(const State& state);
    [[nodiscard]] Result<State> read(const QString& path);
    [[nodiscard]] QList<qint64> sequences() const;
    [[nodiscard]] QString pathOf(qint64 seq) const;
    void removeOthers(qint64 newest);

    Journal& m_journal;
    const SnapshotSettings m_settings;
    std::mutex m_writing; ///< one at a time

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    SnapshotFigures m_figures;
    std::optional<State> m_pending;
    qint64 m_lastAsked = 0; ///< event of the last one asked for
    bool m_busy = false;
    bool m_stopping = false;
    std::chrono::steady_clock::time_point m_notBefore;
    std::thread m_thread;
};

} // namespace signalbox
