// SPDX-License-Identifier: GPL-3.0-or-later
// What model calls used, as the gateway counted it.
#include "app/ctl/ctl.h"

#include "core/client/http_transport.h"
#include "core/client/wire.h"

#include <QJsonObject>

namespace signalbox::ctl {

namespace {

using namespace std::chrono_literals;

Result<QJsonObject> fetchUsage(Ctl& ctl, const QUrl& gateway) {
    Endpoint endpoint;
    endpoint.url = gateway;
    HttpTransport transport(endpoint, 10s, 10s);
    ApiRequest request;
    request.path = QStringLiteral("/signalbox/v1/usage");
    const Result<QByteArray> body = ctl.await<QByteArray>([&](const Callback<QByteArray>& done) {
        transport.request(request, &ctl, [done](const Delivery& delivery) {
            if (!delivery.reply)
                done(delivery.reply.error());
            else if (delivery.reply->status != 200)
                done(errorFrom(*delivery.reply));
            else
                done(delivery.reply->body);
        });
    });
    return body ? jsonObjectFrom(*body) : Result<QJsonObject>(body.error());
}

int usage(Ctl& ctl, const Arguments& arguments) {
    const QUrl gateway(arguments.value(QStringLiteral("gateway")), QUrl::StrictMode);
    if (!gateway.isValid() || gateway.host().isEmpty() ||
        (gateway.scheme() != QLatin1String("http") && gateway.scheme() != QLatin1String("https")))
        return ctl.usage({ErrorKind::Invalid, QStringLiteral("--gateway takes the gateway's URL"),
                          QStringLiteral("signalboxd gateway prints it: http://127.0.0.1:PORT")});
    const Result<QJsonObject> answer = fetchUsage(ctl, gateway);
    if (!answer) {
        ctl.out().error(answer.error());
        return answer.error().kind == ErrorKind::Unavailable || answer.error().kind == ErrorKind::Timeout
                   ? Unreachable
                   : Failed;
    }
    QJsonObject told;
    for (const char* key : {"input", "cache_read", "cache_write", "output", "cost"})
        told.insert(QLatin1String(key), answer->value(QLatin1String(key)));
    if (ctl.out().json()) {
        ctl.out().document(told);
        return Done;
    }
    const auto count = [&](const char* key) {
        return QString::number(told.value(QLatin1String(key)).toInteger());
    };
    ctl.out().table({}, {{QStringLiteral("input, not cached"), count("input")},
                         {QStringLiteral("read from a cache"), count("cache_read")},
                         {QStringLiteral("written to a cache"), count("cache_write")},
                         {QStringLiteral("output"), count("output")},
                         {QStringLiteral("cost, US dollars"),
                          QString::number(told.value(QLatin1String("cost")).toDouble(), 'f', 4)}});
    return Done;
}

} // namespace

QList<Command> gatewayCommands() {
    return {
        {QStringLiteral("gateway usage"),
         {},
         QStringLiteral("what model calls through a gateway used, in tokens and US dollars"),
         QStringLiteral("The four kinds of tokens exclude each other: input is what was neither read from a "
                        "cache nor written to one.\n"
                        "    signalboxctl gateway usage --gateway http://127.0.0.1:8090"),
         {{QStringLiteral("gateway"), QStringLiteral("URL"),
           QStringLiteral("the gateway, as “signalboxd gateway” printed it"), false}},
         0,
         0,
         usage}};
}

} // namespace signalbox::ctl
