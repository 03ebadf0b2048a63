// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/server/http_server.h"
#include "core/server/workers.h"

#include <set>

namespace signalbox {

/// The journal as a stream of server-sent events: everything after a given number, then live, without a gap.
/// A consumer that is behind reads from the journal at its own pace; one that does not read at all is dropped
/// by the HTTP layer. Thread-safe.
class EventStream {
public:
    EventStream(Engine& engine, Journal& journal, Workers& workers);

    /// welcome: whether who reads may still do so; asked by dismiss(), on its caller's thread.
    void subscribe(HttpReply reply, qint64 from, std::function<bool()> welcome);
    /// On the engine's thread, for each commit.
    void publish(const State& state, const QList<Record>& records);
    /// To every live subscriber, without a number.
    void hint(const QString& event, const QJsonObject& data);
    void heartbeat();
    /// Ends the streams of those who may not read any more.
    void dismiss();
    void stop();

private:
    struct Subscriber {
        HttpReply reply;
        std::function<bool()> welcome;
        std::mutex mutex;
        bool live = false;
        qint64 caughtUpTo = 0; ///< read from the journal; set when it becomes live
        std::atomic<bool> gone{false};
    };
    using Pointer = std::shared_ptr<Subscriber>;

    /// Sends what is in the journal after a number. A consumer that is slow to take it holds no worker: the
    /// work goes on when it has caught its breath.
    void catchUp(const Pointer& subscriber, qint64 from);
    /// Reads and sends some; nothing more to read, or no use: false.
    bool sendChunk(const Pointer& subscriber, qint64& from);
    /// False when there is more to be read first.
    bool goLive(const Pointer& subscriber, qint64 from);
    void sendToLive(const QByteArray& bytes);
    [[nodiscard]] QList<Pointer> subscribers();

    Engine& m_engine;
    Journal& m_journal;
    Workers& m_workers;
    std::mutex m_mutex;
    QList<Pointer> m_subscribers;
    std::atomic<qint64> m_published{0}; ///< the last record that was handed to those who are live
    std::atomic<bool> m_stopping{false};
};

/// {"seq","at","type","task","body"}
QJsonObject recordJson(const Record& record);

} // namespace signalbox
