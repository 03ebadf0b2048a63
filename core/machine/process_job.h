// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace signalbox {

/// One job of a development machine: a thread that runs the program, keeps its output in a file and bounds
/// its time and output, and any number of readers that follow. Thread-safe.
class ProcessJob {
public:
    /// outputFile and resultFile belong to the job from now on.
    ProcessJob(const Job& job, QStringList command, QString hostDirectory, QMap<QString, QString> environment,
               QString outputFile, QString resultFile);
    ~ProcessJob();
    ProcessJob(const ProcessJob&) = delete;
    ProcessJob& operator=(const ProcessJob&) = delete;

    /// Streams the output from an offset until the job has ended. Cancelling ends the job, unless it is to
    /// survive that.
    /// survives: when the caller gives up, the job goes on.
    Result<JobResult> follow(qint64 from, bool survives, const OutputSink& sink, const CancelToken& cancel);
    /// Ends the job; its readers get Cancelled.
    void kill();
    /// Blocks until it has ended, at most that long.
    void waitForEnd(Millis limit);

    /// The stored end of a job of an earlier run; NotFound when there is none.
    static Result<JobResult> storedResult(const QString& resultFile);

private:
    void run();
    [[nodiscard]] std::optional<JobResult::End> overLimit(Millis elapsed, qint64 written) const;
    void finish(Result<JobResult> result);

    const Job m_job;
    const QStringList m_command;
    const QString m_hostDirectory;
    const QMap<QString, QString> m_environment;
    const QString m_outputFile;
    const QString m_resultFile;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    qint64 m_written = 0;
    bool m_killed = false;
    std::optional<Result<JobResult>> m_result;
    std::thread m_thread;
};

} // namespace signalbox
