// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/golden.h"

#include "core/flow/condense.h"
#include "core/journal/chain.h"
#include "tests/core/flow/flow_fixture.h"

#include <QJsonDocument>

namespace signalbox::golden {

namespace {

using test::Flow;

void must(const Result<void>& done) {
    SB_ASSERT(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
}

Flow begun() {
    Flow flow;
    flow.submit(QStringLiteral("key-1"));
    Blueprint blueprint = test::smallBlueprint();
    blueprint.version = QStringLiteral("1");
    blueprint.origin = QStringLiteral("shipped: small");
    must(flow.admit(1, blueprint));
    flow.pass(Millis(700));
    must(flow.end(Verdict::Passed));
    return flow;
}

void toApproval(Flow& flow, const QString& commit) {
    flow.pass(Millis(60'000));
    must(flow.work(commit));
    must(flow.judge(Verdict::Passed));
    must(flow.judge(Verdict::Passed));
}

/// Leases, a way back, a question, an approval, a publication.
Flow published() {
    Flow flow = begun();
    must(flow.give(ReportLease{1,
                               flow.owed().key,
                               QStringLiteral("sb-0000-t1-implement-1"),
                               {{QStringLiteral("base"), sha256("base")}}}));
    must(flow.work(QStringLiteral("c1")));
    must(flow.give(ReportRelease{1, QStringLiteral("sb-0000-t1-implement-1")}));
    must(flow.judge(Verdict::Failed));
    toApproval(flow, QStringLiteral("c2"));
    must(flow.give(AskQuestion{1, QStringLiteral("bob"), QStringLiteral("why not the other way?")}));
    must(flow.give(ReportAnswer{1, flow.owed().key, QStringLiteral("it breaks the build")}));
    flow.pass(Millis(3'600'000));
    must(flow.vote(true, QStringLiteral("bob"), QStringLiteral("good")));
    must(flow.end(Verdict::Passed));
    flow.undoAll();
    must(flow.give(RemoveRepository{QStringLiteral("x"), QStringLiteral("ann")}));
    return flow;
}

/// Given up, replayed, rejected, cancelled, not undone, replayed once more.
Flow troubled() {
    Flow flow = begun();
    const auto lost = [&](int times) {
        for (int i = 0; i < times; ++i) {
            flow.pass(Millis(61'000));
            must(flow.give(
                ReportTrouble{1, flow.owed().key, {ErrorKind::Unavailable, QStringLiteral("no host"), {}}}));
        }
    };
    lost(3);
    must(flow.give(ReplayDeadLetter{1, 1, QStringLiteral("ann")}));
    toApproval(flow, QStringLiteral("c1"));
    must(flow.vote(false, QStringLiteral("bob"), QStringLiteral("the name is wrong")));
    must(flow.give(CancelTask{1, QStringLiteral("ann"), QStringLiteral("not needed any more")}));
    lost(6);
    flow.undoAll();
    must(flow.give(ReplayDeadLetter{1, 2, QStringLiteral("ann")}));
    must(flow.give(ReportUndone{1, flow.owed().key, QStringLiteral("removed")}));
    return flow;
}

/// Repeats itself, is sent on by a person, told anew, and still under way; a second one is refused.
Flow continued() {
    Flow flow = begun();
    for (int i = 0; i < 2; ++i) {
        must(flow.work(QStringLiteral("same")));
        must(flow.judge(Verdict::Failed));
    }
    must(flow.work(QStringLiteral("same")));
    must(flow.judge(Verdict::Failed));
    must(
        flow.give(RetryTask{1, QStringLiteral("ann"), QStringLiteral("implement"), QStringLiteral("try B")}));
    const Record anew{flow.state.seq + 1, flow.now, TaskContinued{1, condensed(flow.task())}};
    apply(flow.state, anew);
    flow.history.append(anew);
    must(flow.work(QStringLiteral("other")));
    flow.submit();
    must(flow.give(ReportRefused{
        2, flow.owed(2).key, {ErrorKind::NotFound, QStringLiteral("there is no branch \"next\""), {}}}));
    return flow;
}

/// Stopped by its budget, which a person raises: it goes on, and is raised once more on its way.
Flow raised() {
    Flow flow = begun();
    must(flow.end(Verdict::OverBudget));
    must(flow.give(RaiseBudget{1, QStringLiteral("ann"), 500'000, 2.5, QStringLiteral("a large file")}));
    must(flow.give(RaiseBudget{1, QStringLiteral("bob"), 1000, 0, {}}));
    toApproval(flow, QStringLiteral("c1"));
    return flow;
}

/// Nobody decides, so others are asked; one of them delegates it, the first delegate is taken back, and the
/// second decides in a name. One delegation is left.
Flow escalated() {
    Flow flow;
    flow.submit();
    Blueprint b = test::smallBlueprint();
    b.steps[5].approvers = QStringList{QStringLiteral("ann")};
    b.steps[5].escalates = Millis(3'600'000);
    b.steps[5].escalateTo = QStringList{QStringLiteral("cleo"), QStringLiteral("role:admin")};
    b.steps[5].expires = Millis(7'200'000);
    must(flow.admit(1, b));
    must(flow.end(Verdict::Passed));
    toApproval(flow, QStringLiteral("c1"));
    flow.pass(Millis(3'600'000));
    must(flow.give(Tick{}));
    const Approval open = *flow.task().openApproval();
    const Roles approver{Role::Approver};
    const auto delegate = [&](const QString& from, const QString& to, qint64 approval) {
        const Moment until = flow.now + Millis(86'400'000);
        must(flow.give(Delegate{{0, from, to, approval, until, {}}, approver, approver}));
    };
    delegate(QStringLiteral("cleo"), QStringLiteral("dan"), open.id);
    must(flow.give(RevokeDelegation{1, QStringLiteral("cleo"), approver}));
    delegate(QStringLiteral("cleo"), QStringLiteral("eve"), open.id);
    delegate(QStringLiteral("ann"), QStringLiteral("bob"), 0);
    must(flow.give(CastVote{open.id, QStringLiteral("eve"), true, QStringLiteral("fine"), open.tree,
                            open.evidence, approver, QStringLiteral("cleo"), approver}));
    return flow;
}

/// Tool calls: allowed and remembered, denied, out of time, withdrawn; one is open still.
History askedAboutTools() {
    Flow flow = begun();
    const auto ask = [&](const char* command, int attempt) {
        ToolCall call;
        call.tool = QStringLiteral("Bash");
        call.kind = ToolKind::Run;
        call.command = QLatin1String(command);
        call.directory = QStringLiteral("/home/agent/work");
        call.text = QStringLiteral("{}");
        must(flow.give(AskToolCall{1, QStringLiteral("implement"), attempt, call, RiskTier::High,
                                   QStringLiteral("it reaches for a network"), Millis(600'000)}));
        return flow.task().toolQuestions.last();
    };
    const auto answer = [&](const ToolQuestion& question, bool allow) {
        must(flow.give(AnswerToolCall{question.id, QStringLiteral("ann"), allow, QStringLiteral("so it is"),
                                      question.action, allow}));
    };
    answer(ask("curl a", 1), true);
    answer(ask("curl b", 1), false);
    ask("curl c", 1);
    flow.pass(Millis(600'000));
    must(flow.give(Tick{}));
    ask("curl d", 1);
    must(flow.end(Verdict::Failed));
    ask("curl e", 2);
    return {QStringLiteral("tool-calls"), flow.history};
}

} // namespace

QList<History> histories() {
    return {{QStringLiteral("published"), published().history},
            {QStringLiteral("troubled"), troubled().history},
            {QStringLiteral("continued"), continued().history},
            {QStringLiteral("raised"), raised().history},

            askedAboutTools(),
            {QStringLiteral("escalated"), escalated().history}};
}

QByteArray linesOf(const QList<Record>& records) {
    QByteArray lines;
    Digest chain = chainStart();
    for (const Record& record : records) {
        QJsonObject line = chainLink(record.seq, record.at.ms, typeOf(record.event), taskOf(record.event),
                                     bodyOf(record.event));
        chain = chainAfter(chain, line);
        line.insert(QStringLiteral("chain"), chain);
        lines += canonicalJson(line) + '\n';
    }
    return lines;
}

Result<QList<Record>> recordsFrom(const QByteArray& lines) {
    QList<Record> records;
    Digest chain = chainStart();
    for (const QByteArray& text : lines.split('\n')) {
        if (text.isEmpty())
            continue;
        QJsonObject line = QJsonDocument::fromJson(text).object();
        const Digest said = line.take(QStringLiteral("chain")).toString();
        chain = chainAfter(chain, line);
        if (chain != said)
            return Error{ErrorKind::Corrupt,
                         QStringLiteral("line %1 is not what was written").arg(records.size() + 1),
                         {}};
        auto event =
            eventFrom(line[QStringLiteral("type")].toString(), line[QStringLiteral("body")].toObject());
        if (!event)
            return event.error();
        records.append({line[QStringLiteral("seq")].toInteger(),
                        Moment{line[QStringLiteral("at")].toInteger()}, std::move(*event)});
    }
    return records;
}

QJsonObject stateOf(const QList<Record>& records) {
    State state;
    for (const Record& record : records)
        apply(state, record);
    QJsonObject tasks;
    for (const auto& [id, task] : state.tasks)
        tasks.insert(QString::number(id), toJson(task));
    QJsonArray unfinished;
    for (const TaskId id : state.unfinished)
        unfinished.append(id);
    return {{QStringLiteral("seq"), state.seq},
            {QStringLiteral("nextTask"), state.nextTask},
            {QStringLiteral("nextApproval"), state.nextApproval},
            {QStringLiteral("unfinished"), unfinished},
            {QStringLiteral("repositories"), json::write(state.repositories)},
            {QStringLiteral("delegations"), json::write(state.delegations)},
            {QStringLiteral("tasks"), tasks}};
}

QString difference(const QJsonValue& recorded, const QJsonValue& now, const QString& where) {
    if (recorded.isObject() && now.isObject()) {
        const QJsonObject was = recorded.toObject(), is = now.toObject();
        for (auto it = was.begin(); it != was.end(); ++it)
            if (QString found =
                    difference(it.value(), is.value(it.key()), where + QLatin1Char('/') + it.key());
                !found.isEmpty())
                return found;
        return {};
    }
    if (recorded.isArray() && now.isArray() && recorded.toArray().size() == now.toArray().size()) {
        for (qsizetype i = 0; i < recorded.toArray().size(); ++i)
            if (QString found = difference(recorded.toArray().at(i), now.toArray().at(i),
                                           QStringLiteral("%1/%2").arg(where).arg(i));
                !found.isEmpty())
                return found;
        return {};
    }
    return recorded == now ? QString() : where;
}

} // namespace signalbox::golden
