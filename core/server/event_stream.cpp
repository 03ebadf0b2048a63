// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/event_stream.h"

#include "core/domain/summary.h"
#include "core/engine/task_archive.h"
#include "core/server/sse.h"

#include <QMap>

namespace signalbox {

namespace {

constexpr qint64 chunk = 100; ///< records read from the journal at a time

QByteArray recordEvent(const Record& record, const QJsonValue& summary) {
    const QJsonObject data{{QStringLiteral("record"), recordJson(record)},
                           {QStringLiteral("summary"), summary}};
    return formatEvent({QString::number(record.seq), QStringLiteral("record"), canonicalJson(data)});
}

} // namespace

QJsonObject recordJson(const Record& record) {
    return {{QStringLiteral("seq"), record.seq},
            {QStringLiteral("at"), record.at.ms},
            {QStringLiteral("type"), typeOf(record.event)},
            {QStringLiteral("task"), taskOf(record.event)},
            {QStringLiteral("body"), bodyOf(record.event)}};
}

EventStream::EventStream(Engine& engine, Journal& journal, Workers& workers)
    : m_engine(engine), m_journal(journal), m_workers(workers) {}

QList<EventStream::Pointer> EventStream::subscribers() {
    const std::lock_guard lock(m_mutex);
    m_subscribers.removeIf([](const Pointer& s) { return s->gone.load(); });
    return m_subscribers;
}

void EventStream::subscribe(HttpReply reply, qint64 from, std::function<bool()> welcome) {
    auto subscriber = std::make_shared<Subscriber>();
    subscriber->reply = reply;
    subscriber->welcome = std::move(welcome);
    reply.startStream(200, eventStreamType, {{"Cache-Control", "no-store"}});
    reply.onClosed([weak = std::weak_ptr(subscriber)] {
        if (const auto s = weak.lock())
            s->gone = true;
    });
    reply.write(formatRetry(Millis(1000)));
    {
        const std::lock_guard lock(m_mutex);
        m_subscribers.append(subscriber);
    }
    m_workers.start([this, subscriber, from] { catchUp(subscriber, from); });
}

bool EventStream::sendChunk(const Pointer& subscriber, qint64& from) {
    QList<Record> records;
    const auto read = m_journal.read(from, chunk, [&](const Record& record) { records.append(record); });
    if (!read) {
        subscriber->gone = true; // the stream is cut when its last owner goes: it asks again
        return false;
    }
    if (records.isEmpty())
        return false;
    QMap<TaskId, QJsonObject> summaries;
    m_engine.queryAndWait([&](const State& state) {
        for (const Record& record : records)
            if (const Task* task = state.task(taskOf(record.event)); task && !summaries.contains(task->id))
                summaries.insert(task->id, toJson(summaryOf(*task)));
    });
    // Those that are over for long are told from their own events, or who looks would think that they go on.
    for (const Record& record : records)
        if (const TaskId id = taskOf(record.event); id != 0 && !summaries.contains(id))
            if (const auto task = taskFromJournal(m_journal, id))
                summaries.insert(id, toJson(summaryOf(*task)));
    for (const Record& record : records) {
        const auto summary = summaries.constFind(taskOf(record.event));
        subscriber->reply.write(
            recordEvent(record, summary == summaries.constEnd() ? QJsonValue() : *summary));
        from = record.seq;
        if (subscriber->reply.tooSlow())
            break; // records can be large, and who has too much unsent is dropped
    }
    return true;
}

void EventStream::catchUp(const Pointer& subscriber, qint64 from) {
    for (;;) {
        if (subscriber->gone || m_stopping)
            return;
        if (subscriber->reply.tooSlow()) {
            subscriber->reply.onDrained([this, weak = std::weak_ptr(subscriber), from] {
                if (const auto s = weak.lock(); s && !m_stopping)
                    m_workers.start([this, s, from] { catchUp(s, from); });
            });
            return;
        }
        if (!sendChunk(subscriber, from) && (subscriber->gone || goLive(subscriber, from)))
            return;
    }
}

bool EventStream::goLive(const Pointer& subscriber, qint64 from) {
    const std::lock_guard lock(subscriber->mutex);
    // What was published since the journal was read went past this subscriber: it is in the journal.
    if (m_published > from)
        return false;
    subscriber->caughtUpTo = from;
    subscriber->live = true;
    return true;
}

void EventStream::publish(const State& state, const QList<Record>& records) {
    if (records.isEmpty())
        return;
    m_published = records.last().seq; // before anybody is looked at: see goLive
    const auto all = subscribers();
    if (all.isEmpty())
        return;
    for (const Record& record : records) {
        const Task* task = state.task(taskOf(record.event));
        // So many ended at once that this one has left already: who listens asks again from before it.
        const bool left = !task && taskOf(record.event) != 0;
        const QByteArray bytes =
            recordEvent(record, task ? QJsonValue(toJson(summaryOf(*task))) : QJsonValue());
        for (const Pointer& subscriber : all) {
            const std::lock_guard lock(subscriber->mutex);
            // What was durable before it was published has been read from the journal already.
            if (!subscriber->live || record.seq <= subscriber->caughtUpTo)
                continue;
            if (left)
                subscriber->gone = true;
            else
                subscriber->reply.write(bytes);
        }
    }
}

void EventStream::sendToLive(const QByteArray& bytes) {
    for (const Pointer& subscriber : subscribers()) {
        const std::lock_guard lock(subscriber->mutex);
        if (subscriber->live && !subscriber->reply.tooSlow())
            subscriber->reply.write(bytes);
    }
}

void EventStream::hint(const QString& event, const QJsonObject& data) {
    sendToLive(formatEvent({{}, event, canonicalJson(data)}));
}

void EventStream::heartbeat() {
    sendToLive(formatHeartbeat());
}

void EventStream::dismiss() {
    for (const Pointer& subscriber : subscribers())
        if (!subscriber->welcome()) {
            subscriber->gone = true;
            subscriber->reply.finish();
        }
}

void EventStream::stop() {
    m_stopping = true;
    for (const Pointer& subscriber : subscribers()) {
        subscriber->gone = true;
        subscriber->reply.finish();
    }
}

} // namespace signalbox
