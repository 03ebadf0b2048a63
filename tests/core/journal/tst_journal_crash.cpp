// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what was acknowledged survives kill -9 at any moment, whole; and a disk without room gives an
// error and nothing half written. The program starts itself again as the one that is killed or squeezed.
#include "journal_helpers.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr int unitSize = 3;

/// Appends for ever, and says each acknowledged unit on its output: "first-seq marker".
int appendForever(const QString& path, int start) {
    auto journal = openSqliteJournal(path);
    if (!journal)
        return 2;
    for (int marker = start;; ++marker)
        (*journal)->append(QList<Event>(unitSize, numbered(1, marker)), {marker},
                           [marker](const Result<qint64>& seq) {
                               if (!seq)
                                   _exit(3);
                               std::printf("%lld %d\n", static_cast<long long>(*seq), marker);
                               std::fflush(stdout);
                           });
}

/// Fills the journal until the system refuses a larger file, lets it grow again, and goes on. 0 when all that
/// was as promised.
int fillThenGoOn(const QString& path) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto journal = openSqliteJournal(path);
    if (!journal)
        return 2;
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 512 * 1024;
    setrlimit(RLIMIT_FSIZE, &limit);
    const QString large(5000, QLatin1Char('x'));
    qint64 units = 0;
    while (appendNow(**journal, QList<Event>(unitSize, numbered(1, 1, large))).ok())
        if (++units > 10000)
            return 4;
    if (units == 0 || (*journal)->lastSeq().value() != units * unitSize ||
        readAll(**journal).size() != units * unitSize)
        return 5;
    limit.rlim_cur = before;
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto next = appendNow(**journal, QList<Event>(unitSize, numbered(1, 2, large)));
    if (!next || *next != units * unitSize + 1)
        return 6;
    return (*journal)->verify()->ok ? 0 : 7;
}

} // namespace

class TestJournalCrash : public QObject {
    Q_OBJECT

private slots:
    void acknowledgedEventsSurviveKill();
    void fullDiskIsAnErrorAndPasses();
};

void TestJournalCrash::acknowledgedEventsSurviveKill() {
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("journal.db"));
    QMap<qint64, int> acknowledged;
    for (int round = 0; round < 4; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--append"), path, QString::number(round * 1000000)});
        QByteArray output;
        while (output.count('\n') < 20 + 150 * round) {
            QVERIFY2(child.waitForReadyRead(30000), "the appending process does not answer");
            output += child.readAllStandardOutput();
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        output += child.readAllStandardOutput();
        output.truncate(output.lastIndexOf('\n'));
        for (const QByteArray& line : output.split('\n'))
            acknowledged.insert(line.split(' ').at(0).toLongLong(), line.split(' ').at(1).toInt());

        auto journal = openSqliteJournal(path);
        QVERIFY2(journal.ok(), journal ? "" : qPrintable(journal.error().text()));
        QVERIFY((*journal)->verify()->ok);
        const auto records = readAll(**journal);
        QCOMPARE(records.size() % unitSize, 0);
        for (auto it = acknowledged.begin(); it != acknowledged.end(); ++it)
            for (int k = 0; k < unitSize; ++k) {
                QVERIFY(it.key() + k <= records.size());
                const Record& record = records.at(it.key() + k - 1);
                QCOMPARE(std::get<AttemptStarted>(record.event).attempt, it.value());
            }
    }
    QVERIFY(acknowledged.size() > 100);
}

void TestJournalCrash::fullDiskIsAnErrorAndPasses() {
    const QTemporaryDir directory;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--fill"), directory.filePath(QStringLiteral("journal.db"))});
    QVERIFY(child.waitForFinished(60000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 0);
}

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--append"))
        return appendForever(arguments.value(2), arguments.value(3).toInt());
    if (arguments.value(1) == QLatin1String("--fill"))
        return fillThenGoOn(arguments.value(2));
    TestJournalCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_journal_crash.moc"
