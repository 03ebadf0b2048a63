// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/recovery_home.h"

#include "core/journal/sqlite_journal.h"
#include "tests/core/flow/flow_fixture.h"

#include <QCryptographicHash>

#include <future>

namespace signalbox::bench {

namespace {

using test::Flow;

constexpr qint64 unit = 4000; ///< events that are written together

Blueprint reviewedChange() {
    Blueprint blueprint = test::smallBlueprint();
    blueprint.description =
        QStringLiteral("A change to a project, tested, judged by its gates and approved by one person. ")
            .repeated(4);
    for (Step& step : blueprint.steps) {
        step.title = QStringLiteral("The step that is called ") + step.id;
        step.run = QStringLiteral("cmake -B build -G Ninja && ninja -C build && ctest --test-dir build");
    }
    return blueprint;
}

QString commitOf(TaskId id, int attempt) {
    return QString::fromLatin1(
        QCryptographicHash::hash(QByteArray::number(id * 100 + attempt), QCryptographicHash::Sha1).toHex());
}

/// One command further; false when nothing more comes by itself.
bool stepOn(Flow& flow, TaskId id) {
    static const Blueprint blueprint = reviewedChange();
    const Task& task = flow.task(id);
    if (task.phase == TaskPhase::Approval)
        return flow.vote(true, QStringLiteral("bob"), {}, id).ok();
    const Effect effect = flow.owed(id);
    switch (effect.kind) {
    case EffectKind::Admit:
        return flow.admit(id, blueprint).ok();
    case EffectKind::RunAgent:
        return flow.work(commitOf(id, effect.attempt), id).ok();
    case EffectKind::RunGate:
        // Each third task is sent back once.
        return flow.judge(id % 3 == 0 && task.iterations == 0 ? Verdict::Failed : Verdict::Passed, id).ok();
    case EffectKind::TearDown:
        return flow.give(ReportUndone{id, effect.key, {}}).ok();
    default:
        return flow.end(Verdict::Passed, id).ok();
    }
}

Result<qint64> write(Journal& journal, const QList<Record>& records, Moment at) {
    QList<Event> events;
    events.reserve(records.size());
    for (const Record& record : records)
        events.append(record.event);
    std::promise<Result<qint64>> written;
    journal.append(std::move(events), at, [&](const Result<qint64>& done) { written.set_value(done); });
    return written.get_future().get();
}

} // namespace

Result<void> makeHistory(const RecoveryHome& home, qint64 events, int inFlight) {
    auto journal = openSqliteJournal(home.journalFile());
    if (!journal)
        return journal.error();
    Snapshots snapshots(**journal, home.snapshots());
    Flow flow;
    QList<TaskId> under;
    while (flow.state.seq < events) {
        while (under.size() < inFlight)
            under.append(flow.submit());
        for (TaskId& id : under) {
            stepOn(flow, id);
            if (flow.task(id).phase == TaskPhase::Finished)
                id = flow.submit();
        }
        flow.pass(Millis(1000));
        if (flow.history.size() < unit && flow.state.seq < events)
            continue;
        if (const auto done = write(**journal, std::exchange(flow.history, {}), flow.now); !done)
            return done.error();
        snapshots.committed(flow.state);
    }
    return {};
}

void EndlessWork::owed(const Task& task, const Effect& effect) {
    AttemptResult result;
    result.verdict = Verdict::Passed;
    switch (effect.kind) {
    case EffectKind::Admit:
        m_engine.submit(ReportAdmitted{task.id, effect.key, QStringLiteral("main"), QStringLiteral("b"),
                                       QStringLiteral("t"), reviewedChange()});
        break;
    case EffectKind::RunAgent:
        result.commit = commitOf(task.id, effect.attempt);
        result.tree = QStringLiteral("tree-of-") + result.commit;
        m_engine.submit(ReportAttempt{task.id, effect.key, result});
        break;
    case EffectKind::RunGate:
        result.commit = task.commit;
        result.gate = GateResult{};
        result.gate->commit = task.commit;
        result.gate->tree = task.tree;
        result.gate->verdict = Verdict::Passed;
        // The last gate's end asks for an approval; nobody waits here, so the task is ended instead.
        m_engine.submit(ReportAttempt{task.id, effect.key, result});
        if (effect.step == QLatin1String("tests")) {
            m_engine.submit(CancelTask{task.id, QStringLiteral("bench"), {}});
            TaskSpec spec;
            spec.repository = task.spec.repository;
            spec.title = task.spec.title;
            m_engine.submit(SubmitTask{spec, QStringLiteral("bench")});
        }
        break;
    case EffectKind::PrepareWorkspace:
    case EffectKind::RunCommand:
    case EffectKind::Publish:
        m_engine.submit(ReportAttempt{task.id, effect.key, result});
        break;
    default:
        m_engine.submit(ReportUndone{task.id, effect.key, {}});
    }
}

} // namespace signalbox::bench
