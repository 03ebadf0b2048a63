// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_machine.h"

#include "core/base/files.h"
#include "core/machine/guest_commands.h"

#include <QFile>
#include <QSaveFile>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr Millis transferLimit = 10min;
constexpr Millis guestSlack = 60s; ///< what the guest may take beyond a job's own time limit
constexpr qint64 outputSlack = 256 * 1024;

} // namespace

LibvirtMachine::LibvirtMachine(std::shared_ptr<LibvirtHost> host, MachineRecord record, QByteArray clientKey)
    : m_host(std::move(host)), m_record(std::move(record)),
      m_link(m_host, m_record.spec.name, std::move(clientKey), m_record.hostPublicKey) {}

LibvirtMachine::~LibvirtMachine() = default;

void LibvirtMachine::abandon() {
    m_link.cut();
}

Result<void> LibvirtMachine::reach(Millis limit, const CancelToken& cancel) {
    return m_link.reach(limit, cancel);
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
        Result<GuestAnswer> answer = m_link.command([&]() -> Result<GuestCommand> {
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
    Result<GuestAnswer> killed = m_link.command([&]() -> Result<GuestCommand> {
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
    Result<GuestAnswer> answer = m_link.command([&]() -> Result<GuestCommand> {
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
    Result<GuestAnswer> answer = m_link.command([&]() -> Result<GuestCommand> {
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
    return m_link.forward(port, std::move(handler));
}

Result<MachineStatus> LibvirtMachine::status() {
    return m_host->inspect(name());
}

void LibvirtMachine::askToStop() {
    Result<GuestAnswer> answer = m_link.command([]() -> Result<GuestCommand> {
        GuestCommand request;
        request.command = "exec sb-guest poweroff";
        request.limit = 10s;
        return request;
    });
    (void)answer; // the guest may go before it answers
}

} // namespace signalbox
