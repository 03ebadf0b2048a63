// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/task_log.h"
#include "core/engine/engine.h"
#include "core/policy/tool_judge.h"
#include "core/server/http_server.h"

#include <QHash>

#include <mutex>

namespace signalbox {

/// Answers the hooks of agents: may this tool be used? What the rules decide is answered at once; what a
/// person must decide becomes a question in the task, and the hook waits for its answer (in turns of `turn`,
/// so that nothing hangs on one connection: the same question asked again is the same question). Whatever
/// goes wrong is a no. Thread-safe.
class ToolDesk {
public:
    struct Settings {
        /// The section `tools` of an agent's description; empty: the usual names.
        std::function<QJsonObject(const QString& agent)> tools;
        /// A rule answered a call (what people answer is told by events); on a worker, must not block. Unset:
        /// nobody asks.
        std::function<void(TaskId, const QString& step, int attempt, const ToolCall&, ToolAnswer)> judged =
            {};
        /// What an agent is to be told now, once: its next call is answered with it instead. Must not block.
        std::function<std::optional<QString>(TaskId, const QString& step, int attempt)> reminder = {};
        Millis wait{600'000}; ///< for a person, where the blueprint says nothing
        Millis turn{10'000};
    };
    /// What one attempt's hooks did so far. Not durable: counted since the core was started.
    struct Counts {
        qint64 heard = 0;   ///< calls that were asked about
        qint64 refused = 0; ///< that would have been put to people, were there not too many already
    };

    ToolDesk(Engine& engine, TaskLogs& logs, Settings settings);

    /// Blocks: call it on a worker.
    void answer(const HttpRequest& request, HttpReply reply);
    /// Puts a question of the agent itself to people, and answers with what they say; the same question asked
    /// again is the same question. Blocks: on a worker.
    using Form = std::function<HttpResponse(const QString& answer, bool failed)>;
    void askHuman(const QString& machine, const QString& question, HttpReply reply, const Form& form);
    /// What the agent of that task is to be told now, with whatever it asked for; empty: nothing.
    QString reminderFor(const Task& task);
    /// A line of the agent's own into its task's log; false when there were too many.
    bool report(const Task& task, const QString& text);
    /// On the engine's thread, for each commit.
    void follow(const QList<Record>& records);
    /// Ends turns that are over; called now and then.
    void heartbeat(Moment now);
    [[nodiscard]] Counts countsOf(TaskId task) const;

private:
    using OutcomeForm = std::function<HttpResponse(ToolQuestionState state, const QString& by,
                                                   const QString& said, qint64 question)>;
    struct Asked {
        TaskId task = 0;
        QString step;
        int attempt = 1;
        ToolCall call;
    };
    struct Waiting {
        qint64 question = 0;
        QString machine;
        Moment until;
        HttpReply reply;
        OutcomeForm form;
    };
    struct Standing;
    Result<Standing> standing(const QString& machine, const ToolCall& call, qint64 known);
    struct Put {
        Asked asked;
        RiskTier tier = RiskTier::High;
        QString why;
        Millis wait{0};
        QString machine;
        OutcomeForm form;
    };
    void put(const Put& put, HttpReply reply);
    void tellJudged(const Asked& asked, ToolAnswer answer) const;
    void hold(qint64 question, const QString& machine, const OutcomeForm& form, const HttpReply& reply);
    bool note(const Asked& asked, const QString& text, const QString& before = QStringLiteral("tool call "));
    void endTurns(const std::function<bool(const Waiting&)>& which);

    Engine& m_engine;
    TaskLogs& m_logs;
    const Settings m_settings;
    SystemClock m_clock;
    mutable std::mutex m_mutex;
    QList<Waiting> m_waiting;
    QHash<TaskId, Counts> m_counts;
    QHash<TaskId, int> m_notes;
};

} // namespace signalbox
