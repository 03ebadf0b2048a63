// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_watch.h"

#include <vector>

namespace signalbox {

MachineWatch::MachineWatch(LivenessLimits limits, Duties duties)
    : m_limits(limits), m_duties(std::move(duties)) {}

MachineWatch::~MachineWatch() {
    stop();
}

void MachineWatch::start() {
    const std::lock_guard lock(m_mutex);
    if (m_thread.joinable() || m_stop.cancelled())
        return;
    m_thread = std::thread([this] {
        do
            round();
        while (!m_stop.waitFor(m_limits.interval));
    });
}

void MachineWatch::stop() {
    m_stop.cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void MachineWatch::round() {
    struct Look {
        QString name;
        quint64 life = 0;
        bool ask = false;
    };
    std::vector<Look> looks;
    const QStringList names = m_duties.names();
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_watched.begin(); it != m_watched.end();)
            it = names.contains(it.key()) ? std::next(it) : m_watched.erase(it);
        const Moment now = SystemClock().now();
        for (const QString& name : names) {
            Watched& watched = m_watched[name];
            if (watched.life == 0)
                watched.life = ++m_lives;
            // A little early is on time: rounds are not exact.
            const bool ask = now - watched.askedAt + m_limits.interval / 2 >= m_limits.pulseEvery;
            if (ask)
                watched.askedAt = now;
            looks.push_back({name, watched.life, ask});
        }
    }
    std::vector<std::thread> threads;
    for (const Look& look : looks)
        threads.emplace_back([this, look] {
            if (const auto sample = m_duties.look(look.name, look.ask))
                take(look.name, look.life, *sample);
        });
    for (std::thread& thread : threads)
        thread.join();
}

void MachineWatch::take(const QString& name, quint64 life, const LivenessSample& sample) {
    LivenessVerdict verdict;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_watched.find(name);
        if (it == m_watched.end() || it->life != life)
            return;
        it->samples.append(sample);
        thinSamples(it->samples, m_limits);
        it->verdict = judgeLiveness(it->samples, m_limits);
        if (it->verdict.state != Liveness::Frozen || it->ended || m_stop.cancelled() ||
            sample.at - it->verdict.since < m_limits.endFrozenAfter)
            return;
        it->ended = true;
        verdict = it->verdict;
    }
    m_duties.end(name, verdict);
}

LivenessVerdict MachineWatch::verdict(const QString& name) const {
    const std::lock_guard lock(m_mutex);
    const auto it = m_watched.find(name);
    return it == m_watched.end() || it->samples.isEmpty() ? judgeLiveness({}, m_limits) : it->verdict;
}

void MachineWatch::forget(const QString& name) {
    const std::lock_guard lock(m_mutex);
    m_watched.remove(name);
}

} // namespace signalbox
