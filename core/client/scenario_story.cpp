// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/scenario_story.h"

#include "core/client/scenario_text.h"

#include <algorithm>

namespace signalbox {

namespace {

AttemptResult passed(const QString& summary) {
    AttemptResult result;
    result.verdict = Verdict::Passed;
    result.summary = summary;
    return result;
}

QMap<QString, Digest> images() {
    return {{QStringLiteral("base"), sha256("image base")}, {QStringLiteral("cpp"), sha256("image cpp")}};
}

} // namespace

QString Story::fakeOid(const QString& what) const {
    return sha256(QStringLiteral("%1 of task %2").arg(what).arg(m_id).toUtf8()).left(40);
}

void Story::after(double seconds, Act act) {
    m_cursor = m_cursor + Millis(qint64(seconds * 1000 * m_pace));
    m_core->schedule(m_cursor, m_id, [story = *this, act = std::move(act)]() mutable {
        if (Task* task = story.m_core->task(story.m_id))
            act(story, *task);
    });
}

void Story::say(double seconds, LogKind kind, const QString& text) {
    after(seconds, [kind, text](Story& story, Task&) { story.m_core->say(story.m_id, kind, text); });
}

void Story::begin(double seconds, const QString& step, bool machine) {
    after(seconds, [step](Story& s, Task& task) {
        const Attempt* last = task.lastAttempt(step);
        s.m_core->post(AttemptStarted{s.m_id, step, last ? last->number + 1 : 1});
    });
    if (!machine)
        return;
    after(2, [step](Story& s, Task& task) {
        const QString key =
            QStringLiteral("t%1/%2/%3").arg(s.m_id).arg(step).arg(task.lastAttempt(step)->number);
        const QString name = QStringLiteral("sb-%1-%2").arg(s.m_id).arg(s.fakeOid(key).left(6));
        s.m_core->post(MachineLeased{s.m_id, key, name, images()});
        s.m_core->say(s.m_id, LogKind::Core, QStringLiteral("machine %1 is ready").arg(name));
    });
}

void Story::finish(Task& task, const AttemptResult& result) {
    const Attempt* attempt = task.lastAttempt(task.current);
    const QString machine = attempt ? attempt->machine : QString();
    m_core->post(AttemptFinished{m_id, task.current, attempt ? attempt->number : 1, result});
    if (!machine.isEmpty())
        m_core->post(MachineReleased{m_id, machine});
}

void Story::plan(const StorySpec& spec) {
    m_cursor = Moment{ScenarioCore::epoch().ms - spec.ago.count()};
    m_pace = spec.pace;
    m_flavour = spec.flavour;
    m_approvals = spec.approvals;
    m_noisy = spec.plot == Plot::Noisy;
    m_core->schedule(m_cursor, m_id, [story = *this, spec]() mutable {
        story.submit(spec);
        story.planFrom(spec.plot);
    });
}

void Story::submitNow(const TaskSpec& spec, const QString& by) {
    m_cursor = m_core->now();
    m_pace = 0.12; // somebody is watching
    StorySpec story;
    story.spec = spec;
    story.by = by;
    submit(story);
    planFrom(Plot::RoutedBack);
}

void Story::submit(const StorySpec& spec) {
    TaskSubmitted event;
    event.task = m_id;
    event.spec = spec.spec;
    event.by = spec.by;
    event.baseBranch = QStringLiteral("main");
    for (const Repository& repository : m_core->repositories())
        if (repository.name == spec.spec.repository)
            event.repositoryUrl = repository.url;
    m_core->post(event);
    m_core->setPatch(m_id, scenarioWords(m_flavour).patch);
}

void Story::planFrom(Plot plot) {
    if (plot == Plot::Refused)
        return planEnding(Outcome::Refused,
                          QStringLiteral("the repository has no branch “release” to work from"), {});
    planAdmission();
    switch (plot) {
    case Plot::NoMachine:
        return begin(1, QStringLiteral("implement"), false);
    case Plot::Retrying:
        begin(1, QStringLiteral("implement"), false);
        return after(20, [](Story& s, Task& task) {
            s.m_core->post(EffectDelayed{s.m_id, QStringLiteral("t%1/implement/1").arg(s.m_id), 2,
                                         s.m_core->now() + Millis(60'000),
                                         QStringLiteral("the machine did not become ready within 1 min")});
            Q_UNUSED(task)
        });
    case Plot::Failed:
        begin(1, QStringLiteral("implement"), true);
        say(40, LogKind::Output,
            QStringLiteral("\x1b[31mFatal: no model answers at http://model.gateway\x1b[0m"));
        after(5, [](Story& s, Task& task) {
            AttemptResult broken;
            broken.verdict = Verdict::Failed;
            broken.summary = QStringLiteral("the agent ended with exit code 70 and without a commit");
            s.finish(task, broken);
        });
        return planEnding(Outcome::Failed, QStringLiteral("implement: the agent ended with exit code 70"),
                          {});
    case Plot::Parked:
        for (int attempt = 1; attempt <= 3; ++attempt) {
            planAgent(attempt, false);
            planGates(false);
        }
        return after(1, [](Story& s, Task&) {
            s.m_core->post(TaskParked{s.m_id, QStringLiteral("sent back 3 times, and the tests still fail")});
        });
    case Plot::Straight:
    case Plot::Published:
        planAgent(1, true);
        planGates(true);
        if (plot == Plot::Published)
            after(240, [](Story& s, Task& task) {
                if (const Approval* open = task.openApproval())
                    s.vote(open->id, QStringLiteral("maria"), true, QStringLiteral("Good."));
            });
        return;
    case Plot::GivenUp:
        begin(1, QStringLiteral("implement"), false);
        return after(150, [](Story& s, Task&) {
            s.m_core->post(TaskParked{s.m_id,
                                      QStringLiteral("implement failed 8 times for technical reasons: no "
                                                     "space left for the machine's disk"),
                                      QStringLiteral("t%1/implement/1").arg(s.m_id), 8});
        });
    case Plot::OverBudget:
        begin(1, QStringLiteral("implement"), true);
        say(30, LogKind::Model, QStringLiteral("I will read every caller before I change the parser."));
        return after(330, [](Story& s, Task& task) {
            AttemptResult over;
            over.verdict = Verdict::OverBudget;
            over.summary = QStringLiteral("stopped by budget: the token limit of this task is reached");
            s.finish(task, over);
            s.m_core->post(TaskParked{s.m_id, over.summary});
        });
    case Plot::NotUndone:
        planEnding(Outcome::Failed, QStringLiteral("implement: the agent ended with exit code 70"), {});
        return after(1, [](Story& s, Task&) {
            s.m_core->post(CompensationFinished{s.m_id, EffectKind::DropWork, 1, false,
                                                QStringLiteral("the work area could not be removed: "
                                                               "input/output error")});
        });
    case Plot::RoutedBack:
    case Plot::Noisy:
    case Plot::Refused:
        break;
    }
    planAgent(1, false);
    planGates(false);
    planAgent(2, true);
    planGates(true);
}

void Story::planAdmission() {
    begin(0.5, QStringLiteral("admission"), false);
    after(2, [](Story& s, Task& task) {
        s.m_core->post(TaskAdmitted{s.m_id, QStringLiteral("main"), s.fakeOid(QStringLiteral("base")),
                                    s.fakeOid(QStringLiteral("base tree")),
                                    scenarioBlueprint(s.m_approvals)});
        s.finish(task, passed(QStringLiteral("blueprint fix 3, base main")));
    });
    begin(0.5, QStringLiteral("workspace"), true);
    say(4, LogKind::Core, QStringLiteral("the base was sent into the machine"));
    after(8, [](Story& s, Task& task) { s.finish(task, passed(QStringLiteral("checked out, no network"))); });
}

void Story::planAgent(int attempt, bool thorough) {
    begin(1, QStringLiteral("implement"), true);
    const ScenarioWords& words = scenarioWords(m_flavour);
    for (const QString& line : thorough ? words.thorough : words.hasty) {
        const qsizetype bar = line.indexOf(QLatin1Char('|'));
        say(12, enumFromWord<LogKind>(line.left(bar)).value_or(LogKind::Output), line.mid(bar + 1));
    }
    after(15, [attempt](Story& s, Task& task) {
        AttemptResult result = passed(QStringLiteral("1 commit, the agent says that it is done"));
        result.commit = s.fakeOid(QStringLiteral("commit %1").arg(attempt));
        result.tree = s.fakeOid(QStringLiteral("tree %1").arg(attempt));
        s.finish(task, result);
    });
}

void Story::planGate(const QString& step, double seconds, bool good) {
    begin(1, step, true);
    const int lines = m_noisy && step == QLatin1String("compile") ? 4000 : 12;
    const double pause = seconds / (lines + 1);
    for (int i = 1; i <= lines; ++i)
        say(pause, LogKind::Output,
            step == QLatin1String("compile")
                ? QStringLiteral(
                      "[%1/%2] \x1b[32mBuilding CXX object src/CMakeFiles/words.dir/part_%3.cpp.o\x1b[0m")
                      .arg(i)
                      .arg(lines)
                      .arg(i, 4, 10, QLatin1Char('0'))
                : QStringLiteral("%1/%2 %3 ............ \x1b[32mPassed\x1b[0m  0.%4 s")
                      .arg(i)
                      .arg(lines)
                      .arg(step)
                      .arg(i * 7 % 90 + 10));
    after(pause, [step, good](Story& s, Task& task) {
        AttemptResult result;
        result.gate = s.judge(task, step, good);
        result.verdict = result.gate->verdict;
        result.summary = result.gate->summary;
        result.commit = task.commit;
        result.tree = task.tree;
        if (!good)
            result.feedback = QStringLiteral("%1: %2\n%3:%4: %5")
                                  .arg(step, result.summary, result.gate->findings.first().file)
                                  .arg(result.gate->findings.first().line)
                                  .arg(result.gate->findings.first().message);
        s.finish(task, result);
        if (!good)
            s.m_core->post(RoutedBack{s.m_id, step, QStringLiteral("implement"), result.feedback, step});
    });
}

void Story::planGates(bool good) {
    planGate(QStringLiteral("compile"), 40, true);
    planGate(QStringLiteral("tests"), 25, good);
    if (!good)
        return;
    planGate(QStringLiteral("coverage"), 20, true);
    planApproval();
}

GateResult Story::judge(const Task& task, const QString& step, bool good) const {
    const ScenarioWords& words = scenarioWords(m_flavour);
    GateResult gate;
    gate.gate = step;
    gate.verdict = good ? Verdict::Passed : Verdict::Failed;
    gate.commit = task.commit;
    gate.tree = task.tree;
    gate.baseCommit = task.baseCommit;
    gate.images = images();
    const Attempt* attempt = task.lastAttempt(step);
    gate.duration = m_core->now() - (attempt ? attempt->started : m_core->now());
    if (const Step* known = task.blueprint.find(step))
        gate.command = known->run;
    if (step == QLatin1String("compile")) {
        gate.summary = words.built;
    } else if (step == QLatin1String("tests")) {
        gate.summary = good ? words.passed : words.failed;
        gate.numbers = {{QStringLiteral("tests"), words.tests}, {QStringLiteral("failed"), good ? 0.0 : 1.0}};
        if (!good)
            gate.findings.append(words.finding);
    } else {
        gate.summary = QStringLiteral("%1 % of the lines (75 % are asked for)").arg(words.coverage);
        gate.numbers = {{QStringLiteral("coverage"), words.coverage}};
    }
    for (const auto& [name, bytes] : scenarioReports(step, gate))
        gate.artifacts.append({name, QStringLiteral("text/plain"), m_core->keep(bytes), bytes.size()});
    return gate;
}

void Story::planApproval() {
    begin(1, QStringLiteral("approve"), false);
    after(0.5, [](Story& s, Task& task) {
        Approval approval;
        approval.id = s.m_core->nextApproval();
        approval.step = QStringLiteral("approve");
        approval.commit = task.commit;
        approval.tree = task.tree;
        approval.evidence = evidenceDigest(task);
        approval.blueprint = task.blueprint.digest;
        approval.needed = s.m_approvals;
        approval.asked = s.m_core->now();
        s.m_core->post(ApprovalRequested{s.m_id, approval});
        if (s.m_approvals > 1)
            s.m_core->post(ApprovalVoted{s.m_id, approval.id, QStringLiteral("jonas"), true,
                                         QStringLiteral("Fine with me; please look at the bounds too.")});
    });
}

void Story::planPublication() {
    begin(0.5, QStringLiteral("publish"), false);
    after(3, [](Story& s, Task& task) {
        AttemptResult result = passed(QStringLiteral("branch pushed, description written"));
        const QString branch = QStringLiteral("signalbox/task-%1").arg(s.m_id);
        result.publication =
            Publication{task.repositoryUrl, branch, task.commit, QStringLiteral("refs/notes/signalbox")};
        s.finish(task, result);
        s.m_core->post(TearDownStarted{s.m_id});
    });
    after(2, [](Story& s, Task&) {
        s.m_core->post(TaskFinished{s.m_id, Outcome::Published, QStringLiteral("pull request made")});
    });
}

void Story::planEnding(Outcome outcome, const QString& reason, const QString& by) {
    after(1, [=](Story& s, Task&) { s.m_core->post(EndingBegun{s.m_id, outcome, reason, by}); });
    after(2, [=](Story& s, Task&) {
        s.m_core->post(TearDownStarted{s.m_id});
        s.m_core->post(TaskFinished{s.m_id, outcome, reason});
    });
}

void Story::vote(qint64 approvalId, const QString& by, bool approve, const QString& comment,
                 const QString& onBehalf) {
    const Task* task = m_core->task(m_id);
    m_core->post(ApprovalVoted{m_id, approvalId, by, approve, comment, onBehalf});
    const Approval* about = task->approval(approvalId);
    const auto yes =
        std::count_if(about->votes.begin(), about->votes.end(), [](const Vote& v) { return v.approve; });
    m_cursor = m_core->now();
    m_pace = 0.5;
    m_approvals = about->needed;
    if (approve && yes < about->needed)
        return;
    m_core->unschedule(m_id);
    m_core->post(ApprovalClosed{m_id, approvalId, approve ? ApprovalState::Approved : ApprovalState::Rejected,
                                approve ? QString() : comment});
    finish(*m_core->task(m_id), passed(approve ? QStringLiteral("approved") : QStringLiteral("rejected")));
    if (approve)
        return planPublication();
    m_core->post(RoutedBack{m_id, QStringLiteral("approve"), QStringLiteral("implement"), comment, by});
    planAgent(int(task->step(QStringLiteral("implement"))->attempts.size()) + 1, true);
    planGates(true);
}

void Story::ask(const Approval& approval, const QString& by, const QString& text) {
    const int number = int(approval.questions.size()) + 1;
    const qint64 id = approval.id;
    m_cursor = m_core->now();
    m_core->post(QuestionAsked{m_id, id, number, by, text});
    after(3, [id, number](Story& s, Task&) {
        s.m_core->post(QuestionAnswered{
            s.m_id, id, number,
            QStringLiteral(
                "The loop ran past the end when no space follows the last word; the three new tests "
                "fail without the bound and pass with it.")});
    });
}

void Story::cancel(const QString& by, const QString& reason) {
    m_core->unschedule(m_id);
    m_cursor = m_core->now();
    Task* task = m_core->task(m_id);
    if (const Approval* open = task->openApproval())
        m_core->post(
            ApprovalClosed{m_id, open->id, ApprovalState::Voided, QStringLiteral("the task was cancelled")});
    m_core->post(EndingBegun{m_id, Outcome::Cancelled,
                             reason.isEmpty() ? QStringLiteral("cancelled by %1").arg(by) : reason, by});
    after(2, [](Story& s, Task& t) {
        const QString why = t.reason;
        s.m_core->post(TearDownStarted{s.m_id});
        s.m_core->post(TaskFinished{s.m_id, Outcome::Cancelled, why});
    });
}

void Story::resume(const QString& by, const QString& step, const QString& feedback) {
    m_core->unschedule(m_id);
    m_cursor = m_core->now();
    m_pace = 0.2;
    const Task* task = m_core->task(m_id);
    m_core->post(TaskResumed{m_id, by, step.isEmpty() ? task->current : step, feedback, 1});
    const StepState* implement = task->step(QStringLiteral("implement"));
    planAgent(implement ? int(implement->attempts.size()) + 1 : 1, true);
    planGates(true);
}

void Story::replay(const DeadLetter& letter, const QString& by) {
    if (letter.kind != EffectKind::DropWork && letter.kind != EffectKind::Withdraw)
        return resume(by, letter.step, {});
    m_cursor = m_core->now();
    const int position = letter.attempt;
    const EffectKind kind = letter.kind;
    m_core->post(DeadLetterReplayed{m_id, letter.number, by});
    after(2, [kind, position](Story& s, Task&) {
        s.m_core->post(CompensationFinished{s.m_id, kind, position, true, {}});
    });
}

} // namespace signalbox
