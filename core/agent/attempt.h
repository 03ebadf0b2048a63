// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/domain/task.h"

#include <functional>
#include <memory>
#include <optional>

namespace signalbox {

/// Why an attempt was stopped from outside.
struct AttemptStop {
    Verdict verdict = Verdict::TimedOut;
    QString why;
};

/// One attempt in the hands of this organ.
struct AgentAttempt {
    Task task;
    Step step;
    int number = 1;
    QString machine; ///< the name that the machine is to have; the same for the same attempt after a crash
    QString use;     ///< tells this use of the machine from its others: "2", "question-3-1"
    /// The machine is the task's for longer than this attempt: it hibernates after it, where it can.
    bool keep = false;
    CancelToken cancel;
    std::function<bool()>
        stopping; ///< true when the core stops: the machine is then left for the next core to adopt
    std::function<void(const QString& machine, const QMap<QString, Digest>& images)> leased;
    std::function<void(const QString& machine)> released;
    std::function<void(const QString& machine)> rested; ///< it is kept, and sleeps or is handed on
    /// Keeps what it is given until the attempt's result is durable: the machine goes only then, so that a
    /// core that is killed in between finds the finished job again instead of running it twice. Unset:
    /// nothing is kept.
    std::function<void(std::shared_ptr<void>)> hold;
    /// The way to models: takes a connection that a program in the guest opened to it, and owns the
    /// descriptor. Unset: there is none.
    std::function<void(const QString& machine, int fd)> models;
    /// The agent ended: from now on nothing goes that way any more. Says why it was stopped by budget, if it
    /// was. Called where models is set.
    std::function<std::optional<QString>(const QString& machine)> closeModels;
    /// Time beyond its limit in which it may wait for people: what it then uses is watched from outside, by
    /// who cancels `halt`.
    Millis patience{0};
    CancelToken halt;                  ///< ends the agent's program; what it committed is taken
    std::function<void(Moment)> began; ///< its program began then; unset: nobody asks
    std::function<std::optional<AttemptStop>()> stopped; ///< unset: it never is
    /// The way to the world outside, the same. Unset: there is none.
    std::function<void(const QString& machine, int fd)> egress;
    /// What a script has to begin with so that programs find it; `port`: how the script names the port.
    std::function<QString(const QString& port)> egressScript;
    /// The attempt's work in the machine ended: nothing goes that way any more. Set where egress is.
    std::function<void(const QString& machine)> closeEgress;
};

} // namespace signalbox
