// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/earlier_tasks.h"

namespace signalbox {

EarlierTasks::EarlierTasks(CoreClient& client, FleetModel& fleet, std::function<void()> began,
                           std::function<void()> ended, QObject* parent)
    : QObject(parent), m_client(client), m_fleet(fleet), m_began(std::move(began)),
      m_ended(std::move(ended)) {}

void EarlierTasks::fetchMore() {
    if (m_busy || m_complete)
        return;
    m_busy = m_begun = true;
    m_error.reset();
    emit changed();
    m_began();
    m_client.fetchFinished({}, {}, m_before, this, [this](const Result<FinishedTasks>& page) {
        m_busy = false;
        if (page)
            take(*page);
        else
            m_error = page.error();
        emit changed();
        m_ended();
    });
}

void EarlierTasks::take(const FinishedTasks& page) {
    const int added = m_fleet.addEarlier(page.tasks);
    m_complete = page.next == 0;
    m_before = page.next;
    if (added == 0 && !m_complete)
        fetchMore();
}

} // namespace signalbox
