// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/attempt_name.h"
#include "core/agent/attempt.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QHash>
#include <QSet>

#include <mutex>

namespace signalbox {

/// What an agent's attempt may do beyond tokens and money. Zero: as much as it likes.
struct AttemptLimits {
    int loops = 0;      ///< answers of its model in a row that had all been given before
    Millis toolTime{0}; ///< of one tool call
    Millis time{0};     ///< of the attempt, without what people were asked in it
    int compactAt = 0;  ///< percent of the task's budget
};

/// One attempt as seen from outside: its model calls at the gateway, its tool calls at the hook. Says when it
/// has to end, and why; never rests on what the agent says of itself. Thread-safe; never blocks.
class AttemptWatch {
public:
    /// asked: how long people were asked so far; called by check() alone, which may block for it.
    AttemptWatch(const AttemptLimits& limits, std::function<Millis()> asked);

    /// Its program began.
    void began(Moment at);
    /// It asks a model: what tools did is over.
    void modelAsked();
    /// A model answered; a digest of what it wrote. The same answer again and again is a loop.
    void modelAnswered(quint64 answer, Moment now);
    /// A tool call was let through.
    void toolAllowed(const QString& line, Moment now);
    /// So much of the task's budget is used, in percent: from the threshold on the agent is to be told.
    void budgetUsed(int percent);
    /// What the agent is to be told now; once, then nothing.
    std::optional<QString> takeReminder();
    /// Looks at what time alone brings.
    void check(Moment now);

    /// Why it has to end; nothing while it may go on.
    [[nodiscard]] std::optional<AttemptStop> stop() const;
    /// Set when its program must be ended from outside.
    [[nodiscard]] CancelToken halt() const { return m_halt; }

private:
    void stopFor(Verdict verdict, const QString& why, Moment now);

    const AttemptLimits m_limits;
    const std::function<Millis()> m_asked;
    CancelToken m_halt;
    mutable std::mutex m_mutex;
    QSet<quint64> m_answers; ///< that were given
    int m_repeated = 0;      ///< answers in a row that were among them
    std::optional<Moment> m_began;
    struct Tool {
        QString line;
        Moment since;
    };
    std::optional<Tool> m_tool; ///< the first one that was let through since its model was asked last
    std::optional<QString> m_reminder;
    bool m_reminded = false;
    std::optional<AttemptStop> m_stop;
    Moment m_stoppedAt;
};

/// Those of the attempts that run. Thread-safe.
class AttemptWatches {
public:
    explicit AttemptWatches(const Clock& clock) : m_clock(clock) {}

    /// Known here as long as somebody holds it.
    std::shared_ptr<AttemptWatch> open(const AttemptName& name, const AttemptLimits& limits,
                                       std::function<Millis()> asked);
    /// nullptr: it does not run, or nobody watches it.
    [[nodiscard]] std::shared_ptr<AttemptWatch> find(TaskId task, const QString& step, int attempt) const;
    /// Looks at all of them, time and again, until it is cancelled. For a supervisor.
    Result<void> run(const CancelToken& cancel);
    /// Once.
    void check();

private:
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    QHash<QString, std::weak_ptr<AttemptWatch>> m_watches;
};

} // namespace signalbox
