// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/domain_xml.h"

#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace signalbox {

namespace {

const QLatin1String metadataNamespace("https://signalbox.dev/machine/1");

/// Every option was measured to shorten the boot, or is needed to see a panic (panic=-1 with the panic
/// device).
const QLatin1String
    kernelOptions("console=ttyS0 quiet panic=-1 mitigations=off no_timer_check cryptomgr.notests "
                  "random.trust_cpu=on rcupdate.rcu_expedited=1 8250.nr_uarts=1 sb.layers=%1%2");

/// An emulated guest reads the host's counter, and finds out how fast it runs by comparing it with an
/// emulated timer. On a busy host that comparison can be wrong by a factor of 50: time limits passed within
/// seconds. So it is told, and where nobody can tell, it keeps time by a slower device that is always right.
QString clockOptions(bool emulated, qint64 counterKhz) {
    if (!emulated)
        return QStringLiteral(" tsc=reliable");
    return counterKhz > 0 ? QStringLiteral(" tsc=reliable tsc_early_khz=%1").arg(counterKhz) : QString();
}

using Attributes = QList<std::pair<QString, QString>>;

class Writer {
public:
    explicit Writer(QString& text) : m_xml(&text) { m_xml.setAutoFormatting(true); }

    void open(QAnyStringView name, const Attributes& attributes = {}) {
        m_xml.writeStartElement(name.toString());
        for (const auto& [key, value] : attributes)
            m_xml.writeAttribute(key, value);
    }
    void close() { m_xml.writeEndElement(); }
    void empty(QAnyStringView name, const Attributes& attributes) {
        open(name, attributes);
        close();
    }
    void text(QAnyStringView name, const QString& value, const Attributes& attributes = {}) {
        open(name, attributes);
        m_xml.writeCharacters(value);
        close();
    }

private:
    QXmlStreamWriter m_xml;
};

QString diskName(int index) {
    return QStringLiteral("vd") + QChar(u'a' + index);
}

void writeMetadata(Writer& xml, const MachineSpec& spec, const QString& owner) {
    xml.open(u"metadata");
    xml.open(u"sb:machine", {{u"xmlns:sb"_qs, QString(metadataNamespace)}, {u"owner"_qs, owner}});
    for (auto label = spec.labels.cbegin(); label != spec.labels.cend(); ++label)
        xml.empty(u"sb:label", {{u"name"_qs, label.key()}, {u"value"_qs, label.value()}});
    xml.close();
    xml.close();
}

void writeBoot(Writer& xml, const MachineSpec& spec, const DomainFiles& files, const QString& clock) {
    xml.open(u"sysinfo", {{u"type"_qs, u"fwcfg"_qs}});
    xml.text(u"entry", spec.name, {{u"name"_qs, u"opt/signalbox/hostname"_qs}});
    xml.text(u"entry", files.authorizedKey, {{u"name"_qs, u"opt/signalbox/authorized_key"_qs}});
    xml.empty(u"entry", {{u"name"_qs, u"opt/signalbox/hostkey"_qs}, {u"file"_qs, files.hostKey}});
    xml.empty(u"entry", {{u"name"_qs, u"opt/signalbox/seed"_qs}, {u"file"_qs, files.seed}});
    xml.close();
    xml.open(u"os");
    xml.text(u"type", u"hvm"_qs, {{u"arch"_qs, u"x86_64"_qs}, {u"machine"_qs, u"pc"_qs}});
    xml.text(u"kernel", files.image.kernel);
    xml.text(u"initrd", files.image.initrd);
    xml.text(u"cmdline", QString(kernelOptions).arg(files.image.layers.size()).arg(clock));
    xml.close();
}

void writeProcessor(Writer& xml, bool emulated) {
    xml.open(u"features");
    xml.empty(u"acpi", {});
    if (emulated) {
        // Without it the translation cache of each machine grows to 1 GiB.
        xml.open(u"tcg");
        xml.text(u"tb-cache", u"128"_qs, {{u"unit"_qs, u"MiB"_qs}});
        xml.close();
    }
    xml.close();
    // All the accelerator can do: programs of today need AVX, and rdrand feeds the guest's random pool early.
    xml.empty(u"cpu", {{u"mode"_qs, u"maximum"_qs}});
    xml.empty(u"clock", {{u"offset"_qs, u"utc"_qs}});
    for (const QString& event : {u"on_poweroff"_qs, u"on_reboot"_qs, u"on_crash"_qs})
        xml.text(event, u"destroy"_qs);
}

void writeDisks(Writer& xml, const DomainFiles& files, const DomainLimits& limits) {
    int index = 0;
    for (const QString& layer : files.image.layers) {
        xml.open(u"disk", {{u"type"_qs, u"file"_qs}, {u"device"_qs, u"disk"_qs}});
        xml.empty(u"driver", {{u"name"_qs, u"qemu"_qs}, {u"type"_qs, u"raw"_qs}});
        xml.empty(u"source", {{u"file"_qs, layer}});
        xml.empty(u"target", {{u"dev"_qs, diskName(index++)}, {u"bus"_qs, u"virtio"_qs}});
        xml.empty(u"readonly", {});
        xml.empty(u"shareable", {});
        xml.close();
    }
    xml.open(u"disk", {{u"type"_qs, u"file"_qs}, {u"device"_qs, u"disk"_qs}});
    // A throw-away disk needs no flush; a full host disk pauses the machine and loses nothing.
    xml.empty(u"driver", {{u"name"_qs, u"qemu"_qs},
                          {u"type"_qs, u"qcow2"_qs},
                          {u"cache"_qs, u"unsafe"_qs},
                          {u"error_policy"_qs, u"stop"_qs},
                          {u"discard"_qs, u"unmap"_qs}});
    xml.empty(u"source", {{u"file"_qs, files.scratch}});
    xml.empty(u"target", {{u"dev"_qs, diskName(index)}, {u"bus"_qs, u"virtio"_qs}});
    xml.open(u"iotune");
    xml.text(u"total_bytes_sec", QString::number(limits.diskBytesPerSecond));
    xml.text(u"total_iops_sec", QString::number(limits.diskRequestsPerSecond));
    xml.close();
    xml.close();
}

void writeDevices(Writer& xml, const DomainFiles& files, const DomainLimits& limits) {
    xml.open(u"devices");
    writeDisks(xml, files, limits);
    xml.empty(u"controller", {{u"type"_qs, u"usb"_qs}, {u"model"_qs, u"none"_qs}});
    xml.open(u"serial", {{u"type"_qs, u"file"_qs}});
    // Appending lets the core cut a log that a guest floods.
    xml.empty(u"source", {{u"path"_qs, files.serialLog}, {u"append"_qs, u"on"_qs}});
    xml.close();
    xml.open(u"channel", {{u"type"_qs, u"unix"_qs}});
    xml.empty(u"target", {{u"type"_qs, u"virtio"_qs}, {u"name"_qs, QLatin1String(guestPortName)}});
    xml.close();
    // Tells a panic from a power-off.
    xml.empty(u"panic", {{u"model"_qs, u"isa"_qs}});
    xml.empty(u"memballoon", {{u"model"_qs, u"none"_qs}});
    xml.close();
}

} // namespace

QString domainXml(const MachineSpec& spec, const DomainFiles& files, const DomainLimits& limits,
                  const QString& accelerator, const QString& owner, qint64 counterKhz) {
    const bool emulated = accelerator != u"kvm";
    QString text;
    Writer xml(text);
    xml.open(u"domain", {{u"type"_qs, emulated ? u"qemu"_qs : u"kvm"_qs}});
    xml.text(u"name", spec.name);
    writeMetadata(xml, spec, owner);
    xml.text(u"memory", QString::number(spec.memoryMiB), {{u"unit"_qs, u"MiB"_qs}});
    xml.text(u"vcpu", QString::number(spec.cpus));
    writeBoot(xml, spec, files, clockOptions(emulated, counterKhz));
    writeProcessor(xml, emulated);
    writeDevices(xml, files, limits);
    xml.close();
    return text;
}

Result<void> validateMachineName(const QString& name) {
    static const QRegularExpression valid(QStringLiteral("^sb-[a-z0-9-]{1,60}\\z"));
    if (valid.match(name).hasMatch())
        return {};
    return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no machine's name").arg(name), {}};
}

Result<void> validate(const MachineSpec& spec) {
    static const QRegularExpression name(QStringLiteral("^sb-[a-z0-9-]{1,60}\\z"));
    const auto invalid = [&](const QString& why) {
        return Error{ErrorKind::Invalid, QStringLiteral("no machine can be made of this: %1").arg(why), {}};
    };
    if (!name.match(spec.name).hasMatch())
        return invalid(
            QStringLiteral("the name \"%1\" must begin with sb- and consist of a-z, 0-9 and -, at most 63")
                .arg(spec.name));
    if (spec.cpus < 1 || spec.cpus > 64)
        return invalid(QStringLiteral("%1 processors (1 to 64)").arg(spec.cpus));
    if (spec.memoryMiB < 256 || spec.memoryMiB > 1024 * 1024)
        return invalid(QStringLiteral("%1 MiB of memory (256 or more)").arg(spec.memoryMiB));
    if (spec.layers.isEmpty() || spec.layers.size() > 20)
        return invalid(QStringLiteral("%1 image layers (1 to 20)").arg(spec.layers.size()));
    if (spec.lifetime.count() <= 0)
        return invalid(QStringLiteral("a lifetime of nothing"));
    return {};
}

QString ownerInDomainXml(const QString& xml) {
    QXmlStreamReader reader(xml);
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == u"machine" &&
            reader.namespaceUri() == metadataNamespace)
            return reader.attributes().value(u"owner"_qs).toString();
    return {};
}

} // namespace signalbox
