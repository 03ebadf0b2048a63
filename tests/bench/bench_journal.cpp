// SPDX-License-Identifier: GPL-3.0-or-later
// The journal by itself: units of the two events that a step makes, without engine and flow.
#include "core/journal/sqlite_journal.h"
#include "tests/bench/sqlite_floor.h"

#include <future>

namespace signalbox::bench {

namespace {

constexpr int unitBytes = 300; ///< what the two events weigh as JSON, about

QList<Event> unitOf(TaskId task, int attempt) {
    AttemptFinished finished;
    finished.task = task;
    finished.step = QStringLiteral("step-4");
    finished.attempt = attempt;
    finished.result.verdict = Verdict::Passed;
    return {finished, AttemptStarted{task, QStringLiteral("step-5"), attempt}};
}

/// Callers who append again as soon as their last unit is durable.
class Callers {
public:
    Callers(Journal& journal, int callers, int units)
        : m_journal(journal), m_callers(callers), m_units(units) {}

    Result<void> run() {
        auto done = m_done.get_future();
        m_clock.start();
        for (int caller = 1; caller <= m_callers; ++caller)
            appendOne(caller);
        auto result = done.get();
        m_seconds = double(m_clock.nsecsElapsed()) / 1e9;
        return result;
    }
    [[nodiscard]] double unitsPerSecond() const { return m_units / m_seconds; }
    [[nodiscard]] const Samples& unitMs() const { return m_unitMs; }

private:
    /// On the writer's thread, but for the first of each caller; those are queued before any is answered
    /// twice.
    void appendOne(TaskId caller) {
        const qint64 since = m_clock.nsecsElapsed();
        m_journal.append(unitOf(caller, 1), {since / 1'000'000},
                         [this, caller, since](const Result<qint64>& seq) { answered(caller, since, seq); });
    }
    void answered(TaskId caller, qint64 since, const Result<qint64>& seq) {
        m_unitMs.add(double(m_clock.nsecsElapsed() - since) / 1e6);
        ++m_answered;
        if (!seq && !m_failed)
            m_failed = seq.error();
        if (m_answered == m_units)
            m_done.set_value(m_failed ? Result<void>(*m_failed) : Result<void>());
        else if (m_answered + m_callers <= m_units)
            appendOne(caller);
    }

    Journal& m_journal;
    const int m_callers;
    const int m_units;
    int m_answered = 0;
    double m_seconds = 0;
    QElapsedTimer m_clock;
    Samples m_unitMs;
    std::optional<Error> m_failed;
    std::promise<Result<void>> m_done;
};

void measure(Bench& bench, int callers) {
    Samples unitsPerSecond, unitMs, floors, floorMs;
    for (int round = 0; round < bench.rounds(3, 1); ++round) {
        const int commits = callers == 1 ? bench.rounds(1000, 50) : bench.rounds(400, 10);
        const auto floor = sqliteFloor(bench.home(), commits, callers, unitBytes);
        if (!floor)
            return bench.fail(floor.error());
        floors.add(floor->rowsPerSecond);
        floorMs.add(floor->commitMs);
        auto journal = openSqliteJournal(
            QStringLiteral("%1/journal-%2-%3.db").arg(bench.home()).arg(callers).arg(round));
        if (!journal)
            return bench.fail(journal.error());
        Callers load(**journal, callers, callers == 1 ? bench.rounds(1000, 50) : bench.rounds(40000, 1000));
        if (const auto done = load.run(); !done)
            return bench.fail(done.error());
        unitsPerSecond.add(load.unitsPerSecond());
        unitMs.add(load.unitMs());
    }
    const QString what = QStringLiteral("journal units, %1 in flight").arg(callers);
    const QString floorIs = callers == 1 ? QStringLiteral("SQLite, row a commit")
                                         : QStringLiteral("SQLite, %1 a commit").arg(callers);
    bench.row({what, QStringLiteral("units/s"), unitsPerSecond.percentile(0.5), floors.percentile(0.5),
               floorIs, Goal()});
    bench.row({what + QStringLiteral(", p50"), QStringLiteral("ms"), unitMs.percentile(0.5),
               floorMs.percentile(0.5), floorIs, Goal()});
    bench.row({what + QStringLiteral(", p99"), QStringLiteral("ms"), unitMs.percentile(0.99),
               floorMs.percentile(0.99), floorIs, Goal()});
}

} // namespace

void bench_journal(Bench& bench) {
    for (const int callers : {1, 100})
        measure(bench, callers);
}

} // namespace signalbox::bench
