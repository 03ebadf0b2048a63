// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the core from remotes on a network: what works with a path works over HTTP with git's own server,
// no silent or rude host holds a worker longer than it may, and refusals say what to do.
#include "core/git/mirror.h"
#include "git_fixture.h"
#include "git_http_server.h"
#include "result_checks.h"

#include <QFile>
#include <QTest>

#include <thread>

using namespace signalbox;
using namespace signalbox::test;

namespace {
constexpr Millis minute{60'000};
const QString branch = QStringLiteral("signalbox/task-7-fix");

QByteArray status(const QByteArray& line, const QByteArray& head = {}) {
    return "HTTP/1.1 " + line + "\r\n" + head + "Content-Length: 0\r\nConnection: close\r\n\r\n";
}
} // namespace

class GitNetworkTest : public QObject {
    Q_OBJECT

private slots:
    void fetchPushAndNotesOverHttp() {
        const GitFixture f;
        const QString origin = f.makeRepository(u"origin"_qs);
        const QString bare = f.path(u"bare.git"_qs);
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, u"--bare"_qs, origin, bare});
        const GitHttpServer server(f.path({}));
        const QString url = server.url(u"bare.git"_qs);
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        VERIFY_OK(mirror.fetch(url, minute, {}, {}));
        QCOMPARE(*mirror.defaultBranch(), u"main"_qs);
        const QString base = mirror.commit(u"main"_qs)->oid;
        GitFixture::write(origin + u"/large"_qs, QByteArray(3'000'000, 'x'));
        const QString change = f.commitAll(origin, u"Change"_qs);
        VERIFY_OK(mirror.fetch(origin, minute, {}, {}));

        const auto pushed = mirror.push(url, change, branch, {}, minute, {});
        VERIFY_OK(pushed);
        QVERIFY(!pushed->alreadyThere);
        QCOMPARE(f.must(bare, {u"rev-parse"_qs, branch}), change);
        f.must(bare, {u"fsck"_qs, u"--strict"_qs});
        QVERIFY(mirror.push(url, change, branch, {}, minute, {})->alreadyThere);
        VERIFY_FAILS(mirror.push(url, base, branch, {}, minute, {}), ErrorKind::Conflict);
        VERIFY_FAILS(mirror.push(url, base, branch, base, minute, {}), ErrorKind::Conflict);
        VERIFY_FAILS(mirror.push(url, change, u"main"_qs, change, minute, {}), ErrorKind::Conflict);
        VERIFY_OK(mirror.publishNote(url, u"refs/notes/signalbox"_qs, change, u"One\n"_qs, minute, {}));
        f.must(bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"add"_qs, u"-m"_qs, u"theirs"_qs, base});
        VERIFY_OK(mirror.publishNote(url, u"refs/notes/signalbox"_qs, change, u"Two\n"_qs, minute, {}));
        QCOMPARE(f.must(bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, base}), u"theirs"_qs);
        QCOMPARE(f.must(bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, change}), u"Two"_qs);
        VERIFY_FAILS(mirror.deleteRemoteBranch(url, branch, base, minute, {}), ErrorKind::Conflict);
        VERIFY_OK(mirror.deleteRemoteBranch(url, branch, change, minute, {}));
        VERIFY_OK(mirror.deleteRemoteBranch(url, branch, change, minute, {}));
        VERIFY_OK(mirror.fetch(url, minute, {}, {}));
        QCOMPARE(mirror.commit(u"main"_qs)->oid, base);
    }

    void aRemoteThatForbidsItIsQuoted() {
        const GitFixture f;
        const QString origin = f.makeRepository(u"origin"_qs);
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, u"--bare"_qs, origin, f.path(u"bare.git"_qs)});
        const QString hook = f.path(u"bare.git/hooks/update"_qs);
        GitFixture::write(hook, "#!/bin/sh\necho 'not here' >&2\nexit 1\n");
        QFile::setPermissions(hook, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                        QFile::ReadOther | QFile::ExeOther);
        const GitHttpServer server(f.path({}));
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        VERIFY_OK(mirror.fetch(origin, minute, {}, {}));
        const auto pushed =
            mirror.push(server.url(u"bare.git"_qs), mirror.commit(u"main"_qs)->oid, branch, {}, minute, {});
        VERIFY_FAILS(pushed, ErrorKind::Denied);
        QVERIFY2(pushed.error().message.contains(u"hook declined"), qPrintable(pushed.error().text()));
    }

    void refusalsSayWhatToDo_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("kind");
        QTest::newRow("no such repository") << QByteArray() << int(ErrorKind::NotFound);
        QTest::newRow("login wanted") << status("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n")
                                      << int(ErrorKind::Denied);
        QTest::newRow("forbidden") << status("403 Forbidden") << int(ErrorKind::Denied);
        QTest::newRow("broken server") << status("500 Internal Server Error") << int(ErrorKind::Unavailable);
        QTest::newRow("not git") << QByteArray(
                                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n"
                                        "Connection: close\r\n\r\nhello")
                                 << int(ErrorKind::Unavailable);
        QTest::newRow("redirect to a file")
            << status("302 Found", "Location: file:///etc/passwd\r\n") << int(ErrorKind::Unavailable);
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-x\r\n\r\n") << int(ErrorKind::Unavailable);
    }
    void refusalsSayWhatToDo() {
        QFETCH(QByteArray, answer);
        QFETCH(int, kind);
        const GitFixture f;
        const GitHttpServer server(f.path({}), [&](const QString&) { return answer; });
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        const auto fetched = mirror.fetch(server.url(u"none.git"_qs), minute, {}, {});
        VERIFY_FAILS(fetched, ErrorKind(kind));
        QVERIFY2(!fetched.error().hint.isEmpty(), qPrintable(fetched.error().text()));
    }

    void aSilentHostIsLeft_data() {
        QTest::addColumn<QString>("scheme");
        QTest::newRow("http") << u"http"_qs;
        QTest::newRow("https") << u"https"_qs;
        QTest::newRow("ssh") << u"ssh"_qs;
    }
    void aSilentHostIsLeft() {
        QFETCH(QString, scheme);
        const GitFixture f;
        const QString origin = f.makeRepository(u"origin"_qs);
        const SilentServer silent;
        const QString url = u"%1://x@127.0.0.1:%2/x.git"_qs.arg(scheme).arg(silent.port());
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        VERIFY_FAILS(mirror.fetch(url, Millis(300), {}, {}), ErrorKind::Timeout);
        VERIFY_OK(mirror.fetch(origin, minute, {}, {}));
        const QString commit = mirror.commit(u"main"_qs)->oid;
        VERIFY_FAILS(mirror.push(url, commit, branch, {}, Millis(300), {}), ErrorKind::Timeout);
        CancelToken cancel;
        std::thread canceller([&cancel] {
            CancelToken never;
            never.waitFor(std::chrono::milliseconds(200));
            cancel.cancel();
        });
        const auto cancelled = mirror.fetch(url, minute, {}, cancel);
        canceller.join();
        VERIFY_FAILS(cancelled, ErrorKind::Cancelled);
    }

    void loginsAreNotShown() {
        QCOMPARE(shownUrl(u"https://user:secret@example.org/r.git"_qs), u"https://example.org/r.git"_qs);
        QCOMPARE(shownUrl(u"HTTP://token@x@example.org/a@b"_qs), u"HTTP://example.org/a@b"_qs);
        QCOMPARE(shownUrl(u"ssh://git@example.org/r"_qs), u"ssh://git@example.org/r"_qs);
        QCOMPARE(shownUrl(u"https://example.org/@x"_qs), u"https://example.org/@x"_qs);
        const GitFixture f;
        const GitHttpServer server(f.path({}));
        QString url = server.url(u"none.git"_qs);
        url.insert(7, u"me:secret@"_qs);
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        const auto fetched = mirror.fetch(url, minute, {}, {});
        VERIFY_FAILS(fetched, ErrorKind::NotFound);
        QVERIFY2(!fetched.error().text().contains(u"secret"), qPrintable(fetched.error().text()));
    }

    void transfersOfSeveralThreadsDoNotMix() {
        const GitFixture f;
        const QString origin = f.makeRepository(u"origin"_qs);
        const SilentServer silent;
        const QString url = u"http://127.0.0.1:%1/x.git"_qs.arg(silent.port());
        Mirror slow = *Mirror::open(f.path(u"slow.git"_qs));
        Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        CancelToken cancel;
        bool slowFailed = false;
        std::thread other([&] { slowFailed = !slow.fetch(url, minute, {}, cancel).ok(); });
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(mirror.fetch(origin, minute, {}, {}));
        cancel.cancel();
        other.join();
        QVERIFY(slowFailed);
    }
};

QTEST_GUILESS_MAIN(GitNetworkTest)
#include "tst_git_network.moc"
