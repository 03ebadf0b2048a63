// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/supervision/supervision.h"

#include "core/base/assert.h"

#include <algorithm>

namespace signalbox {

Supervision::Supervision(int children, const SupervisionOptions& options)
    : m_children(children), m_options(options) {
    SB_ASSERT(children > 0 && options.intensity >= 0 && options.period.count() > 0,
              "a supervisor has a task");
}

std::optional<Supervision::Restart> Supervision::failed(int child, Moment now) {
    SB_ASSERT(child >= 0 && child < m_children, "a child of this supervisor");
    while (!m_failures.empty() && now - m_failures.front() > m_options.period)
        m_failures.pop_front();
    m_failures.push_back(now);
    if (int(m_failures.size()) > m_options.intensity)
        return std::nullopt;
    Restart restart;
    restart.wait = m_options.wait;
    for (size_t i = 1; i < m_failures.size() && restart.wait < m_options.longestWait; ++i)
        restart.wait *= 2;
    restart.wait = std::min(restart.wait, m_options.longestWait);
    const bool all = m_options.strategy == RestartStrategy::OneForAll;
    const bool rest = m_options.strategy == RestartStrategy::RestForOne;
    for (int i = 0; i < m_children; ++i)
        if (i == child || all || (rest && i > child))
            restart.children.append(i);
    return restart;
}

} // namespace signalbox
