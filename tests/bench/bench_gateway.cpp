// SPDX-License-Identifier: GPL-3.0-or-later
// What the model gateway adds to a call: a scripted upstream writes the time of day into each piece that it
// sends, and the client compares it with its own. The floor is the same upstream without the gateway, by
// turns in the same run. Then the cost of a budget decision, and what a stream costs in memory.
#include "core/base/clock.h"
#include "core/gateway/gateway.h"
#include "tests/bench/bench.h"
#include "tests/load/load.h"

#include <QFile>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace signalbox::bench {

namespace {

using Steady = std::chrono::steady_clock;

qint64 nanosecondsNow() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Steady::now().time_since_epoch()).count();
}

double medianOf(std::vector<double> values) {
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Serves event streams whose pieces hold the moment when they were sent: "t=NANOSECONDS;".
class TimedUpstream {
public:
    explicit TimedUpstream(int pieces) : m_pieces(pieces) {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        ::bind(m_listener, reinterpret_cast<sockaddr*>(&at), sizeof at);
        ::listen(m_listener, SOMAXCONN);
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&at), &size);
        port = ntohs(at.sin_port);
        m_thread = std::thread([this] { acceptAll(); });
    }
    ~TimedUpstream() {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
        for (const int socket : m_sockets)
            ::shutdown(socket, SHUT_RDWR);
        for (std::thread& thread : m_threads)
            thread.join();
        for (const int socket : m_sockets)
            ::close(socket);
    }

    std::atomic<bool> holding = false; ///< streams stay open after their first piece
    std::atomic<int> open = 0;
    quint16 port = 0;

private:
    void acceptAll() {
        for (;;) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                return;
            const int on = 1;
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_sockets.push_back(socket);
            m_threads.emplace_back([this, socket] { serve(socket); });
        }
    }

    void serve(int socket) {
        QByteArray in;
        char buffer[4096];
        for (;;) {
            const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
            if (got <= 0)
                return;
            in.append(buffer, got);
            if (!in.endsWith('}')) // the end of the JSON body
                continue;
            in.clear();
            const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n";
            ++open;
            for (int piece = 0; piece <= m_pieces; ++piece) {
                QByteArray text =
                    "data: {\"delta\":{\"text\":\"t=" + QByteArray::number(nanosecondsNow()) + ";\"}}\n\n";
                if (piece == m_pieces)
                    text = "data: {\"usage\":{\"input_tokens\":9,\"output_tokens\":9}}\n\n";
                QByteArray bytes = QByteArray::number(text.size(), 16) + "\r\n" + text + "\r\n";
                if (piece == 0)
                    bytes.prepend(head);
                if (piece == m_pieces)
                    bytes += "0\r\n\r\n";
                if (::send(socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) != bytes.size())
                    return;
                ::poll(nullptr, 0, 1);                // pieces come one by one
                while (holding && piece < m_pieces) { // after the last piece the next request may come
                    pollfd end{socket, POLLIN, 0};
                    if (::poll(&end, 1, 100) > 0)
                        return;
                }
            }
            --open;
        }
    }

    const int m_pieces;
    int m_listener = -1;
    std::thread m_thread;
    std::vector<std::thread> m_threads;
    std::vector<int> m_sockets;
};

struct Delays {
    std::vector<double> first; ///< ms from the request to the first piece
    std::vector<double> each;  ///< ms from the sending of a piece to its arrival
};

QByteArray requestText() {
    const QByteArray body = R"({"model":"m","max_tokens":100,"stream":true,"messages":[]})";
    return "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
           "application/json\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// One call over an open connection; false when it broke.
bool callOnce(int socket, Delays& delays) {
    const QByteArray request = requestText();
    const auto since = Steady::now();
    if (::send(socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) != request.size())
        return false;
    QByteArray in;
    qsizetype at = 0;
    char buffer[4096];
    bool isFirst = true;
    for (;;) {
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            return false;
        const qint64 now = nanosecondsNow();
        in.append(buffer, got);
        for (;;) {
            const qsizetype from = in.indexOf("t=", at);
            const qsizetype to = from < 0 ? -1 : in.indexOf(';', from);
            if (to < 0)
                break;
            at = to;
            delays.each.push_back(double(now - in.mid(from + 2, to - from - 2).toLongLong()) / 1e6);
            if (std::exchange(isFirst, false))
                delays.first.push_back(
                    std::chrono::duration<double, std::milli>(Steady::now() - since).count());
        }
        if (in.endsWith("0\r\n\r\n"))
            return true;
    }
}

int blockingSocket(quint16 port) {
    const int socket = load::connectTo(port);
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
    return socket;
}

qint64 residentBytes() {
    QFile status(QStringLiteral("/proc/self/statm"));
    return status.open(QFile::ReadOnly)
               ? status.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE)
               : 0;
}

void measureStreams(Bench& bench, TimedUpstream& upstream, quint16 port) {
    const int streams = bench.rounds(1000, 20);
    const qint64 before = residentBytes();
    upstream.holding = true;
    std::vector<int> clients;
    const QByteArray request = requestText();
    for (int i = 0; i < streams; ++i) {
        clients.push_back(blockingSocket(port));
        ::send(clients.back(), request.constData(), size_t(request.size()), MSG_NOSIGNAL);
    }
    char buffer[4096];
    for (const int client : clients)
        if (::recv(client, buffer, sizeof buffer, 0) <= 0)
            bench.fail({ErrorKind::Internal, QStringLiteral("a stream was not served"), {}});
    const double each = double(residentBytes() - before) / 1024 / streams;
    for (const int client : clients)
        ::close(client);
    upstream.holding = false;
    bench.row({QStringLiteral("model gateway, memory of a stream, %1 at once (upstream's thread included)")
                   .arg(streams),
               QStringLiteral("KiB"),
               each,
               {},
               {},
               Goal::atMost(128)});
}

void measureDecision(Bench& bench, BudgetLedger& ledger) {
    BudgetScope scope;
    scope.id = QStringLiteral("bench");
    scope.tokens = std::numeric_limits<qint64>::max();
    CallNeed need;
    need.input = need.mostOutput = need.leastOutput = need.comfortableOutput = 10;
    std::vector<double> each;
    for (int i = 0; i < bench.rounds(20'000, 200); ++i) {
        const auto since = Steady::now();
        const auto verdict = ledger.reserve({scope}, need, {QStringLiteral("chat"), QStringLiteral("m")});
        each.push_back(std::chrono::duration<double, std::milli>(Steady::now() - since).count());
        if (!verdict)
            return bench.fail(verdict.error());
        ledger.settle(verdict->id, {}, CallEnding::Whole);
    }
    bench.row({QStringLiteral("budget decision, in the ledger's file, median"),
               QStringLiteral("ms"),
               medianOf(each),
               {},
               {},
               Goal::atMost(0.05)});
}

} // namespace

void bench_gateway(Bench& bench) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const SystemClock clock;
    auto ledger = BudgetLedger::open(bench.home() + QStringLiteral("/ledger.db"), clock);
    if (!ledger)
        return bench.fail(ledger.error());
    TimedUpstream upstream(20);
    GatewayOptions options;
    options.upstreams[Provider::Anthropic] = {QUrl(QStringLiteral("http://127.0.0.1:%1").arg(upstream.port)),
                                              {}};
    BudgetScope scope;
    scope.id = QStringLiteral("gateway");
    scope.tokens = std::numeric_limits<qint64>::max();
    options.identify = [scope](const Peer&) -> Result<GatewayCaller> { return GatewayCaller{{scope}}; };
    auto gateway = Gateway::start(options, **ledger, clock);
    if (!gateway)
        return bench.fail(gateway.error());
    Delays direct, through;
    const int directSocket = blockingSocket(upstream.port);
    const int throughSocket = blockingSocket((*gateway)->port());
    for (int round = 0; round < bench.rounds(150, 5); ++round)
        if (!callOnce(directSocket, direct) || !callOnce(throughSocket, through))
            return bench.fail({ErrorKind::Internal, QStringLiteral("a call broke"), {}});
    ::close(directSocket);
    ::close(throughSocket);
    const QString ms = QStringLiteral("ms");
    const QString same = QStringLiteral("the same upstream without it");
    bench.row({QStringLiteral("model gateway, added to the first byte, median"), ms,
               medianOf(through.first) - medianOf(direct.first), medianOf(direct.first), same,
               Goal::atMost(0.1)});
    bench.row({QStringLiteral("model gateway, added to a piece, median"), ms,
               medianOf(through.each) - medianOf(direct.each), medianOf(direct.each), same,
               Goal::atMost(0.1)});
    measureDecision(bench, **ledger);
    measureStreams(bench, upstream, (*gateway)->port());
    (*gateway)->stop();
}

} // namespace signalbox::bench
