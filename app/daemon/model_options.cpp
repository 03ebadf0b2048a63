// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/model_options.h"

#include "core/base/files.h"
#include "core/gateway/provider_keys.h"

#include <QHostAddress>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qint64 maxPriceFile = 1 << 20;
constexpr double mostDollars = 1e6;

Result<void> readUpstreams(const QCommandLineParser& parser, ModelOptions& options) {
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
            options.remarks.append(QStringLiteral("No key for %1: its upstream gets none.").arg(name));
        if (!upstream.keys.isEmpty() && upstream.url.scheme() == QLatin1String("http") &&
            !QHostAddress(upstream.url.host()).isLoopback() &&
            upstream.url.host() != QLatin1String("localhost"))
            options.remarks.append(
                QStringLiteral("The key for %1 crosses the network in the clear.").arg(name));
        options.upstreams.insert(provider, upstream);
    }
    return {};
}

Result<void> readPrices(const QCommandLineParser& parser, ModelOptions& options) {
    const QString file = parser.value(QStringLiteral("prices"));
    if (file.isEmpty()) {
        options.remarks.append(
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
    options.prices = std::move(*prices);
    return {};
}

} // namespace

bool ModelOptions::any() const {
    return std::any_of(upstreams.begin(), upstreams.end(),
                       [](const GatewayUpstream& upstream) { return !upstream.url.isEmpty(); });
}

QList<QCommandLineOption> ModelOptions::flags() {
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(help), QLatin1String(value));
    };
    return {option("anthropic-upstream", "Anthropic Messages. Default, with a key: https://api.anthropic.com",
                   "URL"),
            option("openai-upstream",
                   "OpenAI Chat Completions and Responses. Default, with a key: https://api.openai.com",
                   "URL"),
            option("gemini-upstream",
                   "Gemini. Default, with a key: https://generativelanguage.googleapis.com", "URL"),
            option("anthropic-key-file", "Its key, in a file of mode 0600; else $ANTHROPIC_API_KEY.", "FILE"),
            option("openai-key-file", "The same; else $OPENAI_API_KEY.", "FILE"),
            option("gemini-key-file", "The same; else $GEMINI_API_KEY.", "FILE"),
            option("prices", "Price list (JSON, US dollars for a million tokens).", "FILE"),
            option("upstream-ca", "Further authorities that upstreams may be certified by (PEM).", "FILE")};
}

Result<ModelOptions> ModelOptions::read(const QCommandLineParser& parser) {
    ModelOptions options;
    if (const auto read = readUpstreams(parser, options); !read)
        return read.error();
    if (const auto read = readPrices(parser, options); !read)
        return read.error();
    options.authorities = parser.value(QStringLiteral("upstream-ca"));
    return options;
}

Result<SpendingLimit> SpendingLimit::read(const QCommandLineParser& parser, const QString& tokenOption,
                                          const QString& costOption) {
    SpendingLimit limit;
    bool good = true;
    if (const QString text = parser.value(tokenOption); !text.isEmpty())
        limit.tokens = text.toLongLong(&good);
    if (!good || limit.tokens.value_or(0) < 0)
        return Error{
            ErrorKind::Invalid, QStringLiteral("--%1 takes a whole number from 0 on").arg(tokenOption), {}};
    if (const QString text = parser.value(costOption); !text.isEmpty()) {
        const double dollars = text.toDouble(&good);
        if (!good || !(dollars >= 0 && dollars <= mostDollars))
            return Error{ErrorKind::Invalid,
                         QStringLiteral("--%1 takes US dollars, from 0 to a million").arg(costOption),
                         {}};
        limit.cost = Money(dollars * picodollars);
    }
    return limit;
}

} // namespace signalbox
