// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's look back: at the chosen task, told from its own events, and at the whole fleet, told by the
// core.
#include "views/models/desk.h"

namespace signalbox {

void Desk::travel(int place) {
    const int last = m_history.size() - 1;
    if (m_fleetPast && place >= 0 && place <= last)
        return travelFleet(m_history.seqOf(place)); // one moment for all that is shown
    if (m_fleetPast)
        return travelFleet(-1);
    const bool now = place < 0 || place >= last;
    if (now ? !m_past : m_past && place == m_pastPlace)
        return;
    showTaskAt(now ? -1 : place);
}

/// -1: as it is now; in the past of the fleet: as it was before it began.
void Desk::showTaskAt(int place) {
    const QString shown = task() ? task()->commit : QString();
    m_past.reset();
    if (place >= 0) {
        m_pastPlace = place;
        m_pastAt = m_history.momentOf(place);
        m_past = m_history.at(place);
    }
    if (const Task* seen = task())
        m_gates.setTask(*seen);
    else
        m_gates.clear();
    emit pastChanged();
    emit taskUpdated();
    if (task() && task()->commit != shown)
        emit patchUpdated();
}

bool Desk::refusePast() {
    if (past())
        emit failed(Error{ErrorKind::Conflict, tr("this is the past: nothing can be done here"),
                          tr("Go back to now first (Ctrl+.).")});
    return past();
}

void Desk::followMirror(CoreMirror& shown) {
    const bool past = &shown != &mirror();
    m_fleet.follow(shown, past);
    m_approvals.follow(shown);
    m_machines.follow(shown, [this] { return now(); });
    m_repositories.follow(shown);
}

void Desk::travelFleet(qint64 seq) {
    if (seq < 0 || seq >= mirror().lastSeq())
        return leaveFleetPast();
    if (seq == 0 || seq == m_fleetWanted)
        return;
    m_fleetWanted = seq;
    if (!m_fleetFetching)
        fetchFleetPast();
}

void Desk::fetchFleetPast() {
    m_fleetFetching = true;
    began();
    m_client->fetchPast(m_fleetWanted, this,
                        [this, asked = m_fleetWanted](const Result<FleetMoment>& moment) {
                            m_fleetFetching = false;
                            if (m_fleetWanted == asked && !moment)
                                m_fleetWanted = fleetSeq();
                            if (!moment)
                                emit failed(moment.error());
                            else if (m_fleetWanted != 0) // else one went back to now meanwhile
                                showFleetPast(*moment);
                            if (m_fleetWanted != 0 && m_fleetWanted != asked && moment)
                                fetchFleetPast();
                            emit pastChanged();
                            ended();
                        });
}

void Desk::showFleetPast(const FleetMoment& moment) {
    const bool first = !m_fleetPast;
    m_fleetPast = FleetPlace{moment.seq, moment.at};
    m_pastMirror.setCoreInfo(mirror().coreInfo());
    m_pastMirror.setApprovals(moment.approvals);
    m_pastMirror.setMachines(moment.machines);
    m_pastMirror.setRepositories(moment.repositories);
    m_pastMirror.load(moment.tasks, moment.seq);
    if (first)
        followMirror(m_pastMirror);
    m_alerts.showPast(moment.deadLetters);
    placeTask();
}

/// The chosen task as it was at the fleet's moment; where it had not begun, the first that had.
void Desk::placeTask() {
    const int place = m_history.placeOf(m_fleetPast->seq);
    if (m_history.isEmpty() || place >= 0)
        return showTaskAt(place);
    const TaskId first = m_shownFleet.neighbour(0, 0);
    if (first != 0 && first != m_taskId)
        return chooseTask(first);
    showTaskAt(-1);
}

void Desk::leaveFleetPast() {
    m_fleetWanted = 0;
    if (!m_fleetPast)
        return showTaskAt(-1);
    m_fleetPast.reset();
    followMirror(mirror());
    m_alerts.showPast(std::nullopt);
    showTaskAt(-1);
    emit patchUpdated();
}

} // namespace signalbox
