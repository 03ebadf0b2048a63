// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "core/journal/journal.h"

#include <chrono>
#include <map>
#include <mutex>

namespace signalbox {

/// All that the core knew at one moment.
struct PastFleet {
    State state; ///< state.seq: the last event that it holds
    Moment at;   ///< of that event
};

/// The state after any event of the journal, told from the events before it. What was made on the way is kept
/// in places, packed and up to a bound, so that who moves to and fro reads only from the nearest place on;
/// after a rest nothing is kept. Thread-safe; at() and eventAt() read the journal and block.
class FleetPast {
public:
    /// The journal must outlive it. `spacing`: events between two places at first.
    explicit FleetPast(Journal& journal, qint64 keptBytes = 32 << 20, qint64 spacing = 4096)
        : m_journal(journal), m_most(keptBytes), m_spacing(spacing) {}

    /// NotFound: no event has this number yet.
    Result<PastFleet> at(qint64 seq);
    /// The last event that had happened at this moment; 0: none had.
    Result<qint64> eventAt(Moment moment);
    /// Lets go of what was kept when nobody asked for so long.
    void rest(std::chrono::seconds unused);
    [[nodiscard]] qint64 keptBytes() const;
    /// Events that were read since the start, for measurement.
    [[nodiscard]] qint64 eventsRead() const;

private:
    struct Place {
        QByteArray packed;
        Moment at;
    };
    Result<PastFleet> nearest(qint64 seq);
    void keep(const PastFleet& fleet);
    Result<Moment> momentOf(qint64 seq);

    Journal& m_journal;
    const qint64 m_most;
    mutable std::mutex m_mutex;
    std::map<qint64, Place> m_places;
    qint64 m_bytes = 0;
    qint64 m_spacing; ///< doubles when the places become too many
    qint64 m_read = 0;
    std::optional<PastFleet> m_last; ///< what was asked for last: one mostly goes on from there
    std::chrono::steady_clock::time_point m_asked;
};

} // namespace signalbox
