// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the reading of the name that a TLS client asks for: real ones whole and in pieces, and everything
// that could be taken for another name is refused.
#include "core/egress/client_hello.h"

#include <QRandomGenerator>
#include <QTest>

#include <openssl/ssl.h>

#include <memory>

using namespace signalbox;
using State = ClientHello::State;

namespace {

/// The first bytes of OpenSSL's own client.
QByteArray realHello(const char* name) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free);
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), SSL_free);
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out); // it owns both
    if (name)
        SSL_set_tlsext_host_name(ssl.get(), name);
    SSL_connect(ssl.get());
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    return {bytes, qsizetype(size)};
}

QByteArray number(qsizetype value, int bytes) {
    QByteArray text;
    for (int i = bytes - 1; i >= 0; --i)
        text.append(char(value >> (8 * i)));
    return text;
}

QByteArray nameExtension(const QByteArray& name, int kind = 0) {
    const QByteArray entry = number(kind, 1) + number(name.size(), 2) + name;
    return number(0, 2) + number(entry.size() + 2, 2) + number(entry.size(), 2) + entry;
}

/// A hello with these extensions, in records of at most this size.
QByteArray hello(const QByteArray& extensions, qsizetype record = 16384) {
    const QByteArray body = QByteArray("\x03\x03") + QByteArray(32, 'r') + number(0, 1) + number(2, 2) +
                            "\x13\x01" + number(1, 1) + number(0, 1) + number(extensions.size(), 2) +
                            extensions;
    const QByteArray message = number(1, 1) + number(body.size(), 3) + body;
    QByteArray bytes;
    for (qsizetype at = 0; at < message.size(); at += record) {
        const QByteArray piece = message.mid(at, record);
        bytes += QByteArray("\x16\x03\x01") + number(piece.size(), 2) + piece;
    }
    return bytes;
}

} // namespace

class TestClientHello : public QObject {
    Q_OBJECT

private slots:
    void aRealOneIsRead() {
        const QByteArray bytes = realHello("Example.Org");
        QVERIFY(bytes.size() > 100);
        const ClientHello found = readClientHello(bytes);
        QVERIFY(found.state == State::Done);
        QCOMPARE(found.serverName, QByteArray("example.org"));
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY2(readClientHello(bytes.first(size)).state == State::More,
                     qPrintable(QString::number(size)));
        QVERIFY(readClientHello(bytes + "and more").state == State::Done);
    }

    void oneInManyRecordsIsRead() {
        const QByteArray bytes = hello(nameExtension("example.org"), 7);
        const ClientHello found = readClientHello(bytes);
        QVERIFY(found.state == State::Done);
        QCOMPARE(found.serverName, QByteArray("example.org"));
    }

    void withoutANameIsBad() {
        QVERIFY(readClientHello(realHello(nullptr)).state == State::Bad);
        QVERIFY(readClientHello(hello({})).state == State::Bad);
    }

    void twoNamesAreBad() {
        QVERIFY(readClientHello(hello(nameExtension("a.org") + nameExtension("b.org"))).state == State::Bad);
        const QByteArray two = number(0, 1) + number(5, 2) + "a.org" + number(0, 1) + number(5, 2) + "b.org";
        QVERIFY(readClientHello(hello(number(0, 2) + number(two.size() + 2, 2) + number(two.size(), 2) + two))
                    .state == State::Bad);
    }

    void aHiddenNameIsBad() {
        const QByteArray hidden = number(0xfe0d, 2) + number(3, 2) + "xyz";
        QVERIFY(readClientHello(hello(nameExtension("a.org") + hidden)).state == State::Bad);
        QVERIFY(readClientHello(hello(hidden + nameExtension("a.org"))).state == State::Bad);
    }

    void whatIsNoTlsIsBadAtOnce() {
        for (const QByteArray& bytes :
             {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("SSH-2.0-x\r\n"),
              QByteArray("\x15\x03\x01\0\2\2\x28", 7), QByteArray("\x16\x02\0\0\5hello", 10),
              QByteArray("\x16\x03\1\0\0", 5), QByteArray("\x80\x2e\1\3\1", 5)})
            QVERIFY(readClientHello(bytes).state == State::Bad);
        QVERIFY(readClientHello(QByteArray("\x16\x03\1\0\4\2\0\0\0", 9)).state == State::Bad); // a server's
    }

    void lengthsThatLieAreBad() {
        QByteArray bytes = hello(nameExtension("a.org"));
        for (qsizetype at = 9; at < bytes.size(); ++at) {
            QByteArray wrong = bytes;
            wrong[at] = char(wrong[at] ^ 0xff);
            const ClientHello found = readClientHello(wrong);
            QVERIFY(found.state != State::Done || found.serverName == "a.org" || !found.serverName.isEmpty());
        }
        // Endless: a message said to be larger than any, and records that never end it.
        QVERIFY(readClientHello(QByteArray("\x16\x03\1\x40\0\1\xff\xff\xff", 9)).state == State::Bad);
        QVERIFY(
            readClientHello(QByteArray("\x16\x03\x01\x40\x00\x01\x00\x7f\x00", 9) + QByteArray(40'000, '\0'))
                .state == State::Bad);
    }

    void noiseDoesNoHarm() {
        QRandomGenerator random(7);
        const QByteArray sound = realHello("example.org");
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes = sound;
            for (int i = random.bounded(1, 6); i > 0; --i)
                bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
            (void)readClientHello(bytes.first(random.bounded(int(bytes.size()) + 1)));
        }
    }
};

QTEST_GUILESS_MAIN(TestClientHello)
#include "tst_client_hello.moc"
