// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/guest_link.h"

#include "core/machine/guest_port.h"

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr Millis reopenLimit = 1min;
constexpr Millis pauseLimit = 2min; ///< how long a full host disk may hold a command up
constexpr int sessionAttempts = 4;
constexpr Millis firstPatience = 15s; ///< for a handshake, which takes less than a second

/// Cancelled when one of the two is.
CancelToken either(const CancelToken& one, const CancelToken& other) {
    CancelToken both;
    const auto pass = [both]() mutable { both.cancel(); };
    one.onCancel(pass);
    other.onCancel(pass);
    return both;
}

} // namespace

GuestLink::GuestLink(std::shared_ptr<LibvirtHost> host, QString name, QByteArray clientKey,
                     QByteArray hostPublicKey)
    : m_host(std::move(host)), m_name(std::move(name)), m_clientKey(std::move(clientKey)),
      m_hostPublicKey(std::move(hostPublicKey)) {}

QString GuestLink::name() const {
    const std::lock_guard lock(m_mutex);
    return m_name;
}

void GuestLink::rename(const QString& name) {
    const std::lock_guard lock(m_mutex);
    m_name = name;
}

void GuestLink::changeKeys(const QByteArray& clientKey, const QByteArray& hostPublicKey) {
    const std::lock_guard lock(m_mutex);
    m_clientKey = clientKey;
    m_hostPublicKey = hostPublicKey;
}

void GuestLink::rest() {
    const std::lock_guard opening(m_opening);
    SessionPtr open;
    {
        const std::lock_guard lock(m_mutex);
        open = std::exchange(m_session, nullptr);
        m_forwards.clear();
    }
    if (open)
        open->close();
}

void GuestLink::cut() {
    CancelToken(m_gone).cancel();
    const std::lock_guard lock(m_mutex);
    if (m_session)
        m_session->close();
    m_forwards.clear();
}

Result<void> GuestLink::reach(Millis limit, const CancelToken& cancel) {
    Result<SessionPtr> open = session(limit, cancel);
    return open ? Result<void>() : Result<void>(open.error());
}

Result<GuestLink::SessionPtr> GuestLink::session(Millis limit, const CancelToken& cancel) {
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

/// A handshake that stands still is given up and begun anew: nobody knows what was lost on the way, and to
/// wait longer for it does not bring it back.
Result<GuestLink::SessionPtr> GuestLink::openSession(Millis limit, const CancelToken& cancel) {
    using Steady = std::chrono::steady_clock;
    const auto until = Steady::now() + limit;
    for (Millis patience = firstPatience;; patience *= 2) {
        const auto left = std::chrono::duration_cast<Millis>(until - Steady::now());
        Result<SessionPtr> opened = openOnce(left, std::min(patience, std::max<Millis>(left, 10s)), cancel);
        if (opened || opened.error().kind != ErrorKind::Timeout || Steady::now() + 1s >= until)
            return opened;
    }
}

Result<GuestLink::SessionPtr> GuestLink::openOnce(Millis limit, Millis patience, const CancelToken& cancel) {
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
    request.traffic = m_traffic;
    request.stillThere = [this] { return m_host->checkRunning(name()); };
    Result<int> fd = openGuestPort(request);
    if (!fd)
        return fd.error();
    GuestLogin login;
    {
        const std::lock_guard lock(m_mutex);
        login.clientKey = m_clientKey;
        login.hostPublicKey = m_hostPublicKey;
    }
    login.limit = patience;
    login.cancel = cancel;
    Result<SessionPtr> opened = GuestSession::open(*fd, login);
    if (!opened)
        return opened.error();
    if (Result<void> restored = restoreForwards(**opened); !restored)
        return restored.error();
    return *opened;
}

Result<void> GuestLink::restoreForwards(GuestSession& session) {
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
Result<void> GuestLink::checkHealth() {
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

Result<GuestAnswer> GuestLink::command(const std::function<Result<GuestCommand>()>& prepare) {
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

void GuestLink::prepare(const QByteArray& command, Millis limit) {
    SessionPtr open;
    {
        const std::lock_guard lock(m_mutex);
        open = m_session;
    }
    if (open && open->alive())
        (void)open->prepare(command, limit); // without it the command only takes longer
}

Result<GuestAnswer> GuestLink::ask(const GuestCommand& request) {
    SessionPtr open;
    {
        const std::lock_guard lock(m_mutex);
        open = m_session;
    }
    if (!open || !open->alive())
        return Error{ErrorKind::Unavailable, QStringLiteral("no session is open with %1").arg(name()), {}};
    return open->exec(request);
}

Result<std::shared_ptr<MachineTerminal>> GuestLink::terminal(const QByteArray& command,
                                                             const TerminalRequest& request) {
    Result<SessionPtr> open = session(reopenLimit, {});
    if (!open)
        return open.error();
    return (*open)->terminal(command, request);
}

Result<void> GuestLink::forward(quint16 port, ConnectionHandler handler) {
    Result<SessionPtr> open = session(reopenLimit, {});
    if (!open)
        return open.error();
    if (Result<void> done = (*open)->forward(port, handler); !done)
        return done;
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_forwards, [port](const Forward& forward) { return forward.port == port; });
    m_forwards.push_back({port, std::move(handler)});
    return {};
}

} // namespace signalbox
