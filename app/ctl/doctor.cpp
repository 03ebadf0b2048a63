// SPDX-License-Identifier: GPL-3.0-or-later
// What works here, and how to mend the rest.
#include "app/ctl/ctl.h"

#include "core/base/files.h"
#include "core/client/local_core.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <unistd.h>

namespace signalbox::ctl {

namespace {

constexpr qint64 tightBytes = 2LL << 30; ///< below it a build of the images fails
constexpr qint64 roomyBytes = 8LL << 30;

enum class Health { Ok, Warn, Fail };

struct Finding {
    Health health = Health::Ok;
    QString what;
    QString text;
    QString mend;
};

Finding dataDirectory() {
    const QString home = defaultHome();
    const QString what = QStringLiteral("data");
    if (const Result<void> made = makeDirectory(home, 0700); !made)
        return {Health::Fail, what, made.error().message,
                QStringLiteral("Set SIGNALBOX_HOME to a directory that you may write.")};
    QTemporaryFile probe(home + QStringLiteral("/doctor-XXXXXX"));
    if (!probe.open() || probe.write("x") != 1 || !probe.flush())
        return {Health::Fail, what, QStringLiteral("%1 cannot be written: %2").arg(home, probe.errorString()),
                QStringLiteral("Set SIGNALBOX_HOME to a directory that you may write, or make room.")};
    const Result<qint64> free = freeBytes(home);
    if (!free)
        return {Health::Warn, what, free.error().message, {}};
    const QString text = QStringLiteral("%1, %2 free").arg(home, bytesText(*free));
    if (*free < tightBytes)
        return {Health::Fail, what, text,
                QStringLiteral("Make room: images and machines need at least 2 GiB.")};
    if (*free < roomyBytes)
        return {Health::Warn, what, text, QStringLiteral("Make room: 8 GiB let several machines run.")};
    return {Health::Ok, what, text, {}};
}

Finding daemonProgram() {
    const QString what = QStringLiteral("daemon");
    const QString path = findDaemon({});
    return path.isEmpty() ? Finding{Health::Fail, what, QStringLiteral("signalboxd was not found"),
                                    QStringLiteral("Build and install it: ./installer/run")}
                          : Finding{Health::Ok, what, path, {}};
}

Finding hardwareAcceleration() {
    const QString what = QStringLiteral("kvm");
    const QString mend = QStringLiteral("Machines run without it too, several times slower.");
    if (!QFileInfo::exists(QStringLiteral("/dev/kvm")))
        return {Health::Warn, what, QStringLiteral("there is no /dev/kvm"),
                QStringLiteral(
                    "Switch virtualization on in the firmware, or nested virtualization in the host. ") +
                    mend};
    if (::access("/dev/kvm", R_OK | W_OK) != 0)
        return {Health::Warn, what, QStringLiteral("/dev/kvm may not be used by you"),
                QStringLiteral("sudo usermod -aG kvm $USER, then log in again. ") + mend};
    return {Health::Ok, what, QStringLiteral("/dev/kvm is there"), {}};
}

Finding git() {
    const QString path = QStandardPaths::findExecutable(QStringLiteral("git"));
    return path.isEmpty() ? Finding{Health::Warn, QStringLiteral("git"), QStringLiteral("git was not found"),
                                    QStringLiteral("The core needs none, but you do, to fetch the results: "
                                                   "apt-get install git")}
                          : Finding{Health::Ok, QStringLiteral("git"), path, {}};
}

Finding display() {
    const QString what = QStringLiteral("display");
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
        if (!qEnvironmentVariableIsEmpty(name))
            return {Health::Ok,
                    what,
                    QStringLiteral("%1=%2").arg(QLatin1String(name), qEnvironmentVariable(name)),
                    {}};
    return {Health::Warn, what, QStringLiteral("none"),
            QStringLiteral("The console needs one; signalboxctl does everything without.")};
}

QList<Finding> coreFindings(const CoreInfo& info) {
    QList<Finding> list;
    list.append({Health::Ok,
                 QStringLiteral("core"),
                 QStringLiteral("version %1 answers, you are %2").arg(info.version, harmless(info.user)),
                 {}});
    const QString machines = QStringLiteral("machines");
    if (!info.providerError.isEmpty())
        list.append({Health::Fail, machines, harmless(info.providerError),
                     QStringLiteral("Install what is missing: ./installer/run")});
    else if (info.provider.uri.isEmpty())
        list.append({Health::Warn, machines, QStringLiteral("the hypervisor is still being probed"),
                     QStringLiteral("Ask again in a minute.")});
    else if (!info.provider.isolated)
        list.append({Health::Warn, machines, QStringLiteral("%1: NO ISOLATION").arg(info.provider.uri),
                     QStringLiteral("For development only: agents can reach everything that you can.")});
    else
        list.append({info.provider.accelerator == QLatin1String("kvm") ? Health::Ok : Health::Warn, machines,
                     QStringLiteral("%1 with %2: %3")
                         .arg(info.provider.uri, info.provider.accelerator,
                              harmless(info.provider.acceleratorReason)),
                     QStringLiteral("Without hardware acceleration machines are several times slower.")});
    for (const QString& warning : info.provider.warnings)
        list.append({Health::Warn, machines, harmless(warning), {}});
    const bool needsImage = info.provider.uri.isEmpty() || info.provider.isolated;
    if (info.images.isEmpty() && needsImage)
        list.append({Health::Fail, QStringLiteral("image"), QStringLiteral("no image was built yet"),
                     QStringLiteral("./installer/run builds it")});
    else if (needsImage)
        list.append({Health::Ok, QStringLiteral("image"), info.images.keys().join(QStringLiteral(", ")), {}});
    return list;
}

void print(Output& out, const QList<Finding>& findings) {
    QJsonArray array;
    for (const Finding& finding : findings) {
        const char* word = finding.health == Health::Ok     ? "ok"
                           : finding.health == Health::Warn ? "warn"
                                                            : "fail";
        const Ink ink = finding.health == Health::Ok     ? Ink::Good
                        : finding.health == Health::Warn ? Ink::Warn
                                                         : Ink::Bad;
        const QString mend = finding.health == Health::Ok ? QString() : finding.mend;
        array.append(QJsonObject{{QStringLiteral("health"), QLatin1String(word)},
                                 {QStringLiteral("what"), finding.what},
                                 {QStringLiteral("text"), finding.text},
                                 {QStringLiteral("mend"), mend}});
        if (out.json())
            continue;
        out.line(QStringLiteral("%1 %2 %3")
                     .arg(out.ink(ink, QStringLiteral("%1").arg(QLatin1String(word), -4)),
                          QStringLiteral("%1").arg(finding.what, -9), finding.text));
        if (!mend.isEmpty())
            out.line(QStringLiteral("               → %1").arg(mend));
    }
    if (out.json())
        out.document({{QStringLiteral("findings"), array}});
}

int doctor(Ctl& ctl, const Arguments&) {
    QList<Finding> findings;
    if (ctl.isLocal())
        findings = {dataDirectory(), daemonProgram(), hardwareAcceleration()};
    ctl.setNeverStart();
    int exit = Done;
    if (const Result<CoreInfo> info = ctl.connect()) {
        findings.append(coreFindings(*info));
    } else if (ctl.isLocal() && info.error().kind == ErrorKind::NotFound) {
        findings.append(
            {Health::Warn, QStringLiteral("core"), QStringLiteral("it does not run"),
             QStringLiteral("It is started when it is needed, or now: signalboxctl core start. Only then "
                            "can its machines and images be looked at.")});
    } else {
        findings.append({Health::Fail, QStringLiteral("core"), harmless(info.error().message),
                         harmless(info.error().hint)});
        exit = Unreachable;
    }
    findings.append({git(), display()});
    print(ctl.out(), findings);
    for (const Finding& finding : findings)
        if (finding.health == Health::Fail && exit == Done)
            exit = Failed;
    return exit;
}

} // namespace

QList<Command> doctorCommands() {
    return {{QStringLiteral("doctor"),
             {},
             QStringLiteral("Say what works here, and how to mend the rest"),
             QStringLiteral(
                 "Each line is ok, warn or fail. Ends with 1 when one fails, 4 when the core cannot be "
                 "reached."),
             {},
             0,
             0,
             doctor}};
}

} // namespace signalbox::ctl
