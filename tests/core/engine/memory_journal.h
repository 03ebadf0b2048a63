// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"

#include <mutex>
#include <thread>

namespace signalbox::test {

/// A journal that can be told to fail and whose commits can be held back. Its disk is a list.
class MemoryJournal final : public Journal {
public:
    ~MemoryJournal() override {
        for (std::thread& thread : m_threads)
            thread.join();
    }
    void failNext(const Error& error) { m_fail = error; }
    /// Commits wait until release().
    void hold() { m_gate.lock(); }
    void release() { m_gate.unlock(); }
    int commits() const { return m_commits; }

    Result<qint64> lastSeq() override { return qint64(m_records.size()); }
    Digest head() override { return {}; }
    void append(QList<Event> events, Moment at, Done done) override {
        m_threads.emplace_back([this, events = std::move(events), at, done = std::move(done)] {
            const std::lock_guard held(m_gate);
            if (m_fail) {
                const Error error = *m_fail;
                m_fail.reset();
                done(error);
                return;
            }
            const qint64 first = m_records.size() + 1;
            for (const Event& event : events)
                m_records.append({m_records.size() + 1, at, event});
            ++m_commits;
            done(first);
        });
    }
    Result<void> read(qint64 afterSeq, qint64, const Visitor& visit) override {
        for (const Record& record : m_records)
            if (record.seq > afterSeq)
                visit(record);
        return {};
    }
    Result<void> readTask(TaskId, qint64, qint64, const Visitor&) override { return {}; }
    Result<Verification> verify() override { return Verification{}; }
    Result<void> exportTo(const LineSink&) override { return {}; }
    JournalCounters counters() const override { return {}; }

private:
    QList<Record> m_records;
    std::optional<Error> m_fail;
    std::atomic<int> m_commits{0};
    std::mutex m_gate;
    std::vector<std::thread> m_threads;
};

} // namespace signalbox::test
