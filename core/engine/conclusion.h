// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_core.h"

namespace signalbox {

/// How the end of an effect is told to the engine until it is taken or cannot be. Pure; the dispatcher and
/// the simulator tell the same way.
class Conclusion {
public:
    /// From what the organ came to: its report, or the failure that makes the effect due again.
    Conclusion(TaskId task, QString key, const Result<Command>& done)
        : m_task(task), m_key(std::move(key)),
          m_report(done ? *done : Command(ReportTrouble{task, m_key, done.error()})),
          m_isTrouble(!done.ok()) {}

    /// What is to be told now.
    [[nodiscard]] const Command& report() const { return m_instead ? *m_instead : m_report; }

    enum class Next {
        Told,  ///< nothing more
        Again, ///< report() at once: it has changed
        Later, ///< report() after wait(), unless the effect is cancelled by then
    };
    Next after(const Result<Accepted>& reply) {
        if (reply)
            return Next::Told;
        const Error& error = reply.error();
        switch (error.kind) {
        case ErrorKind::Conflict:
        case ErrorKind::NotFound:
        case ErrorKind::Invalid:
            // Mostly the task went another way meanwhile, and then so is this refused. But a report that can
            // never be taken would leave its effect owed with nobody to do it: the task must say so.
            if (m_isTrouble || m_instead)
                return Next::Told;
            m_report = ReportTrouble{m_task, m_key, error};
            m_isTrouble = true;
            return Next::Again;
        default: // the journal's trouble (a full disk), and what was done must not be lost for it
            ++m_tries;
            // Or is this report alone too large? Then the journal takes word of that.
            if (m_instead) {
                m_instead.reset();
            } else if (error.kind == ErrorKind::LimitReached && !m_isTrouble &&
                       m_tries >= triesBeforeAsking) {
                m_instead = ReportTrouble{m_task, m_key, error};
                return Next::Again;
            }
            return Next::Later;
        }
    }
    [[nodiscard]] Millis wait() const { return backoff(m_tries); }

private:
    static constexpr int triesBeforeAsking = 4;

    TaskId m_task;
    QString m_key;
    Command m_report;
    std::optional<Command> m_instead;
    bool m_isTrouble;
    int m_tries = 0;
};

} // namespace signalbox
