// SPDX-License-Identifier: GPL-3.0-or-later
// Protects journals on people's disks: histories that were written once, by this version or an older one,
// lead to the same state in every build, and work that was under way before an upgrade goes on after it.
#include "core/base/files.h"
#include "core/flow/state_image.h"
#include "tests/core/flow/flow_fixture.h"
#include "tests/golden/golden.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;

namespace {

const QDir& recorded() {
    static const QDir directory(QStringLiteral(SIGNALBOX_SOURCE_DIR "/tests/golden/format-1"));
    return directory;
}

QByteArray bytesOf(const QString& name) {
    const auto bytes = readFile(recorded().filePath(name), 100'000'000);
    SB_ASSERT(bytes.ok(), qPrintable(name));
    return *bytes;
}

QList<Record> history(const QString& name) {
    const auto records = golden::recordsFrom(bytesOf(name + QStringLiteral(".jsonl")));
    SB_ASSERT(records.ok(), records.ok() ? "" : qPrintable(records.error().message));
    return *records;
}

QStringList names() {
    QStringList all;
    for (const QString& file : recorded().entryList({QStringLiteral("*.jsonl")}))
        all.append(QFileInfo(file).completeBaseName());
    return all;
}

/// A core that goes on from this history.
Flow goingOn(const QString& name) {
    Flow flow;
    flow.state = State();
    flow.history = history(name);
    for (const Record& record : flow.history)
        apply(flow.state, record);
    flow.now = flow.history.last().at + Millis(3'600'000);
    return flow;
}

} // namespace

class GoldenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachLeadsToTheStateThatWasRecorded() {
        QVERIFY(names().size() >= 4);
        for (const QString& name : names()) {
            const QJsonObject then =
                QJsonDocument::fromJson(bytesOf(name + QStringLiteral(".state.json"))).object();
            QVERIFY2(!then.isEmpty(), qPrintable(name));
            const QString differs = golden::difference(then, golden::stateOf(history(name)));
            QVERIFY2(differs.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(name, differs)));
        }
    }

    void togetherTheyHoldEveryTypeOfEvent() {
        QSet<QString> held;
        for (const QString& name : names())
            for (const Record& record : history(name))
                held.insert(typeOf(record.event));
        for (const QString& type : eventTypes())
            QVERIFY2(held.contains(type),
                     qPrintable(QStringLiteral("no golden history has %1: add one to golden.cpp and run "
                                               "make_golden")
                                    .arg(type)));
    }

    void aChangeWouldBeSeen() {
        const QJsonObject state = golden::stateOf(history(QStringLiteral("published")));
        QJsonObject other = state;
        other[QStringLiteral("nextTask")] = 9;
        QCOMPARE(golden::difference(state, other), QStringLiteral("/nextTask"));
        other = state;
        other.insert(QStringLiteral("later"), 1); // a member of a later version
        QCOMPARE(golden::difference(state, other), QString());
        QVERIFY(!golden::difference(other, state).isEmpty());
        QByteArray lines = bytesOf(QStringLiteral("published.jsonl"));
        lines.replace("it breaks the build", "it mends the build");
        QVERIFY(!golden::recordsFrom(lines).ok());
    }

    void snapshotsOfThemAreTheSameState() {
        for (const QString& name : names()) {
            State state;
            for (const Record& record : history(name))
                apply(state, record);
            const auto read = unpackState(packState(state));
            QVERIFY2(read.ok() && *read == state, qPrintable(name));
        }
    }

    /// Written by 0.1 before tasks knew leases, rounds, dead letters and continuations.
    void workUnderWayGoesOnAfterAnUpgrade() {
        Flow flow = goingOn(QStringLiteral("in-flight-0.1"));
        QCOMPARE(flow.state.tasks.size(), std::size_t(6));
        // 1: twice sent back with the same failure; a third time would be the repetition that it now knows.
        QCOMPARE(flow.task(1).current, QStringLiteral("implement"));
        QVERIFY(flow.work(QStringLiteral("c3"), 1).ok());
        QVERIFY(flow.judge(Verdict::Passed, 1).ok());
        QVERIFY(flow.judge(Verdict::Passed, 1).ok());
        QVERIFY(flow.vote(true, QStringLiteral("bob"), {}, 1).ok());
        QVERIFY(flow.end(Verdict::Passed, 1).ok());
        flow.undoAll(1);
        QCOMPARE(flow.task(1).outcome, Outcome::Published);
        // 2: the approval that was open still binds what it bound.
        QVERIFY(flow.vote(true, QStringLiteral("bob"), {}, 2).ok());
        QCOMPARE(flow.owed(2).kind, EffectKind::Publish);
        // 3: parked; it has no dead letter, since it was parked before there were any, and is retried.
        QVERIFY(flow.task(3).deadLetters.isEmpty());
        QVERIFY(flow.give(RetryTask{3, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(flow.owed(3).key, QStringLiteral("t3/workspace/2"));
        // 4: in the middle of being undone.
        flow.undoAll(4);
        QCOMPARE(flow.task(4).outcome, Outcome::Cancelled);
        // 5 is over; its key and 1's are known.
        QCOMPARE(flow.task(5).phase, TaskPhase::Finished);
        QCOMPARE(flow.state.submissions.value(QStringLiteral("key-1")), TaskId(1));
        // 6 waits for admission.
        QVERIFY(flow.admit(6).ok());
        QCOMPARE(flow.owed(6).kind, EffectKind::PrepareWorkspace);
    }

    /// A task keeps the blueprint that it began with; the next one gets the new version.
    void twoVersionsOfABlueprintRunSideBySide() {
        Flow flow;
        Blueprint first = test::smallBlueprint();
        first.version = QStringLiteral("1");
        first.digest = sha256("version 1");
        Blueprint second = first;
        second.version = QStringLiteral("2");
        second.digest = sha256("version 2");
        second.steps.removeAt(4); // no "tests" any more
        flow.submit();
        QVERIFY(flow.admit(1, first).ok());
        QVERIFY(flow.end(Verdict::Passed, 1).ok());
        flow.submit();
        QVERIFY(flow.admit(2, second).ok());
        QVERIFY(flow.end(Verdict::Passed, 2).ok());
        // Also over a restart between two steps, from a snapshot.
        flow.state = *unpackState(packState(flow.state));
        for (const TaskId id : {1, 2}) {
            QVERIFY(flow.work(QStringLiteral("c%1").arg(id), id).ok());
            QVERIFY(flow.judge(Verdict::Passed, id).ok());
        }
        QCOMPARE(flow.task(1).current, QStringLiteral("tests"));
        QCOMPARE(flow.task(2).phase, TaskPhase::Approval);
        QVERIFY(flow.judge(Verdict::Passed, 1).ok());
        for (const TaskId id : {1, 2}) {
            const Blueprint& own = id == 1 ? first : second;
            QCOMPARE(flow.task(id).openApproval()->blueprint, own.digest);
            QVERIFY(flow.task(id).blueprint == own);
            QVERIFY(flow.vote(true, QStringLiteral("bob"), {}, id).ok());
            QVERIFY(flow.end(Verdict::Passed, id).ok());
            flow.undoAll(id);
            QCOMPARE(flow.task(id).outcome, Outcome::Published);
        }
    }
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "tst_golden.moc"
