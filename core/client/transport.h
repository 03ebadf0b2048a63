// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>

namespace signalbox {

struct ApiRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QString path; ///< with its query, escaped: "/v1/tasks/41/patch?max=100000"
    QByteArray body;
    QByteArray contentType = QByteArrayLiteral("application/json");
    QByteArray accept = QByteArrayLiteral("application/json");
    qint64 maxBytes = 64LL << 20; ///< of the answer; LimitReached beyond
    bool repeatable = false;      ///< with a body: sent twice it is done once
};

struct ApiReply {
    int status = 200;
    QByteArray body;
};

/// What became of a request.
struct Delivery {
    Result<ApiReply> reply; ///< an error: there was no (whole) answer
    bool unclear = false;   ///< with an error: the core may have received and done it all the same
};

/// A long answer that arrives in pieces. Deleting it ends it. opened comes first; after finished or failed
/// nothing comes any more.
class ByteStream : public QObject {
    Q_OBJECT
signals:
    void opened();
    void bytesArrived(const QByteArray& bytes);
    void finished();
    void failed(const signalbox::Error& error);
};

/// The way to a core: requests and streams. CoreClient speaks the API over it and knows no more. One thread;
/// callbacks come from the event loop, never from within the call.
class Transport : public QObject {
    Q_OBJECT
public:
    /// Makes sure that there is a core to talk to; mayStart: starts one where the transport can.
    virtual void prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) = 0;
    virtual void request(const ApiRequest& request, QObject* context, std::function<void(Delivery)> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<ByteStream> stream(const ApiRequest& request) = 0;
    [[nodiscard]] virtual Moment now() const { return SystemClock().now(); }

signals:
    /// One line on what prepare() is doing.
    void progress(const QString& line);
};

/// Calls `call` from the event loop, unless context is gone by then.
void callLater(QObject* context, std::function<void()> call);

/// The error that a core's answer with a status of 400 and more holds; a fitting one where its body holds
/// none.
Error errorFrom(const ApiReply& reply);

} // namespace signalbox
