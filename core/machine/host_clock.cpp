// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/host_clock.h"

#include <chrono>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace signalbox {

namespace {

using Ticks = std::chrono::steady_clock;

constexpr auto span = std::chrono::milliseconds(20);
constexpr qint64 slowestKhz = 100'000;
constexpr qint64 fastestKhz = 10'000'000;

#if defined(__x86_64__)
struct Sample {
    Ticks::time_point at;
    quint64 ticks = 0;
};

/// Both clocks at one moment: of several tries the one in which the least time went by between the readings,
/// so that a thread that loses its processor in the middle does no harm.
Sample sample() {
    Sample best;
    auto least = Ticks::duration::max();
    for (int i = 0; i < 20; ++i) {
        const auto before = Ticks::now();
        const quint64 ticks = __rdtsc();
        const auto after = Ticks::now();
        if (after - before < least) {
            least = after - before;
            best = {before + least / 2, ticks};
        }
    }
    return best;
}
#endif

} // namespace

qint64 measureCounterKhz() {
#if defined(__x86_64__)
    const Sample first = sample();
    while (Ticks::now() - first.at < span) {
    }
    const Sample last = sample();
    const double milliseconds = std::chrono::duration<double, std::milli>(last.at - first.at).count();
    if (last.ticks <= first.ticks || milliseconds <= 0)
        return 0;
    const auto khz = qint64(double(last.ticks - first.ticks) / milliseconds);
    return khz >= slowestKhz && khz <= fastestKhz ? khz : 0;
#else
    return 0;
#endif
}

qint64 hostCounterKhz() {
    static const qint64 khz = measureCounterKhz();
    return khz;
}

} // namespace signalbox
