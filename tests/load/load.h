// SPDX-License-Identifier: GPL-3.0-or-later
// A load of HTTP clients on one thread: many connections that ask again as soon as they are answered,
// consumers of the event stream that check what they get, and clients that behave badly.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::load {

/// A socket connected to this port of 127.0.0.1, non-blocking from then on, or -1. receiveBuffer: bytes that
/// the system takes for a client that does not read; 0: as it likes.
int connectTo(std::uint16_t port, int receiveBuffer = 0);

/// "GET path HTTP/1.1" with these fields ("Name: value\r\n" each) and an empty line.
std::string getRequest(const std::string& path, const std::string& fields = {});

/// One client: what it sends is given at the start, what it does with the answer is its own.
class Client {
public:
    explicit Client(int socket) : m_socket(socket) {}
    virtual ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] int socket() const { return m_socket; }
    [[nodiscard]] bool wantsToRead() const { return m_reads; }
    [[nodiscard]] bool wantsToWrite() const { return m_sent < m_out.size(); }
    [[nodiscard]] bool closedByServer() const { return m_closed; }
    void lose() { m_closed = true; }

    /// Sends what is waiting. False when the connection is lost.
    bool writeSome();
    /// Takes what has come. False when the connection is lost.
    bool readSome();

protected:
    void send(std::string bytes);
    void readNothing() { m_reads = false; }
    /// Bytes came; false ends the connection.
    virtual bool take(const char* data, std::size_t size) = 0;

private:
    int m_socket;
    std::string m_out;
    std::size_t m_sent = 0;
    bool m_reads = true;
    bool m_closed = false;
};

/// Asks the same again and again over one connection.
class Asker final : public Client {
public:
    Asker(int socket, std::string request);
    /// One answer after another: milliseconds each.
    std::vector<float> latencies;
    std::map<int, std::uint64_t> statuses;
    /// No further question after the one under way.
    void stop() { m_stopping = true; }
    [[nodiscard]] bool idle() const { return !m_waiting; }

private:
    bool take(const char* data, std::size_t size) override;
    void ask();
    bool answered();

    std::string m_request;
    std::string m_in;
    std::chrono::steady_clock::time_point m_since;
    bool m_waiting = false;
    bool m_stopping = false;
};

/// Follows /v1/events and checks that each number comes once and in order.
class EventReader final : public Client {
public:
    /// from: the last number known.
    EventReader(int socket, const std::string& request, std::int64_t from);
    std::int64_t last; ///< number of the last record seen
    std::string fault; ///< what was wrong, if anything

private:
    bool take(const char* data, std::size_t size) override;
    bool takeBody(const char* data, std::size_t size);
    bool takeLine(const std::string& line);

    std::string m_in;   ///< framing that is not whole yet
    std::string m_line; ///< of the stream
    std::size_t m_chunk = 0;
    bool m_head = true;
    bool m_chunkEnd = false;
};

/// Sends something and never reads an answer.
class Deaf final : public Client {
public:
    Deaf(int socket, const std::string& request);

private:
    bool take(const char*, std::size_t) override { return true; }
};

/// Drives clients until `done` says so. False: `limit` passed first. Clients stay the caller's.
bool drive(const std::vector<Client*>& clients, const std::function<bool()>& done,
           std::chrono::milliseconds limit);

/// The smallest sample that this share of all does not pass; 0 when there are none.
float percentile(std::vector<float>& samples, double share);

} // namespace signalbox::load
