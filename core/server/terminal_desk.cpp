// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/terminal_desk.h"

#include "core/server/people.h"
#include "core/server/sse.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace signalbox {

namespace {

constexpr std::size_t pieceBytes = 16 * 1024;

QByteArray terminalEvent(const char* kind, const QByteArray& data) {
    return formatEvent({{}, QString::fromLatin1(kind), data});
}

QByteArray terminalEvent(const char* kind, const QJsonObject& data) {
    return terminalEvent(kind, QJsonDocument(data).toJson(QJsonDocument::Compact));
}

/// What was typed, as far as the machine takes it.
void giveTyped(int descriptor, QByteArray& typed) {
    while (!typed.isEmpty()) {
        ssize_t sent = ::send(descriptor, typed.constData(), std::size_t(typed.size()), MSG_NOSIGNAL);
        if (sent < 0 && errno == ENOTSOCK) // a terminal of this computer
            sent = ::write(descriptor, typed.constData(), std::size_t(typed.size()));
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            typed.clear(); // nobody takes it; reading tells why
        if (sent < 0)
            return;
        typed.remove(0, sent);
    }
}

} // namespace

class TerminalDesk::Loop : public std::enable_shared_from_this<Loop> {
public:
    struct Session {
        QString id;
        HttpReply reply;
        OpenTerminal terminal;
        Visit visit;
        QByteArray typed;    ///< not taken by the machine yet
        qint64 received = 0; ///< bytes that were typed in all
        Moment lastTyped;
        bool waiting = false;             ///< for its reader
        QString ending;                   ///< not empty: it is to end, and why
        std::atomic<bool> drained{false}; ///< said by the I/O thread, as is the next
        std::atomic<bool> gone{false};
    };

    explicit Loop(TerminalDeskSettings settings)
        : m_settings(settings), m_wakeFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~Loop() { ::close(m_wakeFd); }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void wake() const {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wakeFd, &one, sizeof one);
    }
    void run();
    void wakeWhenDrained(const std::shared_ptr<Session>& session);
    void take(const std::shared_ptr<Session>& session);
    void finish(const std::shared_ptr<Session>& session);
    [[nodiscard]] std::vector<pollfd> watched(const std::vector<std::shared_ptr<Session>>& open) const;
    std::shared_ptr<Session> find(const QString& id, const QString& person) const;

    const TerminalDeskSettings m_settings;
    const int m_wakeFd;
    mutable std::mutex m_mutex; ///< guards what follows, and the sessions
    std::vector<std::shared_ptr<Session>> m_sessions;
    QMap<QString, int> m_places; ///< by person, those that are being opened included
    bool m_stopped = false;
    std::thread m_thread; ///< begun when first needed
};

std::shared_ptr<TerminalDesk::Loop::Session> TerminalDesk::Loop::find(const QString& id,
                                                                      const QString& person) const {
    for (const auto& session : m_sessions)
        if (session->id == id && session->visit.person == person && session->ending.isEmpty())
            return session;
    return nullptr;
}

void TerminalDesk::Loop::wakeWhenDrained(const std::shared_ptr<Session>& session) {
    session->waiting = true;
    session->reply.onDrained([weak = weak_from_this(), one = std::weak_ptr(session)] {
        const auto loop = weak.lock();
        const auto drained = one.lock();
        if (!loop || !drained)
            return;
        drained->drained = true;
        loop->wake();
    });
}

/// What was printed, as far as the reader keeps up.
void TerminalDesk::Loop::take(const std::shared_ptr<Session>& session) {
    if (session->drained.exchange(false))
        session->waiting = false;
    if (session->gone)
        session->ending = QStringLiteral("its reader has gone");
    if (session->waiting || !session->ending.isEmpty())
        return;
    if (session->reply.tooSlow())
        return wakeWhenDrained(session);
    std::array<char, pieceBytes> piece; // filled by read()
    const ssize_t got = ::read(session->terminal.descriptor, piece.data(), piece.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        session->ending = QStringLiteral("the shell has ended");
    else
        session->reply.write(terminalEvent("output", QByteArray(piece.data(), got).toBase64()));
}

std::vector<pollfd> TerminalDesk::Loop::watched(const std::vector<std::shared_ptr<Session>>& open) const {
    std::vector<pollfd> list{{m_wakeFd, POLLIN, 0}};
    for (const auto& session : open) {
        const int wanted = (session->waiting ? 0 : POLLIN) | (session->typed.isEmpty() ? 0 : POLLOUT);
        // One that nothing is wanted of would only tell, again and again, that it has ended.
        list.push_back({wanted != 0 ? session->terminal.descriptor : -1, short(wanted), 0});
    }
    return list;
}

void TerminalDesk::Loop::run() {
    std::unique_lock lock(m_mutex);
    while (!m_stopped || !m_sessions.empty()) {
        const std::vector<std::shared_ptr<Session>> open = m_sessions;
        std::vector<std::shared_ptr<Session>> over;
        for (const auto& session : open) {
            if (m_stopped && session->ending.isEmpty())
                session->ending = QStringLiteral("the core ends");
            giveTyped(session->terminal.descriptor, session->typed);
            take(session);
            if (!session->ending.isEmpty())
                over.push_back(session);
        }
        std::erase_if(m_sessions, [](const auto& session) { return !session->ending.isEmpty(); });
        std::vector<pollfd> wanted = watched(m_sessions);
        const bool waits = over.empty() && !(m_stopped && m_sessions.empty());
        lock.unlock();
        for (const auto& session : over)
            finish(session);
        if (waits)
            ::poll(wanted.data(), nfds_t(wanted.size()), -1);
        quint64 count = 0;
        [[maybe_unused]] const ssize_t woken = ::read(m_wakeFd, &count, sizeof count);
        lock.lock();
    }
}

void TerminalDesk::Loop::finish(const std::shared_ptr<Session>& session) {
    session->reply.write(terminalEvent("end", QJsonObject{{QStringLiteral("reason"), session->ending}}));
    session->reply.finish();
    {
        const std::lock_guard lock(m_mutex);
        if (--m_places[session->visit.person] <= 0)
            m_places.remove(session->visit.person);
    }
    session->terminal.owner.reset();
    if (session->visit.ended)
        session->visit.ended(session->ending);
}

TerminalDesk::TerminalDesk(TerminalDeskSettings settings) : m_loop(std::make_shared<Loop>(settings)) {}

TerminalDesk::~TerminalDesk() {
    stop();
}

Result<void> TerminalDesk::reserve(const QString& person) {
    const std::lock_guard lock(m_loop->m_mutex);
    if (m_loop->m_stopped)
        return Error{ErrorKind::Unavailable, QStringLiteral("the core ends"), {}};
    int all = 0;
    for (const int count : m_loop->m_places)
        all += count;
    const int mine = m_loop->m_places.value(person);
    if (mine >= m_loop->m_settings.mostOfPerson || all >= m_loop->m_settings.most)
        return Error{ErrorKind::LimitReached,
                     mine >= m_loop->m_settings.mostOfPerson
                         ? QStringLiteral("you have %1 terminals open, as many as one may").arg(mine)
                         : QStringLiteral("%1 terminals are open, as many as may be").arg(all),
                     QStringLiteral("close one first")};
    ++m_loop->m_places[person];
    return {};
}

void TerminalDesk::release(const QString& person) {
    const std::lock_guard lock(m_loop->m_mutex);
    if (--m_loop->m_places[person] <= 0)
        m_loop->m_places.remove(person);
}

void TerminalDesk::serve(HttpReply reply, OpenTerminal terminal, Visit visit) {
    auto session = std::make_shared<Loop::Session>();
    session->id = QString::fromLatin1(People::newToken());
    session->terminal = std::move(terminal);
    session->visit = std::move(visit);
    session->lastTyped = SystemClock().now();
    reply.startStream(200, eventStreamType, {{"Cache-Control", "no-store"}});
    reply.write(terminalEvent("opened", QJsonObject{{QStringLiteral("terminal"), session->id},
                                                    {QStringLiteral("machine"), session->visit.machine}}));
    session->reply = reply;
    session->reply.onClosed([weak = std::weak_ptr(m_loop), one = std::weak_ptr(session)] {
        const auto loop = weak.lock();
        const auto gone = one.lock();
        if (!loop || !gone)
            return;
        gone->gone = true;
        loop->wake();
    });
    {
        const std::lock_guard lock(m_loop->m_mutex);
        if (m_loop->m_stopped)
            session->ending = QStringLiteral("the core ends");
        else
            m_loop->m_sessions.push_back(session);
        if (!m_loop->m_stopped && !m_loop->m_thread.joinable())
            m_loop->m_thread = std::thread([loop = m_loop] { loop->run(); });
    }
    if (!session->ending.isEmpty())
        return m_loop->finish(session);
    m_loop->wake();
}

Result<qint64> TerminalDesk::type(const QString& terminal, const QString& person, qint64 from,
                                  const QByteArray& bytes) {
    const std::lock_guard lock(m_loop->m_mutex);
    const auto session = m_loop->find(terminal, person);
    if (!session)
        return Error{ErrorKind::NotFound, QStringLiteral("you have no such terminal open (any more)"), {}};
    if (from > session->received)
        return Error{
            ErrorKind::Conflict,
            QStringLiteral("bytes %1 to %2 of what was typed are missing").arg(session->received).arg(from),
            {}};
    const QByteArray fresh = bytes.mid(session->received - from); // the rest came before
    if (session->typed.size() + fresh.size() > m_loop->m_settings.mostTyped)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("the machine does not take what is typed: %1 bytes wait")
                         .arg(session->typed.size()),
                     QStringLiteral("wait a moment")};
    session->typed += fresh;
    session->received += fresh.size();
    session->lastTyped = SystemClock().now();
    m_loop->wake();
    return session->received;
}

Result<void> TerminalDesk::resize(const QString& terminal, const QString& person, int columns, int rows) {
    const std::lock_guard lock(m_loop->m_mutex);
    const auto session = m_loop->find(terminal, person);
    if (!session)
        return Error{ErrorKind::NotFound, QStringLiteral("you have no such terminal open (any more)"), {}};
    session->terminal.resize(columns, rows);
    return {};
}

void TerminalDesk::heartbeat(Moment now) {
    const std::lock_guard lock(m_loop->m_mutex);
    for (const auto& session : m_loop->m_sessions) {
        if (!session->ending.isEmpty())
            continue;
        if (now - session->lastTyped > m_loop->m_settings.idle)
            session->ending =
                QStringLiteral("nothing was typed for %1").arg(humanDuration(m_loop->m_settings.idle));
        else if (session->visit.welcome && !session->visit.welcome())
            session->ending = QStringLiteral("%1 may not enter machines any more").arg(session->visit.person);
        else if (!session->reply.tooSlow())
            session->reply.write(formatHeartbeat());
    }
    m_loop->wake();
}

int TerminalDesk::open() const {
    const std::lock_guard lock(m_loop->m_mutex);
    return int(m_loop->m_sessions.size());
}

void TerminalDesk::stop() {
    std::thread thread;
    {
        const std::lock_guard lock(m_loop->m_mutex);
        m_loop->m_stopped = true;
        thread.swap(m_loop->m_thread);
    }
    m_loop->wake();
    if (thread.joinable())
        thread.join();
}

} // namespace signalbox
