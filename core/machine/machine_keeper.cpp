// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_keeper.h"

#include <QDir>
#include <QFile>

namespace signalbox {

using namespace std::chrono_literals;

MachineKeeper::MachineKeeper(std::shared_ptr<LibvirtHost> host, Duties duties)
    : m_host(std::move(host)), m_duties(std::move(duties)) {}

MachineKeeper::~MachineKeeper() {
    stop();
}

void MachineKeeper::start() {
    const std::lock_guard lock(m_mutex);
    if (!m_thread.joinable() && !m_stopped)
        m_thread = std::thread([this] { run(); });
}

void MachineKeeper::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void MachineKeeper::run() {
    for (int round = 0;; ++round) {
        {
            std::unique_lock lock(m_mutex);
            if (m_changed.wait_for(lock, 1s, [this] { return m_stopped; }))
                return;
        }
        keepLimits(round % 10 == 0);
        if (round % 60 == 30)
            m_duties.sweep();
    }
}

/// The folders stay, so that everybody can see why a machine ended, until somebody destroys it or the sweep.
/// thorough: also tries again to end those that were told to end before.
void MachineKeeper::keepLimits(bool thorough) {
    constexpr qint64 longestLog = 8 * 1024 * 1024;
    const Moment now = SystemClock().now();
    const QDir machines(m_host->machinesDirectory());
    for (const QString& name : machines.entryList({QStringLiteral("sb-*")}, QDir::Dirs)) {
        const MachineFolder folder = m_host->folder(name);
        if (QFile log(folder.serialLog()); log.size() > longestLog)
            log.resize(0);
        Result<MachineRecord> record = folder.load();
        // The time asleep is added when it wakes.
        if (!record || record->deadline > now || folder.asleepSince() ||
            (!thorough && !folder.end().isEmpty()))
            continue;
        folder.noteEnd(
            QStringLiteral("it reached its time limit of %1").arg(humanDuration(record->spec.lifetime)));
        if (Result<void> ended = m_duties.end(name); !ended)
            continue; // again in a while
    }
}

} // namespace signalbox
