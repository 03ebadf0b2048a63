// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: hardware virtualization is believed only when a probe machine really booted. A missing device, a
// QEMU that fails and one that hangs all mean emulation, with a reason; a hung one is dead afterwards; the
// answer is remembered until something changes. QEMU is played by scripts.
#include "core/machine/accelerator_probe.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

class TestAcceleratorProbe : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_work = std::make_unique<QTemporaryDir>();
        const QString digest(64, u'a');
        QDir(m_work->path()).mkpath(u"images/store"_qs);
        write(u"images/manifest.json"_qs,
              QStringLiteral(R"({"format":1,"kernel":"%1","initrd":"%1","layers":{"base":{"digest":"%1"}}})")
                  .arg(digest)
                  .toUtf8());
        for (const QString& ext : {u"vmlinux"_qs, u"initrd"_qs, u"squashfs"_qs})
            write(u"images/store/%1.%2"_qs.arg(digest, ext), "x");
        write(u"kvm"_qs, "");
    }

    void bootedMachineMeansKvm() {
        const auto answer = probeAccelerator(request("echo 'Run /init as init process'; exec sleep 100"));
        QVERIFY(answer);
        QCOMPARE(answer->accelerator, u"kvm"_qs);
        QVERIFY(answer->reason.contains(u"booted"));
    }

    void missingDeviceMeansEmulation() {
        ProbeRequest asked = request("exit 1");
        asked.device = path(u"none"_qs);
        const auto answer = probeAccelerator(asked);
        QVERIFY(answer);
        QCOMPARE(answer->accelerator, u"tcg"_qs);
        QVERIFY(answer->reason.contains(asked.device));
    }

    void failingQemuMeansEmulationAndGivesItsWords() {
        const auto answer = probeAccelerator(request("echo 'could not access KVM' >&2; exit 1"));
        QVERIFY(answer);
        QCOMPARE(answer->accelerator, u"tcg"_qs);
        QVERIFY2(answer->reason.contains(u"could not access KVM"), qPrintable(answer->reason));
    }

    void hungQemuMeansEmulationAndDies_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::newRow("sleeping") << QByteArray("exec sleep 98765");
        QTest::newRow("deaf to signals") << QByteArray("trap '' TERM INT; while :; do sleep 98765; done");
        QTest::newRow("chattering") << QByteArray("while :; do echo Booting; sleep 0.05; done; : 98765");
    }
    void hungQemuMeansEmulationAndDies() {
        QFETCH(QByteArray, script);
        ProbeRequest asked = request("echo $$ >" + QFile::encodeName(path(u"pid"_qs)) + "; " + script);
        asked.limit = Millis(700);
        const auto answer = probeAccelerator(asked);
        QVERIFY(answer);
        QCOMPARE(answer->accelerator, u"tcg"_qs);
        QVERIFY2(answer->reason.contains(u"hung"), qPrintable(answer->reason));
        QFile pid(path(u"pid"_qs));
        QVERIFY(pid.open(QIODevice::ReadOnly));
        const QString place = u"/proc/"_qs + QString::fromLatin1(pid.readAll().trimmed());
        QTRY_VERIFY(!QFile::exists(place) || QFile::exists(place + u"/exe"_qs) == false);
    }

    void answerIsRememberedUntilSomethingChanges() {
        ProbeRequest asked = request("echo x >>" + QFile::encodeName(path(u"runs"_qs)) + "; exit 1");
        asked.cacheFile = path(u"state/accelerator.json"_qs);
        QVERIFY(probeAccelerator(asked));
        QVERIFY(probeAccelerator(asked));
        QCOMPARE(runs(), 1);
        asked.runAs = u"root"_qs;
        QVERIFY(probeAccelerator(asked));
        QCOMPARE(runs(), 2);
        write(u"state/accelerator.json"_qs, "{broken");
        QVERIFY(probeAccelerator(asked));
        QCOMPARE(runs(), 3);
        write(u"state/accelerator.json"_qs, R"({"accelerator":"warp"})");
        QVERIFY(probeAccelerator(asked));
        QCOMPARE(runs(), 4);
    }

    void withoutQemuOrImageOrWhenCancelledItIsAnError() {
        ProbeRequest asked = request("exit 0");
        asked.emulator = u"no-such-qemu"_qs;
        QCOMPARE(toString(probeAccelerator(asked).error().kind), toString(ErrorKind::NotFound));
        asked = request("exec sleep 100");
        asked.cancel.cancel();
        QCOMPARE(toString(probeAccelerator(asked).error().kind), toString(ErrorKind::Cancelled));
        asked = request("exit 0");
        asked.images = path(u"none"_qs);
        QCOMPARE(toString(probeAccelerator(asked).error().kind), toString(ErrorKind::NotFound));
    }

private:
    [[nodiscard]] QString path(const QString& name) const { return m_work->filePath(name); }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    [[nodiscard]] int runs() const {
        QFile file(path(u"runs"_qs));
        return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('x')) : 0;
    }
    [[nodiscard]] ProbeRequest request(const QByteArray& script) const {
        write(u"qemu"_qs, "#!/bin/sh\n" + script + "\n");
        QFile::setPermissions(path(u"qemu"_qs), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        ProbeRequest asked;
        asked.images = path(u"images"_qs);
        asked.device = path(u"kvm"_qs);
        asked.emulator = path(u"qemu"_qs);
        return asked;
    }
    std::unique_ptr<QTemporaryDir> m_work;
};

QTEST_GUILESS_MAIN(TestAcceleratorProbe)
#include "tst_accelerator_probe.moc"
