// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/task_log.h"
#include "core/server/http_server.h"
#include "core/server/workers.h"

#include <mutex>

namespace signalbox {

/// Follows the logs of tasks as server-sent events: one a line, with the offset behind it as id. Reads at the
/// pace of the consumer. Thread-safe.
class LogStream {
public:
    LogStream(TaskLogs& logs, Workers& workers);

    /// finished: the task writes no more; the stream then ends when everything is sent.
    /// welcome: whether who reads may still do so; asked by dismiss(), on its caller's thread.
    void subscribe(HttpReply reply, qint64 task, qint64 from, bool finished, std::function<bool()> welcome);
    /// The task's log grew.
    void grown(qint64 task);
    /// The task is over.
    void finished(qint64 task);
    void heartbeat();
    /// Ends the streams of those who may not read any more.
    void dismiss();
    void stop();

private:
    struct Follower {
        HttpReply reply;
        std::function<bool()> welcome;
        qint64 task = 0;
        std::mutex mutex; ///< held while pumping
        qint64 offset = 0;
        std::atomic<bool> again{false}; ///< more came while pumping
        std::atomic<bool> pumping{false};
        std::atomic<bool> finished{false};
        std::atomic<bool> gone{false};
    };
    using Pointer = std::shared_ptr<Follower>;

    void schedule(const Pointer& follower);
    void pump(const Pointer& follower);
    [[nodiscard]] QList<Pointer> followers();

    TaskLogs& m_logs;
    Workers& m_workers;
    std::mutex m_mutex;
    QList<Pointer> m_followers;
    std::atomic<bool> m_stopping{false};
};

} // namespace signalbox
