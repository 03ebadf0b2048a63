// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/agent/host_guest.h"

#include "core/base/files.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

namespace signalbox::test {

std::optional<Error> HostGuest::troubleAt(const QString& stage) const {
    return m_trouble ? m_trouble(stage) : std::nullopt;
}

Result<JobResult> HostGuest::run(const Job& job, const OutputSink& sink, const CancelToken& cancel) {
    asked.append(job);
    if (const auto error = troubleAt(job.id))
        return *error;
    if (!m_past.contains(job.id)) {
        begun.append(job.id);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_qs, m_home);
        environment.insert(u"GIT_CONFIG_NOSYSTEM"_qs, u"1"_qs);
        for (auto it = job.environment.begin(); it != job.environment.end(); ++it)
            environment.insert(it.key(), inHost(it.value()));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setWorkingDirectory(inHost(job.directory));
        process.start(u"sh"_qs, {u"-c"_qs, inHost(job.script)});
        Past past;
        const bool inTime = process.waitForFinished(int(job.timeLimit.count()));
        if (!inTime) {
            process.kill();
            process.waitForFinished();
            past.result.end = JobResult::End::TimedOut;
        } else if (process.exitStatus() == QProcess::CrashExit) {
            past.result.end = JobResult::End::Signalled;
        }
        past.result.code = inTime ? process.exitCode() : 0;
        past.output = process.readAll();
        if (past.output.size() > job.outputLimit) {
            past.output.truncate(job.outputLimit);
            past.result = {};
            past.result.end = JobResult::End::OutputLimit;
        }
        past.result.outputBytes = past.output.size();
        m_past[job.id] = past;
    }
    const Past& past = m_past.at(job.id);
    for (qsizetype at = job.outputFrom; sink && at < past.output.size(); at += 7) // pieces that fit nothing
        sink(QByteArrayView(past.output).sliced(at, std::min<qsizetype>(7, past.output.size() - at)));
    if (const auto error = troubleAt(u"after "_qs + job.id))
        return *error;
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, u"the job was cancelled"_qs, {}};
    return past.result;
}

Result<void> HostGuest::put(const QString& guestPath, const QByteArray& bytes, int mode, const QString&) {
    if (const auto error = troubleAt(u"put"_qs))
        return *error;
    const QString path = inHost(guestPath);
    if (const auto made = makeDirectory(QFileInfo(path).path()); !made)
        return made;
    return writeFileAtomically(path, bytes, mode);
}

Result<void> HostGuest::putFile(const QString& hostPath, const QString& guestPath, int mode,
                                const QString& user, const CancelToken&) {
    const auto bytes = readFile(hostPath, 1 << 30);
    return bytes ? put(guestPath, *bytes, mode, user) : Result<void>(bytes.error());
}

Result<QByteArray> HostGuest::get(const QString& guestPath, qint64 maxBytes) {
    if (const auto error = troubleAt(u"get"_qs))
        return *error;
    return readFile(inHost(guestPath), maxBytes);
}

Result<void> HostGuest::getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                                const CancelToken&) {
    const auto bytes = get(guestPath, maxBytes);
    return bytes ? writeFileAtomically(hostPath, *bytes) : Result<void>(bytes.error());
}

Result<void> HostGuest::forward(quint16 port, ConnectionHandler) {
    if (const auto error = troubleAt(u"forward"_qs))
        return *error;
    opened = port;
    return {};
}

Result<std::shared_ptr<Machine>> HostProvider::acquire(const MachineSpec& spec, const ProgressSink& progress,
                                                       const CancelToken&) {
    specs.append(spec);
    progress(u"making a folder"_qs);
    if (trouble)
        if (const auto error = trouble(u"acquire"_qs))
            return *error;
    auto& machine = live[spec.name];
    if (!machine) {
        const QString home = m_directory.filePath(QStringLiteral("home-%1").arg(++m_made));
        if (const auto made = makeDirectory(home); !made)
            return made.error();
        machine = std::make_shared<HostGuest>(spec.name, home, trouble);
    }
    return std::shared_ptr<Machine>(machine);
}

Result<void> HostProvider::hibernate(const QString& name, const CancelToken& cancel) {
    if (!canSleep || !live.contains(name))
        return MachineProvider::hibernate(name, cancel);
    slept.append(name);
    return {};
}

Result<void> HostProvider::destroy(const QString& name, Millis) {
    destroyed.append(name);
    if (trouble)
        if (const auto error = trouble(u"destroy"_qs))
            return *error;
    live.erase(name);
    return {};
}

} // namespace signalbox::test
