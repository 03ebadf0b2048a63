// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: which provider a URI gives, where things are kept, and that a hypervisor that is not there is an
// error with a hint, not a crash.
#include "core/machine/provider.h"

#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace signalbox;

class TestProvider : public QObject {
    Q_OBJECT

private slots:
    void placesFollowTheEnvironment() {
        qputenv("SIGNALBOX_HOME", "/srv/sb//x/..");
        qunsetenv("SIGNALBOX_IMAGES");
        QCOMPARE(MachineConfig::defaultStateDirectory(), u"/srv/sb"_qs);
        QCOMPARE(MachineConfig::defaultImageDirectory(), u"/srv/sb/images"_qs);
        qputenv("SIGNALBOX_IMAGES", "/srv/images");
        QCOMPARE(MachineConfig::defaultImageDirectory(), u"/srv/images"_qs);
        QCOMPARE(MachineConfig().defaultUri(), u"qemu:///embed?root=/srv/sb/libvirt"_qs);
        qunsetenv("SIGNALBOX_HOME");
        qunsetenv("SIGNALBOX_IMAGES");
        if (::geteuid() == 0)
            QCOMPARE(MachineConfig::defaultStateDirectory(), u"/var/lib/signalbox"_qs);
        else
            QVERIFY(MachineConfig::defaultStateDirectory().endsWith(u"/signalbox"));
    }

    void unknownUrisAreRefused_data() {
        QTest::addColumn<QString>("uri");
        QTest::newRow("word") << u"docker"_qs;
        QTest::newRow("web") << u"https://example.org"_qs;
        QTest::newRow("other hypervisor") << u"xen:///system"_qs;
        QTest::newRow("process with something") << u"process:other"_qs;
    }
    void unknownUrisAreRefused() {
        QFETCH(QString, uri);
        const auto provider = makeProvider(uri, config());
        QVERIFY(!provider);
        QCOMPARE(toString(provider.error().kind), toString(ErrorKind::Invalid));
        QVERIFY(provider.error().hint.contains(u"qemu:///"));
    }

    void absentHypervisorIsAnErrorWithAHint() {
        const auto provider = makeProvider(u"qemu+unix:///system?socket=/nonexistent/socket"_qs, config());
        QVERIFY(provider);
        const auto info = (*provider)->info();
        QVERIFY(!info);
        QCOMPARE(toString(info.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY(!info.error().hint.isEmpty());
        QVERIFY(!(*provider)->list());
        QVERIFY(!(*provider)->destroy(u"sb-x"_qs, Millis(0)));
    }

    void embeddedDriverNeedsARoot() {
        const auto provider = makeProvider(u"qemu:///embed"_qs, config());
        QVERIFY(provider);
        const auto info = (*provider)->info();
        QVERIFY(!info);
        QCOMPARE(toString(info.error().kind), toString(ErrorKind::Invalid));
        QVERIFY(!info.error().hint.isEmpty());
    }

    void wordsForPeople() {
        JobResult result;
        QVERIFY(result.succeeded());
        QCOMPARE(result.describe(), u"exit code 0"_qs);
        result = {JobResult::End::TimedOut, 0, 0, Millis(600'000)};
        QVERIFY(!result.succeeded());
        QVERIFY(result.describe().contains(u"10 min"));
        result = {JobResult::End::OutputLimit, 0, 12345, Millis(1)};
        QVERIFY(result.describe().contains(u"12345"));
        result = {JobResult::End::Signalled, 9, 0, Millis(1)};
        QVERIFY(result.describe().contains(u"signal 9"));
    }

private:
    MachineConfig config() {
        MachineConfig config;
        config.stateDirectory = m_directory.path();
        return config;
    }
    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_provider.moc"
