// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: signalboxctl as scripts see it: commands, exit codes, JSON, and what it says when something is
// wrong.
#include "core/client/scenario_story.h"
#include "test_server.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {
struct Ended {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};
} // namespace

class TestCtl : public QObject {
    Q_OBJECT
private slots:
    void init();
    void helpNeedsNoCore();
    void everyCommandHasHelp();
    void usage_data();
    void usage();
    void unreachableIsFour_data();
    void unreachableIsFour();
    void repositories();
    void rolesAreShownAndSet();
    void decisionsAreDelegated();
    void submitsOnce();
    void textComesFromAFileOrInput();
    void showsAndLists();
    void approvesOnlyWhatStands();
    void approveAsksNobodyWithoutATerminal();
    void rejectNeedsFeedback();
    void watchEndsWhenAPersonIsNeeded();
    void watchApprovesAndEndsWithZero();
    void watchGoesOnAfterALostConnection();
    void logAndEvents();
    void journal();
    void auditVerifiesWithoutACore();
    void blueprintErrorNamesTheFile();
    void coreCommands();
    void doctorTellsAndMends();
    void proceedIsForMachines();
    void deniedIsThree();
    void terminalSequencesOfOthersAreDropped();
    void aMachineIsEntered();

private:
    Ended run(const QStringList& arguments, const QByteArray& input = {}, bool toServer = true);
    void plan(Plot plot, int minutesAgo);
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestCtl::init() {
    m_home = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestServer>();
    m_server->start();
    Repository words;
    words.name = u"words"_qs;
    words.url = u"/srv/words.git"_qs;
    m_server->core().post(RepositoryAdded{words});
}

void TestCtl::plan(Plot plot, int minutesAgo) {
    StorySpec story;
    story.spec.repository = u"words"_qs;
    story.spec.title = u"Mend it"_qs;
    story.by = u"maria"_qs;
    story.plot = plot;
    story.ago = std::chrono::minutes(minutesAgo);
    Story(m_server->core(), 1).plan(story);
    m_server->core().start();
}

Ended TestCtl::run(const QStringList& arguments, const QByteArray& input, bool toServer) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SIGNALBOX_HOME"_qs, m_home->path());
    environment.insert(u"SIGNALBOX_CORE"_qs, toServer ? m_server->url() : QString());
    environment.remove(u"SIGNALBOX_TOKEN"_qs);
    process.setProcessEnvironment(environment);
    // Our own event loop serves it: waitForFinished would starve the server.
    process.start(QStringLiteral(SIGNALBOXCTL), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000))
        process.kill();
    process.waitForFinished();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

void TestCtl::helpNeedsNoCore() {
    for (const QStringList& words : {QStringList{u"--help"_qs},
                                     {u"help"_qs},
                                     {u"task"_qs, u"--help"_qs},
                                     {u"help"_qs, u"task"_qs, u"submit"_qs},
                                     {u"task"_qs, u"submit"_qs, u"--help"_qs},
                                     {u"--version"_qs}}) {
        const Ended outcome = run(words, {}, false);
        QCOMPARE(outcome.code, 0);
        QVERIFY(!outcome.out.isEmpty());
        QCOMPARE(outcome.err, QString());
    }
    QVERIFY(run({u"task"_qs, u"submit"_qs, u"--help"_qs}).out.contains(u"--criterion"));
    QVERIFY(m_server->seen.isEmpty());
}

void TestCtl::everyCommandHasHelp() {
    const QString help = run({u"--help"_qs}).out;
    for (const char* command : {"doctor",
                                "repo add",
                                "repo list",
                                "repo remove",
                                "task submit",
                                "task list",
                                "task show",
                                "task cancel",
                                "task retry",
                                "task log",
                                "task events",
                                "task evidence",
                                "watch",
                                "approval list",
                                "approval show",
                                "approval approve",
                                "approval reject",
                                "approval ask",
                                "machine list",
                                "machine destroy",
                                "machine hibernate",
                                "machine resume",
                                "blueprint check",
                                "proceed",
                                "journal verify",
                                "journal export",
                                "journal backup",
                                "journal volumes",
                                "journal seal",
                                "retention",
                                "audit list",
                                "audit export",
                                "audit verify",
                                "core start",
                                "core stop",
                                "core status"}) {
        QVERIFY2(help.contains(QLatin1String(command)), command);
        const Ended own = run(QString::fromLatin1(command).split(u' ') << u"--help"_qs);
        QCOMPARE(own.code, 0);
        QVERIFY2(own.out.startsWith(u"Usage: signalboxctl "_qs + QLatin1String(command)),
                 qPrintable(own.out));
    }
}

void TestCtl::usage_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* words, const char* said) {
        QTest::newRow(words) << QString::fromUtf8(words).split(u' ', Qt::SkipEmptyParts)
                             << QString::fromUtf8(said);
    };
    row("", "Usage: signalboxctl");
    row("taks list", "Did you mean “task list”?");
    row("task lst", "Did you mean “task list”?");
    row("aproval approve 7", "Did you mean “approval approve”?");
    row("task", "One of: submit,");
    row("xyzzy", "signalboxctl --help");
    row("task list --opn", "Did you mean --open?");
    row("task list --open=yes", "takes no value");
    row("task submit words --title", "needs a value");
    row("task submit words --title a --title b", "given twice");
    row("task submit", "name one repository");
    row("task submit words --repo words --title x", "name one repository");
    row("task submit words", "the task says nothing");
    row("task submit words --title x --priority high", "whole number");
    row("task submit words --text x --text-file y", "give one");
    row("task submit words --text-file /nonexistent/x", "/nonexistent/x");
    row("task show", "needs ID");
    row("task show one", "must be a number");
    row("task show 1 2", "too much");
    row("approval approve 7 --tree abc", "go together");
    row("approval reject 7", "needs feedback");
    row("budget raise", "needs TASK");
    row("budget raise 41", "by how much");
    row("budget raise 41 --tokens -5", "by how much");
    row("budget raise 41 --cost much", "by how much");
    row("deadletter show", "needs TASK.NUMBER");
    row("deadletter replay 4.x", "names no dead letter");
    row("deadletter replay 4.1.1", "names no dead letter");
    row("deadletter replay 0.1", "names no dead letter");
    row("blueprint check /nonexistent/x", "/nonexistent/x");
    row("--core gopher://host task list", "is no address of a core");
    row("--core test:///nonesuch task list", "busy-day");
    row("watch 1 --ask", "nobody at a terminal");
}

void TestCtl::usage() {
    QFETCH(QStringList, words);
    QFETCH(QString, said);
    const Ended outcome = run(words);
    QVERIFY2(outcome.err.contains(said), qPrintable(outcome.err));
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.out, QString());
}

void TestCtl::unreachableIsFour_data() {
    QTest::addColumn<QStringList>("words");
    for (const char* words : {"task list", "repo list", "task show 1", "approval approve 1 --yes", "watch 1",
                              "journal verify", "core status", "task log 1", "doctor"})
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ');
}

void TestCtl::unreachableIsFour() {
    QFETCH(QStringList, words);
    m_server->stop();
    const Ended outcome = run(words);
    QCOMPARE(outcome.code, 4);
    QVERIFY((outcome.err + outcome.out).contains(u"nothing listens"));
    const Ended json = run(words + QStringList{u"--json"_qs});
    QCOMPARE(json.code, 4);
    QVERIFY(!json.json().isEmpty());
}

void TestCtl::repositories() {
    const Ended added = run({u"repo"_qs, u"add"_qs, u"https://git.example.org/team/feeds.git"_qs});
    QCOMPARE(added.code, 0);
    const Ended list = run({u"repo"_qs, u"list"_qs});
    QVERIFY(list.out.contains(u"feeds") && list.out.contains(u"words"));
    QCOMPARE(run({u"--json"_qs, u"repo"_qs, u"list"_qs}).json().value(u"repositories"_qs).toArray().size(),
             2);
    QCOMPARE(run({u"repo"_qs, u"add"_qs, u"feeds"_qs, u"/srv/other.git"_qs}).code, 3);
    QCOMPARE(run({u"repo"_qs, u"remove"_qs, u"feeds"_qs}).code, 0);
    QCOMPARE(run({u"repo"_qs, u"remove"_qs, u"feeds"_qs}).code, 1);
}

void TestCtl::rolesAreShownAndSet() {
    m_server->core().info().user = u"alex"_qs;
    m_server->core().setRoles({Role::Admin});
    QVERIFY(run({u"people"_qs, u"list"_qs}).out.contains(u"alex"));
    QVERIFY(run({u"core"_qs, u"status"_qs}).out.contains(u"as alex (admin)"));
    QCOMPARE(run({u"people"_qs, u"roles"_qs, u"alex"_qs, u"emperor"_qs}).code, 1);
    QCOMPARE(run({u"people"_qs, u"roles"_qs, u"nobody"_qs, u"viewer"_qs}).code, 1);
    QCOMPARE(run({u"people"_qs, u"roles"_qs, u"alex"_qs}).code, 2);
    const Ended set = run({u"people"_qs, u"roles"_qs, u"alex"_qs, u"operator"_qs, u"viewer"_qs});
    QCOMPARE(set.code, 0);
    QVERIFY(set.out.contains(u"alex is viewer and operator from now on"));
    const Ended refused = run({u"repo"_qs, u"remove"_qs, u"words"_qs});
    QCOMPARE(refused.code, 3);
    QVERIFY(refused.err.contains(u"needs the role admin"));
}

void TestCtl::decisionsAreDelegated() {
    m_server->core().info().user = u"alex"_qs;
    const auto delegate = [this](const QStringList& more) {
        return run(QStringList{u"approval"_qs, u"delegate"_qs, u"maria"_qs} + more);
    };
    QCOMPARE(delegate({}).code, 2);
    QCOMPARE(delegate({u"--time"_qs, u"soon"_qs}).code, 2);
    QCOMPARE(delegate({u"--time"_qs, u"3d"_qs}).code, 0);
    QVERIFY(delegate({u"--approval"_qs, u"7"_qs}).out.contains(u"maria decides approval 7 in your name"));
    const Ended list = run({u"approval"_qs, u"delegations"_qs});
    QVERIFY(list.out.contains(u"every approval") && list.out.contains(u"approval 7"));
    QCOMPARE(run({u"--json"_qs, u"approval"_qs, u"delegations"_qs})
                 .json()
                 .value(u"delegations"_qs)
                 .toArray()
                 .size(),
             2);
    QCOMPARE(run({u"approval"_qs, u"revoke"_qs, u"1"_qs}).code, 0);
    QVERIFY(!run({u"approval"_qs, u"delegations"_qs}).out.contains(u"every approval"));
}

void TestCtl::submitsOnce() {
    const QStringList words{u"task"_qs,    u"submit"_qs,      u"words"_qs, u"--title"_qs,
                            u"Mend it"_qs, u"--key"_qs,       u"k1"_qs,    u"--criterion"_qs,
                            u"a"_qs,       u"--criterion"_qs, u"b"_qs,     u"--priority"_qs,
                            u"3"_qs,       u"--json"_qs};
    const Ended first = run(words);
    QCOMPARE(first.code, 0);
    const Ended second = run(words);
    QCOMPARE(first.json().value(u"id"_qs), second.json().value(u"id"_qs));
    const Task* task = m_server->core().task(1);
    QVERIFY(task);
    QCOMPARE(task->spec.criteria, (QStringList{u"a"_qs, u"b"_qs}));
    QCOMPARE(task->spec.priority, 3);
    const Ended unknown = run({u"task"_qs, u"submit"_qs, u"nowhere"_qs, u"--title"_qs, u"x"_qs});
    QCOMPARE(unknown.code, 1);
    QVERIFY(unknown.err.contains(u"nowhere"));
}

void TestCtl::textComesFromAFileOrInput() {
    const Ended piped = run({u"task"_qs, u"submit"_qs, u"words"_qs, u"--text-file"_qs, u"-"_qs},
                            "The title\n\nand the rest\n");
    QCOMPARE(piped.code, 0);
    QCOMPARE(m_server->core().task(1)->spec.title, u"The title"_qs);
    QVERIFY(m_server->core().task(1)->spec.text.contains(u"the rest"));
}

void TestCtl::showsAndLists() {
    plan(Plot::RoutedBack, 60);
    const Ended show = run({u"task"_qs, u"show"_qs, u"1"_qs});
    QCOMPARE(show.code, 0);
    for (const char* text :
         {"Mend it", "needs decision", "attempt 2", "sent back to implement 1×", "approval show"})
        QVERIFY2(show.out.contains(QString::fromUtf8(text)), qPrintable(show.out));
    QVERIFY(run({u"task"_qs, u"list"_qs}).out.contains(u"needs decision"));
    QVERIFY(run({u"task"_qs, u"evidence"_qs, u"1"_qs}).out.contains(u"214 tests passed"));
    QVERIFY(run({u"task"_qs, u"diff"_qs, u"1"_qs}).out.startsWith(u"diff --git"));
    QCOMPARE(run({u"task"_qs, u"show"_qs, u"9"_qs}).code, 1);
    // What is on the first page already is there once.
    QCOMPARE(run({u"task"_qs, u"list"_qs, u"--all"_qs}).out.count(u"needs decision"), 1);
    QVERIFY(
        run({u"task"_qs, u"list"_qs, u"--all"_qs, u"--outcome"_qs, u"failed"_qs}).out.contains(u"no task"));
    QVERIFY(run({u"deadletter"_qs, u"list"_qs}).out.contains(u"nothing was given up"));
    QCOMPARE(run({u"deadletter"_qs, u"replay"_qs, u"1.1"_qs}).code, 1);
    const Ended approval = run({u"approval"_qs, u"show"_qs, u"1"_qs});
    QVERIFY(approval.out.contains(u"PASSED") || approval.out.contains(u"passed"));
    QVERIFY(approval.out.contains(m_server->core().task(1)->tree));
}

void TestCtl::approvesOnlyWhatStands() {
    plan(Plot::Straight, 60);
    const Approval& open = m_server->core().task(1)->approvals.first();
    const QStringList approve{u"approval"_qs, u"approve"_qs, u"1"_qs};
    const Ended stale =
        run(approve + QStringList{u"--tree"_qs, QString(40, u'0'), u"--evidence"_qs, open.evidence});
    QCOMPARE(stale.code, 3);
    QVERIFY(open.votes.isEmpty());
    const Ended good = run(approve + QStringList{u"--tree"_qs, open.tree, u"--evidence"_qs, open.evidence});
    QCOMPARE(good.code, 0);
    QCOMPARE(m_server->core().task(1)->approvals.first().state, ApprovalState::Approved);
    QCOMPARE(run(approve + QStringList{u"--yes"_qs}).code, 3); // decided already
    QCOMPARE(run({u"approval"_qs, u"approve"_qs, u"99"_qs, u"--yes"_qs}).code, 1);
}

void TestCtl::approveAsksNobodyWithoutATerminal() {
    plan(Plot::Straight, 60);
    const Ended outcome = run({u"approval"_qs, u"approve"_qs, u"1"_qs}, "y\n");
    QCOMPARE(outcome.code, 2);
    QVERIFY(outcome.err.contains(u"--yes"));
    QCOMPARE(run({u"approval"_qs, u"approve"_qs, u"1"_qs, u"--yes"_qs}).code, 0);
}

void TestCtl::rejectNeedsFeedback() {
    plan(Plot::Straight, 60);
    QCOMPARE(run({u"approval"_qs, u"ask"_qs, u"1"_qs, u"Why?"_qs}).code, 0);
    QCOMPARE(m_server->core().task(1)->approvals.first().questions.size(), 1);
    QCOMPARE(run({u"approval"_qs, u"reject"_qs, u"1"_qs, u"--feedback"_qs, u"  "_qs}).code, 2);
    QCOMPARE(run({u"approval"_qs, u"reject"_qs, u"1"_qs, u"--feedback"_qs, u"Name it."_qs}).code, 0);
    QCOMPARE(m_server->core().task(1)->approvals.first().state, ApprovalState::Rejected);
}

void TestCtl::watchEndsWhenAPersonIsNeeded() {
    plan(Plot::Parked, 60);
    const Ended outcome = run({u"watch"_qs, u"1"_qs});
    QCOMPARE(outcome.code, 3);
    QVERIFY2(outcome.out.contains(u"task retry 1"), qPrintable(outcome.out));
    QCOMPARE(run({u"watch"_qs, u"9"_qs}).code, 1);
}

void TestCtl::watchApprovesAndEndsWithZero() {
    plan(Plot::Straight, 60);
    // The frozen core only moves when told: let what follows the vote happen.
    connect(&m_server->core(), &ScenarioCore::recordAdded, &m_server->core(), [this] {
        QTimer::singleShot(20, &m_server->core(), [this] {
            m_server->core().skip(Millis(10'000));
            m_server->core().start();
        });
    });
    const Ended outcome = run({u"watch"_qs, u"1"_qs, u"--yes"_qs, u"--json"_qs});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.json().value(u"outcome"_qs).toString(), u"published"_qs); // one document
    QCOMPARE(run({u"watch"_qs, u"1"_qs}).code, 0);
}

void TestCtl::watchGoesOnAfterALostConnection() {
    plan(Plot::NoMachine, 1);
    QTimer::singleShot(500, this, [this] {
        m_server->stop();
        m_server->core().post(TearDownStarted{1});
        m_server->core().post(TaskFinished{1, signalbox::Outcome::Failed, u"no machine came"_qs});
        QTimer::singleShot(300, this, [this] { m_server->start(); });
    });
    const Ended outcome = run({u"watch"_qs, u"1"_qs});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.out.contains(u"no machine came"), qPrintable(outcome.out + outcome.err));
}

void TestCtl::logAndEvents() {
    plan(Plot::RoutedBack, 60);
    const Ended log = run({u"task"_qs, u"log"_qs, u"1"_qs});
    QCOMPARE(log.code, 0);
    QVERIFY(log.out.contains(u"Never read behind the end"));
    QVERIFY(!log.out.contains(QChar(u'\x1b'))); // no colours into a file
    const QString only = run({u"task"_qs, u"log"_qs, u"1"_qs, u"--step"_qs, u"tests"_qs}).out;
    QVERIFY(!only.isEmpty() && !only.contains(u"Never read behind the end"));
    const QStringList lines =
        run({u"task"_qs, u"log"_qs, u"1"_qs, u"--json"_qs}).out.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines)
        QVERIFY(QJsonDocument::fromJson(line.toUtf8()).isObject());
    const Ended events = run({u"task"_qs, u"events"_qs, u"1"_qs});
    QVERIFY(events.out.contains(u"sent back from tests to implement"));
    QCOMPARE(run({u"task"_qs, u"log"_qs, u"9"_qs, u"--follow"_qs}).code, 1);
}

void TestCtl::journal() {
    const Ended verify = run({u"journal"_qs, u"verify"_qs});
    QCOMPARE(verify.code, 0);
    QVERIFY(verify.out.contains(u"sound"));
    const Ended whole = run({u"journal"_qs, u"export"_qs});
    QCOMPARE(whole.out.toUtf8(), m_server->core().journal());
    const QString path = m_home->filePath(u"out.ndjson"_qs);
    QCOMPARE(run({u"journal"_qs, u"export"_qs, u"--output"_qs, path}).code, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_server->core().journal());
    m_server->fault = [](const SeenRequest& request) {
        return request.target == "/v1/journal/verify"
                   ? Fault{Fault::Answer,
                           200,
                           R"({"ok":false,"records":3,"head":"","problem":"record 2 was changed"})",
                           "application/json",
                           {}}
                   : Fault();
    };
    const Ended damaged = run({u"journal"_qs, u"verify"_qs});
    QCOMPARE(damaged.code, 1);
    QVERIFY(damaged.out.contains(u"record 2 was changed"));
}

void TestCtl::auditVerifiesWithoutACore() {
    const QString path = m_home->filePath(u"audit.ndjson"_qs);
    const QByteArray entry =
        R"({"action":"approved","at":1,"chain":"CHAIN","detail":{},"kind":"decision","machine":"","repository":"x",)"
        R"("seq":1,"task":1,"text":"fine","who":"ann"})";
    const QByteArray zeros(64, '0');
    const QByteArray chain =
        QCryptographicHash::hash(zeros + QByteArray(entry).replace(R"("chain":"CHAIN",)", ""),
                                 QCryptographicHash::Sha256)
            .toHex();
    const QByteArray header = R"({"after":0,"chain":")" + zeros +
                              R"(","format":"signalbox-audit-1","head":")" + chain + R"(","last":1})";
    const QByteArray sound = header + '\n' + QByteArray(entry).replace("CHAIN", chain) + '\n';
    const auto verify = [&](const QByteArray& bytes, const QStringList& further = {}) {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        file.close();
        return run(QStringList{u"audit"_qs, u"verify"_qs, path} + further, {}, false);
    };
    const Ended good = verify(sound);
    QCOMPARE(good.code, 0);
    QVERIFY(good.out.contains(QString::fromLatin1(chain)));
    const Ended bad = verify(QByteArray(sound).replace("ann", "eve"));
    QCOMPARE(bad.code, 1);
    QVERIFY2(bad.out.contains(u"line 2"_qs) && bad.out.contains(u"changed"_qs),
             qPrintable(bad.out + bad.err));
    QCOMPARE(verify(sound, {u"--head"_qs, QString(64, u'a')}).code, 1);
    QCOMPARE(run({u"audit"_qs, u"verify"_qs, m_home->filePath(u"none"_qs)}, {}, false).code, 2);
}

void TestCtl::blueprintErrorNamesTheFile() {
    const QString path = m_home->filePath(u"blueprint.yaml"_qs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("steps: 7\n");
    file.close();
    m_server->fault = [](const SeenRequest& request) {
        return request.target == "/v1/blueprints/check"
                   ? Fault{Fault::Answer,
                           400,
                           R"({"error":{"kind":"invalid","message":"line 1: a list was expected"}})",
                           "application/json",
                           {}}
                   : Fault();
    };
    const Ended outcome = run({u"blueprint"_qs, u"check"_qs, path});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(path) && outcome.err.contains(u"line 1"), qPrintable(outcome.err));
    m_server->fault = {};
    QCOMPARE(run({u"blueprint"_qs, u"check"_qs, path}).code, 0);
}

void TestCtl::coreCommands() {
    QCOMPARE(run({u"core"_qs, u"status"_qs, u"--json"_qs}).json().value(u"user"_qs).toString(), u"alex"_qs);
    QCOMPARE(run({u"core"_qs, u"start"_qs}).code, 2); // not the core of this machine
    const Ended none = run({u"core"_qs, u"stop"_qs}, {}, false);
    QCOMPARE(none.code, 0);
    QVERIFY(none.out.contains(u"no core is running"));
    QCOMPARE(run({u"core"_qs, u"status"_qs}, {}, false).code, 4);
}

void TestCtl::doctorTellsAndMends() {
    const Ended remote = run({u"doctor"_qs, u"--json"_qs});
    const QJsonArray findings = remote.json().value(u"findings"_qs).toArray();
    QVERIFY(findings.size() >= 4);
    for (const QJsonValue& value : findings) {
        const QJsonObject finding = value.toObject();
        const QString health = finding.value(u"health"_qs).toString();
        QVERIFY(health == u"ok" || health == u"warn" || health == u"fail");
        QVERIFY(!finding.value(u"text"_qs).toString().isEmpty());
    }
    QCOMPARE(remote.code, 1); // this core has no image
    QVERIFY(run({u"doctor"_qs}).out.contains(u"./installer/run"));
    const Ended local = run({u"doctor"_qs}, {}, false);
    QVERIFY(local.out.contains(m_home->path()));
    QVERIFY(local.out.contains(u"it does not run"));
    QVERIFY(!QFile::exists(m_home->filePath(u"run/core.json"_qs))); // a look starts nothing
}

void TestCtl::proceedIsForMachines() {
    const Ended outcome = run({u"proceed"_qs, u"publish"_qs});
    QCOMPARE(outcome.code, 3);
    QVERIFY(outcome.err.contains(u"machine"));
}

void TestCtl::deniedIsThree() {
    m_server->token = "secret";
    const Ended outcome = run({u"task"_qs, u"list"_qs});
    QCOMPARE(outcome.code, 3);
    QVERIFY(outcome.err.contains(u"SIGNALBOX_TOKEN"));
}

void TestCtl::terminalSequencesOfOthersAreDropped() {
    TaskSubmitted event;
    event.task = 1;
    event.spec.title = u"evil \x1b]0;owned\x07\x1b[2J title\r\n"_qs;
    m_server->core().post(event);
    for (const QStringList& words : {QStringList{u"task"_qs, u"list"_qs},
                                     {u"task"_qs, u"show"_qs, u"1"_qs},
                                     {u"task"_qs, u"events"_qs, u"1"_qs}}) {
        const QString out = run(words).out;
        QVERIFY(out.contains(u"evil"));
        QVERIFY(!out.contains(QChar(u'\x1b')) && !out.contains(QChar(u'\x07')) && !out.contains(u'\r'));
    }
}

/// A shell in a machine: what is typed goes there, what it prints comes, and one is told that it is recorded.
void TestCtl::aMachineIsEntered() {
    const QStringList core{u"--core"_qs, u"test:///busy-day"_qs};
    const Ended list = run(core + QStringList{u"machine"_qs, u"list"_qs, u"--json"_qs}, {}, false);
    const QJsonArray machines =
        QJsonDocument::fromJson(list.out.toUtf8()).object().value(u"machines"_qs).toArray();
    QVERIFY(!machines.isEmpty());
    const QString machine = machines.first().toObject().value(u"name"_qs).toString();
    const QStringList shell{u"machine"_qs, u"shell"_qs};
    const Ended entered = run(core + shell + QStringList{machine}, "ls\nexit\n", false);
    QCOMPARE(entered.code, 0);
    QVERIFY2(entered.out.contains(u"CMakeLists.txt"), qPrintable(entered.out));
    QVERIFY2(entered.err.contains(u"audit log"), qPrintable(entered.err));
    QVERIFY(entered.err.contains(u"the shell has ended"));
    const Ended missing = run(core + shell + QStringList{u"sb-none"_qs}, {}, false);
    QCOMPARE(missing.code, 1);
    QVERIFY2(missing.err.contains(u"there is no machine sb-none"), qPrintable(missing.err));
}

QTEST_GUILESS_MAIN(TestCtl)
#include "tst_ctl.moc"
