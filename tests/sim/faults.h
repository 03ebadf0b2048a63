// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/timeline.h"

#include <array>

namespace signalbox::sim {

/// Everything that goes wrong, or against the grain, on purpose. A fault that never fires over a whole run of
/// seeds protects nothing, and fails the test.
enum class Fault {
    DiskSlow,          ///< a commit takes seconds
    DiskNoRoom,        ///< a commit fails for lack of room
    DiskUnavailable,   ///< the storage fails
    DiskUnreadable,    ///< one event can never be written
    CrashLosesUnit,    ///< a crash while a unit was on its way: it is lost
    CrashBeforeAnswer, ///< a crash after a unit was durable, before anybody was told
    CrashIdle,         ///< a crash with no unit on its way
    CrashInRecovery,   ///< a crash while a new core hands out what is owed
    CrashLosesReport,  ///< the work was done, its report not told
    EffectFails,       ///< a technical failure
    EffectHangs,       ///< nothing comes until it is cancelled, or the core dies
    MachineDies,       ///< after its lease was told
    MachineTakenOver,  ///< a new core finds the machine of the one before
    MachineResumed,    ///< an agent's machine that slept works again
    MachineWontResume, ///< it cannot be woken: another is made
    MachineSleptOut,   ///< it slept for longest when too many did
    MachineLeftAwake,  ///< a core died before it put it to sleep
    ReportTwice,       ///< the same report again
    ReportLate,        ///< a report after its effect was cancelled
    VoteStale,         ///< for a tree that does not stand any more
    VoteTwice,         ///< by the same person
    CommandNonsense,   ///< about what does not exist
    SubmitTwice,       ///< with the same idempotency key
    CancelWaiting,     ///< an effect is dropped while it waits for its turn
    CancelRunning,     ///< an effect is dropped while it runs
    ApprovalExpires,   ///< nobody decides in time
    ApprovalEscalates, ///< nobody decided for so long that others are asked
    VoteInName,        ///< by somebody to whom it was delegated
    WallTimeOver,      ///< a task's time is used up
    ClockBack,         ///< the wall clock is set back
    Drain,             ///< the core begins nothing new for a while
    SnapshotUsed,      ///< a core starts from a snapshot, not from the first event
    SnapshotDamaged,   ///< the newest one is not whole, or of a history that never was
    Count,
};
constexpr std::array<const char*, std::size_t(Fault::Count)> faultWords{"disk slow",
                                                                        "disk without room",
                                                                        "disk unavailable",
                                                                        "event unwritable",
                                                                        "crash loses a unit",
                                                                        "crash before answer",
                                                                        "crash when idle",
                                                                        "crash in recovery",
                                                                        "crash loses report",
                                                                        "effect fails",
                                                                        "effect hangs",
                                                                        "machine dies",
                                                                        "machine taken over",
                                                                        "machine resumed",
                                                                        "machine not resumable",
                                                                        "machine slept out",
                                                                        "machine left awake",
                                                                        "report twice",
                                                                        "report late",
                                                                        "vote stale",
                                                                        "vote twice",
                                                                        "command nonsense",
                                                                        "submit twice",
                                                                        "cancel waiting",
                                                                        "cancel running",
                                                                        "approval expires",
                                                                        "approval escalates",
                                                                        "vote in a name",
                                                                        "wall time over",
                                                                        "clock set back",
                                                                        "drain",
                                                                        "snapshot used",
                                                                        "snapshot damaged"};

/// Decides which faults happen, and counts those that did.
class Faults {
public:
    explicit Faults(Random& random) : m_random(random) {}
    /// Whether it happens here; never when calm.
    bool fires(Fault fault, int perThousand) {
        if (m_calm || !m_random.chance(perThousand))
            return false;
        happened(fault);
        return true;
    }
    void happened(Fault fault) { ++m_counts[std::size_t(fault)]; }
    void calmDown() { m_calm = true; }
    [[nodiscard]] bool calm() const { return m_calm; }
    [[nodiscard]] qint64 count(Fault fault) const { return m_counts[std::size_t(fault)]; }

private:
    Random& m_random;
    bool m_calm = false;
    std::array<qint64, std::size_t(Fault::Count)> m_counts{};
};

} // namespace signalbox::sim
