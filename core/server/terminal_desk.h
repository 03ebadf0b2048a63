// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/server/http_server.h"

#include <QString>

#include <functional>
#include <memory>

namespace signalbox {

/// A terminal in a machine, as the machine's organ gives it. Dropping `owner` hangs up.
struct OpenTerminal {
    int descriptor = -1; ///< does not block; the owner's
    std::function<void(int columns, int rows)> resize;
    std::shared_ptr<void> owner;
};

struct TerminalDeskSettings {
    int most = 16;                ///< open at a time
    int mostOfPerson = 4;         ///< of one person
    Millis idle{1'800'000};       ///< without anything typed; then it ends
    qint64 mostTyped = 64 * 1024; ///< bytes that the machine has not taken yet
};

/// The terminals that people have open in machines. Each is one answer of the API: it carries what is printed
/// as server-sent events ("opened", then "output" in base64, at last "end" with a reason), at the pace of its
/// reader, and ends with it. Input is numbered by the bytes before it, so that what is sent twice is typed
/// once. Thread-safe; a thread of its own serves all.
class TerminalDesk {
public:
    explicit TerminalDesk(TerminalDeskSettings settings = {});
    ~TerminalDesk();
    TerminalDesk(const TerminalDesk&) = delete;
    TerminalDesk& operator=(const TerminalDesk&) = delete;

    struct Visit {
        QString person;
        QString machine;
        /// Called once, with the reason, when it is over; on any thread.
        std::function<void(const QString& why)> ended;
        /// Whether that person may still have it; asked at each heartbeat. Unset: for good.
        std::function<bool()> welcome = {};
    };
    /// LimitReached when that person, or all together, have as many as may be. Holds a place until the next
    /// call for it; so ask before a terminal is opened.
    Result<void> reserve(const QString& person);
    void release(const QString& person);
    /// Begins the stream, in the place that was reserved.
    void serve(HttpReply reply, OpenTerminal terminal, Visit visit);

    /// `from`: how many bytes were typed before these. Conflict for a gap, LimitReached when the machine does
    /// not take them, NotFound for a terminal that is not that person's or has ended. Gives how many bytes
    /// were typed in all.
    Result<qint64> type(const QString& terminal, const QString& person, qint64 from, const QByteArray& bytes);
    Result<void> resize(const QString& terminal, const QString& person, int columns, int rows);
    /// Ends those that are idle, or whose person may have none any more, and keeps the others' streams open.
    void heartbeat(Moment now);
    [[nodiscard]] int open() const;
    /// Ends all, for good.
    void stop();

private:
    class Loop;
    std::shared_ptr<Loop> m_loop;
};

} // namespace signalbox
