// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the whole path, from an empty core to a pull request, is gone by the keyboard alone: add a
// repository, submit a task, watch it, reject it with feedback, approve it. On a scripted core, and on a real
// one that the console starts by itself. And what the console calls the same command, signalboxctl knows.
#include "tests/views/views_test.h"
#include "views/panes/all_panes.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/parts/notice_bar.h"
#include "views/shell/main_window.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

namespace {

constexpr int patience = 60'000;

bool git(const QString& folder, const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("git"),
                  QStringList{QStringLiteral("-c"), QStringLiteral("user.name=me"), QStringLiteral("-c"),
                              QStringLiteral("user.email=me@example.org")} +
                      arguments);
    return process.waitForFinished(30'000) && process.exitCode() == 0;
}

/// A bare repository whose blueprint has an agent, a gate, an approval and a publication.
QString makeRepository(const QDir& folder) {
    const QString work = folder.filePath(QStringLiteral("work"));
    QDir().mkpath(work + QStringLiteral("/.signalbox"));
    QFile blueprint(work + QStringLiteral("/.signalbox/blueprint.yaml"));
    QFile readme(work + QStringLiteral("/README.md"));
    if (!blueprint.open(QIODevice::WriteOnly) || !readme.open(QIODevice::WriteOnly))
        return {};
    blueprint.write("signalbox: 1\nname: keyboard\nlimits: {iterations: 3}\nsteps:\n"
                    "  - {id: workspace, kind: workspace}\n"
                    "  - {id: implement, kind: agent}\n"
                    "  - {id: compiles, kind: gate, gate: compiles, run: \"true\", on_fail: implement}\n"
                    "  - {id: approve, kind: approval, on_fail: implement}\n"
                    "  - {id: publish, kind: publish}\n");
    readme.write("# Words\n");
    blueprint.close();
    readme.close();
    const bool made =
        git(work,
            {QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")}) &&
        git(work, {QStringLiteral("add"), QStringLiteral("-A")}) &&
        git(work, {QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"),
                   QStringLiteral("Begin")}) &&
        git(folder.path(), {QStringLiteral("clone"), QStringLiteral("-q"), QStringLiteral("--bare"),
                            QStringLiteral("work"), QStringLiteral("words.git")});
    return made ? folder.filePath(QStringLiteral("words.git")) : QString();
}

} // namespace

class Keyboard : public QObject {
    Q_OBJECT
private slots:
    void wholePath_data();
    void wholePath();
    void commandsAreThoseOfSignalboxctl();

private:
    /// All that this test does: keys, to whatever has the focus.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_window.get(), key, modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    void command(const QString& words) {
        key(Qt::Key_K, Qt::ControlModifier);
        type(words);
        key(Qt::Key_Return);
    }
    [[nodiscard]] QString trouble() const;
    [[nodiscard]] bool decidable() const {
        auto* pane = static_cast<ApprovalPane*>(m_window->pane(QStringLiteral("approval")));
        return pane->bar().approveAction()->isEnabled();
    }
    /// A scripted task takes as long as one in life: its clock is moved on.
    void goOn() {
        if (m_desk->client().url().scheme() != QLatin1String("test"))
            return;
        ScenarioCore& core = scriptOf(*m_desk).core();
        core.skip(std::chrono::minutes(5));
        core.schedule(core.now(), 0, [] {});
    }
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<MainWindow> m_window;
};

QString Keyboard::trouble() const {
    QStringList said{m_desk->client().stateText()};
    for (const NoticeBar* bar : m_window->findChildren<NoticeBar*>())
        if (bar->isVisible())
            said.append(bar->text());
    if (const Task* task = m_desk->task())
        said.append(summaryOf(*task).status.text);
    return said.join(QStringLiteral("; "));
}

void Keyboard::wholePath_data() {
    QTest::addColumn<bool>("real");
    QTest::newRow("scripted core") << false;
    QTest::newRow("real core") << true;
}

void Keyboard::wholePath() {
    QFETCH(bool, real);
    const QTemporaryDir folder(QStringLiteral("/var/tmp/sb-keyboard-XXXXXX"));
    QVERIFY(folder.isValid());
    QString url = QStringLiteral("https://git.example.org/team/words.git");
    ClientOptions options;
    if (real) {
        if (QStandardPaths::findExecutable(QStringLiteral("bwrap")).isEmpty())
            QSKIP("the development provider needs bubblewrap");
        url = makeRepository(QDir(folder.path()));
        QVERIFY(!url.isEmpty());
        qputenv("SIGNALBOX_HYPERVISOR", "process:");
        qputenv("SIGNALBOX_POOL", "0..0");
        options.home = folder.filePath(QStringLiteral("home"));
        options.daemonProgram = QStringLiteral(SIGNALBOX_DAEMON);
    }
    auto client = CoreClient::create(
        QUrl(real ? QStringLiteral("local:") : QStringLiteral("test:///first-start")), options);
    QVERIFY(client);
    m_desk = std::make_unique<Desk>(std::move(client).value());
    m_window = std::make_unique<MainWindow>(*m_desk, WindowOptions{LayoutStore({}, false), true, 0});
    m_window->resize(1600, 1000);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_desk->open();
    QTRY_VERIFY2_WITH_TIMEOUT(m_desk->settled(), qPrintable(trouble()), patience);

    command(QStringLiteral("add a repository"));
    type(QStringLiteral("words"));
    key(Qt::Key_Tab);
    type(url);
    key(Qt::Key_Return);
    QTRY_VERIFY2_WITH_TIMEOUT(m_desk->repositories().rowCount() == 1, qPrintable(trouble()), patience);

    key(Qt::Key_N, Qt::ControlModifier);
    key(Qt::Key_Tab); // its repository is the only one
    type(QStringLiteral("Say more about words"));
    key(Qt::Key_Tab);
    type(QStringLiteral(
        "The readme must say more. Keys that are commands elsewhere (a, r, q, j, k, n) are letters."));
    key(Qt::Key_Tab);
    type(QStringLiteral("It says more"));
    key(Qt::Key_Tab);
    key(Qt::Key_Tab); // the repository's own blueprint
    type(QStringLiteral("echo more >> README.md && git commit -qam More"));
    key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(m_desk->taskId() != 0, qPrintable(trouble()), patience);
    const TaskId task = m_desk->taskId();

    const auto waits = [&] {
        goOn();
        return m_desk->mirror().task(task) && m_desk->mirror().task(task)->status.needsPerson();
    };
    QTRY_VERIFY2_WITH_TIMEOUT(waits(), qPrintable(trouble()), patience);
    key(Qt::Key_N); // what needs a person: the decision comes to the front
    QTRY_VERIFY2_WITH_TIMEOUT(decidable(), qPrintable(trouble()), patience);
    const qint64 first = m_desk->task()->openApproval()->id;
    key(Qt::Key_R);
    type(QStringLiteral("Say even more, please."));
    key(Qt::Key_Return, Qt::ControlModifier);

    const auto again = [&] {
        goOn();
        const Approval* open = m_desk->task() ? m_desk->task()->openApproval() : nullptr;
        return open && open->id != first && decidable();
    };
    QTRY_VERIFY2_WITH_TIMEOUT(again(), qPrintable(trouble()), patience);
    QCOMPARE(m_desk->task()->approval(first)->votes.first().comment,
             QStringLiteral("Say even more, please."));
    key(Qt::Key_A);
    const auto published = [&] {
        goOn();
        return m_desk->task() && m_desk->task()->phase == TaskPhase::Finished;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(published(), qPrintable(trouble()), patience);
    QCOMPARE(m_desk->task()->outcome, Outcome::Published);
    QCOMPARE(m_desk->task()->iterations, real ? 1 : 2);
    if (real) {
        bool ended = false;
        m_desk->client().shutdownCore(this, [&](const Result<void>&) { ended = true; });
        QTRY_VERIFY_WITH_TIMEOUT(ended, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(options.home + QStringLiteral("/run/core.json")), patience);
    }
    m_window.reset();
    m_desk.reset();
}

/// Each shown command, without what it is about, is asked for its help.
void Keyboard::commandsAreThoseOfSignalboxctl() {
    m_desk = deskOn(QStringLiteral("trouble"));
    m_window = std::make_unique<MainWindow>(*m_desk, WindowOptions{LayoutStore({}, false), true, 0});
    m_window->show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QSet<QString> shown;
    for (const QAction* action : m_window->commands())
        if (!action->statusTip().isEmpty())
            shown.insert(action->statusTip());
    QVERIFY(shown.size() > 10);
    QSet<QString> verbs;
    for (const QString& line : shown) {
        const QStringList words = line.split(QLatin1Char(' '));
        QVERIFY2(words.value(0) == QLatin1String("signalboxctl"), qPrintable(line));
        const bool alone =
            words.value(1) == QLatin1String("doctor") || words.value(1) == QLatin1String("watch");
        verbs.insert(words.mid(1, alone ? 1 : 2).join(QLatin1Char(' ')));
    }
    for (const QString& verb : verbs) {
        QProcess program;
        program.start(QStringLiteral(SIGNALBOX_CTL),
                      verb.split(QLatin1Char(' ')) + QStringList{QStringLiteral("--help")});
        QVERIFY(program.waitForFinished(20'000));
        QVERIFY2(program.exitCode() == 0, qPrintable(verb));
    }
    m_window.reset();
    m_desk.reset();
}

QTEST_MAIN(Keyboard)
#include "tst_keyboard.moc"
