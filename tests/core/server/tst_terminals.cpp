// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a person's terminal in a machine, from the client through the API to a real shell (of the
// development provider). What is typed arrives once and in order, what is printed comes as it is and at the
// reader's pace, and the terminal ends with its reader, its shell, its machine, its person's patience and the
// core. Who opened one is in the audit log and in the task's log, and nobody else can type into it.
#include "tests/core/server/api_fixture.h"

#include "core/client/core_client.h"
#include "core/client/machine_shell.h"
#include "core/machine/process_provider.h"

#include <atomic>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QString machineName = QStringLiteral("sb-m1");

/// A core with one development machine.
struct TerminalCore {
    QTemporaryDir machines;
    std::unique_ptr<ProcessProvider> provider;
    std::shared_ptr<Machine> machine;
    Core core;

    TerminalCore() : core(false, [this](ApiServices& services) { wire(services); }) {}
    void wire(ApiServices& services) {
        MachineConfig config;
        config.stateDirectory = machines.path();
        provider = std::make_unique<ProcessProvider>(config);
        MachineSpec spec;
        spec.name = machineName;
        machine = *provider->acquire(spec, {}, {});
        services.destroyMachine = [this](const QString& name) { return provider->destroy(name, Millis(0)); };
        services.openTerminal = [this](const QString& name, const QString& user, int columns,
                                       int rows) -> Result<TerminalInMachine> {
            const auto found = provider->find(name);
            const auto opened = found ? (*found)->terminal({user, {columns, rows}})
                                      : Result<std::shared_ptr<MachineTerminal>>(found.error());
            if (!opened)
                return opened.error();
            OpenTerminal terminal{(*opened)->descriptor(),
                                  [to = *opened](int c, int r) {
                                      to->resize({c, r});
                                  },
                                  *opened};
            return TerminalInMachine{terminal, 1, QStringLiteral("implement"), 2};
        };
    }
    std::unique_ptr<CoreClient> client(const char* token = "token-ann") {
        ClientOptions options;
        options.token = QString::fromLatin1(token);
        return std::move(*CoreClient::create(core.url(), options));
    }
    QByteArray audit() {
        (void)core.audit->settle(Millis(20'000));
        QByteArray all;
        (void)core.audit->exportTo([&](const QByteArray& line) -> Result<void> {
            all += line + '\n';
            return {};
        });
        return all;
    }
};

/// A terminal and all that it said.
struct Visit {
    std::unique_ptr<CoreClient> client;
    MachineShell shell;
    QByteArray text;
    QString end;
    QString trouble;

    explicit Visit(TerminalCore& world, MachineShell::Wish wish = {machineName},
                   const char* token = "token-ann")
        : client(world.client(token)), shell(*client, wish) {
        QObject::connect(&shell, &MachineShell::printed, &shell,
                         [this](const QByteArray& bytes) { text += bytes; });
        QObject::connect(&shell, &MachineShell::ended, &shell, [this](const QString& why) { end = why; });
        QObject::connect(&shell, &MachineShell::failed, &shell,
                         [this](const Error& error) { trouble = error.text(); });
        bool reached = false;
        client->reach(&shell, [&](const Result<CoreInfo>&) { reached = true; });
        (void)QTest::qWaitFor([&] { return reached; }, 20'000);
        shell.start();
    }
    bool says(const QByteArray& what) {
        return QTest::qWaitFor([&] { return text.contains(what); }, 20'000);
    }
    bool isOver() {
        return QTest::qWaitFor([&] { return !end.isEmpty() || !trouble.isEmpty(); }, 20'000);
    }
};

} // namespace

class TestTerminals : public QObject {
    Q_OBJECT

    struct Served {
        QString terminal;
        std::shared_ptr<QString> why = std::make_shared<QString>();
        std::unique_ptr<HttpServer> server;
        std::unique_ptr<QNetworkAccessManager> network;
    };
    /// Has the desk answer a real request with a terminal whose machine is a socket.
    static Served serve(TerminalDesk& desk, int descriptor, const std::function<bool()>& welcome = {}) {
        Served served;
        auto owner = std::shared_ptr<void>(nullptr, [descriptor](void*) { ::close(descriptor); });
        served.server = std::move(*HttpServer::start(
            {}, [&desk, descriptor, owner, welcome, why = served.why](const HttpRequest&, HttpReply reply) {
                (void)desk.reserve(QStringLiteral("ann"));
                desk.serve(reply, {descriptor, [](int, int) {}, owner},
                           {QStringLiteral("ann"), QStringLiteral("m"),
                            [why](const QString& reason) { *why = reason; }, welcome});
            }));
        served.network = std::make_unique<QNetworkAccessManager>();
        QNetworkReply* reply = served.network->get(
            QNetworkRequest(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(served.server->port()))));
        QByteArray text;
        (void)QTest::qWaitFor([&] { return (text += reply->readAll()).contains("\"terminal\""); }, 20'000);
        served.terminal =
            QString::fromLatin1(text.mid(text.indexOf("\"terminal\":\"") + 12).split('"').value(0));
        return served;
    }

private slots:
    void aShellAnswersAndKnowsItsTerminal() {
        TerminalCore world;
        Visit visit(world, {machineName, false, 91, 33});
        QVERIFY(visit.shell.type("echo six-$((2*3)); stty size; test -t 0 && echo a-terminal; tty\r"));
        QVERIFY2(visit.says("six-6"), visit.text.constData());
        QVERIFY2(visit.says("33 91"), visit.text.constData());
        QVERIFY(visit.says("a-terminal\r\n"));
        visit.shell.resize(50, 12);
        visit.shell.type("stty size\r");
        QVERIFY2(visit.says("12 50"), visit.text.constData());
        visit.shell.type("exit\r");
        QVERIFY(visit.isOver());
        QCOMPARE(visit.end, QStringLiteral("the shell has ended"));
        QCOMPARE(visit.trouble, QString());
    }

    void itsEnvironmentIsItsOwn() {
        qputenv("SIGNALBOX_TEST_SECRET", "hunter2");
        TerminalCore world;
        Visit visit(world);
        visit.shell.type("env; echo env-$((1+1))\r");
        QVERIFY(visit.says("env-2"));
        QVERIFY2(!visit.text.contains("hunter2"), visit.text.constData());
        QVERIFY(visit.text.contains("TERM=xterm-256color"));
    }

    /// Each key is a request of its own, and they must not overtake each other.
    void keysArriveInOrderAndOnce() {
        TerminalCore world;
        Visit visit(world);
        QVERIFY(QTest::qWaitFor([&] { return visit.shell.isOpen(); }, 20'000));
        visit.shell.type("stty -echo; echo ready-$((1+1)); cat | tr -d '\\n' | sha256sum\r");
        QVERIFY(visit.says("ready-2"));
        QByteArray all;
        for (int i = 0; i < 400; ++i) {
            const QByteArray line = QByteArray::number(i * 7919);
            all += line;
            visit.shell.type(line + '\r');
            if (i % 50 == 0)
                QCoreApplication::processEvents();
        }
        visit.shell.type("\x04");
        QVERIFY2(visit.says(sha256(all).toLatin1()), visit.text.right(300).constData());
    }

    void muchOutputIsNeitherLostNorPiledUp() {
        TerminalCore world;
        Visit visit(world);
        visit.shell.type("stty -onlcr; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo all-$((4+4))\r");
        QVERIFY(visit.says("all-8"));
        QCOMPARE(visit.text.count('x') / 1'000'000, 3);
    }

    void itEndsWithItsMachineAndWithItsReader() {
        TerminalCore world;
        Visit visit(world);
        visit.shell.type("echo here-$((3*3)); cat >/dev/null\r");
        QVERIFY(visit.says("here-9"));
        QVERIFY(world.provider->destroy(machineName, Millis(0)).ok());
        QVERIFY(visit.isOver());
        QCOMPARE(visit.end, QStringLiteral("the shell has ended"));

        MachineSpec spec;
        spec.name = machineName;
        world.machine = *world.provider->acquire(spec, {}, {});
        {
            Visit left(world);
            left.shell.type("echo $$ >/tmp/pid; echo here-$((5*5)); exec sleep 1000\r");
            QVERIFY(left.says("here-25"));
        }
        QVERIFY(QTest::qWaitFor([&] { return world.audit().count("terminal_closed") == 2; }, 20'000));
        QVERIFY(world.audit().contains("its reader has gone"));
    }

    void whoOpensOneIsWrittenDown() {
        TerminalCore world;
        {
            Visit visit(world);
            visit.shell.type("exit\r");
            QVERIFY(visit.isOver());
        }
        QVERIFY(QTest::qWaitFor([&] { return world.audit().contains("terminal_closed"); }, 20'000));
        const QByteArray audit = world.audit();
        QVERIFY2(audit.contains("\"action\":\"terminal_opened\""), audit.constData());
        QVERIFY(audit.contains("\"who\":\"ann\"") && audit.contains("\"machine\":\"sb-m1\""));
        const auto log = world.core.logs->read(1, 0, 64 * 1024);
        QVERIFY(log.ok());
        QVERIFY2(log->lines.contains("ann opened a terminal in this attempt's machine, as agent"),
                 log->lines.constData());
        QVERIFY(log->lines.contains("ann had a terminal open for"));
    }

    void whatCannotBeOpenedSaysWhy_data() {
        QTest::addColumn<QString>("machine");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("status");
        QTest::newRow("no token") << machineName << QByteArray("{}") << QByteArray() << 401;
        QTest::newRow("no such machine") << "sb-m2" << QByteArray("{}") << QByteArray("token-ann") << 404;
        QTest::newRow("no such user")
            << machineName << QByteArray(R"({"user":"nobody"})") << QByteArray("token-ann") << 403;
        QTest::newRow("no JSON") << machineName << QByteArray("{") << QByteArray("token-ann") << 400;
    }
    void whatCannotBeOpenedSaysWhy() {
        QFETCH(QString, machine);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, token);
        QFETCH(int, status);
        TerminalCore world;
        QUrl url = world.core.url();
        url.setPath(QStringLiteral("/v1/machines/%1/terminal").arg(machine));
        const auto [code, text] = ask(url, token, body);
        QVERIFY2(code == status, text.constData());
        QVERIFY(!world.audit().contains("terminal_opened"));
    }

    void aPersonHasAsManyAsMayBe() {
        TerminalCore world;
        std::vector<std::unique_ptr<Visit>> visits;
        for (int i = 0; i < 4; ++i) {
            visits.push_back(std::make_unique<Visit>(world));
            QVERIFY(QTest::qWaitFor([&] { return visits.back()->shell.isOpen(); }, 20'000));
        }
        Visit refused(world);
        QVERIFY(refused.isOver());
        QVERIFY2(refused.trouble.contains(QLatin1String("as many as one may")), qPrintable(refused.trouble));
        Visit other(world, {machineName}, "token-bob");
        QVERIFY(QTest::qWaitFor([&] { return other.shell.isOpen(); }, 20'000));
        visits.pop_back();
        Visit again(world);
        // The place is free as soon as the core has seen that the reader is gone.
        QVERIFY(QTest::qWaitFor([&] { return again.shell.isOpen() || !again.trouble.isEmpty(); }, 20'000));
    }

    /// The wire itself: what is sent twice is typed once, a gap is refused, and a stranger finds nothing.
    void inputIsNumberedAndOnesOwn() {
        TerminalDesk desk;
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        const auto served = serve(desk, ends[0]);
        const auto typed = [&](qint64 from, const QByteArray& bytes, const QString& person) {
            return desk.type(served.terminal, person, from, bytes);
        };
        const QString ann = QStringLiteral("ann");
        QCOMPARE(typed(0, "abc", ann).value(), qint64(3));
        QCOMPARE(typed(0, "abc", ann).value(), qint64(3));
        QCOMPARE(typed(1, "bcde", ann).value(), qint64(5));
        QVERIFY(typed(9, "x", ann).error().kind == ErrorKind::Conflict);
        QVERIFY(typed(5, "x", QStringLiteral("bob")).error().kind == ErrorKind::NotFound);
        QVERIFY(!desk.resize(served.terminal, QStringLiteral("bob"), 10, 10).ok());
        QByteArray got;
        QVERIFY(QTest::qWaitFor([&] {
            char buffer[64];
            const ssize_t n = ::read(ends[1], buffer, sizeof buffer);
            got.append(buffer, std::max<ssize_t>(n, 0));
            return got.size() >= 5;
        }));
        QCOMPARE(got, QByteArray("abcde"));
        ::close(ends[1]);
    }

    void endsWhenItsPersonMayNoMore() {
        TerminalDesk desk;
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        const auto may = std::make_shared<std::atomic<bool>>(true);
        const auto served = serve(desk, ends[0], [may] { return may->load(); });
        desk.heartbeat(SystemClock().now());
        QCOMPARE(desk.open(), 1);
        *may = false;
        desk.heartbeat(SystemClock().now());
        QVERIFY(QTest::qWaitFor([&] { return desk.open() == 0; }, 20'000));
        QVERIFY(QTest::qWaitFor([&] { return !served.why->isEmpty(); }, 20'000));
        QCOMPARE(*served.why, QStringLiteral("ann may not enter machines any more"));
        ::close(ends[1]);
    }

    void whatTheMachineDoesNotTakeIsRefused() {
        TerminalDeskSettings settings;
        settings.mostTyped = 1000;
        TerminalDesk desk(settings);
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        const auto served = serve(desk, ends[0]);
        Result<qint64> last = 0;
        // A socket takes some hundred KB by itself.
        for (int i = 0; i < 5000 && last.ok(); ++i)
            last = desk.type(served.terminal, QStringLiteral("ann"), *last, QByteArray(900, 'x'));
        QVERIFY(!last.ok());
        QVERIFY(last.error().kind == ErrorKind::LimitReached);
        ::close(ends[1]);
    }

    void anIdleOneEnds() {
        TerminalDesk desk;
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        const auto served = serve(desk, ends[0]);
        const Moment now = SystemClock().now();
        desk.heartbeat(now + std::chrono::minutes(29));
        QCOMPARE(desk.open(), 1);
        desk.heartbeat(now + std::chrono::minutes(31));
        QVERIFY(QTest::qWaitFor([&] { return desk.open() == 0; }, 20'000));
        QVERIFY(QTest::qWaitFor([&] { return !served.why->isEmpty(); }, 20'000));
        QVERIFY2(served.why->contains(QLatin1String("nothing was typed for 30 min")),
                 qPrintable(*served.why));
        ::close(ends[1]);
    }

    void theCoreEndsThemWhenItEnds() {
        auto world = std::make_unique<TerminalCore>();
        Visit visit(*world);
        QVERIFY(QTest::qWaitFor([&] { return visit.shell.isOpen(); }, 20'000));
        world->core.api->stop();
        QVERIFY(visit.isOver());
        QCOMPARE(visit.end, QStringLiteral("the core ends"));
    }
};

QTEST_GUILESS_MAIN(TestTerminals)
#include "tst_terminals.moc"
