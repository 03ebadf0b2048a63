// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/budget/budget_book.h"
#include "core/flow/state.h"
#include "core/journal/journal.h"
#include "core/telemetry/otlp_exporter.h"

#include <array>
#include <mutex>

namespace signalbox {

/// What is asked of the core's parts for one look.
struct MetricsNow {
    Moment started;
    int machineSlots = 0;
    int machinesBusy = 0;
    int machinesReady = 0;
    QMap<QString, int> tasks;    ///< that are not over, by phase
    QMap<QString, int> restarts; ///< of the core's own parts, by name
    JournalCounters journal;
    std::optional<OtlpCounters> telemetry; ///< none where it is not sent
    std::optional<BudgetTotals> month; ///< of all model calls of this calendar month; none without a gateway
};

/// Counts what happens, from the events alone, and tells it in the words of Prometheus (text format 0.0.4).
/// Names and numbers only: nothing that a person or an agent wrote. Thread-safe.
class Metrics {
public:
    /// For Engine::addObserver().
    void observe(const State& state, const QList<Record>& records);
    [[nodiscard]] QByteArray text(const MetricsNow& now) const;

private:
    static constexpr std::array<double, 9> bounds{0.1, 1, 5, 15, 60, 300, 900, 1800, 3600}; ///< seconds
    struct Durations {
        std::array<qint64, bounds.size()> within{}; ///< each counts what is at most its bound
        qint64 count = 0;
        double seconds = 0;
    };
    void countAttempt(const State& state, const AttemptFinished& finished, Moment at);

    mutable std::mutex m_mutex;
    QMap<QPair<QString, QString>, qint64> m_attempts; ///< by kind of step and verdict
    QMap<QString, Durations> m_durations;             ///< by kind of step
    QMap<QString, qint64> m_finished;                 ///< tasks by outcome
    QMap<QString, qint64> m_votes;
    qint64 m_submitted = 0;
    qint64 m_delays = 0;
    qint64 m_parked = 0;
};

} // namespace signalbox
