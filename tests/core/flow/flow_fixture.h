// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox::test {

/// A core without a world: commands are decided, their events applied, time is a number.
class Flow {
public:
    Flow();

    /// Decides and applies; the events stay in `last`.
    Result<void> give(const Command& command);
    /// The task, which must be there.
    const Task& task(TaskId id = 1) const;
    /// The one effect that is owed, by kind; aborts the test when there is another.
    Effect owed(TaskId id = 1) const;
    void pass(Millis time) { now = now + time; }

    /// Submits a task on the repository that is there; 1 for the first.
    TaskId submit(const QString& key = {});
    Result<void> admit(TaskId id = 1, std::optional<Blueprint> blueprint = std::nullopt);
    /// Ends the attempt that is owed.
    Result<void> end(Verdict verdict, TaskId id = 1, const QString& commit = {});
    /// The owed agent attempt commits `commit`.
    Result<void> work(const QString& commit, TaskId id = 1) { return end(Verdict::Passed, id, commit); }
    /// The owed gate judges the present commit.
    Result<void> judge(Verdict verdict, TaskId id = 1);
    Result<void> vote(bool approve, const QString& by, const QString& comment = {}, TaskId id = 1);
    /// Every compensation and the teardown that are owed are done.
    void undoAll(TaskId id = 1);

    State state;
    Moment now{1'000'000};
    QList<Event> last;
    QList<Record> history;
};

/// admission, workspace, implement (agent), compiles and tests (gates, back to implement), approve, publish,
/// teardown.
Blueprint smallBlueprint();

} // namespace signalbox::test
