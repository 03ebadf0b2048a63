// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/sim_core.h"

namespace signalbox::sim {

/// People who submit, vote, ask, reject, cancel, retry and err, at random moments.
class People {
public:
    explicit People(World& world) : m_world(world) {}
    /// A core has started: the repositories are made known to it.
    void meet(const std::shared_ptr<SimCore>& core);
    /// One of them does something.
    void act(SimCore& core);

private:
    void submit(SimCore& core);
    void vote(SimCore& core, const Approval& approval);
    void decide(SimCore& core);
    void mend(SimCore& core);
    void nonsense(SimCore& core);
    QString somebody() {
        return m_world.random.pick({u"ann"_qs, u"bob"_qs, u"cleo"_qs, u"dan"_qs, u"eve"_qs});
    }
    /// One of the unfinished tasks for which this holds; nullptr: none.
    const Task* pick(const SimCore& core, const std::function<bool(const Task&)>& holds);

    World& m_world;
    int m_submitted = 0;
};

} // namespace signalbox::sim
