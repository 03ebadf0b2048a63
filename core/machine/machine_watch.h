// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/machine/liveness.h"

#include <QHash>
#include <QStringList>

#include <mutex>
#include <thread>

namespace signalbox {

/// Looks at every machine every few seconds and knows what each is doing. What frozen means, and all the
/// rest, is judgeLiveness(); this remembers the samples and acts on the verdicts. A thread of its own, from
/// start() to stop(); verdict() from any thread.
class MachineWatch {
public:
    struct Duties {
        std::function<QStringList()> names;
        /// One look; ask: also for the guest's pulse. May take as long as LivenessLimits::pulseLimit. Called
        /// for several machines at once, each on a thread of its own. None: there is nothing to look at now.
        std::function<std::optional<LivenessSample>(const QString& name, bool ask)> look;
        /// Ends a machine that is frozen for good; called once for each time it is.
        std::function<void(const QString& name, const LivenessVerdict&)> end;
    };
    MachineWatch(LivenessLimits limits, Duties duties);
    ~MachineWatch();
    MachineWatch(const MachineWatch&) = delete;
    MachineWatch& operator=(const MachineWatch&) = delete;

    /// Idempotent.
    void start();
    /// Waits for its thread; idempotent, and for good.
    void stop();
    /// One round now, on the caller's thread: a look at each machine, and what follows from it.
    void round();
    [[nodiscard]] LivenessVerdict verdict(const QString& name) const;
    /// The machine begins anew, or is gone: what was seen of it does not count any more.
    void forget(const QString& name);
    /// Cancelled when stop() is called: for looks that wait.
    [[nodiscard]] CancelToken stopping() const { return m_stop; }

private:
    struct Watched {
        QList<LivenessSample> samples;
        LivenessVerdict verdict;
        Moment askedAt;
        bool ended = false;
        quint64 life = 0; ///< which of those that had the name, one after another
    };
    void take(const QString& name, quint64 life, const LivenessSample& sample);

    const LivenessLimits m_limits;
    const Duties m_duties;
    CancelToken m_stop;
    mutable std::mutex m_mutex; ///< guards what follows
    QHash<QString, Watched> m_watched;
    quint64 m_lives = 0;
    std::thread m_thread;
};

} // namespace signalbox
