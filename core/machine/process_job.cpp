// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_job.h"

#include "core/base/files.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>

#include <csignal>
#include <unistd.h>

namespace signalbox {

ProcessJob::ProcessJob(const Job& job, QStringList command, QString hostDirectory,
                       QMap<QString, QString> environment, QString outputFile, QString resultFile)
    : m_job(job), m_command(std::move(command)), m_hostDirectory(std::move(hostDirectory)),
      m_environment(std::move(environment)), m_outputFile(std::move(outputFile)),
      m_resultFile(std::move(resultFile)), m_thread([this] { run(); }) {}

ProcessJob::~ProcessJob() {
    kill();
    m_thread.join();
}

void ProcessJob::kill() {
    {
        const std::lock_guard lock(m_mutex);
        m_killed = true;
    }
    m_changed.notify_all();
}

void ProcessJob::waitForEnd(Millis limit) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, limit, [this] { return m_result.has_value(); });
}

std::optional<JobResult::End> ProcessJob::overLimit(Millis elapsed, qint64 written) const {
    if (written > m_job.outputLimit)
        return JobResult::End::OutputLimit;
    if (elapsed >= m_job.timeLimit)
        return JobResult::End::TimedOut;
    return std::nullopt;
}

void ProcessJob::run() {
    QFile output(m_outputFile);
    if (!output.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return finish(Error{ErrorKind::Unavailable,
                            QStringLiteral("cannot write %1: %2").arg(m_outputFile, output.errorString()),
                            {}});
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    if (!m_hostDirectory.isEmpty())
        process.setWorkingDirectory(m_hostDirectory);
    QProcessEnvironment environment;
    for (auto entry = m_environment.cbegin(); entry != m_environment.cend(); ++entry)
        environment.insert(entry.key(), entry.value());
    process.setProcessEnvironment(environment);
    // A group of its own, so that all of it can be killed; under bubblewrap its death takes even escapees
    // along.
    process.setChildProcessModifier([] { ::setpgid(0, 0); });
    QElapsedTimer timer;
    timer.start();
    process.start(m_command.first(), m_command.mid(1));
    if (!process.waitForStarted())
        return finish(
            Error{ErrorKind::Invalid, QStringLiteral("cannot start: %1").arg(process.errorString()), {}});
    const auto group = pid_t(process.processId());
    JobResult result;
    bool killed = false;
    std::optional<JobResult::End> cut;
    while (process.state() != QProcess::NotRunning || process.bytesAvailable() > 0) {
        process.waitForReadyRead(20);
        const QByteArray bytes = process.readAll().left(m_job.outputLimit + 1 - result.outputBytes);
        output.write(bytes);
        result.outputBytes += bytes.size();
        {
            const std::lock_guard lock(m_mutex);
            m_written = std::min(result.outputBytes, m_job.outputLimit);
            killed = killed || m_killed;
        }
        if (!bytes.isEmpty())
            m_changed.notify_all();
        if (!cut && process.state() != QProcess::NotRunning)
            cut = overLimit(Millis(timer.elapsed()), result.outputBytes);
        else if (!cut && result.outputBytes > m_job.outputLimit)
            cut = JobResult::End::OutputLimit;
        if (cut || killed) {
            ::kill(-group, SIGKILL);
            process.waitForFinished(5000);
            break;
        }
    }
    ::kill(-group, SIGKILL); // what it left running in the background
    result.outputBytes = std::min(result.outputBytes, m_job.outputLimit);
    result.duration = Millis(timer.elapsed());
    if (killed)
        return finish(Error{ErrorKind::Cancelled, QStringLiteral("job %1 was cancelled").arg(m_job.id), {}});
    // bubblewrap and the shell report a signal as 128 and its number; a crash of the wrapper itself is the
    // same to us.
    const bool crashed = process.exitStatus() == QProcess::CrashExit;
    const int code = process.exitCode();
    result.end = cut.value_or(crashed || code > 128 ? JobResult::End::Signalled : JobResult::End::Exited);
    result.code = cut ? 0 : crashed ? code : code > 128 ? code - 128 : code;
    finish(result);
}

void ProcessJob::finish(Result<JobResult> result) {
    if (result) {
        const QJsonObject object{{u"end"_qs, int(result->end)},
                                 {u"code"_qs, result->code},
                                 {u"bytes"_qs, result->outputBytes},
                                 {u"ms"_qs, qint64(result->duration.count())}};
        if (Result<void> stored = writeFileAtomically(m_resultFile, QJsonDocument(object).toJson()); !stored)
            result = stored.error();
    }
    {
        const std::lock_guard lock(m_mutex);
        m_result = std::move(result);
    }
    m_changed.notify_all();
}

Result<JobResult> ProcessJob::storedResult(const QString& resultFile) {
    Result<QByteArray> bytes = readFile(resultFile, 64 * 1024);
    if (!bytes)
        return bytes.error();
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    JobResult result;
    result.end = JobResult::End(object.value(u"end").toInt());
    result.code = object.value(u"code").toInt();
    result.outputBytes = object.value(u"bytes").toInteger();
    result.duration = Millis(object.value(u"ms").toInteger());
    return result;
}

Result<JobResult> ProcessJob::follow(qint64 from, bool survives, const OutputSink& sink,
                                     const CancelToken& cancel) {
    QFile output(m_outputFile);
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (cancel.cancelled()) {
            if (survives && !m_result)
                return Error{
                    ErrorKind::Cancelled, QStringLiteral("job %1 goes on unattended").arg(m_job.id), {}};
            m_killed = true;
        }
        if (from < m_written) {
            const qint64 until = m_written;
            lock.unlock();
            if (!output.isOpen() && !output.open(QIODevice::ReadOnly))
                return Error{ErrorKind::Unavailable, QStringLiteral("the job's output is gone"), {}};
            output.seek(from);
            const QByteArray bytes = output.read(std::min<qint64>(until - from, 64 * 1024));
            if (bytes.isEmpty())
                return Error{ErrorKind::Unavailable, QStringLiteral("the job's output is gone"), {}};
            from += bytes.size();
            if (sink)
                sink(bytes);
            lock.lock();
            continue;
        }
        if (m_result)
            return *m_result;
        m_changed.wait_for(lock, std::chrono::milliseconds(50));
    }
}

} // namespace signalbox
