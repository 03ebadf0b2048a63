// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/task_history.h"

#include "core/client/task_fold.h"

#include <algorithm>

namespace signalbox {

void TaskHistory::clear() {
    m_events.clear();
    m_kept.clear();
}

void TaskHistory::append(const RecordView& record) {
    Result<Event> event = eventFrom(record.type, record.body);
    m_events.push_back(
        {record.seq, record.at, event ? std::optional<Event>(std::move(*event)) : std::nullopt});
}

Task TaskHistory::at(int place) const {
    SB_ASSERT(place >= 0 && place < size(), "a place in the history");
    const auto fold = [this](Task& task, int from, int to) {
        for (int i = from; i < to; ++i)
            if (const Entry& entry = m_events[std::size_t(i)]; entry.event)
                foldEvent(task, *entry.event, entry.at);
    };
    const int wanted = (place + 1) / spacing;
    if (m_kept.empty())
        m_kept.emplace_back();
    while (int(m_kept.size()) <= wanted) {
        Task next = m_kept.back();
        const int from = (int(m_kept.size()) - 1) * spacing;
        fold(next, from, from + spacing);
        m_kept.push_back(std::move(next));
    }
    Task task = m_kept[std::size_t(wanted)];
    fold(task, wanted * spacing, place + 1);
    return task;
}

int TaskHistory::placeOf(qint64 seq) const {
    const auto after = std::upper_bound(m_events.begin(), m_events.end(), seq,
                                        [](qint64 s, const Entry& entry) { return s < entry.seq; });
    return int(after - m_events.begin()) - 1;
}

int TaskHistory::placeAt(Moment moment) const {
    const auto after = std::upper_bound(m_events.begin(), m_events.end(), moment,
                                        [](Moment m, const Entry& entry) { return m < entry.at; });
    return int(after - m_events.begin()) - 1;
}

} // namespace signalbox
