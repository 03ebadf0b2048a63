// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what a core started again knows of a machine, and why a machine ended.
#include "core/machine/machine_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

class TestMachineFolder : public QObject {
    Q_OBJECT

private slots:
    void recordComesBackAsItWas() {
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        MachineRecord record;
        record.spec.name = u"sb-a"_qs;
        record.spec.layers = QStringList{u"base"_qs, u"cpp"_qs};
        record.spec.cpus = 3;
        record.spec.memoryMiB = 2048;
        record.spec.diskMiB = 999;
        record.spec.lifetime = Millis(7'654'321'000);
        record.spec.labels = {{u"task"_qs, u"ä \"x\""_qs}};
        record.createdAt = {1'795'000'000'123};
        record.deadline = record.createdAt + record.spec.lifetime;
        record.digests = {{u"base"_qs, QString(64, u'a')}};
        record.hostPublicKey = "ssh-ed25519 AAAA";
        record.accelerator = u"tcg"_qs;
        QVERIFY(folder.save(record));
        const auto loaded = folder.load();
        QVERIFY(loaded);
        QCOMPARE(loaded->spec.layers, record.spec.layers);
        QCOMPARE(loaded->spec.cpus, 3);
        QCOMPARE(loaded->spec.memoryMiB, 2048);
        QCOMPARE(loaded->spec.diskMiB, 999);
        QCOMPARE(loaded->spec.lifetime, record.spec.lifetime);
        QCOMPARE(loaded->spec.labels, record.spec.labels);
        QCOMPARE(loaded->createdAt, record.createdAt);
        QCOMPARE(loaded->deadline, record.deadline);
        QCOMPARE(loaded->digests, record.digests);
        QCOMPARE(loaded->hostPublicKey, record.hostPublicKey);
        QCOMPARE(loaded->accelerator, record.accelerator);
    }

    void badRecordsAreErrors_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("{\"format\":1,\"name\":");
        QTest::newRow("another machine's") << QByteArray("{\"format\":1,\"name\":\"sb-b\"}");
        QTest::newRow("another format") << QByteArray("{\"format\":9,\"name\":\"sb-a\"}");
    }
    void badRecordsAreErrors() {
        QFETCH(QByteArray, text);
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QFile file(folder.path() + u"/machine.json"_qs);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(!folder.load());
    }

    void theFirstReasonStays() {
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QVERIFY(folder.end().isEmpty());
        QVERIFY(!folder.endedAt());
        folder.noteEnd(u"it reached its time limit"_qs);
        folder.noteEnd(u"it was destroyed"_qs);
        QCOMPARE(folder.end(), u"it reached its time limit"_qs);
        QVERIFY(folder.endedAt());
    }

    void panicIsReadFromTheConsole_data() {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QString>("part");
        QTest::newRow("none") << QByteArray("signalbox: ready\r\n") << QString();
        QTest::newRow("kernel")
            << QByteArray("x\r\n[ 1.5] Kernel panic - not syncing: sysrq triggered crash\r\nmore")
            << u"sysrq triggered crash"_qs;
        QTest::newRow("ours first") << QByteArray("signalbox: fatal: no scratch disk\n[1] Kernel panic - not "
                                                  "syncing: Attempted to kill init!\n")
                                    << u"no scratch disk"_qs;
        QTest::newRow("at the end of a long log")
            << QByteArray(200'000, 'x') + "\nKernel panic - not syncing: VFS\n"
            << u"VFS"_qs;
    }
    void panicIsReadFromTheConsole() {
        QFETCH(QByteArray, log);
        QFETCH(QString, part);
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QFile file(folder.serialLog());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(log);
        file.close();
        QCOMPARE(folder.panicInLog().isEmpty(), part.isEmpty());
        QVERIFY(folder.panicInLog().contains(part));
    }

    void removeTakesEverythingAndComesTooLateHarmlessly() {
        const QTemporaryDir work;
        QDir(work.path()).mkpath(u"sb-a/deep/er"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QVERIFY(folder.remove());
        QVERIFY(folder.remove());
        folder.noteEnd(u"late"_qs);
        QVERIFY(!folder.exists());
        QVERIFY(
            QDir(work.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty());
    }

    void aMachineMadeAheadIsFoundByBothNames() {
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-spare-1"_qs);
        const MachineFolder ahead(work.path(), u"sb-spare-1"_qs);
        const MachineFolder lease(work.path(), u"sb-lease"_qs);
        QCOMPARE(ahead.bornAs(), u"sb-spare-1"_qs);
        QCOMPARE(lease.bornAs(), u"sb-lease"_qs);
        QVERIFY(lease.takeOver(u"sb-spare-1"_qs));
        QCOMPARE(lease.bornAs(), u"sb-spare-1"_qs);
        QVERIFY(lease.exists());
        // What the hypervisor's events write under the one name is read under the other.
        ahead.noteEnd(u"killed"_qs);
        QCOMPARE(lease.end(), u"killed"_qs);
        MachineRecord record;
        record.spec.name = u"sb-lease"_qs;
        QVERIFY(lease.save(record));
        QVERIFY(lease.load());
        QVERIFY(!ahead.load()); // nobody takes a used machine for a fresh one
        QCOMPARE(ahead.loadAny()->spec.name, u"sb-lease"_qs);
        const auto twice = lease.takeOver(u"sb-spare-2"_qs);
        QVERIFY(!twice && twice.error().kind == ErrorKind::Conflict);
        QVERIFY(lease.remove());
        QVERIFY(QDir(work.path())
                    .entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty());
        // A name that leads nowhere, as a kill in the midst of a removal leaves it, is no obstacle.
        QDir(work.path()).mkdir(u"sb-spare-3"_qs);
        QVERIFY(QFile::link(u"sb-gone"_qs, work.filePath(u"sb-lease"_qs)));
        QVERIFY(lease.takeOver(u"sb-spare-3"_qs));
        QVERIFY(lease.exists());
    }

    void jobsBeginOnce() {
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QCOMPARE(folder.jobBegan(u"agent"_qs, {1000}).ms, 1000);
        QCOMPARE(folder.jobBegan(u"agent"_qs, {5000}).ms, 1000);
        QCOMPARE(folder.jobBegan(u"other"_qs, {5000}).ms, 5000);
        QCOMPARE(folder.jobBegan(u"agent"_qs, {500}).ms, 500); // a clock that was put back
        QFile spoilt(folder.path() + u"/job-agent"_qs);
        QVERIFY(spoilt.open(QIODevice::WriteOnly));
        spoilt.write("soon");
        spoilt.close();
        QCOMPARE(folder.jobBegan(u"agent"_qs, {7000}).ms, 7000);
    }

    void aMachineSleepsWhileItsMemoryIsThere() {
        const QTemporaryDir work;
        QDir(work.path()).mkdir(u"sb-a"_qs);
        const MachineFolder folder(work.path(), u"sb-a"_qs);
        QVERIFY(!folder.asleepSince());
        QFile memory(folder.memory());
        QVERIFY(memory.open(QIODevice::WriteOnly));
        memory.write(QByteArray(100'000, 'm'));
        memory.close();
        QVERIFY(folder.asleepSince());
        QVERIFY(folder.bytesOnDisk() >= 100'000);
    }

    // Found by kill_storm.py: a core killed in the midst of a removal left half a folder for ever.
    void aRemovalThatWasCutShortIsEnded() {
        const QTemporaryDir work;
        QDir(work.path()).mkpath(u".removed-sb-a/deep"_qs);
        QDir(work.path()).mkpath(u"sb-b"_qs);
        MachineFolder::finishRemovals(work.path());
        QCOMPARE(QDir(work.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{u"sb-b"_qs});
        MachineFolder::finishRemovals(work.filePath(u"none"_qs));
    }
};

QTEST_GUILESS_MAIN(TestMachineFolder)
#include "tst_machine_folder.moc"
