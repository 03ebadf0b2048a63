// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/supervision/supervisor.h"

#include "core/base/assert.h"

#include <exception>
#include <utility>

namespace signalbox {

namespace {

/// Runs a body to its end; an exception of a library stops here.
Result<void> contained(const Supervisor::Body& body, const CancelToken& cancel) {
    try {
        return body(cancel);
    } catch (const std::exception& thrown) {
        return Error{ErrorKind::Unavailable, QString::fromLocal8Bit(thrown.what()), {}};
    } catch (...) {
        return Error{ErrorKind::Unavailable, QStringLiteral("an unknown exception"), {}};
    }
}

} // namespace

Supervisor::Supervisor(const Clock& clock, SupervisionOptions options, GaveUp gaveUp)
    : m_clock(clock), m_options(options), m_gaveUp(std::move(gaveUp)) {}

Supervisor::~Supervisor() {
    stop();
}

void Supervisor::add(const QString& name, Body body) {
    SB_ASSERT(!m_thread.joinable(), "organs are named before the start");
    auto organ = std::make_unique<Organ>();
    organ->status.name = name;
    organ->status.since = m_clock.now();
    organ->body = std::move(body);
    m_organs.push_back(std::move(organ));
}

void Supervisor::start() {
    SB_ASSERT(!m_thread.joinable() && !m_organs.empty(), "a supervisor starts once, with organs");
    m_supervision.emplace(int(m_organs.size()), m_options);
    for (int i = 0; i < int(m_organs.size()); ++i)
        startOrgan(i);
    m_thread = std::thread([this] { run(); });
}

void Supervisor::stop() {
    {
        const std::lock_guard lock(m_mutex); // so that the supervisor's thread does not miss it
        m_stopping.cancel();
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

QList<OrganStatus> Supervisor::status() const {
    const std::lock_guard lock(m_mutex);
    QList<OrganStatus> all;
    for (const auto& organ : m_organs)
        all.append(organ->status);
    return all;
}

void Supervisor::run() {
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_stopping.cancelled() || !m_failures.empty(); });
        if (m_stopping.cancelled())
            break;
        const Failure failure = m_failures.front();
        m_failures.erase(m_failures.begin());
        lock.unlock();
        restart(failure);
    }
    stopAll();
}

void Supervisor::restart(const Failure& failure) {
    const auto verdict = m_supervision->failed(failure.organ, m_clock.now());
    if (!verdict) {
        stopAll();
        setState(failure.organ, OrganState::GivenUp);
        if (m_gaveUp)
            m_gaveUp(m_organs[size_t(failure.organ)]->status.name, failure.error);
        m_stopping.cancel();
        return;
    }
    for (auto it = verdict->children.rbegin(); it != verdict->children.rend(); ++it) {
        stopOrgan(*it);
        setState(*it, OrganState::Restarting);
    }
    {
        // What those said while they were stopped is settled by their restart.
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_failures, [&](const Failure& f) { return verdict->children.contains(f.organ); });
    }
    if (m_stopping.waitFor(verdict->wait))
        return;
    for (const int index : verdict->children) {
        {
            const std::lock_guard lock(m_mutex);
            ++m_organs[size_t(index)]->status.restarts;
        }
        startOrgan(index);
    }
}

void Supervisor::startOrgan(int index) {
    Organ& organ = *m_organs[size_t(index)];
    organ.cancel = CancelToken();
    setState(index, OrganState::Running);
    organ.thread = std::thread([this, index, &organ, cancel = organ.cancel] {
        Result<void> ended = contained(organ.body, cancel);
        if (cancel.cancelled())
            return;
        const Error error =
            ended ? Error{ErrorKind::Unavailable, QStringLiteral("it ended although nobody asked it to"), {}}
                  : ended.error();
        const std::lock_guard lock(m_mutex);
        organ.status.trouble = error.text();
        m_failures.push_back({index, error});
        m_wake.notify_all();
    });
}

void Supervisor::stopOrgan(int index) {
    Organ& organ = *m_organs[size_t(index)];
    organ.cancel.cancel();
    if (organ.thread.joinable())
        organ.thread.join();
}

void Supervisor::stopAll() {
    for (int i = int(m_organs.size()) - 1; i >= 0; --i) {
        stopOrgan(i);
        setState(i, OrganState::Stopped);
    }
}

void Supervisor::setState(int index, OrganState state) {
    const std::lock_guard lock(m_mutex);
    OrganStatus& status = m_organs[size_t(index)]->status;
    if (status.state == OrganState::GivenUp)
        return; // its end is what people must see
    status.state = state;
    status.since = m_clock.now();
}

} // namespace signalbox
