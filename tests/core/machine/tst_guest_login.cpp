// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the handshake with a guest against whatever stands still at the other end: it ends in time, and at
// once when it is cancelled, also when that was so before it began (libssh alone waited for three minutes
// then), and closes what it was given.
#include "core/machine/guest_session.h"
#include "core/machine/ssh_keys.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace signalbox;
using namespace std::chrono_literals;

class TestGuestLogin : public QObject {
    Q_OBJECT

private slots:
    void init() {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
        m_ours = ends[0];
        m_guests = ends[1];
        const auto key = makeSshKeyPair();
        QVERIFY(key);
        m_login = {key->privateKey, key->publicKey, 60s, {}};
    }
    void cleanup() {
        char byte = 0;
        while (::recv(m_guests, &byte, 1, 0) > 0) {
        }
        QCOMPARE(::recv(m_guests, &byte, 1, 0), ssize_t(0)); // our end is closed
        ::close(m_guests);
    }

    void aSilentGuestIsGivenUp() {
        m_login.limit = 300ms;
        QCOMPARE(outcome(), toString(ErrorKind::Timeout));
    }

    void aGuestThatStopsInTheMiddleIsGivenUp() {
        m_login.limit = 300ms;
        say("SSH-2.0-stuck\r\n");
        QCOMPARE(outcome(), toString(ErrorKind::Timeout));
    }

    void nonsenseIsNoGuest() {
        say(QByteArray("SSH-2.0-odd\r\n") + QByteArray(4000, 'x'));
        QCOMPARE(outcome(), toString(ErrorKind::Unavailable));
    }

    void aGuestThatGoesIsNotWaitedFor() {
        ::shutdown(m_guests, SHUT_WR);
        QCOMPARE(outcome(), toString(ErrorKind::Unavailable));
    }

    void whatWasCancelledBeforeDoesNotBegin() {
        m_login.cancel.cancel();
        QCOMPARE(outcome(), toString(ErrorKind::Cancelled));
    }

    void aCancelEndsIt() {
        std::thread canceller([token = m_login.cancel]() mutable {
            token.waitFor(100ms);
            token.cancel();
        });
        QCOMPARE(outcome(), toString(ErrorKind::Cancelled));
        canceller.join();
    }

private:
    QString outcome() {
        QElapsedTimer timer;
        timer.start();
        const auto session = GuestSession::open(m_ours, m_login);
        // Not a matter of speed: the limit of those that must not wait is a minute.
        if (timer.elapsed() > 30'000)
            return QStringLiteral("it waited");
        return session ? QStringLiteral("a session") : toString(session.error().kind);
    }
    void say(const QByteArray& bytes) const {
        QCOMPARE(::send(m_guests, bytes.constData(), size_t(bytes.size()), 0), ssize_t(bytes.size()));
    }

    int m_ours = -1;
    int m_guests = -1;
    GuestLogin m_login;
};

QTEST_GUILESS_MAIN(TestGuestLogin)
#include "tst_guest_login.moc"
