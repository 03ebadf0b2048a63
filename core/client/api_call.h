// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/transport.h"
#include "core/client/wire.h"

#include <functional>

namespace signalbox {

/// Sends the request and reads the answer with `read`; an error status becomes its Error. done is called
/// once, unless context is gone by then.
template <typename T>
void callApi(Transport& transport, const ApiRequest& request, QObject* context,
             std::function<Result<T>(const QByteArray&)> read, std::function<void(Result<T>)> done) {
    transport.request(request, context,
                      [read = std::move(read), done = std::move(done)](const Delivery& delivery) {
                          if (!delivery.reply)
                              return done(delivery.reply.error());
                          if (delivery.reply->status >= 400 || delivery.reply->status < 200)
                              return done(errorFrom(*delivery.reply));
                          if constexpr (std::is_void_v<T>)
                              done({});
                          else
                              done(read(delivery.reply->body));
                      });
}

/// A request that only reads.
inline ApiRequest get(const QString& path) {
    ApiRequest request;
    request.path = path;
    return request;
}

/// Reads the list under `name` in the answer's object.
template <typename T>
std::function<Result<QList<T>>(const QByteArray&)> listNamed(const char* name) {
    return [name](const QByteArray& body) -> Result<QList<T>> {
        const Result<QJsonObject> object = jsonObjectFrom(body);
        if (!object)
            return object.error();
        QList<T> list;
        std::optional<Error> error;
        json::read(object->value(QLatin1String(name)), list, QLatin1String(name), error);
        if (error)
            return Error{ErrorKind::Corrupt,
                         QStringLiteral("the core's answer is not as it must be: %1").arg(error->message),
                         QStringLiteral("Do core and program have the same version?")};
        return list;
    };
}

} // namespace signalbox
