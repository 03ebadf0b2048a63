// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QList>

#include <optional>

namespace signalbox {

/// What a machine is doing, as far as it can be known from outside.
enum class Liveness {
    Unknown, ///< too little was seen yet, or nobody watches it
    Working, ///< it computes, reads, writes or speaks
    Waiting, ///< it answers and does nothing: for the model, for a person, or because it has no job
    Frozen,  ///< it answers nothing and nothing moves
    Looping, ///< it burns its processor for long, and nothing comes out
    Lying    ///< what it says of itself cannot be: the hypervisor counted otherwise
};
QString toString(Liveness liveness);

/// What the guest's supervisor says of itself. Sums since boot; a claim, never a fact.
struct GuestPulse {
    qint64 uptimeMs = 0;
    qint64 busyMs = 0; ///< processor time that was not idle, of all processors together
    int runningJobs = 0;
    qint64 outputBytes = 0;
};

/// One look at a machine. The counters are the hypervisor's and our own, sums since the machine began.
struct LivenessSample {
    Moment at;
    qint64 cpuMs = 0;                ///< processor time that the hypervisor gave it
    qint64 diskBytes = 0;            ///< read and written by its disks
    qint64 channelBytes = 0;         ///< both ways
    qint64 outputBytes = 0;          ///< output of jobs, as far as it came to us
    qint64 consoleBytes = 0;         ///< on its serial line
    bool running = true;             ///< false: paused or gone, and why below
    QString why;                     ///< why it does not run
    bool hypervisorMute = false;     ///< the hypervisor's process itself did not answer
    bool asked = false;              ///< whether the guest was asked for its pulse this time
    std::optional<GuestPulse> pulse; ///< none although asked: no answer in time
};

/// All thresholds, in one place.
struct LivenessLimits {
    Millis interval{std::chrono::seconds(5)};    ///< between two looks
    Millis pulseEvery{std::chrono::seconds(15)}; ///< between two questions to the guest
    Millis pulseLimit{std::chrono::seconds(10)}; ///< for its answer
    Millis window{std::chrono::seconds(30)};     ///< what counts as now
    double busyShare = 0.10;                     ///< of one processor, from which on it computes
    double burningShare = 0.50; ///< of one processor, from which on it burns; a busy host gives no more
    double stillShare = 0.03;   ///< of one processor, below which it stands still
    qint64 noiseBytesPerSecond = 1024; ///< on disk and channel: what an idle guest and our questions cause
    qint64 noiseBytes = 24 * 1024;     ///< and what may come at once
    Millis frozenAfter{std::chrono::minutes(2)};
    int unansweredForFrozen = 4;
    Millis loopingAfter{std::chrono::minutes(10)};
    Millis lyingAfter{std::chrono::minutes(1)};
    /// A machine that is frozen for so long is ended; its attempt counts as a technical failure.
    Millis endFrozenAfter{std::chrono::minutes(4)};
};

/// A class with its reason.
struct LivenessVerdict {
    Liveness state = Liveness::Unknown;
    Moment since;
    QString because; ///< one sentence with the figures that it rests on
};

/// Judges a machine by its samples, the oldest first; pure. Irregular gaps are fine. No samples: Unknown.
LivenessVerdict judgeLiveness(const QList<LivenessSample>& samples, const LivenessLimits& limits);

/// Keeps every sample of the last few minutes and one a minute of the day before: what judgeLiveness needs to
/// say since when. Pure.
void thinSamples(QList<LivenessSample>& samples, const LivenessLimits& limits);

} // namespace signalbox
