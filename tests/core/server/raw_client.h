// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace signalbox::test {

/// An answer as it came over the wire.
struct RawResponse {
    int status = 0; ///< 0: none came
    QByteArray head;
    QByteArray body; ///< without chunk framing
    bool whole = false;

    [[nodiscard]] QByteArray field(const QByteArray& name) const;
};

/// A client that sends exactly the bytes it is told to, rude ones included. Blocking, with a generous limit
/// on each wait so that a defect fails a test instead of hanging it.
class RawClient {
public:
    static RawClient toPort(quint16 port, int receiveBuffer = 0);
    /// Takes a connected socket.
    explicit RawClient(int fd) : m_fd(fd) {}
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;

    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    /// False when the other side does not take all of it in time or is gone.
    bool send(const QByteArray& bytes, int timeoutMs = 20'000);
    /// Reads one answer; leaves what follows it for the next call.
    RawResponse receive(bool head = false);
    RawResponse ask(const QByteArray& request) {
        send(request);
        return receive();
    }
    /// Reads until that text was seen; everything read since the last answer.
    QByteArray readUntil(const QByteArray& text);
    /// True when the other side ends or resets the connection in time; what comes before is discarded.
    bool seesEnd(int timeoutMs = 20'000);
    /// True when nothing ends the connection meanwhile.
    bool staysOpen(int forMs);
    void endSending();
    /// Closes with a reset instead of an orderly end.
    void reset();
    void close();

private:
    bool fill(int timeoutMs);

    int m_fd = -1;
    QByteArray m_in;
};

/// A connected pair of stream sockets.
struct SocketPair {
    int ours = -1;
    int theirs = -1;
};
SocketPair socketPair();

} // namespace signalbox::test
