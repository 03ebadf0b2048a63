// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/scenario_core.h"

namespace signalbox {

/// admission, workspace, implement, compile, tests, coverage, approve (by so many people), publish, teardown.
Blueprint scenarioBlueprint(int approvals);

/// Model tokens that a scripted task may use.
constexpr qint64 scenarioTaskTokens = 400'000;

/// What becomes of a scripted task.
enum class Plot {
    RoutedBack, ///< claims to be done too early, is sent back by a gate, asks for approval
    Straight,   ///< asks for approval at once
    Published,  ///< Straight, and a colleague approves
    Parked,     ///< never passes its tests: a person must help
    Failed,     ///< the agent breaks down
    Refused,    ///< not admitted
    NoMachine,  ///< waits for a machine all the time
    Retrying,   ///< waits out a technical failure
    Noisy,      ///< RoutedBack with a long build log
    GivenUp,    ///< parked, since the core could not do its part: a dead letter
    OverBudget, ///< parked, since its agent used up the task's tokens
    NotUndone,  ///< failed, and what it did could not be undone: a dead letter of a finished task
};

struct StorySpec {
    TaskSpec spec;
    QString by;
    Plot plot = Plot::RoutedBack;
    Millis ago{0};   ///< submitted so long before the scenario's beginning
    int flavour = 0; ///< which texts and diff
    int approvals = 1;
    double pace = 1; ///< 1: as long as in life (about ten minutes); smaller: quicker
};

/// Writes one task's story into a ScenarioCore: what happens, when, and what decisions lead to.
class Story {
public:
    Story(ScenarioCore& core, TaskId id) : m_core(&core), m_id(id) {}

    /// The whole story from its submission on, at the times that it has.
    void plan(const StorySpec& spec);
    /// The story of a task that is submitted this moment, told quickly.
    void submitNow(const TaskSpec& spec, const QString& by);
    void vote(qint64 approval, const QString& by, bool approve, const QString& comment,
              const QString& onBehalf = {});
    void ask(const Approval& approval, const QString& by, const QString& text);
    void cancel(const QString& by, const QString& reason);
    void resume(const QString& by, const QString& step, const QString& feedback);
    /// Has what was given up done once more; it works this time.
    void replay(const DeadLetter& letter, const QString& by);

private:
    using Act = std::function<void(Story&, Task&)>;
    /// `act` happens so many seconds (times the pace) after what was planned before.
    void after(double seconds, Act act);
    void say(double seconds, LogKind kind, const QString& text);
    void submit(const StorySpec& spec);
    void planFrom(Plot plot);
    void planAdmission();
    void planAgent(int attempt, bool thorough);
    void planGates(bool good);
    void planGate(const QString& step, double seconds, bool good);
    void planApproval();
    void planPublication();
    void planEnding(Outcome outcome, const QString& reason, const QString& by);
    void begin(double seconds, const QString& step, bool machine);
    void finish(Task& task, const AttemptResult& result);
    [[nodiscard]] GateResult judge(const Task& task, const QString& step, bool good) const;
    [[nodiscard]] QString fakeOid(const QString& what) const;

    ScenarioCore* m_core;
    TaskId m_id;
    Moment m_cursor;
    double m_pace = 1;
    int m_flavour = 0;
    int m_approvals = 1;
    bool m_noisy = false;
};

} // namespace signalbox
