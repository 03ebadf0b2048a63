// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine_world.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace signalbox::test {

MachineWorld::MachineWorld(bool vm) : m_vm(vm), m_directory(QStringLiteral("/tmp/sbm-XXXXXX")) {
    // QEMU may run as another user, who must get through.
    QFile::setPermissions(m_directory.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                  QFile::ExeGroup | QFile::ExeOther);
    // As long as an ordinary user's is, because the paths of sockets are limited.
    m_config.stateDirectory = m_directory.path() + QStringLiteral("/.local/share/signalbox");
    QDir().mkpath(m_config.stateDirectory);
    // The probe has a test of its own; here it would only cost time.
    m_config.accelerator = QStringLiteral("tcg");
}

MachineWorld::~MachineWorld() {
    // The short names that stood for the long path.
    for (const QFileInfo& link :
         QDir(QStringLiteral("/tmp"))
             .entryInfoList({QStringLiteral(".sb-*")}, QDir::AllEntries | QDir::System | QDir::Hidden))
        if (link.isSymLink() && link.symLinkTarget().startsWith(m_directory.path()))
            QFile::remove(link.filePath());
}

QString MachineWorld::missing() const {
    const QString manifest = m_config.imageDirectory + QStringLiteral("/manifest.json");
    if (!m_vm || QFileInfo::exists(manifest))
        return {};
    return QStringLiteral("no machine image at %1 (run resources/image/build)").arg(manifest);
}

QString MachineWorld::uri() const {
    return m_vm ? m_config.defaultUri() : QStringLiteral("process:");
}

QString MachineWorld::machinesDirectory() const {
    return m_config.stateDirectory +
           (m_vm ? QStringLiteral("/machines") : QStringLiteral("/process-machines"));
}

std::shared_ptr<MachineProvider> MachineWorld::provider() const {
    Result<std::shared_ptr<MachineProvider>> made = makeProvider(uri(), m_config);
    return made ? *made : nullptr;
}

void MachineWorld::clear(MachineProvider& provider) {
    const auto left = provider.list();
    if (!left)
        return;
    for (const MachineStatus& status : *left)
        if (const auto destroyed = provider.destroy(status.name, Millis(0)); !destroyed)
            qWarning("%s", qPrintable(destroyed.error().text()));
}

MachineSpec MachineWorld::spec(const QString& name) {
    MachineSpec spec;
    spec.name = name;
    spec.memoryMiB = 512;
    spec.diskMiB = 512;
    spec.labels = {{QStringLiteral("task"), QStringLiteral("t-1")},
                   {QStringLiteral("step"), QStringLiteral("work <&>")}};
    return spec;
}

QList<qint64> MachineWorld::emulators() const {
    QList<qint64> found;
    const QByteArray place = QFile::encodeName(m_directory.path());
    for (const QString& pid :
         QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (!commandLine.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = commandLine.readAll();
        if (line.left(line.indexOf('\0')).contains("qemu-system") && line.contains(place))
            found.append(pid.toLongLong());
    }
    return found;
}

Ran run(Machine& machine, const QString& id, const QString& script, const std::function<void(Job&)>& change,
        const CancelToken& cancel) {
    Job job;
    job.id = id;
    job.script = script;
    job.timeLimit = std::chrono::minutes(2);
    if (change)
        change(job);
    QByteArray output;
    Result<JobResult> result = machine.run(
        job, [&output](QByteArrayView bytes) { output.append(bytes.data(), bytes.size()); }, cancel);
    return {std::move(result), output};
}

} // namespace signalbox::test
