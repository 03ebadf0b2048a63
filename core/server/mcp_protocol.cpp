// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/mcp_protocol.h"

#include <QJsonDocument>

#include <algorithm>

namespace signalbox {

namespace {

const QString stateless = QStringLiteral("2026-07-28");
constexpr int toolsHoldMs = 3'600'000;

enum Code {
    HeaderMismatch = -32001,
    BadVersion = -32004,
    ParseError = -32700,
    BadRequest = -32600,
    NoMethod = -32601,
    BadParameters = -32602,
};

HttpResponse send(const QJsonObject& body, int status = 200) {
    return jsonResponse(body, status);
}

HttpResponse refuse(const QJsonValue& id, Code code, const QString& message, int status,
                    const QJsonObject& data = {}) {
    QJsonObject error{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}};
    if (!data.isEmpty())
        error.insert(QStringLiteral("data"), data);
    return send({{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                 {QStringLiteral("id"), id.isUndefined() ? QJsonValue() : id},
                 {QStringLiteral("error"), error}},
                status);
}

HttpResponse answerTo(const QJsonValue& id, const QString& version, QJsonObject result) {
    if (version == stateless)
        result.insert(QStringLiteral("resultType"), QStringLiteral("complete"));
    return send({{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                 {QStringLiteral("id"), id},
                 {QStringLiteral("result"), result}});
}

QJsonObject about() {
    return {{QStringLiteral("capabilities"), QJsonObject{{QStringLiteral("tools"), QJsonObject()}}},
            {QStringLiteral("serverInfo"),
             QJsonObject{{QStringLiteral("name"), QStringLiteral("signalbox")},
                         {QStringLiteral("version"), QStringLiteral(SIGNALBOX_VERSION)}}},
            {QStringLiteral("instructions"),
             QStringLiteral(
                 "You work under Signalbox: gates judge your commits and people decide. Ask may_i_proceed "
                 "what is still missing, and ask_human where only a person can tell.")}};
}

QJsonObject held(QJsonObject result) {
    result.insert(QStringLiteral("ttlMs"), toolsHoldMs);
    result.insert(QStringLiteral("cacheScope"), QStringLiteral("private"));
    return result;
}

QJsonObject listOf(const QList<McpTool>& tools) {
    QJsonArray list;
    for (const McpTool& tool : tools)
        list.append(QJsonObject{{QStringLiteral("name"), tool.name},
                                {QStringLiteral("description"), tool.description},
                                {QStringLiteral("inputSchema"), tool.inputSchema}});
    return {{QStringLiteral("tools"), list}};
}

/// What is wrong with the headers of the newer era; empty: nothing.
QString headerProblem(const HttpRequest& request, const QString& method, const QJsonObject& params) {
    const auto header = [&](const char* name) { return QString::fromUtf8(request.headers.value(name)); };
    for (const char* name : {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"})
        if (request.headers.count(name) > 1)
            return QStringLiteral("%1 is given twice").arg(QLatin1String(name));
    if (header("Mcp-Method") != method)
        return QStringLiteral("Mcp-Method says \"%1\" and the body \"%2\"")
            .arg(header("Mcp-Method").left(80), method);
    const QString name = params.value(QStringLiteral("name")).toString();
    if (method == QLatin1String("tools/call")
            ? header("Mcp-Name") != name
            : request.headers.contains("Mcp-Name") && header("Mcp-Name") != name)
        return QStringLiteral("Mcp-Name says \"%1\" and the body \"%2\"")
            .arg(header("Mcp-Name").left(80), name.left(80));
    const QJsonValue meta = params.value(QStringLiteral("_meta"))
                                .toObject()
                                .value(QStringLiteral("io.modelcontextprotocol/protocolVersion"));
    if (!meta.isUndefined() && meta.toString() != stateless)
        return QStringLiteral("MCP-Protocol-Version and the body name different versions");
    return {};
}

/// Pages in a browser have no business here.
bool isForeign(const HttpRequest& request) {
    const QString origin = QString::fromUtf8(request.headers.value("Origin"));
    if (origin.isEmpty())
        return false;
    const QString host = QUrl(origin).host();
    return host != QLatin1String("127.0.0.1") && host != QLatin1String("localhost") &&
           host != QLatin1String("::1");
}

McpOutcome done(HttpResponse response) {
    return {std::move(response), std::nullopt};
}

McpOutcome initialized(const QJsonValue& id, const QJsonObject& params) {
    QString version = params.value(QStringLiteral("protocolVersion")).toString();
    // The newer era has no initialize; who sends one speaks the older.
    if (!mcpVersions().contains(version) || version == stateless)
        version = QStringLiteral("2025-11-25");
    QJsonObject result = about();
    result.insert(QStringLiteral("protocolVersion"), version);
    return done(answerTo(id, version, result));
}

McpOutcome called(const QJsonValue& id, const QString& version, const QJsonObject& params,
                  const QList<McpTool>& tools) {
    const QString name = params.value(QStringLiteral("name")).toString();
    const auto tool =
        std::find_if(tools.begin(), tools.end(), [&](const McpTool& t) { return t.name == name; });
    if (tool == tools.end())
        return done(refuse(id, BadParameters, QStringLiteral("Unknown tool: %1").arg(name.left(80)), 200));
    const QJsonValue arguments = params.value(QStringLiteral("arguments"));
    if (!arguments.isUndefined() && !arguments.isNull() && !arguments.isObject())
        return done(refuse(id, BadParameters, QStringLiteral("arguments must be an object"), 200));
    McpCall call{id, version, name, arguments.toObject()};
    const QJsonObject known = tool->inputSchema.value(QStringLiteral("properties")).toObject();
    for (auto it = call.arguments.begin(); it != call.arguments.end(); ++it)
        if (!known.contains(it.key()) || !it->isString())
            return done(mcpResult(call,
                                  QStringLiteral("%1 takes no \"%2\", or not this one: texts only, of %3")
                                      .arg(name, it.key().left(80), known.keys().join(QStringLiteral(", "))),
                                  true));
    for (const QJsonValue& needed : tool->inputSchema.value(QStringLiteral("required")).toArray())
        if (call.arguments.value(needed.toString()).toString().trimmed().isEmpty())
            return done(
                mcpResult(call, QStringLiteral("%1 needs \"%2\"").arg(name, needed.toString()), true));
    return {std::nullopt, std::move(call)};
}

} // namespace

QStringList mcpVersions() {
    return {stateless, QStringLiteral("2025-11-25"), QStringLiteral("2025-06-18")};
}

HttpResponse mcpResult(const McpCall& call, const QString& text, bool failed) {
    return answerTo(
        call.id, call.version,
        {{QStringLiteral("content"), QJsonArray{QJsonObject{{QStringLiteral("type"), QStringLiteral("text")},
                                                            {QStringLiteral("text"), text}}}},
         {QStringLiteral("isError"), failed}});
}

McpOutcome readMcp(const HttpRequest& request, const QList<McpTool>& tools) {
    if (isForeign(request))
        return done(refuse({}, BadRequest, QStringLiteral("this page may not ask"), 403));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return done(refuse({}, ParseError,
                           QStringLiteral("the body is no JSON: %1").arg(problem.errorString()), 400));
    if (!document.isObject())
        return done(
            refuse({}, BadRequest, QStringLiteral("one request at a time: the body must be an object"), 400));
    const QJsonObject message = document.object();
    const QJsonValue id = message.value(QStringLiteral("id"));
    const QJsonValue params = message.value(QStringLiteral("params"));
    const QString method = message.value(QStringLiteral("method")).toString();
    if (message.value(QStringLiteral("jsonrpc")).toString() != QLatin1String("2.0") || method.isEmpty() ||
        method.size() > 200 || (!params.isUndefined() && !params.isObject()) ||
        (!id.isUndefined() && !id.isString() && !id.isDouble()))
        return done(refuse({}, BadRequest, QStringLiteral("that is no request of JSON-RPC 2.0"), 400));
    // Without the header a client of the older era is at its beginning.
    const QString said = QString::fromUtf8(request.headers.value("MCP-Protocol-Version"));
    const QString version = said.isEmpty() ? QStringLiteral("2025-06-18") : said;
    if (!mcpVersions().contains(version))
        return done(refuse(id, BadVersion, QStringLiteral("this version of the protocol is not served"), 400,
                           {{QStringLiteral("supported"), QJsonArray::fromStringList(mcpVersions())},
                            {QStringLiteral("requested"), version.left(40)}}));
    if (version == stateless)
        if (const QString wrong = headerProblem(request, method, params.toObject()); !wrong.isEmpty())
            return done(refuse(id, HeaderMismatch, wrong, 400));
    if (id.isUndefined()) { // a notification
        HttpResponse accepted;
        accepted.status = 202;
        return done(accepted);
    }
    if (method == QLatin1String("initialize"))
        return initialized(id, params.toObject());
    if (method == QLatin1String("ping"))
        return done(answerTo(id, version, {}));
    if (method == QLatin1String("server/discover")) {
        QJsonObject result = about();
        result.insert(QStringLiteral("supportedVersions"), QJsonArray::fromStringList(mcpVersions()));
        return done(answerTo(id, version, held(result)));
    }
    if (method == QLatin1String("tools/list"))
        return done(answerTo(id, version, version == stateless ? held(listOf(tools)) : listOf(tools)));
    if (method == QLatin1String("tools/call"))
        return called(id, version, params.toObject(), tools);
    return done(refuse(id, NoMethod, QStringLiteral("Method not found"), version == stateless ? 404 : 200));
}

} // namespace signalbox
