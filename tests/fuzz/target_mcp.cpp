// SPDX-License-Identifier: GPL-3.0-or-later
// What programs in a machine send to the MCP server. Input: three lines (Mcp-Method, Mcp-Name, the version;
// empty: left out), then the body. Holds: it is answered or it is a sound call of a tool that there is, never
// both; every answer is JSON of JSON-RPC or empty; in the newer era nothing is done whose headers say
// something else.
#include "core/server/mcp_protocol.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const QList<McpTool> tools{
        {QStringLiteral("say"),
         QStringLiteral("says"),
         {{QStringLiteral("properties"), QJsonObject{{QStringLiteral("text"), QJsonObject()}}},
          {QStringLiteral("required"), QJsonArray{QStringLiteral("text")}}}}};
    Input input(data, size);
    HttpRequest request;
    request.method = "POST";
    for (const char* name : {"Mcp-Method", "Mcp-Name", "MCP-Protocol-Version"})
        if (const QByteArray value = input.upTo('\n'); !value.isEmpty())
            request.headers.add(name, value);
    while (!input.atEnd())
        request.body += input.upTo('\n') + '\n';
    const McpOutcome outcome = readMcp(request, tools);
    FUZZ_CHECK(outcome.response.has_value() != outcome.call.has_value());
    if (outcome.call) {
        FUZZ_CHECK(outcome.call->tool == QStringLiteral("say"));
        FUZZ_CHECK(!outcome.call->arguments.value(QStringLiteral("text")).toString().trimmed().isEmpty());
        FUZZ_CHECK(outcome.call->id.isString() || outcome.call->id.isDouble());
        if (outcome.call->version == QStringLiteral("2026-07-28"))
            FUZZ_CHECK(request.headers.value("Mcp-Method") == "tools/call" &&
                       request.headers.value("Mcp-Name") == "say");
        FUZZ_CHECK(QJsonDocument::fromJson(mcpResult(*outcome.call, QStringLiteral("x")).body).isObject());
    } else if (outcome.response->status == 202) {
        FUZZ_CHECK(outcome.response->body.isEmpty());
    } else {
        const QJsonObject body = QJsonDocument::fromJson(outcome.response->body).object();
        FUZZ_CHECK(body.value(QStringLiteral("jsonrpc")).toString() == QStringLiteral("2.0"));
        FUZZ_CHECK(body.contains(QStringLiteral("result")) != body.contains(QStringLiteral("error")));
    }
    return 0;
}
