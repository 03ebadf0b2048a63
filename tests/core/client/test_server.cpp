// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_server.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QUrl>
#include <QUrlQuery>

namespace signalbox::test {

namespace {

// Made for these tests only; protects nothing.
constexpr auto certificatePem = R"(-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUDsADlvI9zFYNn1a6YlDnzhSDnMgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDA2NTYyOFoYDzIxMjYxMDI3
MDY1NjI4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARbScE4pfBU13f4KuEMspL+SgdHUM1v1QZkYqKvJ4Wf7pMWDNSztP4w
ZJY4h1YcIKdf0089POdKd8TJiC0FXub3o28wbTAdBgNVHQ4EFgQU6Z6UUDPyuv5G
sM+AKY6yG4ZguOQwHwYDVR0jBBgwFoAU6Z6UUDPyuv5GsM+AKY6yG4ZguOQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgYkuo3+pIeYoamG9nE8doimRcnJqmYJe3YY2pTrERiEoCIQC9
q2wThugerl01Aq1ZOz48vBnLwK3D97Bjf4aoO3CkOQ==
-----END CERTIFICATE-----
)";
constexpr auto keyPem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA2pUJrgfdCv4joeB
MI8k0vXvMQRLSjxfpXkw2Fb4lA6hRANCAARbScE4pfBU13f4KuEMspL+SgdHUM1v
1QZkYqKvJ4Wf7pMWDNSztP4wZJY4h1YcIKdf0089POdKd8TJiC0FXub3
-----END PRIVATE KEY-----
)";

} // namespace

TestServer::TestServer(bool tls) : m_tls(tls), m_core(makeCore(QStringLiteral("one"))) {}

std::unique_ptr<ScenarioCore> TestServer::makeCore(const QString& instance) {
    auto core = std::make_unique<ScenarioCore>(true);
    core->info().version = QStringLiteral(SIGNALBOX_VERSION);
    core->info().instance = instance;
    core->info().user = QStringLiteral("alex");
    core->info().provider.uri = QStringLiteral("test");
    core->info().provider.isolated = true;
    return core;
}

void TestServer::start() {
    if (!listen(QHostAddress::LocalHost, m_port))
        qFatal("the test server cannot listen: %s", qPrintable(errorString()));
    m_port = serverPort();
}

void TestServer::stop() {
    close();
    for (QTcpSocket* socket : findChildren<QTcpSocket*>())
        socket->abort();
}

QString TestServer::url() const {
    return QStringLiteral("%1://localhost:%2")
        .arg(m_tls ? QStringLiteral("https") : QStringLiteral("http"))
        .arg(m_port);
}

QByteArray TestServer::fingerprint() {
    return QSslCertificate(QByteArray(certificatePem)).digest(QCryptographicHash::Sha256).toHex();
}

int TestServer::streamCount() const {
    return int(m_streams.size());
}

int TestServer::count(const QByteArray& method, const QByteArray& start) const {
    return int(std::count_if(seen.begin(), seen.end(), [&](const SeenRequest& r) {
        return r.method == method && r.target.startsWith(start);
    }));
}

void TestServer::dropStreams() {
    for (QTcpSocket* socket : m_streams.keys())
        socket->abort();
}

void TestServer::sendToStreams(const QByteArray& bytes) {
    for (QTcpSocket* socket : m_streams.keys())
        socket->write(bytes);
}

void TestServer::incomingConnection(qintptr handle) {
    auto* socket = m_tls ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(handle);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_streams.remove(socket);
        socket->deleteLater();
    });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onData(socket); });
    if (auto* secure = qobject_cast<QSslSocket*>(socket)) {
        QSslConfiguration configuration = secure->sslConfiguration();
        configuration.setLocalCertificate(QSslCertificate(QByteArray(certificatePem)));
        configuration.setPrivateKey(QSslKey(QByteArray(keyPem), QSsl::Ec));
        secure->setSslConfiguration(configuration);
        secure->startServerEncryption();
    }
}

void TestServer::onData(QTcpSocket* socket) {
    if (m_streams.contains(socket))
        return;
    QByteArray data = socket->property("data").toByteArray() + socket->readAll();
    socket->setProperty("data", data);
    const qsizetype end = data.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QList<QByteArray> lines = data.left(end).split('\n');
    SeenRequest request;
    request.method = lines.first().split(' ').value(0);
    request.target = lines.first().split(' ').value(1);
    qint64 length = 0;
    for (const QByteArray& line : lines) {
        const QByteArray name = line.left(line.indexOf(':')).toLower();
        const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
        if (name == "content-length")
            length = value.toLongLong();
        else if (name == "authorization")
            request.token = value.mid(7);
    }
    if (data.size() < end + 4 + length)
        return;
    request.body = data.mid(end + 4, length);
    socket->setProperty("data", QByteArray());
    seen.append(request);
    serve(socket, request);
}

void TestServer::serve(QTcpSocket* socket, const SeenRequest& request) {
    const Fault wrong = fault ? fault(request) : Fault();
    if (wrong.kind == Fault::CloseBefore)
        return socket->abort();
    if (wrong.kind == Fault::Hang)
        return;
    if (wrong.kind == Fault::Answer)
        return answer(socket, wrong.status, wrong.type, wrong.body, false, wrong.headers);
    if (!token.isEmpty() && request.token != token && request.target != "/v1/ping")
        return answer(socket, 401, "application/json", R"({"error":{"kind":"denied","message":"no token"}})");
    const QByteArray path = request.target.split('?').first();
    if (path == "/v1/events" || path.endsWith("/log/follow"))
        return stream(socket, request);
    if (path == "/v1/journal/export")
        return answer(socket, 200, "application/x-ndjson", m_core->journal());
    if (path.endsWith("/log")) {
        const qint64 from = QUrlQuery(QUrl(QString::fromLatin1(request.target)))
                                .queryItemValue(QStringLiteral("from"))
                                .toLongLong();
        return answer(socket, 200, "application/x-ndjson",
                      m_core->log(path.split('/').value(3).toLongLong()).mid(from));
    }
    ApiRequest api;
    api.method = request.method;
    api.path = QString::fromLatin1(request.target);
    api.body = request.body;
    const ApiReply reply = m_core->handle(api);
    if (wrong.kind == Fault::CloseAfter)
        return socket->abort();
    answer(socket, reply.status, path.endsWith("/patch") ? "text/x-diff" : "application/json", reply.body,
           wrong.kind == Fault::HalfAnswer);
}

void TestServer::answer(QTcpSocket* socket, int status, const QByteArray& type, const QByteArray& body,
                        bool half, const QByteArray& headers) {
    socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: " + type + "\r\n" +
                  headers + "Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                  "\r\n\r\n");
    socket->write(half ? body.left(body.size() / 2) : body);
    socket->disconnectFromHost();
}

void TestServer::stream(QTcpSocket* socket, const SeenRequest& request) {
    const QUrl url(QString::fromLatin1(request.target));
    Stream stream;
    stream.place = QUrlQuery(url).queryItemValue(QStringLiteral("from")).toLongLong();
    if (url.path() != QLatin1String("/v1/events"))
        stream.task = url.path().split(QLatin1Char('/')).value(3).toLongLong();
    if (stream.task > 0 && !m_core->task(stream.task))
        return answer(socket, 404, "application/json",
                      R"({"error":{"kind":"not_found","message":"no such task"}})");
    m_streams.insert(socket, stream);
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 1000\n\n");
    connect(m_core.get(), &ScenarioCore::recordAdded, socket, [this, socket] { pump(socket); });
    connect(m_core.get(), &ScenarioCore::logGrew, socket, [this, socket] { pump(socket); });
    pump(socket);
}

void TestServer::pump(QTcpSocket* socket) {
    const auto it = m_streams.find(socket);
    if (it == m_streams.end() || silent)
        return;
    if (it->task == 0) {
        socket->write(m_core->eventsAfter(it->place));
        return;
    }
    const QByteArray log = m_core->log(it->task);
    while (it->place < log.size()) {
        const qint64 end = log.indexOf('\n', it->place) + 1;
        socket->write("id: " + QByteArray::number(end) +
                      "\ndata: " + log.mid(it->place, end - 1 - it->place) + "\n\n");
        it->place = end;
    }
    if (m_core->isFinished(it->task))
        socket->write("event: end\ndata: {}\n\n");
}

} // namespace signalbox::test
