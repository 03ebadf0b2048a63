// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/http_transport.h"

#include <QCryptographicHash>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qint64 streamBuffer = 256 << 10;
constexpr qint64 streamSlice = 32 << 10; ///< handed on in one turn of the event loop
constexpr qint64 largestErrorBody = 64 << 10;

QByteArray fingerprint(const QSslCertificate& certificate) {
    return certificate.digest(QCryptographicHash::Sha256).toHex();
}

/// A body that can be read once. QNetworkAccessManager silently sends a request again when the connection
/// breaks before the answer; with this it cannot, and no vote or command is given twice.
class OneShotBody final : public QIODevice {
public:
    OneShotBody(QByteArray bytes, QObject* parent) : QIODevice(parent), m_bytes(std::move(bytes)) {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    bool reset() override { return false; }
    [[nodiscard]] bool atEnd() const override { return m_at == m_bytes.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_at; }

protected:
    qint64 readData(char* to, qint64 most) override {
        const qint64 length = std::min<qint64>(most, m_bytes.size() - m_at);
        if (length == 0)
            return -1;
        std::copy_n(m_bytes.constData() + m_at, length, to);
        m_at += length;
        return length;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

/// One request in flight, from sending it to knowing what became of it. Owns the reply.
class Exchange : public QObject {
    Q_OBJECT
public:
    Exchange(QNetworkAccessManager& network, const Endpoint& endpoint, const ApiRequest& request,
             Millis limit, bool streaming)
        : m_endpoint(endpoint), m_limit(limit) {
        QUrl url = endpoint.url;
        const qsizetype mark = request.path.indexOf(QLatin1Char('?'));
        url.setPath(request.path.left(mark), QUrl::TolerantMode);
        if (mark >= 0)
            url.setQuery(request.path.mid(mark + 1));
        QNetworkRequest out(url);
        out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        out.setRawHeader("Accept", request.accept);
        // No compression: a stream must not wait in a decoder, and a small answer must not grow large.
        out.setRawHeader("Accept-Encoding", "identity");
        if (!endpoint.token.isEmpty())
            out.setRawHeader("Authorization", "Bearer " + endpoint.token.toUtf8());
        if (!request.body.isEmpty())
            out.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);
        if (request.body.isEmpty() || request.repeatable) {
            m_reply = network.sendCustomRequest(out, request.method, request.body);
        } else {
            out.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
            out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
            // A connection that waits idle may be closed just now; this one is fresh.
            out.setRawHeader("Connection", "close");
            m_reply = network.sendCustomRequest(out, request.method, new OneShotBody(request.body, this));
        }
        m_reply->setParent(this);
        if (streaming)
            m_reply->setReadBufferSize(streamBuffer);
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_timedOut = true;
            m_reply->abort();
        });
        connect(m_reply, &QNetworkReply::sslErrors, this, &Exchange::judgeCertificate);
        connect(m_reply, &QNetworkReply::encrypted, this, &Exchange::checkPin);
        touch();
    }

    /// Something was heard: the time limit begins anew.
    void touch() { m_timer.start(int(m_limit.count())); }

    [[nodiscard]] QNetworkReply& reply() const { return *m_reply; }
    [[nodiscard]] int status() const {
        return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    /// True when the answer is whole, whatever its status.
    [[nodiscard]] bool answered() const {
        if (m_timedOut || !m_refusal.isEmpty())
            return false;
        const auto code = m_reply->error();
        return code == QNetworkReply::NoError ||
               (status() >= 400 && code > QNetworkReply::UnknownProxyError &&
                code <= QNetworkReply::UnknownServerError && code != QNetworkReply::ProtocolUnknownError);
    }
    /// Why there was no whole answer.
    [[nodiscard]] Error failure() const;
    /// True when the request may have arrived although no answer did.
    [[nodiscard]] bool unclear() const {
        if (!m_refusal.isEmpty())
            return false;
        switch (m_reply->error()) {
        case QNetworkReply::ConnectionRefusedError:
        case QNetworkReply::HostNotFoundError:
        case QNetworkReply::SslHandshakeFailedError:
        case QNetworkReply::ProtocolUnknownError:
            return false;
        default:
            return true;
        }
    }

private:
    void judgeCertificate(const QList<QSslError>& errors) {
        if (!m_endpoint.pinnedSha256.isEmpty()) {
            checkPin();
            if (m_refusal.isEmpty())
                m_reply->ignoreSslErrors(errors); // exactly the certificate that the person pinned
            return;
        }
        QStringList reasons;
        QByteArray digest;
        for (const QSslError& error : errors) {
            reasons.append(error.errorString());
            if (digest.isEmpty() && !error.certificate().isNull())
                digest = fingerprint(error.certificate());
        }
        m_refusal = QStringLiteral("the certificate of %1 cannot be trusted: %2")
                        .arg(m_endpoint.url.host(), reasons.join(QStringLiteral("; ")));
        if (!digest.isEmpty())
            m_refusalHint =
                QStringLiteral("If its SHA-256 is known to be %1, pin it.").arg(QString::fromLatin1(digest));
    }
    void checkPin() {
        if (m_endpoint.pinnedSha256.isEmpty())
            return;
        const QByteArray is = fingerprint(m_reply->sslConfiguration().peerCertificate());
        if (is == m_endpoint.pinnedSha256)
            return;
        m_refusal = QStringLiteral("%1 shows a certificate that is not the pinned one: its SHA-256 is %2, "
                                   "expected was %3")
                        .arg(m_endpoint.url.host(), QString::fromLatin1(is),
                             QString::fromLatin1(m_endpoint.pinnedSha256));
        m_refusalHint = QStringLiteral("Ask its administrator whether it was renewed; nothing was sent.");
        m_reply->abort();
    }

    Endpoint m_endpoint;
    Millis m_limit;
    QNetworkReply* m_reply = nullptr;
    QTimer m_timer;
    bool m_timedOut = false;
    QString m_refusal;
    QString m_refusalHint;
};

Error Exchange::failure() const {
    const QString where = m_endpoint.url.toString(QUrl::RemovePath | QUrl::RemoveUserInfo);
    if (!m_refusal.isEmpty())
        return {ErrorKind::Denied, m_refusal, m_refusalHint};
    if (m_timedOut)
        return {ErrorKind::Timeout,
                QStringLiteral("%1 did not answer within %2").arg(where, humanDuration(m_limit)),
                {}};
    switch (m_reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {ErrorKind::Unavailable, QStringLiteral("nothing listens at %1").arg(where),
                QStringLiteral("Is the core running there?")};
    case QNetworkReply::HostNotFoundError:
        return {ErrorKind::Unavailable, QStringLiteral("no host is known as %1").arg(m_endpoint.url.host()),
                QStringLiteral("Check the address.")};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return {ErrorKind::Unavailable,
                QStringLiteral("%1 closed the connection without an answer").arg(where),
                {}};
    case QNetworkReply::SslHandshakeFailedError:
        return {ErrorKind::Denied,
                QStringLiteral("no secure connection with %1: %2").arg(where, m_reply->errorString()),
                QStringLiteral("Does it speak HTTPS at this port?")};
    default:
        return {ErrorKind::Unavailable, QStringLiteral("%1: %2").arg(where, m_reply->errorString()), {}};
    }
}

/// A stream over a connection of its own.
class HttpStream final : public ByteStream {
    Q_OBJECT
public:
    HttpStream(const Endpoint& endpoint, const ApiRequest& request, Millis silenceLimit)
        : m_accept(request.accept) {
        m_network.setProxy(QNetworkProxy::NoProxy);
        m_exchange = std::make_unique<Exchange>(m_network, endpoint, request, silenceLimit, true);
        QNetworkReply* reply = &m_exchange->reply();
        connect(reply, &QNetworkReply::readyRead, this, &HttpStream::read);
        connect(reply, &QNetworkReply::finished, this, &HttpStream::end);
        m_more.setSingleShot(true);
        m_more.setInterval(0); // a timer: what is posted would still belong to this turn
        connect(&m_more, &QTimer::timeout, this, &HttpStream::hand);
    }

private:
    void read() {
        m_exchange->touch();
        QNetworkReply& reply = m_exchange->reply();
        if (m_exchange->status() != 200)
            return; // its body is read at the end
        const QPointer<HttpStream> self(this);
        if (!m_open && !accept(reply))
            return;
        if (self && !m_more.isActive())
            hand();
    }
    /// However much has come, the listener's thread is not held up: the rest waits for the next turn.
    void hand() {
        QNetworkReply& reply = m_exchange->reply();
        if (!m_open || m_over)
            return;
        const QPointer<HttpStream> self(this);
        if (reply.bytesAvailable() > 0)
            emit bytesArrived(reply.read(streamSlice));
        if (!self || m_over)
            return;
        if (reply.bytesAvailable() > 0)
            return m_more.start();
        if (m_ended) {
            m_over = true;
            emit finished();
        }
    }
    bool accept(QNetworkReply& reply) {
        const QByteArray type = reply.header(QNetworkRequest::ContentTypeHeader).toByteArray();
        if (type.startsWith(m_accept)) {
            m_open = true;
            emit opened();
            return true;
        }
        fail({ErrorKind::Corrupt,
              QStringLiteral("a stream of %1 was expected, but the answer is %2")
                  .arg(QString::fromLatin1(m_accept), QString::fromLatin1(type)),
              QStringLiteral("Is it a Signalbox core that answers at this address?")});
        return false;
    }
    void end() {
        if (m_exchange->answered() && m_exchange->status() == 200) {
            m_ended = true;
            read();
        } else if (m_exchange->answered()) {
            fail(errorFrom({m_exchange->status(), m_exchange->reply().read(largestErrorBody)}));
        } else {
            fail(m_exchange->failure());
        }
    }
    void fail(const Error& error) {
        if (std::exchange(m_over, true))
            return;
        emit failed(error);
    }

    QByteArray m_accept;
    QNetworkAccessManager m_network;
    std::unique_ptr<Exchange> m_exchange;
    bool m_open = false;
    bool m_ended = false; ///< all has come, not all is handed on
    bool m_over = false;
    QTimer m_more;
};

} // namespace

HttpTransport::HttpTransport(Endpoint endpoint, Millis requestLimit, Millis silenceLimit)
    : m_endpoint(std::move(endpoint)), m_requestLimit(requestLimit), m_silenceLimit(silenceLimit),
      m_network(std::make_unique<QNetworkAccessManager>()),
      m_writes(std::make_unique<QNetworkAccessManager>()) {
    m_network->setProxy(QNetworkProxy::NoProxy);
    m_writes->setProxy(QNetworkProxy::NoProxy);
}

HttpTransport::~HttpTransport() {
    // Before the manager that serves them.
    qDeleteAll(findChildren<Exchange*>(Qt::FindDirectChildrenOnly));
}

void HttpTransport::prepare(bool, QObject* context, std::function<void(Result<void>)> done) {
    callLater(context, [done = std::move(done)] { done({}); });
}

void HttpTransport::request(const ApiRequest& request, QObject* context, std::function<void(Delivery)> done) {
    if (m_endpoint.url.isEmpty()) {
        callLater(context, [done = std::move(done)] {
            done({Error{ErrorKind::Unavailable, QStringLiteral("no core is connected"), {}}, false});
        });
        return;
    }
    QNetworkAccessManager& network = request.body.isEmpty() || request.repeatable ? *m_network : *m_writes;
    auto* exchange = new Exchange(network, m_endpoint, request, m_requestLimit, false);
    exchange->setParent(this);
    QNetworkReply* reply = &exchange->reply();
    auto body = std::make_shared<QByteArray>();
    const QPointer<QObject> listener(context);
    connect(reply, &QNetworkReply::readyRead, exchange, [=, limit = request.maxBytes] {
        exchange->touch();
        body->append(reply->readAll());
        if (body->size() > limit)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, exchange, [=, limit = request.maxBytes, done = std::move(done)] {
        if (reply->isOpen()) // it is not after abort()
            body->append(reply->readAll());
        exchange->deleteLater();
        if (!listener)
            return;
        if (body->size() > limit)
            return done({Error{ErrorKind::LimitReached,
                               QStringLiteral("the answer is larger than %1 bytes").arg(limit),
                               {}},
                         true});
        if (!exchange->answered())
            return done({exchange->failure(), exchange->unclear()});
        done({ApiReply{exchange->status(), *body}, false});
    });
}

std::unique_ptr<ByteStream> HttpTransport::stream(const ApiRequest& request) {
    return std::make_unique<HttpStream>(m_endpoint, request, m_silenceLimit);
}

} // namespace signalbox

#include "http_transport.moc"
