// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/gateway_options.h"

#include "core/base/files.h"
#include "core/gateway/key_ring.h"

#include <QCommandLineParser>
#include <QHostAddress>
#include <QRegularExpression>

namespace signalbox {

namespace {

constexpr qint64 maxPriceFile = 1 << 20;
constexpr const char* scopeId = "gateway";

QList<QCommandLineOption> gatewayFlags() {
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(help), QLatin1String(value));
    };
    return {
        option("listen",
               "Where agents reach it; port 0 takes a free one, which is printed. Default 127.0.0.1:0.",
               "ADDRESS:PORT"),
        option("anthropic-upstream", "Anthropic Messages. Default, with a key: https://api.anthropic.com",
               "URL"),
        option("openai-upstream",
               "OpenAI Chat Completions and Responses. Default, with a key: https://api.openai.com", "URL"),
        option("gemini-upstream", "Gemini. Default, with a key: https://generativelanguage.googleapis.com",
               "URL"),
        option("anthropic-key-file", "Its key, in a file of mode 0600; else $ANTHROPIC_API_KEY.", "FILE"),
        option("openai-key-file", "The same; else $OPENAI_API_KEY.", "FILE"),
        option("gemini-key-file", "The same; else $GEMINI_API_KEY.", "FILE"),
        option("token-limit", "Refuse calls beyond so many tokens, of input, caches and output together.",
               "N"),
        option("cost-limit", "Refuse calls beyond so many US dollars.", "USD"),
        option("prices", "Price list (JSON, US dollars for a million tokens).", "FILE"),
        option("client-key", "What agents must give as their key. Better: $SIGNALBOX_GATEWAY_CLIENT_KEY.",
               "KEY"),
        option("client-key-file", "The same, from a file of mode 0600.", "FILE"),
        option("ledger", "Keep the count in this file, over restarts. Default: in memory, from the start on.",
               "FILE"),
        option("host", "A name by which agents call it, beside loopback's; may be given again.", "NAME"),
        option("upstream-ca", "Further authorities that upstreams may be certified by (PEM).", "FILE")};
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

Result<void> readLimits(const QCommandLineParser& parser, BudgetScope& budget) {
    budget.id = QLatin1String(scopeId);
    budget.level = QStringLiteral("gateway");
    bool good = true;
    if (const QString text = parser.value(QStringLiteral("token-limit")); !text.isEmpty())
        budget.tokens = text.toLongLong(&good);
    if (!good || budget.tokens.value_or(0) < 0)
        return wrongGateway(QStringLiteral("--token-limit takes a whole number from 0 on"));
    if (const QString text = parser.value(QStringLiteral("cost-limit")); !text.isEmpty()) {
        const double dollars = text.toDouble(&good);
        if (!good || !(dollars >= 0 && dollars <= 1e6))
            return wrongGateway(QStringLiteral("--cost-limit takes US dollars, from 0 to a million"));
        budget.cost = Money(dollars * picodollars);
    }
    return {};
}

Result<void> readUpstreams(const QCommandLineParser& parser, GatewayCommandLine& line) {
    struct Known {
        Provider provider;
        const char* url;
    };
    for (const auto& [provider, standard] :
         {Known{Provider::Anthropic, "https://api.anthropic.com"},
          Known{Provider::OpenAi, "https://api.openai.com"},
          Known{Provider::Gemini, "https://generativelanguage.googleapis.com"}}) {
        const QString name = toString(provider);
        const auto keys = takeKeys(provider, parser.value(name + QStringLiteral("-key-file")));
        if (!keys)
            return keys.error();
        GatewayUpstream upstream;
        upstream.keys = *keys;
        if (const QString url = parser.value(name + QStringLiteral("-upstream")); !url.isEmpty())
            upstream.url = QUrl(url, QUrl::StrictMode);
        else if (!keys->isEmpty())
            upstream.url = QUrl(QLatin1String(standard));
        if (!upstream.url.isEmpty() && upstream.keys.isEmpty())
            line.remarks.append(QStringLiteral("No key for %1: its upstream gets none.").arg(name));
        if (!upstream.keys.isEmpty() && upstream.url.scheme() == QLatin1String("http") &&
            !QHostAddress(upstream.url.host()).isLoopback() &&
            upstream.url.host() != QLatin1String("localhost"))
            line.remarks.append(QStringLiteral("The key for %1 crosses the network in the clear.").arg(name));
        line.gateway.upstreams.insert(provider, upstream);
    }
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

Result<void> readPrices(const QCommandLineParser& parser, GatewayCommandLine& line) {
    const QString file = parser.value(QStringLiteral("prices"));
    if (file.isEmpty()) {
        line.remarks.append(
            QStringLiteral("No price list (--prices): every model is counted at the worst case, "
                           "150 US dollars for a million tokens in and 600 out."));
        return {};
    }
    const auto text = readFile(file, maxPriceFile);
    if (!text)
        return text.error();
    auto prices = PriceList::fromJson(*text);
    if (!prices)
        return prices.error().within(file);
    line.gateway.prices = std::move(*prices);
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
    for (const QCommandLineOption& option : gatewayFlags())
        text += QStringLiteral("  --%1 %2\n        %3\n")
                    .arg(option.names().first(), option.valueName(), option.description());
    text += QStringLiteral("\nKeys may also be systemd credentials: anthropic-key, openai-key, gemini-key, "
                           "gateway-client-key.\nSeveral keys of one provider are separated by commas.\n");
    return text;
}

Result<GatewayCommandLine> GatewayCommandLine::parse(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions(gatewayFlags());
    if (!parser.parse(QStringList(QStringLiteral("gateway")) + arguments))
        return wrongGateway(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return wrongGateway(QStringLiteral("unknown argument %1").arg(parser.positionalArguments().first()));
    GatewayCommandLine line;
    const QString listen = parser.value(QStringLiteral("listen"));
    if (const auto read = readListen(listen.isEmpty() ? QStringLiteral("127.0.0.1:0") : listen, line.gateway);
        !read)
        return read.error();
    if (const auto read = readLimits(parser, line.budget); !read)
        return read.error();
    if (const auto read = readUpstreams(parser, line); !read)
        return read.error();
    if (const auto read = readClientKey(parser, line.gateway); !read)
        return read.error();
    if (const auto read = readPrices(parser, line); !read)
        return read.error();
    line.ledger = parser.value(QStringLiteral("ledger"));
    line.gateway.ownHosts = parser.values(QStringLiteral("host"));
    line.gateway.ownHosts.append(line.gateway.listen);
    line.gateway.authorities = parser.value(QStringLiteral("upstream-ca"));
    line.gateway.usageScope = QLatin1String(scopeId);
    return line;
}

} // namespace signalbox
