// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace signalbox {

/// Milliseconds; every duration in the code has this type.
using Millis = std::chrono::milliseconds;

/// A moment on the wall clock: milliseconds since 1970-01-01 UTC. The pure parts take it as an argument and
/// never read a clock themselves, so that they can be replayed and simulated.
struct Moment {
    qint64 ms = 0;

    auto operator<=>(const Moment&) const = default;
    Moment operator+(Millis d) const { return {ms + d.count()}; }
    Millis operator-(Moment earlier) const { return Millis(ms - earlier.ms); }
    /// ISO 8601 in UTC with milliseconds.
    [[nodiscard]] QString iso() const;
};

/// The source of time, injected wherever time is read. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Moment now() const = 0;
};

/// The machine's own wall clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override;
};

/// "350 ms", "2.4 s", "3 min 12 s", "5 h 2 min": for people.
QString humanDuration(Millis d);

} // namespace signalbox
