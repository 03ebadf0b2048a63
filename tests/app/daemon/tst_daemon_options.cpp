// SPDX-License-Identifier: GPL-3.0-or-later
// Protects how a core is started: sound defaults, nothing but loopback in the clear, and a wrong command line
// that says what is wrong instead of starting something else.
#include "app/daemon/daemon_options.h"
#include "tests/core/git/result_checks.h"

#include <QTest>

using namespace signalbox;

class DaemonOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        for (const char* name : {"SIGNALBOX_IMAGES", "SIGNALBOX_HYPERVISOR", "SIGNALBOX_ACCELERATOR"})
            qunsetenv(name);
        qputenv("SIGNALBOX_HOME", "/var/tmp/some-home");
    }

    void defaultsAreSound() {
        const auto options = parsed({});
        VERIFY_OK(options);
        QCOMPARE(options->home, u"/var/tmp/some-home"_qs);
        QCOMPARE(options->images, u"/var/tmp/some-home/images"_qs);
        QCOMPARE(options->listen, u"127.0.0.1"_qs);
        QCOMPARE(options->port, quint16(0));
        QCOMPARE(options->machineSlots, 2);
        QCOMPARE(options->machinesPerRepository, 0);
        QCOMPARE(options->poolLeast, 0);
        QCOMPARE(options->poolMost, 2);
        QVERIFY(options->hypervisor.isEmpty() && options->accelerator.isEmpty());
    }

    void limitsOfWhatIsTakenIn() {
        auto options = parsed({});
        VERIFY_OK(options);
        QVERIFY2(options->room.queued > 0 && options->room.open >= options->room.queued,
                 "back-pressure is usual");
        QCOMPARE(options->largestMachine.cpus, 0);
        QCOMPARE(options->hibernated, 8);
        QVERIFY(options->repositoryUrls.isEmpty());
        options = parsed({u"--queued-tasks=5"_qs, u"--open-tasks"_qs, u"0"_qs, u"--machine-cpus=4"_qs,
                          u"--machine-memory=4096"_qs, u"--machine-disk=9000"_qs, u"--hibernated=3"_qs,
                          u"--repositories"_qs, u"https://a/*"_qs, u"--repositories=/srv/*"_qs});
        VERIFY_OK(options);
        QCOMPARE(options->room.queued, 5);
        QCOMPARE(options->room.open, 0);
        QCOMPARE(options->largestMachine.cpus, 4);
        QCOMPARE(options->hibernated, 3);
        QCOMPARE(options->largestMachine.memoryMiB, 4096);
        QCOMPARE(options->largestMachine.diskMiB, 9000);
        QCOMPARE(options->repositoryUrls, QStringList({u"https://a/*"_qs, u"/srv/*"_qs}));
        for (const QString& bad : {u"--queued-tasks=-1"_qs, u"--open-tasks=x"_qs, u"--machine-memory=1.5"_qs,
                                   u"--machine-cpus="_qs, u"--hibernated=many"_qs})
            VERIFY_FAILS(parsed({bad}), ErrorKind::Invalid);
    }

    void modelsAndTheirLimits() {
        auto options = parsed({});
        VERIFY_OK(options);
        QVERIFY2(!options->models.models.any(), "without a key and an upstream no agent gets models");
        qputenv("ANTHROPIC_API_KEY", "k");
        options = parsed({u"--task-tokens=5"_qs, u"--month-cost"_qs, u"1.5"_qs, u"--repository-tokens=7"_qs});
        VERIFY_OK(options);
        QVERIFY(options->models.models.any());
        QVERIFY(qgetenv("ANTHROPIC_API_KEY").isEmpty());
        QCOMPARE(options->models.task.tokens.value(), 5);
        QVERIFY(!options->models.task.cost.has_value());
        QCOMPARE(toDollars(options->models.month.cost.value()), 1.5);
        QCOMPARE(options->models.repository.tokens.value(), 7);
        for (const QString& bad : {u"--task-tokens=-1"_qs, u"--month-cost=x"_qs, u"--repository-cost=nan"_qs})
            VERIFY_FAILS(parsed({bad}), ErrorKind::Invalid);
        VERIFY_FAILS(parsed({u"--prices=/no/such/file"_qs}), ErrorKind::NotFound);
    }

    void environmentAndCommandLine() {
        qputenv("SIGNALBOX_IMAGES", "/images");
        qputenv("SIGNALBOX_ACCELERATOR", "tcg");
        auto options = parsed({u"--home"_qs, u"/h"_qs, u"--machines=7"_qs, u"--port"_qs, u"8080"_qs});
        VERIFY_OK(options);
        QCOMPARE(options->home, u"/h"_qs);
        QCOMPARE(options->images, u"/images"_qs);
        QCOMPARE(options->accelerator, u"tcg"_qs);
        QCOMPARE(options->machineSlots, 7);
        QCOMPARE(options->port, quint16(8080));
        options = parsed({u"--images"_qs, u"/others"_qs, u"--accelerator"_qs, u"kvm"_qs});
        VERIFY_OK(options);
        QCOMPARE(options->images, u"/others"_qs);
        QCOMPARE(options->accelerator, u"kvm"_qs);
        options = parsed({u"--machines"_qs, u"9"_qs, u"--machines-per-repository=3"_qs});
        VERIFY_OK(options);
        QCOMPARE(options->machineSlots, 9);
        QCOMPARE(options->machinesPerRepository, 3);
        QCOMPARE(options->poolMost, 9);
        options = parsed({u"--machines"_qs, u"4"_qs, u"--pool"_qs, u"1..3"_qs});
        VERIFY_OK(options);
        QCOMPARE(options->poolLeast, 1);
        QCOMPARE(options->poolMost, 3);
        qputenv("SIGNALBOX_POOL", "0..0");
        QCOMPARE(parsed({})->poolMost, 0);
        QCOMPARE(parsed({u"--pool=0..1"_qs})->poolMost, 1);
        qunsetenv("SIGNALBOX_POOL");
    }

    void wrongOnesAreRefused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown") << QStringList{u"--nonsense"_qs} << u"nonsense"_qs;
        QTest::newRow("stray word") << QStringList{u"start"_qs} << u"start"_qs;
        QTest::newRow("no value") << QStringList{u"--home"_qs} << u"home"_qs;
        QTest::newRow("no machines") << QStringList{u"--machines"_qs, u"0"_qs} << u"--machines"_qs;
        QTest::newRow("machines below") << QStringList{u"--machines"_qs, u"-1"_qs} << u"--machines"_qs;
        QTest::newRow("per repository")
            << QStringList{u"--machines-per-repository"_qs, u"-1"_qs} << u"--machines-per-repository"_qs;
        QTest::newRow("per repository word")
            << QStringList{u"--machines-per-repository"_qs, u"few"_qs} << u"--machines-per-repository"_qs;
        for (const char* pool : {"2", "2..1", "0..3", "-1..2", "a..b", "0..2x", ".."})
            QTest::newRow(pool) << QStringList{u"--pool"_qs, QString::fromLatin1(pool)} << u"--pool"_qs;
        QTest::newRow("machines word") << QStringList{u"--machines"_qs, u"many"_qs} << u"--machines"_qs;
        QTest::newRow("port") << QStringList{u"--port"_qs, u"70000"_qs} << u"--port"_qs;
        QTest::newRow("host name") << QStringList{u"--listen"_qs, u"localhost"_qs} << u"--listen"_qs;
        QTest::newRow("in the clear")
            << QStringList{u"--listen"_qs, u"0.0.0.0"_qs} << u"--tls-certificate"_qs;
        QTest::newRow("half of TLS") << QStringList{u"--listen"_qs, u"::"_qs, u"--tls-certificate"_qs,
                                                    u"c"_qs}
                                     << u"--tls-key"_qs;
    }
    void wrongOnesAreRefused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const auto options = parsed(arguments);
        VERIFY_FAILS(options, ErrorKind::Invalid);
        QVERIFY2(options.error().message.contains(said), qPrintable(options.error().message));
        QVERIFY(options.error().hint.contains(u"--machines"));
    }

    void otherAddressesNeedTls() {
        VERIFY_OK(parsed(
            {u"--listen"_qs, u"0.0.0.0"_qs, u"--tls-certificate"_qs, u"c"_qs, u"--tls-key"_qs, u"k"_qs}));
        VERIFY_OK(parsed({u"--listen"_qs, u"::1"_qs}));
    }

private:
    static Result<DaemonOptions> parsed(const QStringList& arguments) {
        return DaemonOptions::parse(QStringList{u"signalboxd"_qs} + arguments);
    }
};

QTEST_GUILESS_MAIN(DaemonOptionsTest)
#include "tst_daemon_options.moc"
