// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "core/server/http_message.h"

#include <QHash>

#include <memory>
#include <mutex>

namespace signalbox {

/// What agents ask: may the work of the attempt that holds this machine go on, up to which step, on which
/// commit?
struct ProceedQuestion {
    QString machine;
    QString commit;     ///< empty: the task's own
    QString to;         ///< empty: the next approval or publication
    bool plain = false; ///< text, not JSON
    bool operator==(const ProceedQuestion&) const = default;
};

struct ProceedReply {
    HttpResponse response;
    bool isNews = false; ///< not told before on this state of the task: belongs into its log
    TaskId task = 0;
    QString step;
    int attempt = 0;
    QString text;
};

/// Tasks whose agents ask, as they stand in the last committed state: agents ask often and things change
/// seldom, so that an answer must not cost a hop to the engine's thread. A task is put here by the first
/// question after a commit that touched it, and each such commit takes it away again, so that no answer is
/// older than the last commit. Thread-safe.
class ProceedBoard {
public:
    /// Nothing: the machine's task is not here. Put it here on the engine's thread, and ask again.
    std::optional<ProceedReply> ask(const ProceedQuestion& question);
    /// The unfinished task whose running attempt holds this machine. False when there is none.
    bool put(const State& state, const QString& machine);
    /// Takes away what these records are about. On the engine's thread, for each commit.
    void forget(const QList<Record>& records);

private:
    struct Told {
        ProceedQuestion question;
        HttpResponse response;
    };
    struct Entry {
        explicit Entry(Task copy) : task(std::move(copy)) {}
        const Task task;
        std::mutex mutex;
        QList<Told> told; ///< the last few
        int news = 0;
    };
    static ProceedReply answer(Entry& entry, const ProceedQuestion& question);

    std::mutex m_mutex;                               ///< held for a look only
    QHash<QString, std::shared_ptr<Entry>> m_entries; ///< by machine
    QHash<TaskId, QString> m_machines;
};

} // namespace signalbox
