// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/acp/acp_session.h"

namespace signalbox {

namespace {

constexpr int newest = 2;
constexpr int methodNotFound = -32601;
constexpr int invalidParams = -32602;
constexpr int authenticationRequired = -32000;
constexpr qsizetype longestOdd = 2000;

QJsonObject textBlock(const QString& text) {
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

} // namespace

void AcpSession::end(int code, const QString& why) {
    if (m_state.phase == AcpPhase::Over)
        return;
    m_state.phase = AcpPhase::Over;
    m_state.calls.clear();
    m_state.questions.clear();
    m_answer.end = code;
    m_answer.why = why;
}

void AcpSession::ask(const QString& method, const QJsonObject& params) {
    m_answer.messages.append({{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                              {QStringLiteral("id"), ++m_state.request},
                              {QStringLiteral("method"), method},
                              {QStringLiteral("params"), params}});
}

void AcpSession::begin(const QJsonObject& options) {
    if (m_state.phase != AcpPhase::Fresh)
        return;
    m_state.directory = options.value(u"directory").toString();
    m_state.mcp = options.value(u"mcp").toString();
    m_state.auth = options.value(u"auth").toString();
    m_state.plain = options.value(u"plain").toBool();
    greet(newest);
}

void AcpSession::greet(int version) {
    m_state.version = version;
    m_state.phase = AcpPhase::Greeting;
    const QJsonObject us{{QStringLiteral("name"), QStringLiteral("signalbox")},
                         {QStringLiteral("title"), QStringLiteral("Signalbox")},
                         {QStringLiteral("version"), QStringLiteral("1")}};
    // The form of version 1; an agent of version 2 finds its own members beside it.
    QJsonObject params{
        {QStringLiteral("protocolVersion"), version},
        {QStringLiteral("clientInfo"), us},
        {QStringLiteral("clientCapabilities"),
         QJsonObject{{QStringLiteral("fs"), QJsonObject{{QStringLiteral("readTextFile"), false},
                                                        {QStringLiteral("writeTextFile"), false}}},
                     {QStringLiteral("terminal"), false}}}};
    if (version >= 2) {
        params.insert(QStringLiteral("info"), us);
        params.insert(QStringLiteral("capabilities"), QJsonObject());
    }
    ask(QStringLiteral("initialize"), params);
}

void AcpSession::greeted(const AcpMessage& message) {
    if (message.failed) {
        if (m_state.version > 1) // one that cannot bear what it does not know
            greet(1);
        else
            end(1, QStringLiteral("the agent refused to begin: %1").arg(message.error));
        return;
    }
    const int version = message.result.value(u"protocolVersion").toVariant().toInt();
    if (version < 1 || version > newest) {
        end(1, QStringLiteral("the agent speaks version %1 of the Agent Client Protocol; known are 1 and 2")
                   .arg(version));
        return;
    }
    m_state.version = version;
    if (version == 1) {
        const QJsonObject can = message.result.value(u"agentCapabilities").toObject();
        m_state.takesMcp = can[u"mcpCapabilities"][u"http"].toBool() || can[u"mcp"][u"http"].toBool();
    } else {
        m_state.takesMcp = message.result.value(u"capabilities")[u"session"][u"mcp"][u"http"].isObject();
    }
    const QJsonArray methods = message.result.value(u"authMethods").toArray();
    for (qsizetype i = 0; i < std::min<qsizetype>(methods.size(), 20); ++i)
        m_state.methods.append(
            methods.at(i)[version == 1 ? QStringLiteral("id") : QStringLiteral("methodId")].toString().left(
                80));
    if (m_state.auth.isEmpty()) {
        open();
        return;
    }
    m_state.phase = AcpPhase::Signing;
    ask(version == 1 ? QStringLiteral("authenticate") : QStringLiteral("auth/login"),
        {{QStringLiteral("methodId"), m_state.auth}});
}

void AcpSession::open() {
    m_state.phase = AcpPhase::Opening;
    QJsonArray servers;
    if (m_state.takesMcp && !m_state.mcp.isEmpty())
        servers.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("http")},
                                   {QStringLiteral("name"), QStringLiteral("signalbox")},
                                   {QStringLiteral("url"), m_state.mcp},
                                   {QStringLiteral("headers"), QJsonArray()}});
    ask(QStringLiteral("session/new"),
        {{QStringLiteral("cwd"), m_state.directory}, {QStringLiteral("mcpServers"), servers}});
}

void AcpSession::opened(const AcpMessage& message) {
    m_state.session = message.result.value(u"sessionId").toString();
    if (!message.failed && !m_state.session.isEmpty() && m_state.session.size() <= 1000) {
        m_state.phase = AcpPhase::Ready;
        m_answer.prompt = true;
    } else if (message.code == authenticationRequired && m_state.auth.isEmpty()) {
        end(1, QStringLiteral("the agent wants to be authenticated: name one of its methods with --auth (%1)")
                   .arg(m_state.methods.join(QStringLiteral(", "))));
    } else {
        end(1, QStringLiteral("the agent opened no session: %1")
                   .arg(message.failed ? message.error : QStringLiteral("its answer names none")));
    }
}

void AcpSession::prompt(const QString& text) {
    if (m_state.phase != AcpPhase::Ready)
        return;
    m_state.phase = AcpPhase::Working;
    ask(QStringLiteral("session/prompt"), {{QStringLiteral("sessionId"), m_state.session},
                                           {QStringLiteral("prompt"), QJsonArray{textBlock(text)}}});
}

void AcpSession::line(const QByteArray& line) {
    m_state.bytes += line.size();
    if (m_state.phase == AcpPhase::Over || line.trimmed().isEmpty())
        return;
    if (m_state.bytes > m_limits.bytes) {
        end(1, QStringLiteral("the agent wrote more than %1 MB of messages")
                   .arg(m_limits.bytes / (1024 * 1024)));
        return;
    }
    const auto message = acpMessage(line);
    if (!message)
        odd(QString::fromUtf8(line));
    else if (message->method.isEmpty())
        answered(*message);
    else if (!message->id.isEmpty())
        requested(*message);
    else if (message->method == u"session/update" &&
             message->params.value(u"sessionId").toString() == m_state.session)
        update(message->params.value(u"update").toObject());
    // Other notifications are for others, or of versions to come.
}

void AcpSession::longLine(qint64 length, const QByteArray& head) {
    m_state.bytes += length;
    if (m_state.phase == AcpPhase::Over)
        return;
    const QString what = QStringLiteral("a message of %1 KB").arg(length / 1024);
    const AcpMessage message = acpMessageHead(head);
    if (message.method == u"session/update") {
        say(QStringLiteral("output"), QStringLiteral("(%1 of the agent was left out)").arg(what));
    } else if (!message.method.isEmpty() && !message.id.isEmpty()) {
        // What nobody has read nobody may allow.
        say(QStringLiteral("output"), QStringLiteral("(%1 of the agent was refused)").arg(what));
        if (message.method == u"session/request_permission")
            settle({0, message.id, {}, {}}, {});
        else
            m_answer.messages.append(
                acpError(message.id, invalidParams, QStringLiteral("the message is too long")));
    } else {
        end(1, QStringLiteral("the agent wrote %1, more than is read").arg(what));
    }
}

void AcpSession::answered(const AcpMessage& message) {
    if (message.id.at(0).toInteger(-1) != m_state.request || message.id.at(0).isString()) {
        odd(QStringLiteral("an answer to nothing that was asked"));
        return;
    }
    switch (m_state.phase) {
    case AcpPhase::Greeting:
        greeted(message);
        return;
    case AcpPhase::Signing:
        if (message.failed)
            end(1, QStringLiteral("the agent refused to authenticate by \"%1\": %2")
                       .arg(m_state.auth, message.error));
        else
            open();
        return;
    case AcpPhase::Opening:
        opened(message);
        return;
    case AcpPhase::Working:
    case AcpPhase::Stopping:
        if (message.failed)
            turnEnded(QStringLiteral("error"), message.error);
        else if (m_state.version == 1)
            turnEnded(message.result.value(u"stopReason").toString(), {});
        else
            m_state.began = true; // it is only taken on; the end is told by a state
        return;
    case AcpPhase::Fresh:
    case AcpPhase::Ready:
    case AcpPhase::Over:
        odd(QStringLiteral("an answer to nothing that was asked"));
    }
}

void AcpSession::turnEnded(const QString& reason, const QString& error) {
    if (m_state.phase == AcpPhase::Stopping)
        end(1, QStringLiteral("the agent was stopped"));
    else if (reason == u"end_turn")
        end(0, {});
    else if (reason == u"error")
        end(1, QStringLiteral("the agent failed: %1").arg(error));
    else
        end(1, QStringLiteral("the agent stopped early: %1")
                   .arg(reason.isEmpty() ? QStringLiteral("it does not say why") : acpShort(reason, 100)));
}

void AcpSession::requested(const AcpMessage& message) {
    if (message.method != u"session/request_permission") {
        // Files and terminals: it was told that there are none, and has its own in the same machine.
        m_answer.messages.append(
            acpError(message.id, methodNotFound,
                     QStringLiteral("there is no %1 here: files and commands of this machine are the agent's "
                                    "own")
                         .arg(acpShort(message.method, 80))));
    } else if (message.params.value(u"sessionId").toString() != m_state.session ||
               m_state.session.isEmpty()) {
        m_answer.messages.append(
            acpError(message.id, invalidParams, QStringLiteral("there is no such session")));
    } else {
        permission(message);
    }
}

void AcpSession::odd(const QString& text) {
    say(QStringLiteral("output"), acpShort(text, longestOdd));
    if (++m_state.odd > m_limits.odd)
        end(1,
            QStringLiteral("the agent does not speak the Agent Client Protocol: %1 lines of its output are "
                           "no messages")
                .arg(m_state.odd));
}

void AcpSession::gone(const QString& how) {
    end(1, m_state.phase == AcpPhase::Stopping
               ? QStringLiteral("the agent was stopped")
               : QStringLiteral("the agent ended before its work was done: %1").arg(acpShort(how, 200)));
}

void AcpSession::cancel(const QString& why) {
    if (m_state.phase != AcpPhase::Working) {
        if (m_state.phase != AcpPhase::Stopping)
            end(1, why);
        return;
    }
    m_state.phase = AcpPhase::Stopping;
    m_answer.messages.append(
        {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
         {QStringLiteral("method"), QStringLiteral("session/cancel")},
         {QStringLiteral("params"), QJsonObject{{QStringLiteral("sessionId"), m_state.session}}}});
    // The protocol wants an answer to each question that is open.
    for (const AcpQuestion& question : std::exchange(m_state.questions, {}))
        settle(question, {});
}

void AcpSession::silent(qint64 seconds) {
    const bool early = m_state.phase == AcpPhase::Greeting || m_state.phase == AcpPhase::Signing ||
                       m_state.phase == AcpPhase::Opening;
    if (early && seconds > m_limits.silence)
        end(1, QStringLiteral("the agent did not answer within %1 seconds").arg(m_limits.silence));
}

void AcpSession::stop(const QString& why) {
    end(1, why.left(1).toUpper() + why.mid(1));
}

} // namespace signalbox
