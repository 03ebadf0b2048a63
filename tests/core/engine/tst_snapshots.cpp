// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the start from a snapshot: with what came after it is the same state as the whole journal gives,
// and none is ever used that is damaged, of another journal or of another form.
#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/engine/snapshots.h"
#include "tests/core/engine/journal_home.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// A home with a journal and snapshots of it.
struct Home : JournalHome {
    using JournalHome::JournalHome;
    SnapshotSettings settings() const { return {dir.filePath(QStringLiteral("snapshots")), 10, 3, false}; }
    QStringList files() const { return QDir(settings().directory).entryList(QDir::Files, QDir::Name); }
    QString snapshot(qint64 seq) const {
        return QStringLiteral("%1/%2.snapshot").arg(settings().directory).arg(seq);
    }
};

QByteArray bytesOf(const QString& path) {
    const auto bytes = readFile(path, 100'000'000);
    SB_ASSERT(bytes.ok(), "the test's file is there");
    return *bytes;
}

void put(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    SB_ASSERT(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(), "the test can write");
}

/// In place: a file that is cut and written again may wait for the disk, and this is done thousands of times.
void putByte(const QString& path, qsizetype at, char byte) {
    QFile file(path);
    SB_ASSERT(file.open(QIODevice::ReadWrite) && file.seek(at) && file.putChar(byte), "the test can write");
}

} // namespace

class SnapshotsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withTheRestItIsTheWhole() {
        for (quint32 seed = 1; seed <= 3; ++seed) {
            const auto records = randomHistory(seed, 80);
            const Home home(records);
            for (qsizetype cut = 1; cut <= records.size(); cut += 20) {
                {
                    Snapshots snapshots(*home.journal, home.settings());
                    QVERIFY(snapshots.take(stateAfter(records, cut)).ok());
                }
                Snapshots later(*home.journal, home.settings());
                SnapshotFound found = later.newest();
                QVERIFY2(found.warnings.isEmpty(), qPrintable(found.warnings.join(QLatin1Char('\n'))));
                QCOMPARE(found.state.seq, cut);
                const auto read = home.journal->read(
                    found.state.seq, 0, [&](const Record& record) { apply(found.state, record); });
                QVERIFY(read.ok());
                QVERIFY(found.state == stateAfter(records));
            }
        }
    }

    void aChangedByteAnywhereIsRefused() {
        const auto records = randomHistory(11, 25);
        const Home home(records);
        Snapshots snapshots(*home.journal, home.settings());
        QVERIFY(snapshots.take(stateAfter(records, 5)).ok());
        QVERIFY(snapshots.take(stateAfter(records)).ok());
        const QString path = home.snapshot(records.size());
        const QByteArray good = bytesOf(path);
        for (qsizetype i = 0; i < good.size(); ++i) {
            putByte(path, i, char(good.at(i) ^ (1 << (i % 8))));
            const SnapshotFound found = snapshots.newest();
            putByte(path, i, good.at(i));
            QVERIFY2(found.state.seq == 5 && found.warnings.size() == 1,
                     qPrintable(QStringLiteral("byte %1 of %2").arg(i).arg(good.size())));
        }
        for (qsizetype length = 0; length < good.size(); length += 1 + length / 8) {
            put(path, good.left(length));
            QCOMPARE(snapshots.newest().state.seq, 5);
        }
        put(path, good + 'x');
        QCOMPARE(snapshots.newest().state.seq, 5);
        put(path, good);
        QCOMPARE(snapshots.newest().state.seq, records.size());
    }

    void whenNoneFitsTheJournalIsAll() {
        const auto records = randomHistory(2, 40);
        const Home home(records);
        Snapshots snapshots(*home.journal, home.settings());
        QVERIFY(snapshots.newest().warnings.isEmpty()); // there is not even a directory
        for (const qsizetype cut : {10, 20, 30})
            QVERIFY(snapshots.take(stateAfter(records, cut)).ok());
        for (const qint64 seq : {10, 20, 30})
            put(home.snapshot(seq), "rubbish");
        put(home.settings().directory + QStringLiteral("/007.snapshot"), "not named by us");
        const SnapshotFound found = snapshots.newest();
        QCOMPARE(found.state.seq, 0);
        QCOMPARE(found.warnings.size(), 3);
    }

    void anotherJournalsSnapshotIsRefused() {
        const auto records = randomHistory(3, 40);
        const Home home(records);
        const Home other(randomHistory(4, 60));
        Snapshots of(*other.journal, other.settings());
        QVERIFY(of.take(stateAfter(randomHistory(4, 60), 20)).ok());
        QVERIFY(QDir().mkpath(home.settings().directory));
        QVERIFY(QFile::copy(other.snapshot(20), home.snapshot(20)));
        Snapshots snapshots(*home.journal, home.settings());
        const SnapshotFound found = snapshots.newest();
        QCOMPARE(found.state.seq, 0);
        QVERIFY(found.warnings.join(QLatin1Char(' ')).contains(QStringLiteral("another journal")));
    }

    void aLaterStateThanARestoredJournalsIsRefusedAndGoes() {
        const auto records = randomHistory(5, 60);
        const Home whole(records);
        Snapshots of(*whole.journal, whole.settings());
        for (const qsizetype cut : {30, 35, 40})
            QVERIFY(of.take(stateAfter(records, cut)).ok());
        const Home restored(records.first(20)); // as a backup had it
        QVERIFY(QDir().mkpath(restored.settings().directory));
        for (const qint64 seq : {30, 35, 40})
            QVERIFY(QFile::copy(whole.snapshot(seq), restored.snapshot(seq)));
        Snapshots snapshots(*restored.journal, restored.settings());
        QCOMPARE(snapshots.newest().state.seq, 0);
        QVERIFY(snapshots.take(stateAfter(records, 20)).ok());
        QCOMPARE(restored.files(), QStringList{QStringLiteral("20.snapshot")});
        QCOMPARE(snapshots.newest().state.seq, 20);
    }

    void otherFormsArePassedOver_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("said");
        QTest::newRow("newer format")
            << QByteArray("\"format\":1") << QByteArray("\"format\":2") << QStringLiteral("format 2");
        QTest::newRow("other schema")
            << QByteArray("\"schema\":\"") << QByteArray("\"schema\":\"0") << QStringLiteral("another form");
        QTest::newRow("another event")
            << QByteArray("\"seq\":15") << QByteArray("\"seq\":14") << QStringLiteral("another journal");
    }
    void otherFormsArePassedOver() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, said);
        const auto records = randomHistory(6, 30);
        const Home home(records);
        Snapshots snapshots(*home.journal, home.settings());
        QVERIFY(snapshots.take(stateAfter(records, 15)).ok());
        QByteArray file = bytesOf(home.snapshot(15)).chopped(32);
        QVERIFY(file.contains(from));
        file.replace(from, to);
        file += QCryptographicHash::hash(file, QCryptographicHash::Sha256); // whole, but not ours
        put(home.snapshot(15), file);
        const SnapshotFound found = snapshots.newest();
        QCOMPARE(found.state.seq, 0);
        QVERIFY2(found.warnings.value(0).contains(said), qPrintable(found.warnings.value(0)));
    }

    void theLastThreeAreKept() {
        const auto records = randomHistory(8, 60);
        const Home home(records);
        Snapshots snapshots(*home.journal, home.settings());
        State state;
        for (const Record& record : records) {
            apply(state, record);
            snapshots.committed(state);
        }
        QCOMPARE(home.files().size(), 3);
        QCOMPARE(snapshots.figures().taken, records.size() / 10);
        QCOMPARE(snapshots.figures().seq, records.size() / 10 * 10);
        QVERIFY(snapshots.take(stateAfter(records, 12)).ok()); // older than the newest: nothing new to keep
        QCOMPARE(snapshots.figures().taken, records.size() / 10);
    }

    void theWorkerWritesWhatTheEngineHands() {
        const auto records = randomHistory(9, 60);
        const Home home(records);
        SnapshotSettings settings = home.settings();
        settings.background = true;
        settings.everyEvents = records.size() / 2;
        {
            Snapshots snapshots(*home.journal, settings);
            State state;
            for (const Record& record : records) {
                apply(state, record);
                snapshots.committed(state);
            }
            QTRY_VERIFY(snapshots.figures().taken >= 1);
        }
        Snapshots later(*home.journal, settings);
        QCOMPARE(later.newest().state.seq, records.size() / 2);
    }

    void anEngineGoesOnFromTheNewest() {
        const Home home;
        const SystemClock clock;
        SnapshotSettings settings = home.settings();
        settings.everyEvents = 1;
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x.git");
        State before;
        for (int round = 0; round < 3; ++round) {
            Snapshots snapshots(*home.journal, settings);
            auto engine = Engine::open(*home.journal, clock, &snapshots);
            QVERIFY(engine.ok());
            (*engine)->start();
            (*engine)->queryAndWait([&](const State& state) { QVERIFY(state == before); });
            QCOMPARE(snapshots.figures().seq, before.seq); // nothing was left to read
            QVERIFY((*engine)->submitAndWait(AddRepository{repository}).ok());
            TaskSpec spec;
            spec.repository = repository.name;
            spec.title = QStringLiteral("task");
            QVERIFY((*engine)->submitAndWait(SubmitTask{spec, QStringLiteral("ann")}).ok());
            (*engine)->queryAndWait([&](const State& state) { before = state; });
            (*engine)->stop(); // an orderly end keeps the state
        }
        QCOMPARE(before.tasks.size(), std::size_t(3));
    }

    void aDiskThatTakesNothingIsToldAndHarmless() {
        const auto records = randomHistory(10, 30);
        const Home home(records);
        put(home.settings().directory, "a file where the directory should be");
        Snapshots snapshots(*home.journal, home.settings());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no snapshot was kept")));
        QVERIFY(!snapshots.take(stateAfter(records)).ok());
        QCOMPARE(snapshots.figures().failed, 1);
        QCOMPARE(snapshots.newest().state.seq, 0);
    }
};

QTEST_GUILESS_MAIN(SnapshotsTest)
#include "tst_snapshots.moc"
