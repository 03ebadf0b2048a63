// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what is told of tasks that are over, those too that have left the state: the same as the state
// would tell, in pages that lose and repeat none, whatever becomes of the file that lists them.
#include "core/base/files.h"
#include "core/engine/task_archive.h"
#include "core/flow/retention.h"
#include "tests/core/engine/journal_home.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr Millis longEnough{30'000};

/// Tasks that end one after the other: cancelled ones, and every third by a refusal.
class Ending {
public:
    Ending() {
        Repository repository;
        repository.name = QStringLiteral("y");
        repository.url = QStringLiteral("/srv/y.git");
        (void)flow.give(AddRepository{repository});
    }
    void finishOne() {
        TaskSpec spec;
        spec.repository = flow.state.nextTask % 5 == 0 ? QStringLiteral("y") : QStringLiteral("x");
        spec.title = QStringLiteral("task %1").arg(flow.state.nextTask);
        const TaskId id = flow.state.nextTask;
        (void)flow.give(SubmitTask{spec, QStringLiteral("ann")});
        const Effect admit = flow.owed(id);
        if (id % 3 == 0)
            (void)flow.give(
                ReportRefused{id, admit.key, {ErrorKind::NotFound, QStringLiteral("no such branch"), {}}});
        else
            (void)flow.give(CancelTask{id, QStringLiteral("ann"), {}});
        flow.pass(Millis(1000));
    }
    Flow flow;
};

QList<TaskId> idsOf(const QList<TaskSummary>& rows) {
    QList<TaskId> ids;
    for (const TaskSummary& row : rows)
        ids.append(row.id);
    return ids;
}

QList<TaskId> allPages(TaskArchive& archive, FinishedQuery query) {
    QList<TaskId> ids;
    do {
        const auto page = archive.finished(query);
        SB_ASSERT(page.ok(), "the archive answers");
        ids += idsOf(page->tasks);
        query.before = page->next;
    } while (query.before != 0);
    return ids;
}

} // namespace

class TaskArchiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesHoldEachOnceNewestFirst() {
        Ending ending;
        const JournalHome home(ending.flow.history);
        TaskArchive archive(*home.journal, home.file(QStringLiteral("tasks.sqlite")));
        for (int i = 0; i < 40; ++i) {
            const qsizetype known = ending.flow.history.size();
            ending.finishOne();
            home.append(ending.flow.history.mid(known));
            archive.observe(ending.flow.state, ending.flow.history.mid(known));
        }
        QVERIFY(archive.settle(longEnough));
        QList<TaskId> expected;
        for (TaskId id = 40; id >= 1; --id)
            expected.append(id);
        QCOMPARE(allPages(archive, {{}, {}, 0, 7}), expected);
        QCOMPARE(allPages(archive, {{}, {}, 0, 1000}), expected);
        expected.removeIf([](TaskId id) { return id % 5 != 0; });
        QCOMPARE(allPages(archive, {QStringLiteral("y"), {}, 0, 3}), expected);
        QCOMPARE(allPages(archive, {QStringLiteral("y"), Outcome::Refused, 0, 3}), (QList<TaskId>{30, 15}));
        QVERIFY(allPages(archive, {QStringLiteral("z"), {}, 0, 3}).isEmpty());
        const auto page = archive.finished({{}, {}, 0, 1});
        QCOMPARE(page->seq, ending.flow.state.seq);
        QCOMPARE(toJson(page->tasks.first()), toJson(summaryOf(ending.flow.task(40))));
    }

    void aTaskThatLeftIsToldFromItsOwnEvents() {
        const auto records = randomHistory(21, 400);
        const State state = stateAfter(records);
        const JournalHome home(records);
        TaskArchive archive(*home.journal, home.file(QStringLiteral("tasks.sqlite")));
        int finished = 0;
        for (const auto& [id, task] : state.tasks) {
            const auto told = archive.task(id);
            QVERIFY(told.ok());
            QVERIFY2(*told == task, qPrintable(QStringLiteral("task %1").arg(id)));
            finished += task.phase == TaskPhase::Finished ? 1 : 0;
        }
        QVERIFY(finished > 3);
        QCOMPARE(allPages(archive, {}).size(), finished);
        QVERIFY(archive.task(9999).error().kind == ErrorKind::NotFound);
    }

    void whatIsMissingDamagedOrForeignIsMadeAnew_data() {
        QTest::addColumn<QString>("harm");
        for (const char* harm : {"none", "missing", "damaged", "foreign", "behind"})
            QTest::newRow(harm) << QString::fromLatin1(harm);
    }
    void whatIsMissingDamagedOrForeignIsMadeAnew() {
        QFETCH(QString, harm);
        Ending ending;
        for (int i = 0; i < 30; ++i)
            ending.finishOne();
        const QList<Record> early = ending.flow.history;
        const JournalHome home(early);
        const QString file = home.file(QStringLiteral("tasks.sqlite"));
        QCOMPARE(allPages(*std::make_unique<TaskArchive>(*home.journal, file), {}).size(), 30);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        if (harm == QLatin1String("missing")) {
            QVERIFY(removeTree(file).ok());
        } else if (harm == QLatin1String("damaged")) {
            QFile damaged(file);
            QVERIFY(damaged.open(QIODevice::ReadWrite));
            QVERIFY(damaged.seek(damaged.size() / 2) && damaged.write(QByteArray(2000, 'x')) == 2000);
        } else if (harm == QLatin1String("foreign")) {
            const JournalHome other(randomHistory(3, 200));
            QVERIFY(removeTree(file).ok());
            TaskArchive(*other.journal, file).settle(longEnough);
        } else if (harm == QLatin1String("behind")) {
            for (int i = 0; i < 25; ++i)
                ending.finishOne();
            home.append(ending.flow.history.mid(early.size()));
        }
        TaskArchive archive(*home.journal, file);
        QCOMPARE(allPages(archive, {{}, {}, 0, 10}).size(), harm == QLatin1String("behind") ? 55 : 30);
    }

    void moreThanTheStateKeepsIsListed() {
        Ending ending;
        const JournalHome home(ending.flow.history);
        TaskArchive archive(*home.journal, home.file(QStringLiteral("tasks.sqlite")));
        qsizetype known = ending.flow.history.size();
        for (int i = 0; i < int(keptFinished) + 30; ++i)
            ending.finishOne();
        home.append(ending.flow.history.mid(known));
        // One observation in which the first ones leave: they are read from the journal.
        archive.observe(ending.flow.state, ending.flow.history.mid(known));
        QVERIFY(archive.settle(longEnough));
        QVERIFY(!ending.flow.state.task(1));
        QCOMPARE(allPages(archive, {}).size(), keptFinished + 30);
        const auto first = archive.task(1);
        QVERIFY(first.ok() && first->outcome == Outcome::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TaskArchiveTest)
#include "tst_task_archive.moc"
