// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/accelerator_probe.h"

#include "core/base/files.h"
#include "core/machine/image_store.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

#include <sys/utsname.h>
#include <unistd.h>

namespace signalbox {

namespace {

/// The kernel says this once it runs programs, and our init says the second: either proves that the guest
/// works.
constexpr const char* signsOfLife[] = {"Run /init as init process", "signalbox: "};

/// Everything that could change the answer.
QString cacheKey(const ProbeRequest& request, const QString& emulator) {
    utsname host{};
    ::uname(&host);
    Result<QByteArray> boot = readFile(QStringLiteral("/proc/sys/kernel/random/boot_id"), 100);
    const QFileInfo binary(emulator);
    return QStringList{boot ? QString::fromLatin1(*boot).trimmed() : QString(),
                       QString::fromLatin1(host.release),
                       emulator,
                       QString::number(binary.size()),
                       QString::number(binary.lastModified().toMSecsSinceEpoch()),
                       ImageStore(request.images).bootKey(),
                       request.runAs,
                       request.device}
        .join(u'|');
}

std::optional<ProbeAnswer> remembered(const ProbeRequest& request, const QString& key) {
    if (request.cacheFile.isEmpty())
        return std::nullopt;
    Result<QByteArray> bytes = readFile(request.cacheFile, 64 * 1024);
    if (!bytes)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    const QString accelerator = object.value(u"accelerator").toString();
    if (object.value(u"key").toString() != key || (accelerator != u"kvm" && accelerator != u"tcg"))
        return std::nullopt;
    return ProbeAnswer{accelerator, object.value(u"reason").toString()};
}

void remember(const ProbeRequest& request, const QString& key, const ProbeAnswer& answer) {
    if (request.cacheFile.isEmpty())
        return;
    const QJsonObject object{
        {u"key"_qs, key}, {u"accelerator"_qs, answer.accelerator}, {u"reason"_qs, answer.reason}};
    // Not being able to remember only means probing again.
    if (Result<void> made = makeDirectory(QFileInfo(request.cacheFile).path()); made)
        if (Result<void> written = writeFileAtomically(request.cacheFile, QJsonDocument(object).toJson());
            !written)
            return;
}

/// QEMU under `timeout`: it ends even if this process is killed, and it is no direct child of ours (see
/// child_reaper.h).
QStringList probeCommand(const ProbeRequest& request, const QString& emulator, const ImageFiles& image) {
    const double seconds = double(request.limit.count()) / 1000.0 + 1.0;
    QStringList command{u"timeout"_qs, u"-k"_qs, u"1"_qs, QString::number(seconds)};
    if (!request.runAs.isEmpty() && ::geteuid() == 0)
        command << u"setpriv"_qs << u"--reuid="_qs + request.runAs << u"--regid="_qs + request.runAs
                << u"--init-groups"_qs;
    command << emulator << u"-no-user-config"_qs << u"-nodefaults"_qs << u"-display"_qs << u"none"_qs;
    command << u"-machine"_qs << u"pc,accel=kvm"_qs << u"-cpu"_qs << u"max"_qs << u"-m"_qs << u"256"_qs;
    command << u"-no-reboot"_qs << u"-serial"_qs << u"stdio"_qs << u"-kernel"_qs << image.kernel;
    command << u"-initrd"_qs << image.initrd;
    command << u"-append"_qs << u"console=ttyS0 panic=-1 sb.layers=1"_qs;
    return command;
}

ProbeAnswer boot(const ProbeRequest& request, const QStringList& command) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(command.first(), command.mid(1));
    QByteArray said;
    bool alive = false;
    while (!alive && timer.elapsed() < request.limit.count() && !request.cancel.cancelled()) {
        const bool ended = !process.waitForReadyRead(50) && process.state() == QProcess::NotRunning;
        said += process.readAll();
        for (const char* sign : signsOfLife)
            alive = alive || said.contains(sign);
        if (ended)
            break;
    }
    const Millis took(timer.elapsed());
    const bool ended = process.state() == QProcess::NotRunning;
    if (!ended) {
        process.terminate(); // to timeout, which passes it on and kills what does not listen
        if (!process.waitForFinished(5000))
            process.kill();
        process.waitForFinished(1000);
    }
    if (alive)
        return {QStringLiteral("kvm"),
                QStringLiteral("a probe machine booted under KVM in %1").arg(humanDuration(took))};
    if (ended)
        return {QStringLiteral("tcg"),
                QStringLiteral("QEMU cannot use KVM here: %1")
                    .arg(QString::fromLocal8Bit(said.trimmed().split('\n').last().right(300)))};
    return {QStringLiteral("tcg"),
            QStringLiteral("a probe machine hung under KVM (no sign of life within %1)")
                .arg(humanDuration(request.limit))};
}

} // namespace

Result<ProbeAnswer> probeAccelerator(const ProbeRequest& request) {
    const QString emulator = QStandardPaths::findExecutable(request.emulator);
    if (emulator.isEmpty())
        return Error{ErrorKind::NotFound,
                     QStringLiteral("the program %1 is not installed").arg(request.emulator),
                     QStringLiteral("apt install qemu-system-x86")};
    if (!QFileInfo::exists(request.device))
        return ProbeAnswer{
            QStringLiteral("tcg"),
            QStringLiteral("there is no %1 (virtualization is off in the firmware, or not offered)")
                .arg(request.device)};
    Result<ImageFiles> image = ImageStore(request.images).resolve({QStringLiteral("base")});
    if (!image)
        return image.error();
    const QString key = cacheKey(request, emulator);
    if (const auto known = remembered(request, key))
        return *known;
    const ProbeAnswer answer = boot(request, probeCommand(request, emulator, *image));
    if (request.cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("the probe was cancelled"), {}};
    remember(request, key, answer);
    return answer;
}

} // namespace signalbox
