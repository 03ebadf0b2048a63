// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what a machine is made of. No network, no writable image, disks in the order that the guest
// expects, limits, and nothing in a name or label that could break out of the description.
#include "core/machine/domain_xml.h"
#include "core/machine/host_clock.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace signalbox;

namespace {

MachineSpec spec() {
    MachineSpec spec;
    spec.name = u"sb-t1-work-1"_qs;
    spec.cpus = 2;
    spec.memoryMiB = 768;
    spec.labels = {{u"task"_qs, u"t1"_qs}};
    return spec;
}

DomainFiles files() {
    DomainFiles files;
    files.image.kernel = u"/img/k.vmlinux"_qs;
    files.image.initrd = u"/img/i.initrd"_qs;
    files.image.layers = QStringList{u"/img/base.squashfs"_qs, u"/img/python.squashfs"_qs};
    files.scratch = u"/m/scratch.qcow2"_qs;
    files.serialLog = u"/m/serial.log"_qs;
    files.hostKey = u"/m/host_key"_qs;
    files.seed = u"/m/seed"_qs;
    files.authorizedKey = u"ssh-ed25519 AAAA"_qs;
    return files;
}

/// Every element as "name attribute=value ..." with its text, in order.
QStringList elements(const QString& xml) {
    QXmlStreamReader reader(xml);
    QStringList all;
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::StartElement) {
            QString line = reader.name().toString();
            for (const QXmlStreamAttribute& attribute : reader.attributes())
                line += QStringLiteral(" %1=%2").arg(attribute.name(), attribute.value());
            all.append(line);
        } else if (token == QXmlStreamReader::Characters && !reader.isWhitespace()) {
            all.last() += u": "_qs + reader.text().toString();
        }
    }
    if (reader.hasError())
        all.append(u"ERROR "_qs + reader.errorString());
    return all;
}

} // namespace

class TestDomainXml : public QObject {
    Q_OBJECT

private slots:
    void hasNoNetworkAndNoNeedlessDevice() {
        const QStringList all = elements(domainXml(spec(), files(), {}, u"tcg"_qs, u"me"_qs));
        for (const QString& element : all)
            for (const char* banned :
                 {"interface", "graphics", "hostdev", "filesystem", "redirdev", "video", "ERROR"})
                QVERIFY2(!element.startsWith(QLatin1String(banned)), qPrintable(element));
        QVERIFY(all.contains(u"controller type=usb model=none"_qs));
        QVERIFY(all.contains(u"memballoon model=none"_qs));
        QVERIFY(all.contains(u"panic model=isa"_qs));
    }

    void disksComeInOrderAndOnlyTheLastIsWritable() {
        const QStringList all = elements(domainXml(spec(), files(), {}, u"tcg"_qs, u"me"_qs));
        const QStringList sources = all.filter(QRegularExpression(u"^source file="_qs));
        QCOMPARE(sources,
                 (QStringList{u"source file=/img/base.squashfs"_qs, u"source file=/img/python.squashfs"_qs,
                              u"source file=/m/scratch.qcow2"_qs}));
        QCOMPARE(all.filter(QRegularExpression(u"^target dev="_qs)),
                 (QStringList{u"target dev=vda bus=virtio"_qs, u"target dev=vdb bus=virtio"_qs,
                              u"target dev=vdc bus=virtio"_qs}));
        QCOMPARE(all.count(u"readonly"_qs), 2);
        QVERIFY(all.indexOf(u"readonly"_qs, all.indexOf(sources.last())) < 0);
        QCOMPARE(all.filter(u"sb.layers=2"_qs).size(), 1);
    }

    void emulationAndVirtualizationDiffer() {
        const QStringList emulated = elements(domainXml(spec(), files(), {}, u"tcg"_qs, u"me"_qs));
        const QStringList virtualized = elements(domainXml(spec(), files(), {}, u"kvm"_qs, u"me"_qs));
        QCOMPARE(emulated.first(), u"domain type=qemu"_qs);
        QCOMPARE(virtualized.first(), u"domain type=kvm"_qs);
        QVERIFY(emulated.contains(u"tb-cache unit=MiB: 128"_qs));
        QVERIFY(virtualized.filter(u"tb-cache"_qs).isEmpty());
    }

    // A guest that finds out for itself how fast time goes may be wrong by a factor of 50 on a busy host.
    void anEmulatedGuestIsToldHowFastItsClockRuns() {
        const auto bootOptions = [](const QString& accelerator, qint64 khz) {
            return elements(domainXml(spec(), files(), {}, accelerator, u"me"_qs, khz))
                .filter(u"cmdline"_qs)
                .first();
        };
        QVERIFY(bootOptions(u"tcg"_qs, 2'596'000).contains(u" tsc=reliable tsc_early_khz=2596000"_qs));
        QVERIFY(!bootOptions(u"tcg"_qs, 0).contains(u"tsc"_qs));
        QVERIFY(!bootOptions(u"kvm"_qs, 2'596'000).contains(u"khz"_qs));
    }

    void hostsCounterIsMeasuredAlikeEachTime() {
        const qint64 once = measureCounterKhz();
        const qint64 again = measureCounterKhz();
        QVERIFY2(std::abs(once - again) <= once / 100,
                 qPrintable(QStringLiteral("%1 %2").arg(once).arg(again)));
        QCOMPARE(hostCounterKhz(), hostCounterKhz());
    }

    void limitsAreStated() {
        const QStringList all = elements(domainXml(spec(), files(), {1000, 50}, u"tcg"_qs, u"me"_qs));
        QVERIFY(all.contains(u"memory unit=MiB: 768"_qs));
        QVERIFY(all.contains(u"vcpu: 2"_qs));
        QVERIFY(all.contains(u"total_bytes_sec: 1000"_qs));
        QVERIFY(all.contains(u"total_iops_sec: 50"_qs));
    }

    void strangeTextStaysText() {
        MachineSpec strange = spec();
        strange.labels = {{u"<a b='c'>"_qs, u"\"]]></metadata><interface/>&amp;"_qs}};
        const QString xml = domainXml(strange, files(), {}, u"tcg"_qs, u"o'\"<&"_qs);
        const QStringList all = elements(xml);
        QVERIFY(all.filter(QRegularExpression(u"^(interface|ERROR)"_qs)).isEmpty());
        QVERIFY(all.contains(u"label name=<a b='c'> value=\"]]></metadata><interface/>&amp;"_qs));
        QCOMPARE(ownerInDomainXml(xml), u"o'\"<&"_qs);
    }

    void ownerOfForeignDescriptionsIsEmpty() {
        QVERIFY(ownerInDomainXml(u"<domain><name>x</name></domain>"_qs).isEmpty());
        QVERIFY(
            ownerInDomainXml(u"<domain><metadata><machine owner='me'/></metadata></domain>"_qs).isEmpty());
        QVERIFY(ownerInDomainXml(u"no xml"_qs).isEmpty());
        QVERIFY(ownerInDomainXml({}).isEmpty());
    }

    void sameInputGivesTheSameText() {
        QCOMPARE(domainXml(spec(), files(), {}, u"tcg"_qs, u"me"_qs),
                 domainXml(spec(), files(), {}, u"tcg"_qs, u"me"_qs));
    }

    void validateNamesTheMistake() {
        QVERIFY(validate(spec()));
        const auto refused = [](auto change) {
            MachineSpec bad = spec();
            change(bad);
            const auto result = validate(bad);
            return !result.ok() && result.error().kind == ErrorKind::Invalid;
        };
        QVERIFY(refused([](MachineSpec& s) { s.name = u"sb-"_qs; }));
        QVERIFY(refused([](MachineSpec& s) { s.name = u"sb-UPPER"_qs; }));
        QVERIFY(refused([](MachineSpec& s) { s.name = u"sb-a\n"_qs; }));
        QVERIFY(refused([](MachineSpec& s) { s.name = u"sb-"_qs + QString(100, u'a'); }));
        QVERIFY(refused([](MachineSpec& s) { s.cpus = 0; }));
        QVERIFY(refused([](MachineSpec& s) { s.cpus = 1000; }));
        QVERIFY(refused([](MachineSpec& s) { s.memoryMiB = 10; }));
        QVERIFY(refused([](MachineSpec& s) { s.layers.clear(); }));
        QVERIFY(refused([](MachineSpec& s) { s.lifetime = Millis(0); }));
    }
};

QTEST_GUILESS_MAIN(TestDomainXml)
#include "tst_domain_xml.moc"
