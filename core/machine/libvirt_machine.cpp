// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_machine.h"

#include "core/base/files.h"
#include "core/machine/guest_commands.h"
#include "core/machine/guest_port.h"

#include <QFile>
#include <QSaveFile>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr Millis reopenLimit = 30s;
constexpr Millis transferLimit = 10min;
constexpr Millis guestSlack = 60s;  ///< what the guest may take beyond a job's own time limit
constexpr Millis pauseLimit = 2min; ///< how long a full host disk may hold a job up
constexpr int sessionAttempts = 4;
constexpr qint64 outputSlack = 256 * 1024;

/// Cancelled when either is; both must outlive nothing.
CancelToken either(const CancelToken& one, const CancelToken& other) {
    CancelToken both;
    const auto pass = [both]() mutable { both.cancel(); };
    one.onCancel(pass);
    other.onCancel(pass);
    return both;
}

} // namespace

LibvirtMachine::LibvirtMachine(std::shared_ptr<LibvirtHost> host, MachineRecord record, QByteArray clientKey)
    : m_host(std::move(host)), m_record(std::move(record)), m_clientKey(std::move(clientKey)) {}

LibvirtMachine::~LibvirtMachine() = default;

void LibvirtMachine::abandon() {
    CancelToken(m_gone).cancel();
    const std::lock_guard lock(m_mutex);
    if (m_session)
        m_session->close();
    m_forwards.clear();
}

Result<void> LibvirtMachine::reach(Millis limit, const CancelToken& cancel) {
    Result<SessionPtr> open = session(limit, cancel);
    return open ? Result<void>() : Result<void>(open.error());
}

Result<LibvirtMachine::SessionPtr> LibvirtMachine::session(Millis limit, const CancelToken& cancel) {
    const std::lock_guard opening(m_opening);
    {
        const std::lock_guard lock(m_mutex);
        if (m_session && m_session->alive())
            return m_session;
        m_session.reset();
    }
    if (m_gone.cancelled())
        return Error{ErrorKind::Unavailable, QStringLiteral("the machine %1 was destroyed").arg(name()), {}};
    Result<SessionPtr> opened = openSession(limit, either(cancel, m_gone));
    if (!opened) {
        if (m_gone.cancelled())
            return Error{
                ErrorKind::Unavailable, QStringLiteral("the machine %1 was destroyed").arg(name()), {}};
        return opened.error();
    }
    const std::lock_guard lock(m_mutex);
    m_session = *opened;
    return m_session;
}

Result<LibvirtMachine::SessionPtr> LibvirtMachine::openSession(Millis limit, const CancelToken& cancel) {
    Result<DomainPtr> domain = m_host->find(name());
    if (!domain) {
        Result<void> running = m_host->checkRunning(name());
        return running ? domain.error() : running.error();
    }
    GuestPortRequest request;
    request.domain = domain->get();
    request.remote = m_host->remote();
    request.limit = limit;
    request.cancel = cancel;
    request.stillThere = [this] { return m_host->checkRunning(name()); };
    Result<int> fd = openGuestPort(request);
    if (!fd)
        return fd.error();
    GuestLogin login;
    login.clientKey = m_clientKey;
    login.hostPublicKey = m_record.hostPublicKey;
    login.limit = std::max<Millis>(limit, 10s);
    login.cancel = cancel;
    Result<SessionPtr> opened = GuestSession::open(*fd, login);
    if (!opened)
        return opened.error();
    if (Result<void> restored = restoreForwards(**opened); !restored)
        return restored.error();
    return *opened;
}

Result<void> LibvirtMachine::restoreForwards(GuestSession& session) {
    std::vector<Forward> forwards;
    {
        const std::lock_guard lock(m_mutex);
        forwards = m_forwards;
    }
    for (const Forward& forward : forwards)
        if (Result<void> done = session.forward(forward.port, forward.handler); !done)
            return done;
    return {};
}

/// Called a few times a second while a command runs. A machine whose disk could not be written is paused by
/// the hypervisor and goes on when there is room again; nothing is lost by waiting a while.
Result<void> LibvirtMachine::checkHealth() {
    const QString paused = m_host->pausedBecause(name());
    if (paused.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        m_pausedSince.reset();
        return {};
    }
    const Moment moment = SystemClock().now();
    Moment since = moment;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_pausedSince)
            m_pausedSince = moment;
        since = *m_pausedSince;
    }
    if (moment - since > pauseLimit)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the machine %1 does not run: %2").arg(name(), paused),
                     QStringLiteral("free space on the host's disk")};
    m_host->resumeAfterFullDisk(name());
    return {};
}

Result<GuestAnswer> LibvirtMachine::command(const std::function<Result<GuestCommand>()>& prepare) {
    for (int attempt = 1;; ++attempt) {
        Result<GuestCommand> request = prepare();
        if (!request)
            return request.error();
        Result<SessionPtr> open = session(reopenLimit, request->cancel);
        if (!open)
            return open.error();
        request->watch = [this] { return checkHealth(); };
        Result<GuestAnswer> answer = (*open)->exec(*request);
        if (answer || answer.error().kind != ErrorKind::Unavailable || (*open)->alive() ||
            attempt == sessionAttempts)
            return answer;
    }
}

// ---- Jobs
// -----------------------------------------------------------------------------------------------------------

struct LibvirtMachine::JobRun {
    qint64 position = 0; ///< of the output, as far as the sink got it
    JobState state;
};

Result<JobResult> LibvirtMachine::run(const Job& job, const OutputSink& sink, const CancelToken& cancel) {
    if (Result<void> valid = validate(job); !valid)
        return valid.error();
    JobRun run;
    run.position = job.outputFrom;
    const auto until = std::chrono::steady_clock::now() + job.timeLimit + guestSlack;
    do {
        Result<GuestAnswer> answer = command([&]() -> Result<GuestCommand> {
            GuestCommand request;
            request.command = jobCommand(job.id, run.position);
            request.input = [text = jobDescription(job)]() mutable -> Result<QByteArray> {
                return std::exchange(text, {});
            };
            request.output = [&](QByteArrayView bytes) -> Result<void> {
                run.position += bytes.size();
                if (sink)
                    sink(bytes);
                if (run.position > job.outputLimit + outputSlack)
                    return Error{ErrorKind::LimitReached,
                                 QStringLiteral("the guest does not keep to the output limit"),
                                 {}};
                return {};
            };
            request.limit =
                std::max<Millis>(1s, std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now()));
            request.cancel = cancel;
            return request;
        });
        if (!answer) {
            const ErrorKind kind = answer.error().kind;
            if ((kind == ErrorKind::Cancelled && !job.survivesCancel) || kind == ErrorKind::Timeout ||
                kind == ErrorKind::LimitReached)
                killJob(job.id);
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
        return run.state.result;
    }
}

void LibvirtMachine::killJob(const QString& id) {
    Result<GuestAnswer> killed = command([&]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = jobKillCommand(id);
        request.limit = 20s;
        return request;
    });
    // If the guest cannot even do this, destroying the machine will.
    (void)killed;
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
    Result<GuestAnswer> answer = command([&]() -> Result<GuestCommand> {
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
    Result<GuestAnswer> answer = command([&]() -> Result<GuestCommand> {
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
    Result<SessionPtr> open = session(reopenLimit, {});
    if (!open)
        return open.error();
    if (Result<void> done = (*open)->forward(port, handler); !done)
        return done;
    const std::lock_guard lock(m_mutex);
    m_forwards.push_back({port, std::move(handler)});
    return {};
}

Result<MachineStatus> LibvirtMachine::status() {
    return m_host->inspect(name());
}

void LibvirtMachine::askToStop() {
    Result<SessionPtr> open = session(5s, {});
    if (!open)
        return;
    GuestCommand request;
    request.command = "exec sb-guest poweroff";
    request.limit = 10s;
    // The guest may go before it answers.
    Result<GuestAnswer> answer = (*open)->exec(request);
    (void)answer;
}

} // namespace signalbox
