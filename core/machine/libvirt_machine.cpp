// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_machine.h"

#include "core/base/files.h"
#include "core/machine/guest_commands.h"
#include "core/machine/machine_files.h"

#include <QFile>
#include <QSaveFile>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr Millis transferLimit = 10min;
constexpr Millis guestSlack = 20s;    ///< what the guest may take beyond a job's own time limit
constexpr Millis clockTolerance = 2s; ///< of the guest's clock, besides a tenth
constexpr qint64 outputSlack = 256 * 1024;

} // namespace

LibvirtMachine::LibvirtMachine(std::shared_ptr<LibvirtHost> host, MachineRecord record, QByteArray clientKey)
    : m_host(std::move(host)), m_record(std::move(record)),
      m_link(std::make_shared<GuestLink>(m_host, m_record.spec.name, std::move(clientKey),
                                         m_record.hostPublicKey)) {}

LibvirtMachine::LibvirtMachine(const LibvirtMachine& ahead, MachineRecord record)
    : m_host(ahead.m_host), m_record(std::move(record)), m_link(ahead.m_link) {
    m_link->rename(m_record.spec.name);
}

LibvirtMachine::~LibvirtMachine() = default;

void LibvirtMachine::abandon() {
    m_link->cut();
}

Result<void> LibvirtMachine::reach(Millis limit, const CancelToken& cancel) {
    return m_link->reach(limit, cancel);
}

void LibvirtMachine::changeKeys(const QByteArray& clientKey) {
    m_link->changeKeys(clientKey, m_record.hostPublicKey);
}

void LibvirtMachine::rest() {
    m_link->rest();
}

Result<void> LibvirtMachine::renew(const GuestIdentity& identity, const CancelToken& cancel) {
    // A session that was lost while nobody used it is opened again; told twice, the guest is the same.
    const Result<GuestAnswer> answer = m_link->command([&]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = renewCommand();
        request.input = [text = identityDescription(identity)]() mutable -> Result<QByteArray> {
            return std::exchange(text, {});
        };
        request.limit = 20s;
        request.cancel = cancel;
        return request;
    });
    if (!answer)
        return answer.error();
    if (answer->code != 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the guest does not take its new identity: %1")
                         .arg(QString::fromUtf8(answer->errors.right(300)).trimmed()),
                     {}};
    return {};
}

Result<GuestPulse> LibvirtMachine::pulse(Millis limit, const CancelToken& cancel) {
    GuestCommand request;
    request.command = pulseCommand();
    request.limit = limit;
    request.cancel = cancel;
    Result<GuestAnswer> answer = m_link->ask(request);
    return answer ? parsePulse(answer->output) : Result<GuestPulse>(answer.error());
}

// ---- Jobs
// -----------------------------------------------------------------------------------------------------------

struct LibvirtMachine::JobRun {
    std::chrono::steady_clock::time_point began; ///< when it was first started, as this host counts
    qint64 position = 0;                         ///< of the output, as far as the sink got it
    JobState state;

    [[nodiscard]] Millis age() const {
        return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
    }
};

Result<JobResult> LibvirtMachine::run(const Job& job, const OutputSink& sink, const CancelToken& cancel) {
    if (Result<void> valid = validate(job); !valid)
        return valid.error();
    struct Counted {
        std::atomic<int>& runs;
        explicit Counted(std::atomic<int>& count) : runs(count) { ++runs; }
        ~Counted() { --runs; }
    } const counted(m_runs);
    const Moment now = SystemClock().now();
    JobRun run;
    run.began = std::chrono::steady_clock::now() - (now - m_host->folder(name()).jobBegan(job.id, now));
    run.position = job.outputFrom;
    do {
        Result<GuestAnswer> answer = attend(job, sink, cancel, run);
        if (!answer) {
            const ErrorKind kind = answer.error().kind;
            const bool unwanted = (kind == ErrorKind::Cancelled && !job.survivesCancel) ||
                                  kind == ErrorKind::Timeout || kind == ErrorKind::LimitReached;
            const bool killed = unwanted && killJob(job.id);
            // A guest whose clock is slow has not noticed; this host's clock decides.
            if (kind == ErrorKind::Timeout && killed && run.age() >= job.timeLimit)
                return JobResult{JobResult::End::TimedOut, 0, run.position, run.age()};
            return answer.error().within(QStringLiteral("job %1").arg(job.id));
        }
        if (answer->code != 0) {
            const QString why = QString::fromUtf8(answer->errors.right(500)).trimmed();
            return Error{answer->code == 2 ? ErrorKind::Invalid : ErrorKind::Unavailable,
                         QStringLiteral("job %1: the guest cannot run it: %2").arg(job.id, why),
                         {}};
        }
        Result<JobState> state = parseJobState(answer->errors);
        if (!state)
            return state.error().within(QStringLiteral("job %1").arg(job.id));
        run.state = *state;
        // An attach that ended early (the session's server was restarted under it) finds the job still
        // running.
    } while (run.state.kind == JobState::Kind::Running);
    return finishJob(job, sink, run);
}

/// Starts the job, or comes to it, and stays until it ends.
Result<GuestAnswer> LibvirtMachine::attend(const Job& job, const OutputSink& sink, const CancelToken& cancel,
                                           JobRun& run) {
    return m_link->command([&]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = jobCommand(job.id, run.position);
        request.input = [text = jobDescription(job)]() mutable -> Result<QByteArray> {
            return std::exchange(text, {});
        };
        request.output = [&](QByteArrayView bytes) -> Result<void> {
            run.position += bytes.size();
            m_outputBytes += bytes.size();
            if (sink)
                sink(bytes);
            if (run.position > job.outputLimit + outputSlack)
                return Error{ErrorKind::LimitReached,
                             QStringLiteral("the guest does not keep to the output limit"),
                             {}};
            return {};
        };
        // A job that ended long before a core came back to it has its result waiting.
        request.limit = std::max(guestSlack, job.timeLimit + guestSlack - run.age());
        request.cancel = cancel;
        return request;
    });
}

Result<JobResult> LibvirtMachine::finishJob(const Job& job, const OutputSink& sink, JobRun& run) {
    const auto say = [&](const QString& text) {
        if (sink)
            sink(QStringLiteral("\n[signalbox: %1]\n").arg(text).toUtf8());
    };
    if (run.state.lostBytes > 0)
        say(QStringLiteral("%1 bytes of output found no room on the machine's disk")
                .arg(run.state.lostBytes));
    if (run.state.outOfMemory)
        say(QStringLiteral("killed because the machine's memory was used up"));
    JobResult& result = run.state.result;
    const Millis age = run.age();
    if (run.state.kind == JobState::Kind::Ended && result.end == JobResult::End::TimedOut &&
        age + clockTolerance < job.timeLimit - job.timeLimit / 10)
        return Error{
            ErrorKind::Unavailable,
            QStringLiteral("job %1: the guest says that its time limit of %2 is over, but only %3 have "
                           "passed: its clock is wrong")
                .arg(job.id, humanDuration(job.timeLimit), humanDuration(age)),
            {}};
    result.duration = std::min(result.duration, age);
    switch (run.state.kind) {
    case JobState::Kind::Killed:
        return Error{ErrorKind::Cancelled, QStringLiteral("job %1 was cancelled").arg(job.id), {}};
    case JobState::Kind::Failed:
        return Error{ErrorKind::Invalid,
                     QStringLiteral("job %1 could not be started: does %2 exist in the guest?")
                         .arg(job.id, job.directory),
                     {}};
    case JobState::Kind::Lost:
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("job %1 is lost: its supervisor in the guest was killed").arg(job.id),
                     {}};
    default:
        return result;
    }
}

/// True when the guest did so. If it cannot, destroying the machine will.
bool LibvirtMachine::killJob(const QString& id) {
    Result<GuestAnswer> killed = m_link->command([&]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = jobKillCommand(id);
        request.limit = 20s;
        return request;
    });
    return killed && killed->code == 0;
}

// ---- Files
// ----------------------------------------------------------------------------------------------------------

Result<void>
LibvirtMachine::send(const QString& guestPath, qint64 size, int mode, const QString& user,
                     const CancelToken& cancel,
                     const std::function<Result<std::function<Result<QByteArray>()>>()>& source) {
    const QString what = QStringLiteral("cannot write %1 in the guest").arg(guestPath);
    if (!guestPath.startsWith(u'/') || guestPath.endsWith(u'/') || guestPath.contains(QChar(u'\0')))
        return Error{
            ErrorKind::Invalid, what + QStringLiteral(": it must be an absolute path of a file"), {}};
    if (user != u"agent" && user != u"root")
        return Error{ErrorKind::Invalid, what + QStringLiteral(": there is no user %1").arg(user), {}};
    Result<GuestAnswer> answer = m_link->command([&]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = putCommand(guestPath, size, mode, user);
        auto input = source();
        if (!input)
            return input.error();
        request.input = *input;
        request.limit = transferLimit;
        request.cancel = cancel;
        return request;
    });
    if (!answer)
        return answer.error().within(what);
    if (answer->code != 0) {
        const QString why = QString::fromUtf8(answer->errors.right(500)).trimmed();
        const bool full = why.contains(u"No space left");
        return Error{full ? ErrorKind::LimitReached : ErrorKind::Denied, what + u": "_qs + why, {}};
    }
    return {};
}

Result<void> LibvirtMachine::put(const QString& guestPath, const QByteArray& bytes, int mode,
                                 const QString& user) {
    return send(guestPath, bytes.size(), mode, user, {},
                [&]() -> Result<std::function<Result<QByteArray>()>> {
                    return std::function<Result<QByteArray>()>(
                        [&bytes, at = qsizetype(0)]() mutable -> Result<QByteArray> {
                            const QByteArray piece = bytes.mid(at, 64 * 1024);
                            at += piece.size();
                            return piece;
                        });
                });
}

Result<void> LibvirtMachine::putFile(const QString& hostPath, const QString& guestPath, int mode,
                                     const QString& user, const CancelToken& cancel) {
    const auto file = std::make_shared<QFile>(hostPath);
    if (!file->open(QIODevice::ReadOnly))
        return Error{
            ErrorKind::NotFound, QStringLiteral("cannot read %1: %2").arg(hostPath, file->errorString()), {}};
    return send(guestPath, file->size(), mode, user, cancel,
                [&]() -> Result<std::function<Result<QByteArray>()>> {
                    file->seek(0);
                    return std::function<Result<QByteArray>()>(
                        [file]() -> Result<QByteArray> { return file->read(64 * 1024); });
                });
}

Result<void> LibvirtMachine::receive(const QString& guestPath, qint64 maxBytes, const CancelToken& cancel,
                                     const std::function<void()>& restart,
                                     const std::function<Result<void>(QByteArrayView)>& sink) {
    const QString what = QStringLiteral("cannot read %1 in the guest").arg(guestPath);
    if (!guestPath.startsWith(u'/') || guestPath.contains(QChar(u'\0')) || maxBytes < 0)
        return Error{ErrorKind::Invalid, what + QStringLiteral(": it must be an absolute path"), {}};
    qint64 got = 0;
    Result<GuestAnswer> answer = m_link->command([&]() -> Result<GuestCommand> {
        restart();
        got = 0;
        GuestCommand request;
        request.command = getCommand(guestPath, maxBytes);
        request.output = [&](QByteArrayView bytes) -> Result<void> {
            got += bytes.size();
            // The command gives one byte too many at most: it ends by itself.
            return got > maxBytes ? Result<void>() : sink(bytes);
        };
        request.limit = transferLimit;
        request.cancel = cancel;
        return request;
    });
    if (!answer)
        return answer.error().within(what);
    if (got > maxBytes)
        return Error{ErrorKind::LimitReached, what + u": it is larger than %1 bytes"_qs.arg(maxBytes), {}};
    if (answer->code == guestFileMissing)
        return Error{ErrorKind::NotFound, what + QStringLiteral(": it does not exist"), {}};
    if (answer->code == guestFileIrregular)
        return Error{ErrorKind::Invalid, what + QStringLiteral(": it is no regular file"), {}};
    if (answer->code != 0)
        return Error{ErrorKind::Unavailable,
                     what + u": "_qs + QString::fromUtf8(answer->errors.right(500)).trimmed(),
                     {}};
    return {};
}

Result<QByteArray> LibvirtMachine::get(const QString& guestPath, qint64 maxBytes) {
    QByteArray all;
    Result<void> done = receive(
        guestPath, maxBytes, {}, [&] { all.clear(); },
        [&](QByteArrayView bytes) -> Result<void> {
            all.append(bytes);
            return {};
        });
    return done ? Result<QByteArray>(all) : Result<QByteArray>(done.error());
}

Result<void> LibvirtMachine::getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                                     const CancelToken& cancel) {
    QSaveFile file(hostPath);
    const auto failed = [&] {
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write %1: %2").arg(hostPath, file.errorString()),
                     {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    Result<void> done = receive(
        guestPath, maxBytes, cancel,
        [&] {
            file.seek(0);
            file.resize(0);
        },
        [&](QByteArrayView bytes) -> Result<void> {
            if (file.write(bytes.data(), bytes.size()) != bytes.size())
                return failed();
            return {};
        });
    if (!done)
        return done;
    return file.commit() ? Result<void>() : Result<void>(failed());
}

// ---- The rest
// -------------------------------------------------------------------------------------------------------

Result<void> LibvirtMachine::forward(quint16 port, ConnectionHandler handler) {
    if (port == 0 || !handler)
        return Error{ErrorKind::Invalid, QStringLiteral("a forward needs a port and a handler"), {}};
    return m_link->forward(port, std::move(handler));
}

Result<std::shared_ptr<MachineTerminal>> LibvirtMachine::terminal(const TerminalRequest& request) {
    if (const Result<void> valid = validate(request); !valid)
        return valid.error();
    return m_link->terminal(terminalCommand(request.user), request);
}

Result<MachineStatus> LibvirtMachine::status() {
    return m_host->inspect(name());
}

/// An emulator translates code when it first runs: starting a program costs a multiple the first time.
void LibvirtMachine::warmUp() {
    GuestIdentity same;
    same.hostname = name();
    same.seed = randomBytes(64);
    for (int i = 0; i < 2; ++i)
        if (!renew(same, {})) // whoever takes it finds out
            return;
    (void)get(QStringLiteral("/etc/hostname"), 1024);
    // And to start one at all costs the most: this one waits for whom it will be told to be.
    m_link->prepare(renewCommand(), 20s);
}

void LibvirtMachine::askToStop() {
    Result<GuestAnswer> answer = m_link->command([]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = "exec sb-guest poweroff";
        request.limit = 10s;
        return request;
    });
    (void)answer; // the guest may go before it answers
}

} // namespace signalbox
