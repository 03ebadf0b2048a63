// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"
#include "core/domain/event.h"

#include <vector>

namespace signalbox {

/// What a task was at each moment of its life, told from its events. Each event is read once, and going to a
/// moment costs a few dozen events at most, however long the history.
class TaskHistory {
public:
    void clear();
    /// The task's next event. One of a type that we do not know (a newer core's) changes nothing.
    void append(const RecordView& record);
    [[nodiscard]] int size() const { return int(m_events.size()); }
    [[nodiscard]] bool isEmpty() const { return m_events.empty(); }
    /// After the event at this place, from 0.
    [[nodiscard]] Task at(int place) const;
    [[nodiscard]] Moment momentOf(int place) const { return m_events[std::size_t(place)].at; }
    [[nodiscard]] qint64 seqOf(int place) const { return m_events[std::size_t(place)].seq; }
    /// The last place at that moment or before it; -1: it had not begun.
    [[nodiscard]] int placeAt(Moment moment) const;
    /// The last place up to and with that event of the core; -1: it had not begun.
    [[nodiscard]] int placeOf(qint64 seq) const;

private:
    struct Entry {
        qint64 seq = 0;
        Moment at;
        std::optional<Event> event;
    };
    static constexpr int spacing = 32; ///< events between two tasks that are kept
    std::vector<Entry> m_events;
    mutable std::vector<Task> m_kept; ///< [i]: after i * spacing events
};

} // namespace signalbox
