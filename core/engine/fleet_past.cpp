// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fleet_past.h"

#include "core/flow/state_image.h"

namespace signalbox {

namespace {

Error notYet(qint64 seq, qint64 last) {
    return {
        ErrorKind::NotFound,
        QStringLiteral("event %1 has not happened: the journal holds the events 1 to %2").arg(seq).arg(last),
        {}};
}

} // namespace

Result<PastFleet> FleetPast::at(qint64 seq) {
    const auto last = m_journal.lastSeq();
    if (!last)
        return last.error();
    if (seq < 1 || seq > *last)
        return notYet(seq, *last);
    const std::lock_guard lock(m_mutex);
    m_asked = std::chrono::steady_clock::now();
    auto found = nearest(seq);
    if (!found)
        return found;
    PastFleet fleet = std::move(*found);
    while (fleet.state.seq < seq) {
        const qint64 from = fleet.state.seq;
        const qint64 upTo = std::min(seq, (from / m_spacing + 1) * m_spacing);
        const auto read = m_journal.read(from, upTo - from, [&](const Record& record) {
            apply(fleet.state, record);
            fleet.at = record.at;
            ++m_read;
        });
        if (!read)
            return read.error();
        if (fleet.state.seq != upTo)
            return Error{
                ErrorKind::Corrupt,
                QStringLiteral("the journal ends at event %1, before %2").arg(fleet.state.seq).arg(upTo),
                {}};
        if (upTo % m_spacing == 0)
            keep(fleet);
    }
    m_last = fleet;
    return fleet;
}

/// What was asked for last where it lies before this event and after the places, else the nearest place
/// before.
Result<PastFleet> FleetPast::nearest(qint64 seq) {
    auto place = m_places.upper_bound(seq);
    const qint64 known = place == m_places.begin() ? 0 : std::prev(place)->first;
    if (m_last && m_last->state.seq <= seq && m_last->state.seq >= known)
        return *m_last;
    if (known == 0)
        return PastFleet();
    --place;
    auto state = unpackState(qUncompress(place->second.packed));
    if (!state)
        return state.error();
    return PastFleet{std::move(*state), place->second.at};
}

void FleetPast::keep(const PastFleet& fleet) {
    if (m_places.contains(fleet.state.seq))
        return;
    Place place{qCompress(packState(fleet.state), 1), fleet.at};
    m_bytes += place.packed.size();
    m_places.emplace(fleet.state.seq, std::move(place));
    while (m_bytes > m_most && !m_places.empty()) {
        m_spacing *= 2;
        std::erase_if(m_places, [this](const auto& entry) {
            const bool goes = entry.first % m_spacing != 0;
            m_bytes -= goes ? entry.second.packed.size() : 0;
            return goes;
        });
    }
}

Result<Moment> FleetPast::momentOf(qint64 seq) {
    Moment at;
    const auto read = m_journal.read(seq - 1, 1, [&](const Record& record) { at = record.at; });
    if (!read)
        return read.error();
    return at;
}

Result<qint64> FleetPast::eventAt(Moment moment) {
    const auto last = m_journal.lastSeq();
    if (!last)
        return last.error();
    qint64 from = 1;
    qint64 to = *last + 1;
    while (from < to) { // the first event after it
        const qint64 middle = from + (to - from) / 2;
        const auto at = momentOf(middle);
        if (!at)
            return at.error();
        if (*at <= moment)
            from = middle + 1;
        else
            to = middle;
    }
    return from - 1;
}

void FleetPast::rest(std::chrono::seconds unused) {
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    if (!lock || std::chrono::steady_clock::now() - m_asked < unused)
        return;
    m_places.clear();
    m_bytes = 0;
    m_last.reset();
}

qint64 FleetPast::keptBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

qint64 FleetPast::eventsRead() const {
    const std::lock_guard lock(m_mutex);
    return m_read;
}

} // namespace signalbox
