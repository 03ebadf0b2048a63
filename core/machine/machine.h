// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/machine/liveness.h"
#include "core/machine/terminal.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <functional>
#include <memory>

namespace signalbox {

/// What a machine is to be. The name is derived from the lease, so that asking twice gives the same machine.
struct MachineSpec {
    QString name;                               ///< unique on the hypervisor; [a-z0-9-], begins with "sb-"
    QStringList layers{QStringLiteral("base")}; ///< image layers by name, the base first
    int cpus = 1;
    int memoryMiB = 1024;
    int diskMiB = 4096;                     ///< the writable scratch disk
    Millis lifetime{std::chrono::hours(1)}; ///< hard limit, kept from outside the guest
    QMap<QString, QString> labels;          ///< task, step, attempt: kept with the machine, shown in lists
};

/// One program to run in a machine. Running a job with the id of one that already ran or runs in that machine
/// attaches to it instead of starting it twice; that makes jobs safe to repeat after a crash of the core.
struct Job {
    QString id;                             ///< [A-Za-z0-9._-], unique in the machine
    QString script;                         ///< run by `sh -c`
    QString user = QStringLiteral("agent"); ///< a user of the guest: agent (no privilege) or root
    QString directory = QStringLiteral("/home/agent");
    QMap<QString, QString> environment;
    Millis timeLimit{std::chrono::minutes(10)};
    qint64 outputLimit = 16 * 1024 * 1024; ///< bytes; the job is killed when it writes more
    qint64 outputFrom = 0;                 ///< skip this much of the output when attaching to a running job
    /// When the caller gives up, the job goes on, for a later caller to attach to: a core that stops leaves
    /// its agents at work. Otherwise it is killed.
    bool survivesCancel = false;
};

/// How a job ended.
struct JobResult {
    enum class End { Exited, Signalled, TimedOut, OutputLimit };
    End end = End::Exited;
    int code = 0; ///< exit code, or the signal's number
    qint64 outputBytes = 0;
    Millis duration{0};
    [[nodiscard]] bool succeeded() const { return end == End::Exited && code == 0; }
    /// "exit code 2", "killed by signal 9", "stopped after its time limit of 10 min"
    [[nodiscard]] QString describe() const;
};

/// Gets a job's output (both streams merged) as it comes; called on a thread of the machine's, never
/// concurrently.
using OutputSink = std::function<void(QByteArrayView)>;
/// Gets one line on what is being done, for people.
using ProgressSink = std::function<void(const QString&)>;
/// Takes over a connected stream socket whose other end is a program in the guest. Owns the descriptor.
using ConnectionHandler = std::function<void(int fd)>;

/// What is known about a machine from outside the guest.
struct MachineStatus {
    QString name;
    enum class State { Starting, Running, Paused, Hibernated, Stopped, Failed } state = State::Starting;
    QString reason;         ///< why it is in this state ("guest panicked", "disk full")
    qint64 cpuTimeMs = 0;   ///< processor time used by the guest
    qint64 memoryBytes = 0; ///< of the hypervisor's process
    qint64 diskBytes = 0;   ///< allocated by the overlay
    Moment startedAt;
    QMap<QString, QString> labels;
    LivenessVerdict liveness; ///< what it is doing, judged from outside
};
QString toString(MachineStatus::State state);

/// A running guest. All calls block and may come from any thread at once. Errors: Unavailable when the
/// machine or its channel is lost (panic, kill), Timeout, LimitReached, Cancelled.
class Machine {
public:
    virtual ~Machine() = default;
    [[nodiscard]] virtual QString name() const = 0;
    /// What the guest was made from, for evidence: "base" -> digest, "kernel" -> digest.
    [[nodiscard]] virtual QMap<QString, Digest> imageDigests() const = 0;

    virtual Result<JobResult> run(const Job& job, const OutputSink& sink, const CancelToken& cancel) = 0;
    /// Writes a file in the guest, owned by user, with parent directories.
    virtual Result<void> put(const QString& guestPath, const QByteArray& bytes, int mode,
                             const QString& user) = 0;
    virtual Result<void> putFile(const QString& hostPath, const QString& guestPath, int mode,
                                 const QString& user, const CancelToken& cancel) = 0;
    /// Reads a file of the guest; NotFound when absent, LimitReached above maxBytes (never reads more).
    virtual Result<QByteArray> get(const QString& guestPath, qint64 maxBytes) = 0;
    virtual Result<void> getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                                 const CancelToken& cancel) = 0;
    /// Lets programs in the guest connect to 127.0.0.1:port; each connection is handed to the handler, which
    /// thereby knows for certain which machine is asking. Ends with the machine.
    virtual Result<void> forward(quint16 port, ConnectionHandler handler) = 0;
    /// A shell for a person, beside whatever jobs run. It gets nothing of the jobs' environments. Denied for
    /// a user that there is not, Invalid where machines have no terminals.
    virtual Result<std::shared_ptr<MachineTerminal>> terminal(const TerminalRequest& request);
    [[nodiscard]] virtual Result<MachineStatus> status() = 0;
    /// Has a machine that waits for its work do once what its first user would otherwise wait for. Changes
    /// nothing that anybody could see.
    virtual void warmUp() {}
};

/// What a provider runs on, as found by trying, not by asking.
struct ProviderInfo {
    QString uri;
    bool isolated = true;      ///< false only for the development provider without a VM
    QString accelerator;       ///< "kvm", "tcg" (software emulation) or "none"
    QString acceleratorReason; ///< how that is known: "a probe machine booted in 1.2 s", "hung under kvm"
    QString version;           ///< of the hypervisor
    QStringList warnings;      ///< limits that cannot be enforced here, and the like
};

/// What came of taking over a machine that was made ahead.
struct TakenMachine {
    std::shared_ptr<Machine> machine;
    bool used = true; ///< false: one with the name of the lease lived already; the other is as it was
};

/// Makes and removes machines on one hypervisor. Thread-safe.
class MachineProvider {
public:
    virtual ~MachineProvider() = default;
    [[nodiscard]] virtual Result<ProviderInfo> info() = 0;
    /// A booted machine, ready for jobs; the existing one when a machine of that name lives (re-adoption) or
    /// hibernates. With other labels than it had, that is another use of it, with a lifetime of its own.
    virtual Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                                     const CancelToken& cancel) = 0;
    /// As acquire(), for a machine that is to be ready before anybody wants it: it may be a copy of one that
    /// was saved when it was ready. It shares nothing with another copy that could be told.
    virtual Result<std::shared_ptr<Machine>> makeAhead(const MachineSpec& spec, const ProgressSink& progress,
                                                       const CancelToken& cancel);
    /// As acquire(), but with a machine that was made ahead and is unused: it gets the spec's name, lifetime
    /// and labels, inside as well, fresh randomness and the right time. Durable from the first step on: a
    /// core that is killed on the way finds it by its new name. A machine ahead that cannot be used is
    /// removed and another made. On an error it is gone.
    virtual Result<TakenMachine> takeOver(const QString& ahead, const MachineSpec& spec,
                                          const ProgressSink& progress, const CancelToken& cancel);
    /// Writes the machine's memory to disk and frees it: it then costs disk only. Every session and forward
    /// of the guest ends first, so that nothing in the saved memory can reach the core. What a guest must not
    /// lose is to be taken out of it before: resuming may fail. Conflict while a job runs in it; Invalid
    /// where that cannot be done; success when it is hibernated already. Above the configured limit on disk
    /// those that hibernate for longest are removed.
    virtual Result<void> hibernate(const QString& name, const CancelToken& cancel);
    /// Has a hibernated machine run again, with the right time, fresh randomness and new keys. acquire() does
    /// the same, and makes a new machine where that fails; this one removes it and says why.
    virtual Result<std::shared_ptr<Machine>> resume(const QString& name, const CancelToken& cancel);
    /// A machine that runs, as it is: neither made nor woken nor told to be another. NotFound, or Conflict
    /// when it does not run.
    virtual Result<std::shared_ptr<Machine>> find(const QString& name);
    /// Removes the machine, its disk and its keys; success when there is none. grace > 0: ask the guest to
    /// stop first.
    virtual Result<void> destroy(const QString& name, Millis grace) = 0;
    /// All machines of this installation, whoever started them, and leftovers of dead ones.
    [[nodiscard]] virtual Result<QList<MachineStatus>> list() = 0;
};

} // namespace signalbox
