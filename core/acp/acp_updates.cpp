// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent tells of its work: text in pieces, tool calls that are patched by their id, its state.
#include "core/acp/acp_session.h"

#include <QJsonDocument>

namespace signalbox {

namespace {

constexpr qsizetype longestText = 256 * 1024; ///< of one message
constexpr qsizetype longestOutput = 16 * 1024;
constexpr qsizetype longestTitle = 1000;
constexpr qsizetype longestKept = 4 * 1024; ///< of an input, between two turns
constexpr qsizetype mostPaths = 100;

QString compact(const QJsonValue& value) {
    if (value.isString())
        return value.toString();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
}

/// Content of a message: one block, or a list of them.
QString textOf(const QJsonValue& content) {
    if (content.isArray()) {
        QString text;
        for (const QJsonValue& block : content.toArray())
            text += textOf(block);
        return text;
    }
    return content[u"text"].toString();
}

/// Content of a tool call: blocks, changes of files, terminals.
QString outputOf(const QJsonObject& call) {
    QStringList parts;
    for (const QJsonValue& item : call.value(u"content").toArray())
        if (const QString text = textOf(item[u"content"]); !text.isEmpty())
            parts.append(text);
    if (!parts.isEmpty())
        return parts.join(u'\n');
    const QJsonValue raw = call.value(u"rawOutput");
    for (const char* member : {"output", "stdout", "content", "error"})
        if (const QString text = raw[QLatin1String(member)].toString(); !text.isEmpty())
            return text;
    return raw.isString() || raw.isObject() || raw.isArray() ? compact(raw) : QString();
}

void addPath(QStringList& paths, const QString& path) {
    if (!path.isEmpty() && path.size() <= longestTitle && paths.size() < mostPaths && !paths.contains(path))
        paths.append(path);
}

void addPaths(QStringList& paths, const QJsonObject& call) {
    for (const QJsonValue& place : call.value(u"locations").toArray())
        addPath(paths, place[u"path"].toString());
    for (const QJsonValue& item : call.value(u"content").toArray()) {
        if (item[u"type"].toString() != u"diff")
            continue;
        addPath(paths, item[u"path"].toString());
        for (const QJsonValue& change : item[u"changes"].toArray())
            for (const char* member : {"path", "oldPath", "newPath", "from", "to"})
                addPath(paths, change[QLatin1String(member)].toString());
    }
    const QJsonObject input = call.value(u"rawInput").toObject();
    for (const char* member : {"path", "file_path", "filePath", "absolute_path", "notebook_path", "filename",
                               "source", "destination", "old_path", "new_path"})
        addPath(paths, input.value(QLatin1String(member)).toString());
}

} // namespace

void AcpSession::say(const QString& kind, const QString& text, bool piece) {
    if (text.isEmpty())
        return;
    if (!piece && m_state.plain) {
        if (!m_state.stream.isEmpty())
            m_state.stream = QStringLiteral("something else"); // the next text begins a line
        return;
    }
    if (!piece)
        m_state.stream.clear();
    if (piece && !m_answer.lines.isEmpty() && m_answer.lines.last().piece &&
        m_answer.lines.last().kind == kind)
        m_answer.lines.last().text += text;
    else
        m_answer.lines.append({kind, text, piece});
}

void AcpSession::text(const QString& stream, const QJsonObject& update) {
    const bool thought = stream.startsWith(u"thought");
    if (m_state.plain && thought)
        return;
    QString text = acpShort(textOf(update.value(u"content")), longestText);
    if (text.isEmpty())
        return;
    const QString whose = stream + u' ' + update.value(u"messageId").toString().left(100);
    if (!m_state.stream.isEmpty() && m_state.stream != whose)
        text.prepend(u'\n');
    m_state.stream = whose;
    say(QStringLiteral("model"), text, true);
}

void AcpSession::update(const QJsonObject& update) {
    if (m_state.phase != AcpPhase::Working && m_state.phase != AcpPhase::Stopping)
        return;
    const QString what = update.value(u"sessionUpdate").toString();
    const QString id = update.value(u"messageId").toString().left(100);
    if (what == u"agent_message_chunk") {
        text(QStringLiteral("message"), update);
    } else if (what == u"agent_thought_chunk") {
        text(QStringLiteral("thought"), update);
    } else if (what == u"agent_message" || what == u"agent_thought") {
        // Whole: unless its pieces were told already.
        const QString stream =
            what == u"agent_message" ? QStringLiteral("message") : QStringLiteral("thought");
        if (m_state.stream != stream + u' ' + id)
            text(stream, update);
    } else if (what == u"tool_call" || what == u"tool_call_update") {
        toolCall(update);
    } else if (what == u"tool_call_content_chunk") {
        say(QStringLiteral("output"),
            acpShort(textOf(update.value(u"content")[u"content"]).trimmed(), longestOutput));
    } else if (what == u"terminal_output_chunk") {
        const QByteArray data = QByteArray::fromBase64(update.value(u"data").toString().toLatin1());
        say(QStringLiteral("output"), acpShort(QString::fromUtf8(data).trimmed(), longestOutput));
    } else if (what == u"state_update") {
        stateUpdate(update);
    }
    // Plans, modes, commands and use are told elsewhere, or measured.
}

void AcpSession::stateUpdate(const QJsonObject& update) {
    if (m_state.version < 2)
        return;
    const QString state = update.value(u"state").toString();
    if (state == u"running") {
        m_state.began = true;
    } else if (state == u"idle" && m_state.began) {
        // An idle one without a reason may be a snapshot: whether the turn began, it knows itself.
        const QString reason = update.value(u"stopReason").toString();
        turnEnded(reason.isEmpty() ? QStringLiteral("end_turn") : reason,
                  acpShort(update.value(u"error")[u"message"].toString(), longestTitle));
    }
}

AcpCall& AcpSession::known(const QJsonObject& call) {
    const QString id = call.value(u"toolCallId").toString().left(200);
    auto it = std::find_if(m_state.calls.begin(), m_state.calls.end(),
                           [&](const AcpCall& one) { return one.id == id; });
    if (id.isEmpty() && it != m_state.calls.end()) // nothing says that it is the same
        it = m_state.calls.erase(it, std::next(it));
    if (it == m_state.calls.end() || it->id != id) {
        if (m_state.calls.size() >= m_limits.calls)
            m_state.calls.removeFirst();
        AcpCall fresh;
        fresh.id = id;
        m_state.calls.append(fresh);
        it = std::prev(m_state.calls.end());
    }
    const auto take = [&](QString& member, const char* name) {
        if (const QString text = call.value(QLatin1String(name)).toString(); !text.isEmpty())
            member = acpShort(text, longestTitle);
    };
    take(it->name, "name");
    take(it->kind, "kind");
    take(it->title, "title");
    // An empty input is what some agents send with a question about a call whose input they told before.
    if (const QJsonObject input = call.value(u"rawInput").toObject(); !input.isEmpty())
        it->input = compact(input).size() <= longestKept ? input : QJsonObject();
    addPaths(it->paths, call);
    return *it;
}

void AcpSession::show(AcpCall& call) {
    if (std::exchange(call.shown, true))
        return;
    QString what = call.input.value(u"command").toString();
    if (what.isEmpty())
        what = call.title.isEmpty() ? call.paths.join(u' ') : call.title;
    const QString label = !call.name.isEmpty() ? call.name : call.kind;
    say(QStringLiteral("tool"), label.isEmpty() ? what : label + u' ' + what);
}

void AcpSession::toolCall(const QJsonObject& update) {
    AcpCall& call = known(update);
    const QString status = update.value(u"status").toString();
    const bool ended = status == u"completed" || status == u"failed" || status == u"cancelled";
    // Its title and input may come in pieces: it is shown when it runs.
    if (ended || status == u"in_progress" || !call.input.isEmpty())
        show(call);
    if (!ended)
        return;
    const QString output = outputOf(update).trimmed();
    say(QStringLiteral("output"), output.isEmpty() && status != u"completed"
                                      ? QStringLiteral("(%1)").arg(status)
                                      : acpShort(output, longestOutput));
    m_state.calls.removeIf([id = call.id](const AcpCall& one) { return one.id == id; });
}

} // namespace signalbox
