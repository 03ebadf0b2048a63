// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/guest_session.h"

#include "core/machine/guest_login.h"
#include "core/machine/session_terminal.h"

#include <atomic>
#include <fcntl.h>
#include <map>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace signalbox {

namespace {

constexpr int idleMs = 1000;

} // namespace

/// The session's thread and all that it carries. Everything with libssh happens on that thread once run() has
/// begun.
class GuestSession::Loop : public std::enable_shared_from_this<Loop> {
public:
    Loop(std::shared_ptr<SessionSocket> socket, SessionPtr session)
        : m_socket(std::move(socket)), m_session(std::move(session)), m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
          m_wakeFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = m_wakeFd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeFd, &event);
    }
    ~Loop() {
        ::close(m_epoll);
        ::close(m_wakeFd);
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void start() {
        m_thread = std::thread([self = shared_from_this()] { self->run(); });
    }
    void join() {
        if (m_thread.joinable() && m_thread.get_id() != std::this_thread::get_id())
            m_thread.join();
        else if (m_thread.joinable())
            m_thread.detach();
    }
    void stop() {
        m_stop = true;
        wake();
    }
    void wake() const {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wakeFd, &one, sizeof one);
    }
    [[nodiscard]] bool alive() const { return m_alive; }

    std::shared_ptr<Exchange> begin(const QByteArray& command, bool hasInput) {
        auto exchange = std::make_shared<Exchange>(command, hasInput, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->wake();
        });
        {
            const std::lock_guard lock(m_mutex);
            if (!m_alive) {
                exchange->lose(m_why);
                return exchange;
            }
            m_newExchanges.push_back(exchange);
        }
        wake();
        return exchange;
    }

    std::shared_ptr<TerminalWork> open(const QByteArray& command, TerminalSize size) {
        auto terminal = std::make_shared<TerminalWork>(command, size, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->wake();
        });
        {
            const std::lock_guard lock(m_mutex);
            if (!m_alive) {
                terminal->lose(m_why);
                return terminal;
            }
            m_newTerminals.push_back(terminal);
        }
        wake();
        return terminal;
    }

    struct Listening {
        quint16 port = 0;
        ConnectionHandler handler;
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Result<void>> outcome;
        void finish(Result<void> result) {
            {
                const std::lock_guard lock(mutex);
                if (!outcome)
                    outcome = std::move(result);
            }
            changed.notify_all();
        }
    };

    std::shared_ptr<Listening> listen(quint16 port, ConnectionHandler handler) {
        auto listening = std::make_shared<Listening>();
        listening->port = port;
        listening->handler = std::move(handler);
        {
            const std::lock_guard lock(m_mutex);
            if (!m_alive) {
                listening->finish(Error{ErrorKind::Unavailable, m_why, {}});
                return listening;
            }
            m_newListenings.push_back(listening);
        }
        wake();
        return listening;
    }

private:
    void run();
    void takeNew();
    void drainEvents() const;
    void stepAll();
    void stepTerminals();
    void stepListening();
    void acceptConnections();
    void watch(Bridge& bridge, bool isNew);
    bool usable();
    void noteLoss(const QString& why);
    void end(const QString& why);

    std::shared_ptr<SessionSocket> m_socket; // outlives m_session, which uses its descriptor
    SessionPtr m_session;
    ssh_counter_struct m_received{};
    int m_epoll;
    int m_wakeFd;
    std::thread m_thread;
    std::atomic<bool> m_stop{false};
    std::atomic<bool> m_alive{true};

    std::mutex m_mutex; ///< guards the next four
    std::vector<std::shared_ptr<Exchange>> m_newExchanges;
    std::vector<std::shared_ptr<TerminalWork>> m_newTerminals;
    std::vector<std::shared_ptr<Listening>> m_newListenings;
    QString m_why = QStringLiteral("closed");

    // Session thread only
    std::vector<std::shared_ptr<Exchange>> m_exchanges;
    std::vector<std::shared_ptr<TerminalWork>> m_terminals; ///< on their way
    std::vector<std::shared_ptr<Listening>> m_listenings;   ///< asked for, one at a time, the first first
    std::map<int, ConnectionHandler> m_handlers;
    struct Watched {
        std::unique_ptr<Bridge> bridge;
        quint32 interest = 0;
        std::shared_ptr<TerminalWork> terminal = {}; ///< whose size it follows; null: a connection
    };
    std::vector<Watched> m_bridges;
    bool m_lost = false;
    QString m_loss; ///< libssh's words, kept before the next call overwrites them
};

/// libssh goes on calling a session connected after an error on its socket; only the status tells.
bool GuestSession::Loop::usable() {
    if (!m_lost && (ssh_get_status(m_session.get()) & (SSH_CLOSED | SSH_CLOSED_ERROR)) != 0)
        noteLoss(QString::fromUtf8(ssh_get_error(m_session.get())));
    return !m_lost;
}

void GuestSession::Loop::noteLoss(const QString& why) {
    if (!m_lost)
        m_loss = why;
    m_lost = true;
}

void GuestSession::Loop::run() {
    ssh_set_blocking(m_session.get(), 0);
    ssh_set_counters(m_session.get(), nullptr, &m_received);
    ssh_event event = ssh_event_new();
    ssh_event_add_session(event, m_session.get());
    ssh_event_add_fd(
        event, m_epoll, POLLIN, [](socket_t, int, void*) { return 0; }, nullptr);
    while (!m_stop && usable()) {
        // Any call into libssh may take in packets for any channel. Go round until none came, or one would
        // lie unseen.
        uint64_t before = 0;
        do {
            before = m_received.in_packets;
            drainEvents();
            takeNew();
            stepAll();
        } while (!m_stop && m_received.in_packets != before && usable());
        if (!m_stop && usable())
            ssh_event_dopoll(event, idleMs);
    }
    end(m_stop ? QStringLiteral("closed") : m_loss);
    ssh_event_remove_fd(event, m_epoll);
    ssh_event_remove_session(event, m_session.get());
    ssh_event_free(event);
    m_bridges.clear();
    m_exchanges.clear();
    m_session.reset();
    m_socket->shutDown();
    m_socket.reset();
}

void GuestSession::Loop::drainEvents() const {
    epoll_event events[16];
    while (::epoll_wait(m_epoll, events, 16, 0) == 16) {
    }
    quint64 count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_wakeFd, &count, sizeof count);
}

void GuestSession::Loop::takeNew() {
    const std::lock_guard lock(m_mutex);
    m_exchanges.insert(m_exchanges.end(), m_newExchanges.begin(), m_newExchanges.end());
    m_newExchanges.clear();
    m_terminals.insert(m_terminals.end(), m_newTerminals.begin(), m_newTerminals.end());
    m_newTerminals.clear();
    m_listenings.insert(m_listenings.end(), m_newListenings.begin(), m_newListenings.end());
    m_newListenings.clear();
}

void GuestSession::Loop::stepAll() {
    std::erase_if(m_exchanges, [this](const auto& exchange) {
        const bool over = exchange->step(m_session.get());
        if (const QString failure = exchange->failure(); !failure.isEmpty())
            noteLoss(failure);
        if (over)
            exchange->dropChannel();
        return over;
    });
    stepTerminals();
    stepListening();
    if (!usable())
        return;
    acceptConnections();
    std::erase_if(m_bridges, [this](Watched& watched) {
        if (watched.terminal)
            watched.terminal->follow(*watched.bridge);
        if (watched.bridge->step()) {
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, watched.bridge->fd(), nullptr);
            return true;
        }
        if (const quint32 interest = watched.bridge->interest(); interest != watched.interest) {
            watched.interest = interest;
            watch(*watched.bridge, false);
        }
        return false;
    });
}

void GuestSession::Loop::stepTerminals() {
    std::erase_if(m_terminals, [this](const auto& terminal) {
        const TerminalWork::Step step = terminal->step(m_session.get());
        if (const QString failure = terminal->failure(); !failure.isEmpty())
            noteLoss(failure);
        if (step == TerminalWork::Step::Over)
            terminal->dropChannel();
        if (step != TerminalWork::Step::Running)
            return step == TerminalWork::Step::Over;
        Watched watched{terminal->takeBridge(), 0, terminal};
        watched.interest = watched.bridge->interest();
        watch(*watched.bridge, true);
        m_bridges.push_back(std::move(watched));
        return true;
    });
}

void GuestSession::Loop::stepListening() {
    while (!m_listenings.empty()) {
        const auto listening = m_listenings.front();
        if (const auto known = m_handlers.find(listening->port); known != m_handlers.end()) {
            known->second = listening->handler; // the guest listens there already
            listening->finish({});
            m_listenings.erase(m_listenings.begin());
            continue;
        }
        const int rc = ssh_channel_listen_forward(m_session.get(), "127.0.0.1", listening->port, nullptr);
        if (rc == SSH_AGAIN)
            return;
        m_listenings.erase(m_listenings.begin());
        if (rc == SSH_OK) {
            m_handlers[listening->port] = listening->handler;
            listening->finish({});
        } else {
            listening->finish(Error{ErrorKind::Conflict,
                                    QStringLiteral("the guest cannot listen on port %1: is it in use there?")
                                        .arg(listening->port),
                                    {}});
        }
    }
}

void GuestSession::Loop::acceptConnections() {
    for (;;) {
        int port = 0;
        ChannelPtr channel(ssh_channel_open_forward_port(m_session.get(), 0, &port, nullptr, nullptr));
        if (!channel)
            return;
        const auto handler = m_handlers.find(port);
        int ends[2];
        if (handler == m_handlers.end() || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            continue;
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        Watched watched{std::make_unique<Bridge>(std::move(channel), ends[0]), 0};
        watched.interest = watched.bridge->interest();
        watch(*watched.bridge, true);
        m_bridges.push_back(std::move(watched));
        handler->second(ends[1]);
    }
}

void GuestSession::Loop::watch(Bridge& bridge, bool isNew) {
    epoll_event event{};
    // Edge-triggered: a socket that its owner closed reports that for ever, and step() has seen it already.
    event.events = bridge.interest() | EPOLLET;
    event.data.fd = bridge.fd();
    ::epoll_ctl(m_epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, bridge.fd(), &event);
}

void GuestSession::Loop::end(const QString& why) {
    {
        const std::lock_guard lock(m_mutex);
        m_alive = false;
        m_why = why;
    }
    takeNew();
    for (const auto& exchange : m_exchanges) {
        exchange->dropChannel();
        exchange->lose(why);
    }
    for (const auto& terminal : m_terminals) {
        terminal->dropChannel();
        terminal->lose(why);
    }
    m_terminals.clear();
    for (const auto& listening : m_listenings)
        listening->finish(Error{
            ErrorKind::Unavailable, QStringLiteral("the session with the guest was lost: %1").arg(why), {}});
}

GuestSession::GuestSession(std::shared_ptr<Loop> loop) : m_loop(std::move(loop)) {}

Result<std::shared_ptr<GuestSession>> GuestSession::open(int fd, const GuestLogin& login) {
    const auto socket = std::make_shared<SessionSocket>(fd);
    login.cancel.onCancel([weak = std::weak_ptr(socket)] {
        if (const auto open = weak.lock())
            open->shutDown();
    });
    Result<SessionPtr> session = logIntoGuest(*socket, login);
    if (login.cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("the login to the guest was cancelled"), {}};
    if (!session)
        return session.error();
    auto loop = std::make_shared<Loop>(socket, std::move(*session));
    loop->start();
    return std::shared_ptr<GuestSession>(new GuestSession(std::move(loop)));
}

GuestSession::~GuestSession() {
    close();
    m_loop->join();
}

Result<GuestAnswer> GuestSession::exec(const GuestCommand& command) {
    std::shared_ptr<Exchange> exchange = command.input ? takePrepared(command.command) : nullptr;
    if (!exchange)
        exchange = m_loop->begin(command.command, bool(command.input));
    return exchange->wait(command);
}

Result<void> GuestSession::prepare(const QByteArray& command, Millis limit) {
    const std::shared_ptr<Exchange> exchange = m_loop->begin(command, true);
    if (const Result<void> running = exchange->waitRunning(limit); !running)
        return running;
    const std::lock_guard lock(m_mutex);
    m_prepared = exchange;
    return {};
}

std::shared_ptr<Exchange> GuestSession::takePrepared(const QByteArray& command) {
    const std::lock_guard lock(m_mutex);
    if (!m_prepared || m_prepared->command() != command)
        return nullptr;
    const std::shared_ptr<Exchange> prepared = std::exchange(m_prepared, nullptr);
    return prepared->waitsForInput() ? prepared : nullptr;
}

namespace {

/// The caller's end of a terminal that the session carries.
class SessionTerminal final : public MachineTerminal {
public:
    SessionTerminal(std::shared_ptr<TerminalWork> work, int fd) : m_work(std::move(work)), m_fd(fd) {}
    ~SessionTerminal() override { ::close(m_fd); }
    [[nodiscard]] int descriptor() const override { return m_fd; }
    void resize(TerminalSize size) override { m_work->resize(size); }

private:
    const std::shared_ptr<TerminalWork> m_work;
    const int m_fd;
};

} // namespace

Result<std::shared_ptr<MachineTerminal>> GuestSession::terminal(const QByteArray& command,
                                                                const TerminalRequest& request) {
    const auto work = m_loop->open(command, request.size);
    const Result<int> fd = work->wait(request.limit);
    if (!fd)
        return fd.error();
    return std::shared_ptr<MachineTerminal>(new SessionTerminal(work, *fd));
}

Result<void> GuestSession::forward(quint16 port, ConnectionHandler handler) {
    const auto listening = m_loop->listen(port, std::move(handler));
    std::unique_lock lock(listening->mutex);
    if (!listening->changed.wait_for(lock, std::chrono::seconds(30),
                                     [&] { return listening->outcome.has_value(); }))
        return Error{ErrorKind::Timeout, QStringLiteral("the guest does not answer"), {}};
    return *listening->outcome;
}

bool GuestSession::alive() const {
    return m_loop->alive();
}

void GuestSession::close() {
    m_loop->stop();
}

} // namespace signalbox
