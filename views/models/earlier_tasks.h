// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"
#include "views/models/fleet_model.h"

namespace signalbox {

/// Brings finished tasks that the core's memory does not hold any more into the fleet, a page each time that
/// somebody wants to see further back.
class EarlierTasks final : public QObject {
    Q_OBJECT
public:
    /// Both must outlive it. `began` and `ended` frame each request.
    EarlierTasks(CoreClient& client, FleetModel& fleet, std::function<void()> began,
                 std::function<void()> ended, QObject* parent = nullptr);
    /// Asks for the next page; pages that hold nothing new are passed over. Does nothing while one is under
    /// way or when all are here.
    void fetchMore();
    [[nodiscard]] bool busy() const { return m_busy; }
    /// The first page was asked for: from now on the list goes on by itself when one comes to its end.
    [[nodiscard]] bool begun() const { return m_begun; }
    [[nodiscard]] bool complete() const { return m_complete; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

signals:
    void changed();

private:
    void take(const FinishedTasks& page);

    CoreClient& m_client;
    FleetModel& m_fleet;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    qint64 m_before = 0;
    bool m_busy = false;
    bool m_begun = false;
    bool m_complete = false;
    std::optional<Error> m_error;
};

} // namespace signalbox
