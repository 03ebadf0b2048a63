// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/acp/acp_message.h"
#include "core/acp/acp_state.h"

#include <QByteArray>

namespace signalbox {

/// What an agent may do before it is ended.
struct AcpLimits {
    qint64 bytes = 512LL * 1024 * 1024; ///< of all its messages
    int odd = 1000;                     ///< lines that are no message of the protocol
    int calls = 64;                     ///< tool calls that are remembered
    int questions = 64;                 ///< that wait at a time
    qint64 silence = 300;               ///< seconds before it was told the task
};

/// What a turn has to do in the guest.
struct AcpAnswer {
    struct Line {
        QString kind; ///< model, tool or output
        QString text;
        bool piece = false; ///< the text goes on in the next line of this kind
    };
    struct Question {
        qint64 token = 0;
        QJsonObject call; ///< as a hook tells it
    };
    QList<QJsonObject> messages; ///< for the agent
    QList<Line> lines;           ///< for the transcript
    QList<Question> questions;   ///< for the core's rules and people
    bool prompt = false;         ///< the task's text is wanted
    std::optional<int> end;      ///< the session is over, with this exit code
    QString why;                 ///< it ended; empty where there is nothing to say
};

/// The client's side of the Agent Client Protocol, versions 1 and 2: what to say to an agent that works on
/// one task, and what its messages mean. Files and terminals are not offered: the agent has its own in the
/// same machine. Pure: the same state and events always give the same answer. Not thread-safe.
class AcpSession {
public:
    explicit AcpSession(AcpState state, AcpLimits limits = {})
        : m_state(std::move(state)), m_limits(limits) {}

    /// {"directory", "mcp", "auth", "plain"}: the beginning.
    void begin(const QJsonObject& options);
    /// The task's text, which was asked for.
    void prompt(const QString& text);
    /// One line that the agent wrote.
    void line(const QByteArray& line);
    /// A line that was too long to be kept: its length and how it begins.
    void longLine(qint64 length, const QByteArray& head);
    /// What the rules, or a person, said to a question.
    void decided(qint64 token, bool allowed, const QString& why);
    /// The agent's output has ended; how it ended, for people.
    void gone(const QString& how);
    /// The guest was told to stop.
    void cancel(const QString& why);
    /// Nothing came for so many seconds.
    void silent(qint64 seconds);
    /// The core ends it.
    void stop(const QString& why);

    [[nodiscard]] const AcpState& state() const { return m_state; }
    [[nodiscard]] const AcpAnswer& answer() const { return m_answer; }

private:
    // The protocol's steps (acp_session.cpp).
    void ask(const QString& method, const QJsonObject& params);
    void greet(int version);
    void open();
    void answered(const AcpMessage& message);
    void greeted(const AcpMessage& message);
    void opened(const AcpMessage& message);
    void turnEnded(const QString& reason, const QString& error);
    void requested(const AcpMessage& message);
    void odd(const QString& text);
    void end(int code, const QString& why);
    // What it tells of its work (acp_updates.cpp).
    void update(const QJsonObject& update);
    void text(const QString& stream, const QJsonObject& update);
    void toolCall(const QJsonObject& call);
    AcpCall& known(const QJsonObject& call);
    void show(AcpCall& call);
    void stateUpdate(const QJsonObject& update);
    void say(const QString& kind, const QString& text, bool piece = false);
    // Questions (acp_permission.cpp).
    void permission(const AcpMessage& message);
    void settle(const AcpQuestion& question, const QString& option);

    AcpState m_state;
    AcpLimits m_limits;
    AcpAnswer m_answer;
};

} // namespace signalbox
