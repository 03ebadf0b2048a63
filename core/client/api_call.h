// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/transport.h"
#include "core/client/wire.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <functional>

namespace signalbox {

/// Answers of more bytes are read on another thread: ten thousand tasks would hold the console's up for long.
constexpr qsizetype largeAnswer = 64 << 10;

/// Has a thread of the pool read the answer, and gives what it found to `done` on the caller's thread.
template <typename T>
void readElsewhere(const QByteArray& body, QObject* context, std::function<Result<T>(const QByteArray&)> read,
                   std::function<void(Result<T>)> done) {
    using Found = std::shared_ptr<Result<T>>;
    auto promise = std::make_shared<QPromise<Found>>();
    auto* watcher = new QFutureWatcher<Found>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done = std::move(done)] {
        const Found found = watcher->result();
        watcher->deleteLater();
        done(std::move(*found));
    });
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, body, read = std::move(read)] {
        promise->start();
        promise->addResult(std::make_shared<Result<T>>(read(body)));
        promise->finish();
    });
}

/// Sends the request and reads the answer with `read`, which may run on another thread; an error status
/// becomes its Error. done is called once, unless context is gone by then.
template <typename T>
void callApi(Transport& transport, const ApiRequest& request, QObject* context,
             std::function<Result<T>(const QByteArray&)> read, std::function<void(Result<T>)> done) {
    transport.request(request, context,
                      [context, read = std::move(read), done = std::move(done)](const Delivery& delivery) {
                          if (!delivery.reply)
                              return done(delivery.reply.error());
                          if (delivery.reply->status >= 400 || delivery.reply->status < 200)
                              return done(errorFrom(*delivery.reply));
                          if constexpr (std::is_void_v<T>)
                              done({});
                          else if (delivery.reply->body.size() > largeAnswer)
                              readElsewhere<T>(delivery.reply->body, context, read, done);
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
