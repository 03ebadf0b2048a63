// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/flow/flow_fixture.h"

namespace signalbox::test {

namespace {

Step step(const char* id, StepKind kind, const char* onFail = "") {
    Step s;
    s.id = QLatin1String(id);
    s.kind = kind;
    s.onFail = QLatin1String(onFail);
    return s;
}

} // namespace

Blueprint smallBlueprint() {
    Blueprint b;
    b.name = QStringLiteral("small");
    b.digest = sha256("small");
    b.iterations = 2;
    b.steps = {step("admission", StepKind::Admission),       step("workspace", StepKind::Workspace, "person"),
               step("implement", StepKind::Agent),           step("compiles", StepKind::Gate, "implement"),
               step("tests", StepKind::Gate, "implement"),   step("approve", StepKind::Approval, "implement"),
               step("publish", StepKind::Publish, "person"), step("teardown", StepKind::Teardown)};
    b.steps[4].gate = GateKind::TestsPass;
    return b;
}

Flow::Flow() {
    Repository repository;
    repository.name = QStringLiteral("x");
    repository.url = QStringLiteral("/srv/x.git");
    const auto added = give(AddRepository{repository});
    SB_ASSERT(added.ok(), "a plain repository is accepted");
}

Result<void> Flow::give(const Command& command) {
    const auto events = decide(state, command, now);
    last.clear();
    if (!events)
        return events.error();
    last = *events;
    for (const Event& event : last) {
        const Record record{state.seq + 1, now, event};
        apply(state, record);
        history.append(record);
    }
    return {};
}

const Task& Flow::task(TaskId id) const {
    const Task* task = state.task(id);
    SB_ASSERT(task, "the test's task is there");
    return *task;
}

Effect Flow::owed(TaskId id) const {
    SB_ASSERT(task(id).effects.size() == 1, "exactly one effect is owed");
    return task(id).effects.first();
}

TaskId Flow::submit(const QString& key) {
    TaskSpec spec;
    spec.repository = QStringLiteral("x");
    spec.title = QStringLiteral("mend it");
    spec.idempotencyKey = key;
    const TaskId id = state.nextTask;
    const auto done = give(SubmitTask{spec, QStringLiteral("ann")});
    SB_ASSERT(done.ok(), "a plain task is accepted");
    return id;
}

Result<void> Flow::admit(TaskId id, std::optional<Blueprint> blueprint) {
    return give(ReportAdmitted{id, owed(id).key, QStringLiteral("main"), QStringLiteral("base0"),
                               QStringLiteral("tree0"), blueprint ? *blueprint : smallBlueprint()});
}

Result<void> Flow::end(Verdict verdict, TaskId id, const QString& commit) {
    AttemptResult result;
    result.verdict = verdict;
    result.summary = enumWord(verdict);
    result.commit = commit;
    if (!commit.isEmpty())
        result.tree = QStringLiteral("tree-of-") + commit;
    if (task(id).current == QLatin1String("publish") && verdict == Verdict::Passed)
        result.publication =
            Publication{QStringLiteral("/srv/x.git"), QStringLiteral("signalbox/task"), task(id).commit, {}};
    return give(ReportAttempt{id, owed(id).key, result});
}

Result<void> Flow::judge(Verdict verdict, TaskId id) {
    AttemptResult result;
    result.verdict = verdict;
    result.summary = enumWord(verdict);
    result.feedback = verdict == Verdict::Passed ? QString() : QStringLiteral("mend line 3");
    result.commit = task(id).commit;
    result.tree = task(id).tree;
    result.gate = GateResult{};
    result.gate->gate = task(id).current;
    result.gate->verdict = verdict;
    result.gate->commit = task(id).commit;
    result.gate->tree = task(id).tree;
    return give(ReportAttempt{id, owed(id).key, result});
}

Result<void> Flow::vote(bool approve, const QString& by, const QString& comment, TaskId id) {
    const Approval* open = task(id).openApproval();
    SB_ASSERT(open, "an approval is open");
    return give(CastVote{open->id, by, approve, comment, open->tree, open->evidence});
}

void Flow::undoAll(TaskId id) {
    while (!task(id).effects.isEmpty()) {
        const auto done = give(ReportUndone{id, owed(id).key, {}});
        SB_ASSERT(done.ok(), "what is owed at the end can be done");
    }
}

} // namespace signalbox::test
