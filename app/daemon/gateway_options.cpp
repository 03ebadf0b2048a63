// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/gateway_options.h"

#include "core/gateway/provider_keys.h"

#include <QCommandLineParser>
#include <QHostAddress>
#include <QRegularExpression>

namespace signalbox {

namespace {

constexpr const char* scopeId = "gateway";

QList<QCommandLineOption> gatewayFlags() {
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(help), QLatin1String(value));
    };
    return {option("listen",
                   "Where agents reach it; port 0 takes a free one, which is printed. Default 127.0.0.1:0.",
                   "ADDRESS:PORT"),
            option("token-limit", "Refuse calls beyond so many tokens, of input, caches and output together.",
                   "N"),
            option("cost-limit", "Refuse calls beyond so many US dollars.", "USD"),
            option("client-key", "What agents must give as their key. Better: $SIGNALBOX_GATEWAY_CLIENT_KEY.",
                   "KEY"),
            option("client-key-file", "The same, from a file of mode 0600.", "FILE"),
            option("ledger",
                   "Keep the count in this file, over restarts. Default: in memory, from the start on.",
                   "FILE"),
            option("host", "A name by which agents call it, beside loopback's; may be given again.", "NAME")};
}

Error wrongGateway(const QString& why) {
    return {ErrorKind::Invalid, why, GatewayCommandLine::usage()};
}

Result<void> readListen(const QString& text, GatewayOptions& options) {
    static const QRegularExpression form(
        QStringLiteral("^(?:\\[([0-9a-fA-F:.]+)\\]|([^:\\[\\]]+)):([0-9]{1,5})\\z"));
    const auto match = form.match(text);
    options.listen = match.captured(1) + match.captured(2);
    if (options.listen == QLatin1String("localhost"))
        options.listen = QStringLiteral("127.0.0.1");
    const int port = match.captured(3).toInt();
    if (!match.hasMatch() || QHostAddress(options.listen).isNull() || port > 65535)
        return wrongGateway(QStringLiteral("--listen takes an IP address and a port, not \"%1\"").arg(text));
    options.port = quint16(port);
    return {};
}

Result<void> readClientKey(const QCommandLineParser& parser, GatewayOptions& options) {
    if (parser.isSet(QStringLiteral("client-key"))) {
        options.clientKey = parser.value(QStringLiteral("client-key")).toUtf8();
        if (options.clientKey.isEmpty())
            return wrongGateway(QStringLiteral("--client-key is empty"));
    } else {
        const auto keys = takeSecrets(parser.value(QStringLiteral("client-key-file")),
                                      "SIGNALBOX_GATEWAY_CLIENT_KEY", QStringLiteral("gateway-client-key"));
        if (!keys)
            return keys.error();
        if (!keys->isEmpty())
            options.clientKey = keys->first();
    }
    if (!QHostAddress(options.listen).isLoopback() && options.clientKey.isEmpty())
        return wrongGateway(
            QStringLiteral("listening on %1 needs a client key: anybody could spend your money")
                .arg(options.listen));
    return {};
}

} // namespace

QString GatewayCommandLine::usage() {
    QString text = QStringLiteral(
        "signalboxd gateway: model calls of agents on this computer, counted and kept within a budget\n\n"
        "  signalboxd gateway --listen 127.0.0.1:8090 --token-limit 2000000\n\n"
        "Agents are pointed at it and need no real key:\n"
        "  ANTHROPIC_BASE_URL=http://127.0.0.1:8090         (Claude Code)\n"
        "  OPENAI_BASE_URL=http://127.0.0.1:8090/v1         (Codex, OpenCode and others)\n"
        "  GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8090     (Gemini CLI)\n"
        "When the budget is used up they are refused with status 402, and stop. What was used:\n"
        "  signalboxctl gateway usage --gateway http://127.0.0.1:8090\n"
        "counts input (neither read from a cache nor written to one), cache_read, cache_write and output "
        "apart;\n"
        "their sum is what the token limit is about.\n\n");
    for (const QCommandLineOption& option : gatewayFlags() + ModelOptions::flags())
        text += QStringLiteral("  --%1 %2\n        %3\n")
                    .arg(option.names().first(), option.valueName(), option.description());
    text += QStringLiteral("\nA price list, in US dollars for a million tokens; without \"unknown\": "
                           "\"refuse\" models that it does "
                           "not\nlist cost its \"worst_case\", or 150 in and 600 out:\n"
                           "  {\"models\": {\"claude-sonnet-*\": {\"input\": 3, \"cache_read\": 0.3, "
                           "\"cache_write\": 3.75, \"output\": 15}}}\n");
    text += QStringLiteral("\nKeys may also be systemd credentials: anthropic-key, openai-key, gemini-key, "
                           "gateway-client-key.\nSeveral keys of one provider are separated by commas.\n");
    return text;
}

Result<GatewayCommandLine> GatewayCommandLine::parse(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions(gatewayFlags() + ModelOptions::flags());
    if (!parser.parse(QStringList(QStringLiteral("gateway")) + arguments))
        return wrongGateway(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return wrongGateway(QStringLiteral("unknown argument %1").arg(parser.positionalArguments().first()));
    GatewayCommandLine line;
    const QString listen = parser.value(QStringLiteral("listen"));
    if (const auto read = readListen(listen.isEmpty() ? QStringLiteral("127.0.0.1:0") : listen, line.gateway);
        !read)
        return read.error();
    const auto limit =
        SpendingLimit::read(parser, QStringLiteral("token-limit"), QStringLiteral("cost-limit"));
    if (!limit)
        return wrongGateway(limit.error().message);
    line.budget = {QLatin1String(scopeId), QStringLiteral("gateway"), limit->tokens, limit->cost};
    auto models = ModelOptions::read(parser);
    if (!models)
        return models.error();
    line.gateway.upstreams = models->upstreams;
    line.gateway.prices = models->prices;
    line.gateway.authorities = models->authorities;
    line.remarks = models->remarks;
    if (const auto read = readClientKey(parser, line.gateway); !read)
        return read.error();
    line.ledger = parser.value(QStringLiteral("ledger"));
    line.gateway.ownHosts = parser.values(QStringLiteral("host"));
    line.gateway.ownHosts.append(line.gateway.listen);
    line.gateway.usageScope = QLatin1String(scopeId);
    return line;
}

} // namespace signalbox
