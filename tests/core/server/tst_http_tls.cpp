// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the server's TLS side: versions, whole answers, refusals that arrive, limits before and after the
// handshake, and clear errors for bad files.
#include "server_fixture.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace signalbox;
using namespace signalbox::test;

namespace {

QStringList words(const char* text) {
    return QString::fromLatin1(text).split(u' ');
}

bool openssl(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForStarted() && process.waitForFinished() && process.exitCode() == 0;
}

/// Talks as "openssl s_client" does: all input is sent, all output is returned when the server ends the
/// connection.
QByteArray talk(const HttpServer& server, const QString& certificate, const QByteArray& request,
                const QStringList& more = {}) {
    QProcess client;
    client.start(QStringLiteral("openssl"),
                 words("s_client -quiet -verify_return_error -CAfile") +
                     QStringList{certificate, QStringLiteral("-connect"),
                                 QStringLiteral("127.0.0.1:%1").arg(server.port())} +
                     more);
    client.write(request);
    client.waitForFinished(20'000);
    return client.readAllStandardOutput();
}

void answer(const HttpRequest& request, HttpReply reply) {
    if (request.path == u"/stream") {
        reply.startStream(200, "text/plain");
        for (int i = 0; i < 4; ++i)
            reply.write(QByteArray(100'000, 'z'));
        reply.finish();
        return;
    }
    reply.send({200, "text/plain", request.secure ? "secure " + request.body : "plain", {}});
}

} // namespace

class TestHttpTls : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void speaksTls();
    void refusesOldVersions();
    void deliversRefusals();
    void endsSilentClients();
    void sparesGuestsTls();
    void stopsWithOpenConnections();
    void refusesBadFiles();

private:
    [[nodiscard]] HttpOptions options() const;
    QTemporaryDir m_dir;
    QString m_key = m_dir.filePath(QStringLiteral("key.pem"));
    QString m_certificate = m_dir.filePath(QStringLiteral("cert.pem"));
};

void TestHttpTls::initTestCase() {
    QVERIFY2(
        openssl(
            words("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
                  "-addext subjectAltName=DNS:localhost -keyout") +
            QStringList{m_key, QStringLiteral("-out"), m_certificate}),
        "the openssl program is needed");
}

HttpOptions TestHttpTls::options() const {
    HttpOptions made;
    made.tlsCertificate = m_certificate;
    made.tlsKey = m_key;
    made.limits.maxBody = 1000;
    return made;
}

void TestHttpTls::speaksTls() {
    auto server = serve(answer, options());
    QVERIFY(server);
    const QByteArray close = "Connection: close\r\n";
    QVERIFY(talk(*server, m_certificate, post("/", "hi", close)).endsWith("secure hi"));
    QVERIFY(talk(*server, m_certificate, post("/", "hi", close), words("-tls1_2")).endsWith("secure hi"));
    const QByteArray two = talk(*server, m_certificate, post("/", "one") + post("/", "two", close));
    QVERIFY(two.contains("secure one") && two.endsWith("secure two"));
    const QByteArray stream = talk(*server, m_certificate, get("/stream", close));
    QCOMPARE(stream.count('z'), 400'000);
    QVERIFY(stream.endsWith("0\r\n\r\n"));
}

void TestHttpTls::refusesOldVersions() {
    auto server = serve(answer, options());
    const QByteArray request = get("/", "Connection: close\r\n");
    QVERIFY(talk(*server, m_certificate, request, words("-tls1_1 -cipher ALL:@SECLEVEL=0")).isEmpty());
    auto plain = RawClient::toPort(server->port());
    plain.send(get("/"));
    QVERIFY(plain.seesEnd());
    QVERIFY(!talk(*server, m_certificate, request).isEmpty());
}

void TestHttpTls::deliversRefusals() {
    auto server = serve(answer, options());
    // The client is still sending when the refusal comes.
    QVERIFY(talk(*server, m_certificate, post("/", QByteArray(3'000'000, 'x'))).startsWith("HTTP/1.1 413"));
    QVERIFY(talk(*server, m_certificate, get("/", "X: " + QByteArray(20'000, 'x') + "\r\n"))
                .startsWith("HTTP/1.1 431"));
}

void TestHttpTls::endsSilentClients() {
    HttpOptions quick = options();
    quick.limits.requestTime = Millis(300);
    auto server = serve(answer, quick);
    std::vector<RawClient> silent; // before the handshake, where a naive server would wait for ever
    for (int i = 0; i < 50; ++i)
        silent.push_back(RawClient::toPort(server->port()));
    silent.front().send("\x16\x03\x01"); // half a record
    for (RawClient& client : silent)
        QVERIFY(client.seesEnd());
    QTRY_COMPARE(server->connectionCount(), 0);
}

void TestHttpTls::sparesGuestsTls() {
    auto server = serve(answer, options());
    const SocketPair pair = socketPair();
    server->adopt(pair.theirs, {Peer::Kind::Guest, QStringLiteral("m-1"), {}});
    QCOMPARE(RawClient(pair.ours).ask(get("/")).body, "plain");
}

void TestHttpTls::stopsWithOpenConnections() {
    Mailbox<HttpReply> replies;
    auto server =
        serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); }, options());
    QProcess client;
    client.start(QStringLiteral("openssl"),
                 words("s_client -quiet -connect") +
                     QStringList{QStringLiteral("127.0.0.1:%1").arg(server->port())});
    client.write(get("/"));
    QVERIFY(client.waitForBytesWritten());
    auto reply = replies.take();
    QVERIFY(reply && reply->startStream(200, "text/plain") && reply->write("begun"));
    QByteArray seen;
    while (!seen.contains("begun") && client.waitForReadyRead(20'000))
        seen += client.readAllStandardOutput();
    QVERIFY(seen.contains("begun"));
    server->stop();
    QVERIFY(client.waitForFinished());
    QVERIFY(!reply->open());
}

void TestHttpTls::refusesBadFiles() {
    const auto kind = [](const HttpOptions& tried) {
        const auto server = HttpServer::start(tried, answer);
        return server ? QStringLiteral("none") : toString(server.error().kind);
    };
    QCOMPARE(kind(options()), QStringLiteral("none"));
    HttpOptions missing = options();
    missing.tlsKey = QStringLiteral("/nonexistent/key.pem");
    QCOMPARE(kind(missing), QStringLiteral("invalid"));
    missing.tlsKey.clear(); // half of it must not mean plain HTTP
    QCOMPARE(kind(missing), QStringLiteral("invalid"));
    HttpOptions swapped = options();
    std::swap(swapped.tlsCertificate, swapped.tlsKey);
    QCOMPARE(kind(swapped), QStringLiteral("invalid"));
    const QString foreign = m_dir.filePath(QStringLiteral("foreign.pem"));
    QVERIFY(
        openssl(words("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out") + QStringList{foreign}));
    HttpOptions mismatch = options();
    mismatch.tlsKey = foreign;
    QCOMPARE(kind(mismatch), QStringLiteral("invalid"));
    const QString locked = m_dir.filePath(QStringLiteral("locked.pem"));
    QVERIFY(openssl(words("pkey -aes128 -passout pass:secret -in") +
                    QStringList{m_key, QStringLiteral("-out"), locked}));
    HttpOptions passphrase = options(); // an error, not a question on the terminal
    passphrase.tlsKey = locked;
    QCOMPARE(kind(passphrase), QStringLiteral("invalid"));
}

QTEST_GUILESS_MAIN(TestHttpTls)
#include "tst_http_tls.moc"
