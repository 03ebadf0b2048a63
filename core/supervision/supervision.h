// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QList>

#include <deque>
#include <optional>

namespace signalbox {

/// What else is started anew when one of several organs fails. The terms are those of OTP's supervisors.
enum class RestartStrategy {
    OneForOne,  ///< it alone
    OneForAll,  ///< all: none of them makes sense without the others
    RestForOne, ///< it and those after it: each rests on those before it
};

struct SupervisionOptions {
    RestartStrategy strategy = RestartStrategy::OneForOne;
    /// More failures than this within `period` are not mended by starting anew: the supervisor gives up.
    int intensity = 5;
    Millis period = std::chrono::minutes(1);
    /// How long is waited before a start: doubles with each failure in the period, up to `longestWait`.
    Millis wait = std::chrono::milliseconds(100);
    Millis longestWait = std::chrono::seconds(10);
};

/// Decides what is done when an organ fails. Pure: no thread, no clock.
class Supervision {
public:
    /// Children are numbered from 0, in the order in which they are started.
    Supervision(int children, const SupervisionOptions& options);

    struct Restart {
        QList<int> children; ///< in the order of their start; they are stopped in reverse
        Millis wait{0};      ///< before the first start
    };
    /// What is to be started anew because this child failed; nothing: give up, all are to be stopped.
    std::optional<Restart> failed(int child, Moment now);

private:
    const int m_children;
    const SupervisionOptions m_options;
    std::deque<Moment> m_failures; ///< within the period
};

} // namespace signalbox
