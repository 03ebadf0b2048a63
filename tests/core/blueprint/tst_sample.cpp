// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the sample, the first thing that a new user sees: its bug is real and its tests miss it; the
// scripted agent's first attempt is no work and is found out by what the gates look at; its second attempt is
// the work.
#include "core/base/files.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/shipped.h"
#include "core/blueprint/step_rules.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

class TestSample : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void blueprintHasEveryGate();
    void taskIsWhole();
    void refusesADirectoryInUse();
    void bugIsThereAndTestsMissIt();
    void firstAttemptIsNoWork();
    void secondAttemptIsTheWork();
    void reviewersFeedbackGivesAnotherCommit();
    void answersQuestions();

private:
    struct Output {
        int code = -1;
        QString text;
    };
    Output run(const QString& program, const QStringList& arguments,
               const QMap<QString, QString>& more = {}) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"})
            environment.insert(QLatin1String(name), QStringLiteral("Agent"));
        for (const char* name : {"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"})
            environment.insert(QLatin1String(name), QStringLiteral("agent@example.invalid"));
        environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
        environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
        for (auto it = more.begin(); it != more.end(); ++it)
            environment.insert(it.key(), it.value());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_work);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.errorString()};
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }
    Output git(const QStringList& arguments) { return run(QStringLiteral("git"), arguments); }
    Output pytest(const QStringList& more = {}) {
        return run(m_python, QStringList{QStringLiteral("-m"), QStringLiteral("pytest"), QStringLiteral("-q"),
                                         QStringLiteral("-p"), QStringLiteral("no:cacheprovider")} +
                                 more);
    }
    /// Parses a text with the library as it stands: seconds, or "refused".
    QString parsed(const QString& text) {
        return run(m_python, {QStringLiteral("-c"),
                              QStringLiteral("import sys, durations\n"
                                             "try: print(durations.parse(sys.argv[1]))\n"
                                             "except durations.DurationError: print('refused')"),
                              text})
            .text.trimmed();
    }
    /// Runs the agent as the core does, with this feedback of the last gate.
    Output agent(const QString& feedback, const QMap<QString, QString>& more = {}) {
        QMap<QString, QString> environment{
            {QStringLiteral("SIGNALBOX_TASK_FILE"),
             put(QStringLiteral("task.md"), QStringLiteral("# Mend it\n"))},
            {QStringLiteral("SIGNALBOX_GUIDANCE_FILES"),
             put(QStringLiteral("guidance.txt"), QStringLiteral("AGENTS.md\n"))},
            {QStringLiteral("SIGNALBOX_OUT"), m_directory->filePath(QStringLiteral("out"))},
            {QStringLiteral("SIGNALBOX_MODE"), QStringLiteral("work")}};
        if (!feedback.isEmpty())
            environment.insert(QStringLiteral("SIGNALBOX_FEEDBACK_FILE"),
                               put(QStringLiteral("feedback.md"), feedback));
        for (auto it = more.begin(); it != more.end(); ++it)
            environment.insert(it.key(), it.value());
        return run(m_python, {QStringLiteral(".signalbox/agent.py")}, environment);
    }
    QString put(const QString& name, const QString& text) {
        const QString path = m_directory->filePath(name);
        return writeFileAtomically(path, text.toUtf8()) ? path : QString();
    }
    QString out(const QString& name) {
        const auto text = readFile(m_directory->filePath(QStringLiteral("out/")) + name, 100000);
        return text ? QString::fromUtf8(*text) : QString();
    }
    int commits() {
        return git({QStringLiteral("rev-list"), QStringLiteral("--count"), QStringLiteral("HEAD")})
            .text.toInt();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_work;
    QString m_python;
};

void TestSample::initTestCase() {
    m_work = QDir::tempPath();
    for (const char* python : {"/usr/bin/python3", "python3"})
        if (m_python.isEmpty() &&
            run(QLatin1String(python), {QStringLiteral("-c"), QStringLiteral("import pytest")}).code == 0)
            m_python = QLatin1String(python);
    if (m_python.isEmpty())
        QSKIP("no python3 with pytest here");
    if (git({QStringLiteral("--version")}).code != 0)
        QSKIP("no git here");
}

void TestSample::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_work = m_directory->filePath(QStringLiteral("work"));
    const auto written = writeSampleFiles(m_work);
    QVERIFY2(written.ok(), written ? "" : qPrintable(written.error().text()));
    QCOMPARE(git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")})
                 .code,
             0);
    QCOMPARE(git({QStringLiteral("add"), QStringLiteral("-A")}).code, 0);
    QCOMPARE(
        git({QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"), QStringLiteral("Begin")})
            .code,
        0);
    QCOMPARE(git({QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("-b"),
                  QStringLiteral("signalbox/work")})
                 .code,
             0);
}

void TestSample::blueprintHasEveryGate() {
    const auto text = readFile(m_work + QStringLiteral("/.signalbox/blueprint.yaml"), 100000);
    QVERIFY(text.ok());
    const auto blueprint = parseBlueprint(*text, QStringLiteral("blueprint.yaml"), {});
    QVERIFY2(blueprint.ok(), blueprint ? "" : qPrintable(blueprint.error().text()));
    QStringList gates;
    for (const Step& step : blueprint->steps)
        if (step.kind == StepKind::Gate) {
            gates.append(enumWord(step.gate));
            QCOMPARE(step.onFail, QStringLiteral("implement"));
        }
    gates.sort();
    QStringList all = wordsOf<GateKind>();
    all.sort();
    QCOMPARE(gates, all);
}

void TestSample::taskIsWhole() {
    const auto task = sampleTask();
    QVERIFY2(task.ok(), task ? "" : qPrintable(task.error().text()));
    QVERIFY(!task->title.isEmpty() && task->title.size() < 100);
    QVERIFY(!task->text.isEmpty());
    QVERIFY(task->criteria.size() >= 3);
    QVERIFY(!task->repository.isEmpty());
    QVERIFY(task->agent.isEmpty() && task->blueprint.isEmpty()); // the repository says both itself
}

void TestSample::refusesADirectoryInUse() {
    const auto again = writeSampleFiles(m_work);
    QVERIFY(!again);
    QVERIFY(again.error().kind == ErrorKind::Conflict);
}

void TestSample::bugIsThereAndTestsMissIt() {
    QCOMPARE(parsed(QStringLiteral("1.5h")), QStringLiteral("18000.0"));
    QCOMPARE(parsed(QStringLiteral("1h oops")), QStringLiteral("3600.0"));
    const auto tests = pytest();
    QVERIFY2(tests.code == 0, qPrintable(tests.text));
}

void TestSample::firstAttemptIsNoWork() {
    const auto attempt = agent({});
    QVERIFY2(attempt.code == 0, qPrintable(attempt.text));
    QVERIFY(attempt.text.contains(QStringLiteral("Done!")));
    QCOMPARE(commits(), 2);
    QVERIFY(git({QStringLiteral("status"), QStringLiteral("--porcelain")}).text.isEmpty());
    QCOMPARE(parsed(QStringLiteral("1.5h")), QStringLiteral("18000.0")); // nothing is mended
    QCOMPARE(pytest().code, 0);                                          // and the tests that are left pass
    const QString tests = pytest({QStringLiteral("--collect-only")}).text;
    QVERIFY(!tests.contains(QStringLiteral("test_refuses_what_is_no_duration"))); // one was in the way
    QVERIFY(tests.contains(QStringLiteral("test_returns_a_float")));
    QVERIFY(!out(QStringLiteral("pull-request.md")).contains(QStringLiteral("Rollback")));
}

void TestSample::secondAttemptIsTheWork() {
    QCOMPARE(agent({}).code, 0);
    const auto attempt = agent(QStringLiteral("# Feedback\n\nthis test of the base is gone\n"));
    QVERIFY2(attempt.code == 0, qPrintable(attempt.text));
    QVERIFY(attempt.text.contains(QStringLiteral("this test of the base is gone")));
    QCOMPARE(commits(), 3);
    QVERIFY(git({QStringLiteral("status"), QStringLiteral("--porcelain")}).text.isEmpty());
    QCOMPARE(parsed(QStringLiteral("1.5h")), QStringLiteral("5400.0"));
    QCOMPARE(parsed(QStringLiteral("1h oops")), QStringLiteral("refused"));
    QCOMPARE(parsed(QStringLiteral(" 1 h 30 m ")), QStringLiteral("5400.0"));
    const auto tests = pytest();
    QVERIFY2(tests.code == 0, qPrintable(tests.text));
    QVERIFY(pytest({QStringLiteral("--collect-only")})
                .text.contains(QStringLiteral("test_refuses_what_is_no_duration")));
    for (const char* section : {"## What", "## Why", "## How to verify", "## Rollback"})
        QVERIFY2(out(QStringLiteral("pull-request.md")).contains(QLatin1String(section)), section);
    // The new tests fail on the base: its parser, with the tests of the change.
    QCOMPARE(git({QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("main"),
                  QStringLiteral("--"), QStringLiteral("durations")})
                 .code,
             0);
    const auto onBase = pytest();
    QCOMPARE(onBase.code, 1);
    QVERIFY(onBase.text.contains(QStringLiteral("test_reads_fractions")));
    // The change stays inside what the blueprint allows.
    for (const QString& file : git({QStringLiteral("diff"), QStringLiteral("--name-only"),
                                    QStringLiteral("main"), QStringLiteral("signalbox/work")})
                                   .text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        QVERIFY2(file.startsWith(QStringLiteral("durations/")) || file.startsWith(QStringLiteral("tests/")) ||
                     file == QStringLiteral("CHANGES.md"),
                 qPrintable(file));
}

void TestSample::reviewersFeedbackGivesAnotherCommit() {
    QCOMPARE(agent({}).code, 0);
    QCOMPARE(agent(QStringLiteral("gone\n")).code, 0);
    const auto attempt =
        agent(QStringLiteral("# Feedback on the attempt before\n\nSay it in the change log.\n"));
    QVERIFY2(attempt.code == 0, qPrintable(attempt.text));
    QCOMPARE(commits(), 4);
    const auto changes = readFile(m_work + QStringLiteral("/CHANGES.md"), 100000);
    QVERIFY(changes->contains("After review: Say it in the change log."));
    QCOMPARE(pytest().code, 0);
}

void TestSample::answersQuestions() {
    QCOMPARE(agent(QStringLiteral("gone\n")).code, 0);
    const int before = commits();
    const auto asked =
        agent({}, {{QStringLiteral("SIGNALBOX_MODE"), QStringLiteral("question")},
                   {QStringLiteral("SIGNALBOX_QUESTION_FILE"),
                    put(QStringLiteral("question.md"), QStringLiteral("Which tests show it?\n"))}});
    QVERIFY2(asked.code == 0, qPrintable(asked.text));
    QVERIFY(out(QStringLiteral("answer.md")).contains(QStringLiteral("test_reads_fractions")));
    QCOMPARE(commits(), before);
}

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
