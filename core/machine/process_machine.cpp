// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_machine.h"

#include "core/base/files.h"
#include "core/machine/guest_commands.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox {

/// Listens on this computer's loopback and hands every connection over.
class ProcessMachine::Listener {
public:
    static Result<std::unique_ptr<Listener>> open(quint16 wanted, ConnectionHandler handler) {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const int yes = 1;
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(wanted);
        auto* const raw = reinterpret_cast<sockaddr*>(&address);
        bool bound = ::bind(fd, raw, sizeof address) == 0;
        if (!bound) { // another machine has it: any free port will do, the environment names it
            address.sin_port = 0;
            bound = ::bind(fd, raw, sizeof address) == 0;
        }
        socklen_t size = sizeof address;
        if (!bound || ::listen(fd, 64) != 0 || ::getsockname(fd, raw, &size) != 0) {
            ::close(fd);
            return Error{ErrorKind::Unavailable, QStringLiteral("cannot listen on the loopback"), {}};
        }
        return std::unique_ptr<Listener>(
            new Listener(fd, wanted, ntohs(address.sin_port), std::move(handler)));
    }
    ~Listener() {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_stop, &one, sizeof one);
        m_thread.join();
        ::close(m_fd);
        ::close(m_stop);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    [[nodiscard]] quint16 wanted() const { return m_wanted; }
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    Listener(int fd, quint16 wanted, quint16 port, ConnectionHandler handler)
        : m_fd(fd), m_stop(::eventfd(0, EFD_CLOEXEC)), m_wanted(wanted), m_port(port),
          m_handler(std::move(handler)), m_thread([this] { run(); }) {}
    void run() {
        pollfd fds[2] = {{m_fd, POLLIN, 0}, {m_stop, POLLIN, 0}};
        for (;;) {
            if (::poll(fds, 2, -1) < 0)
                continue;
            if (fds[1].revents != 0)
                return;
            const int connection = ::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection >= 0)
                m_handler(connection);
        }
    }
    const int m_fd;
    const int m_stop;
    const quint16 m_wanted;
    const quint16 m_port;
    const ConnectionHandler m_handler;
    std::thread m_thread;
};

ProcessMachine::ProcessMachine(const MachineFolder& folder, MachineRecord record, const QString& bubblewrap)
    : m_folder(folder), m_record(std::move(record)), m_sandbox(folder.path(), bubblewrap),
      m_wrapped(!bubblewrap.isEmpty()) {}

ProcessMachine::~ProcessMachine() = default;

void ProcessMachine::end(const QString& reason) {
    std::map<QString, std::shared_ptr<ProcessJob>> jobs;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<std::weak_ptr<ProcessTerminal>> terminals;
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended.isEmpty())
            m_ended = reason;
        jobs.swap(m_jobs);
        listeners.swap(m_listeners);
        terminals.swap(m_terminals);
    }
    for (const auto& terminal : terminals)
        if (const auto open = terminal.lock())
            open->hangUp();
    for (const auto& [id, job] : jobs)
        job->kill();
    // Whoever removes the folder next must not race with what still writes there.
    for (const auto& [id, job] : jobs)
        job->waitForEnd(std::chrono::seconds(5));
}

Result<void> ProcessMachine::checkAlive() const {
    const std::lock_guard lock(m_mutex);
    if (m_ended.isEmpty())
        return {};
    return Error{
        ErrorKind::Unavailable, QStringLiteral("the machine %1 is lost: %2").arg(name(), m_ended), {}};
}

QMap<QString, QString> ProcessMachine::environmentFor(const Job& job) const {
    const QString home = u"/home/agent"_qs;
    QMap<QString, QString> environment{
        {u"PATH"_qs, u"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"_qs},
        {u"HOME"_qs, m_wrapped ? home : m_folder.path() + u"/tops"_qs + home},
        {u"USER"_qs, job.user},
        {u"LOGNAME"_qs, job.user},
        {u"SHELL"_qs, u"/bin/sh"_qs},
        {u"LANG"_qs, u"C.UTF-8"_qs},
        {u"SIGNALBOX_JOB"_qs, job.id},
        {u"SIGNALBOX_NOT_ISOLATED"_qs, u"1"_qs},
    };
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& listener : m_listeners) {
            const QString port = QString::number(listener->port());
            environment.insert(u"SIGNALBOX_PORT_%1"_qs.arg(listener->wanted()), port);
            if (!environment.contains(u"SIGNALBOX_PORT"_qs))
                environment.insert(u"SIGNALBOX_PORT"_qs, port);
        }
    }
    environment.insert(job.environment);
    return environment;
}

Result<std::shared_ptr<ProcessJob>> ProcessMachine::jobFor(const Job& job) {
    Result<QString> directory = m_sandbox.place(job.directory);
    if (!directory)
        return directory.error();
    const QMap<QString, QString> environment = environmentFor(job);
    const QString place = m_folder.path() + u"/jobs/"_qs + job.id;
    const std::lock_guard lock(m_mutex);
    if (const auto at = m_jobs.find(job.id); at != m_jobs.end())
        return at->second;
    if (QFileInfo::exists(place))
        return Error{
            ErrorKind::Unavailable,
            QStringLiteral("job %1 is lost: development machines' jobs end with the core").arg(job.id),
            {}};
    const QString hostDirectory =
        m_wrapped ? m_folder.path() + u"/tops"_qs + QDir::cleanPath(job.directory) : *directory;
    if (!QFileInfo(hostDirectory).isDir())
        return Error{ErrorKind::Invalid,
                     QStringLiteral("job %1 could not be started: does %2 exist?").arg(job.id, job.directory),
                     {}};
    if (Result<void> made = makeDirectory(place, 0700); !made)
        return made.error();
    const QStringList command = m_sandbox.wrap(name(), *directory, {u"/bin/sh"_qs, u"-c"_qs, job.script});
    auto started = std::make_shared<ProcessJob>(job, command, m_wrapped ? QString() : *directory, environment,
                                                place + u"/output"_qs, place + u"/result"_qs);
    m_jobs.emplace(job.id, started);
    return started;
}

Result<JobResult> ProcessMachine::run(const Job& job, const OutputSink& sink, const CancelToken& cancel) {
    if (Result<void> valid = validate(job); !valid)
        return valid.error();
    if (Result<void> alive = checkAlive(); !alive)
        return alive.error();
    const QString place = m_folder.path() + u"/jobs/"_qs + job.id;
    bool running = false;
    {
        const std::lock_guard lock(m_mutex);
        running = m_jobs.contains(job.id);
    }
    if (!running) {
        if (Result<JobResult> stored = ProcessJob::storedResult(place + u"/result"_qs); stored) {
            Result<QByteArray> output = readFile(place + u"/output"_qs, job.outputLimit + 1);
            const qint64 from = job.outputFrom;
            if (output && sink && output->size() > from)
                sink(QByteArrayView(*output).sliced(from));
            return stored;
        }
    }
    Result<std::shared_ptr<ProcessJob>> started = jobFor(job);
    if (!started)
        return started.error();
    Result<JobResult> result = (*started)->follow(job.outputFrom, job.survivesCancel, sink, cancel);
    if (!result && result.error().kind == ErrorKind::Cancelled && !cancel.cancelled())
        if (Result<void> alive = checkAlive(); !alive)
            return alive.error();
    return result;
}

/// Runs a short script in the machine with files as its standard input and output; gives what it said on
/// standard error.
Result<QByteArray> ProcessMachine::runShell(const QByteArray& script, const QString& input,
                                            const QString& output, const CancelToken& cancel, int& code) {
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
    if (Result<void> alive = checkAlive(); !alive)
        return alive.error();
    QProcess process;
    process.setStandardInputFile(input.isEmpty() ? QProcess::nullDevice() : input);
    process.setStandardOutputFile(output.isEmpty() ? QProcess::nullDevice() : output);
    const QStringList command =
        m_sandbox.wrap(name(), u"/"_qs, {u"/bin/sh"_qs, u"-c"_qs, QString::fromUtf8(script)});
    process.start(command.first(), command.mid(1));
    QElapsedTimer timer;
    timer.start();
    while (!process.waitForFinished(50) && process.state() != QProcess::NotRunning)
        if (cancel.cancelled() || timer.elapsed() > 600'000) {
            process.kill();
            process.waitForFinished(5000);
            return Error{cancel.cancelled() ? ErrorKind::Cancelled : ErrorKind::Timeout,
                         u"the transfer was ended"_qs,
                         {}};
        }
    code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAllStandardError();
}

Result<void> ProcessMachine::put(const QString& guestPath, const QByteArray& bytes, int mode,
                                 const QString& user) {
    const QTemporaryDir work;
    const QString file = work.filePath(u"bytes"_qs);
    if (Result<void> written = writeFileAtomically(file, bytes, 0600); !written)
        return written;
    return putFile(file, guestPath, mode, user, {});
}

Result<void> ProcessMachine::putFile(const QString& hostPath, const QString& guestPath, int mode,
                                     const QString& user, const CancelToken& cancel) {
    const QString what = QStringLiteral("cannot write %1 in the guest").arg(guestPath);
    if (!guestPath.startsWith(u'/') || guestPath.endsWith(u'/') || guestPath.contains(QChar(u'\0')))
        return Error{ErrorKind::Invalid, what + u": it must be an absolute path of a file"_qs, {}};
    if (user != u"agent" && user != u"root")
        return Error{ErrorKind::Invalid, what + QStringLiteral(": there is no user %1").arg(user), {}};
    const QFileInfo info(hostPath);
    if (!info.isFile() || !info.isReadable())
        return Error{ErrorKind::NotFound, QStringLiteral("cannot read %1").arg(hostPath), {}};
    Result<QString> path = m_sandbox.place(guestPath);
    if (!path)
        return path.error().within(what);
    int code = 0;
    // Both users are one here, so nobody needs to become another.
    Result<QByteArray> said =
        runShell(putCommand(*path, info.size(), mode, u"root"_qs), hostPath, {}, cancel, code);
    if (!said)
        return said.error().within(what);
    if (code != 0)
        return Error{ErrorKind::Denied, what + u": "_qs + QString::fromUtf8(said->right(500)).trimmed(), {}};
    return {};
}

Result<QByteArray> ProcessMachine::get(const QString& guestPath, qint64 maxBytes) {
    const QTemporaryDir work;
    const QString file = work.filePath(u"bytes"_qs);
    if (Result<void> got = getFile(guestPath, file, maxBytes, {}); !got)
        return got.error();
    return readFile(file, maxBytes);
}

Result<void> ProcessMachine::getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                                     const CancelToken& cancel) {
    const QString what = QStringLiteral("cannot read %1 in the guest").arg(guestPath);
    if (!guestPath.startsWith(u'/') || guestPath.contains(QChar(u'\0')) || maxBytes < 0)
        return Error{ErrorKind::Invalid, what + u": it must be an absolute path"_qs, {}};
    Result<QString> path = m_sandbox.place(guestPath);
    if (!path)
        return path.error().within(what);
    const QString half = hostPath + u".part"_qs;
    int code = 0;
    Result<QByteArray> said = runShell(getCommand(*path, maxBytes), {}, half, cancel, code);
    const auto fail = [&](Error error) -> Result<void> {
        QFile::remove(half);
        return error.within(what);
    };
    if (!said)
        return fail(said.error());
    if (code == guestFileMissing)
        return fail({ErrorKind::NotFound, u"it does not exist"_qs, {}});
    if (code == guestFileIrregular)
        return fail({ErrorKind::Invalid, u"it is no regular file"_qs, {}});
    if (code != 0)
        return fail({ErrorKind::Unavailable, QString::fromUtf8(said->right(500)).trimmed(), {}});
    if (QFileInfo(half).size() > maxBytes)
        return fail(
            {ErrorKind::LimitReached, QStringLiteral("it is larger than %1 bytes").arg(maxBytes), {}});
    if (::rename(QFile::encodeName(half).constData(), QFile::encodeName(hostPath).constData()) != 0)
        return fail({ErrorKind::Unavailable, QStringLiteral("cannot write %1").arg(hostPath), {}});
    return {};
}

Result<void> ProcessMachine::forward(quint16 port, ConnectionHandler handler) {
    if (port == 0 || !handler)
        return Error{ErrorKind::Invalid, u"a forward needs a port and a handler"_qs, {}};
    if (Result<void> alive = checkAlive(); !alive)
        return alive;
    Result<std::unique_ptr<Listener>> listener = Listener::open(port, std::move(handler));
    if (!listener)
        return listener.error();
    const std::lock_guard lock(m_mutex);
    m_listeners.push_back(std::move(*listener));
    return {};
}

Result<std::shared_ptr<MachineTerminal>> ProcessMachine::terminal(const TerminalRequest& request) {
    if (Result<void> valid = validate(request); !valid)
        return valid.error();
    if (Result<void> alive = checkAlive(); !alive)
        return alive.error();
    const Result<QString> home = m_sandbox.place(u"/home/agent"_qs);
    if (!home)
        return home.error();
    const QStringList shell{u"/bin/sh"_qs, u"-c"_qs,
                            u"if command -v bash >/dev/null; then exec bash -l; fi; exec sh -l"_qs};
    const auto started = ProcessTerminal::start(
        m_sandbox.wrap(name(), *home, shell), m_wrapped ? QString() : *home,
        terminalEnvironment(request.user, *home) << u"SIGNALBOX_NOT_ISOLATED=1"_qs, request.size);
    if (!started)
        return started.error();
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_terminals, [](const auto& terminal) { return terminal.expired(); });
    m_terminals.push_back(*started);
    return std::shared_ptr<MachineTerminal>(*started);
}

Result<MachineStatus> ProcessMachine::status() {
    if (!m_folder.exists())
        return Error{ErrorKind::NotFound, QStringLiteral("there is no machine %1").arg(name()), {}};
    MachineStatus status;
    status.name = name();
    status.labels = m_record.spec.labels;
    status.startedAt = m_record.createdAt;
    const std::lock_guard lock(m_mutex);
    status.state = m_ended.isEmpty() ? MachineStatus::State::Running : MachineStatus::State::Failed;
    status.reason = m_ended;
    return status;
}

} // namespace signalbox
