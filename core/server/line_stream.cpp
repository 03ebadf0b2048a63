// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/line_stream.h"

#include <condition_variable>
#include <mutex>

namespace signalbox {

namespace {

/// Until the client has taken what was sent, or is gone.
void waitUntilDrained(HttpReply& reply) {
    std::mutex mutex;
    std::condition_variable drained;
    bool go = false;
    reply.onDrained([&] {
        const std::lock_guard lock(mutex);
        go = true;
        drained.notify_all();
    });
    std::unique_lock lock(mutex);
    drained.wait(lock, [&] { return go; });
}

} // namespace

void sendLines(HttpReply reply, const std::function<Result<void>(const LineSink&)>& produce) {
    reply.startStream(200, "application/x-ndjson");
    const auto done = produce([&](const QByteArray& line) -> Result<void> {
        while (reply.tooSlow() && reply.open())
            waitUntilDrained(reply);
        if (!reply.write(line + '\n'))
            return Error{ErrorKind::Cancelled, QStringLiteral("the client is gone"), {}};
        return {};
    });
    if (done)
        reply.finish();
}

} // namespace signalbox
