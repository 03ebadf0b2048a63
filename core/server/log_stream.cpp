// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/log_stream.h"

#include "core/server/sse.h"

namespace signalbox {

namespace {
constexpr qint64 sliceBytes = 256 * 1024;
}

LogStream::LogStream(TaskLogs& logs, Workers& workers) : m_logs(logs), m_workers(workers) {}

QList<LogStream::Pointer> LogStream::followers() {
    const std::lock_guard lock(m_mutex);
    m_followers.removeIf([](const Pointer& f) { return f->gone.load(); });
    return m_followers;
}

void LogStream::subscribe(HttpReply reply, qint64 task, qint64 from, bool finished,
                          std::function<bool()> welcome) {
    auto follower = std::make_shared<Follower>();
    follower->reply = reply;
    follower->welcome = std::move(welcome);
    follower->task = task;
    follower->offset = from;
    follower->finished = finished;
    reply.startStream(200, eventStreamType, {{"Cache-Control", "no-store"}});
    reply.onClosed([weak = std::weak_ptr(follower)] {
        if (const auto f = weak.lock())
            f->gone = true;
    });
    {
        const std::lock_guard lock(m_mutex);
        m_followers.append(follower);
    }
    schedule(follower);
}

void LogStream::grown(qint64 task) {
    for (const Pointer& follower : followers())
        if (follower->task == task)
            schedule(follower);
}

void LogStream::finished(qint64 task) {
    for (const Pointer& follower : followers())
        if (follower->task == task) {
            follower->finished = true;
            schedule(follower);
        }
}

void LogStream::schedule(const Pointer& follower) {
    follower->again = true;
    if (m_stopping || follower->gone || follower->pumping.exchange(true))
        return;
    m_workers.start([this, follower] { pump(follower); });
}

void LogStream::pump(const Pointer& follower) {
    const std::lock_guard lock(follower->mutex);
    while (follower->again.exchange(false) && !follower->gone && !m_stopping) {
        const bool last = follower->finished;
        const auto slice = m_logs.read(follower->task, follower->offset, sliceBytes);
        if (!slice) {
            follower->reply.finish();
            follower->gone = true;
            return;
        }
        qint64 offset = follower->offset;
        for (const QByteArray& line : slice->lines.split('\n')) {
            if (line.isEmpty())
                continue;
            offset += line.size() + 1;
            follower->reply.write(formatEvent({QString::number(offset), {}, line}));
        }
        follower->offset = slice->next;
        if (!slice->lines.isEmpty()) {
            follower->again = true;
            if (follower->reply.tooSlow()) {
                follower->pumping = false;
                follower->reply.onDrained([this, weak = std::weak_ptr(follower)] {
                    if (const auto f = weak.lock())
                        schedule(f);
                });
                return;
            }
        } else if (last) {
            follower->reply.write(formatEvent({{}, QStringLiteral("end"), "{}"}));
            follower->reply.finish();
            follower->gone = true;
            return;
        }
    }
    follower->pumping = false;
    if (follower->again) // came between the last look and now
        schedule(follower);
}

void LogStream::dismiss() {
    for (const Pointer& follower : followers())
        if (!follower->welcome()) {
            follower->gone = true;
            follower->reply.finish();
        }
}

void LogStream::heartbeat() {
    for (const Pointer& follower : followers())
        if (!follower->reply.tooSlow())
            follower->reply.write(formatHeartbeat());
}

void LogStream::stop() {
    m_stopping = true;
    for (const Pointer& follower : followers())
        follower->reply.finish();
}

} // namespace signalbox
