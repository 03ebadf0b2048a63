// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"
#include "tests/sim/faults.h"

namespace signalbox::sim {

/// The journal's disk: a unit is durable some time after it was given, and told some time after that; it may
/// be refused. A crash loses what was not durable.
class SimDisk final : public Journal {
public:
    using Written = std::function<void(const QList<Record>&)>;
    SimDisk(Timeline& time, Random& random, Faults& faults, Trace& trace, Written written)
        : m_time(time), m_random(random), m_faults(faults), m_trace(trace), m_written(std::move(written)) {}

    /// The core is gone: nobody is told any more.
    void crash();
    [[nodiscard]] const QList<Record>& records() const { return m_records; }

    Result<qint64> lastSeq() override { return qint64(m_records.size()); }
    Digest head() override { return m_chain.isEmpty() ? Digest() : m_chain.last(); }
    Result<Digest> chainAt(qint64 seq) override;
    void append(QList<Event> events, Moment at, Done done) override;
    Result<void> read(qint64 afterSeq, qint64 limit, const Visitor& visit) override;
    Result<void> readTask(TaskId task, qint64 afterSeq, qint64 limit, const Visitor& visit) override;
    Result<Verification> verify() override { return Verification{}; }
    Result<void> exportTo(const LineSink&) override { return {}; }
    [[nodiscard]] JournalCounters counters() const override { return {}; }

private:
    struct Unit {
        QList<Event> events;
        Moment at;
        Done done;
        bool isWritten = false;
    };
    std::optional<Error> refusal(const Unit& unit);
    void write(const std::shared_ptr<Unit>& unit);

    Timeline& m_time;
    Random& m_random;
    Faults& m_faults;
    Trace& m_trace;
    Written m_written;
    QList<Record> m_records;
    QList<Digest> m_chain;            ///< after each record
    std::shared_ptr<Unit> m_onItsWay; ///< those of a dead core find another one, or none, here
};

} // namespace signalbox::sim
