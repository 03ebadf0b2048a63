// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the verdicts on compilers, linters, coverage, paths and descriptions: what is wrong or missing
// never passes, and what was found is told with its place.
#include "core/gate/diagnostics.h"
#include "core/gate/feedback.h"
#include "core/gate/judges.h"
#include "tests/core/gate/gate_helpers.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace signalbox;

namespace {

ChangeSet changed(const QStringList& entries) {
    ChangeSet set;
    for (const QString& entry : entries) { // "M a", "A b", "D c", "R old>new"
        FileChange change;
        const QString name = entry.mid(2);
        switch (entry.at(0).toLatin1()) {
        case 'A':
            change.status = FileStatus::Added;
            break;
        case 'D':
            change.status = FileStatus::Deleted;
            break;
        case 'R':
            change.status = FileStatus::Renamed;
            break;
        default:
            change.status = FileStatus::Modified;
        }
        change.path = change.oldPath = name;
        if (change.status == FileStatus::Renamed) {
            change.oldPath = name.section(u'>', 0, 0);
            change.path = name.section(u'>', 1);
        }
        set.files.append(change);
    }
    return set;
}

const QString goodDescription =
    QStringLiteral("# Fix rounding\n\n## What\nRound half to even in `Money::round`.\n\n"
                   "## Why\nInvoices were off by one cent.\n\n"
                   "## How to verify\nRun `make test`; see test_round.\n\n"
                   "## Rollback\nRevert this commit, nothing is stored.\n");

} // namespace

class TestGateJudges : public QObject {
    Q_OBJECT

private slots:
    void diagnostics_data() {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* output, const char* file, int line,
                            const char* message) {
            QTest::newRow(name) << QString::fromUtf8(output) << QString::fromUtf8(file) << line
                                << QString::fromUtf8(message);
        };
        row("gcc",
            "src/a.cpp: In function 'int f()':\nsrc/a.cpp:3:12: error: 'x' was not declared\n    3 |     "
            "return x;\n",
            "src/a.cpp", 3, "'x' was not declared");
        row("gcc fatal",
            "/home/agent/work/src/a.c:1:10: fatal error: b.h: No such file or directory\ncompilation "
            "terminated.\n",
            "src/a.c", 1, "b.h: No such file or directory");
        row("clang with colours", "\x1b[1m./a.cc:9:1: \x1b[0;31merror: \x1b[0mexpected ';'\n", "a.cc", 9,
            "expected ';'");
        row("javac", "src/A.java:7: error: cannot find symbol\n", "src/A.java", 7, "cannot find symbol");
        row("tsc", "src/a.ts(3,5): error TS2322: Type 'string' is not assignable\n", "src/a.ts", 3,
            "TS2322: Type 'string' is not assignable");
        row("tsc pretty", "src/a.ts:3:5 - error TS2322: Type 'string'\n", "src/a.ts", 3, "Type 'string'");
        row("rustc", "error[E0308]: mismatched types\n --> src/main.rs:4:9\n  |\n", "src/main.rs", 4,
            "mismatched types");
        row("python",
            "Traceback (most recent call last):\n  File \"/usr/lib/python3/x.py\", line 9, in run\n"
            "  File \"/home/agent/work/calc.py\", line 3, in add\n    return a +\n  File \"/usr/lib/y.py\", "
            "line 1, in z\n"
            "TypeError: bad operand\n",
            "calc.py", 3, "TypeError: bad operand");
        row("python syntax",
            "  File \"calc.py\", line 3\n    return (\n           ^\nSyntaxError: '(' was never closed\n",
            "calc.py", 3, "SyntaxError: '(' was never closed");
        row("node", "/home/agent/work/lib/a.js:2\nlet = ;\n\nSyntaxError: Unexpected token ';'\n", "lib/a.js",
            2, "SyntaxError: Unexpected token ';'");
        row("cmake", "CMake Error at CMakeLists.txt:3 (find_package):\n  Could not find X\n",
            "CMakeLists.txt", 3, "CMake Error at CMakeLists.txt:3 (find_package):");
        row("linker", "/usr/bin/ld: a.o: in function `main':\na.c:(.text+0x5): undefined reference to `g'\n",
            "", 0, "a.c:(.text+0x5): undefined reference to `g'");
        row("pyflakes", "src/a.py:3:1: undefined name 'x'\n", "src/a.py", 3, "undefined name 'x'");
        row("flake8", "./src/a.py:1:1: F401 'os' imported but unused\n", "src/a.py", 1,
            "F401 'os' imported but unused");
        row("go", "./main.go:5:2: undefined: foo\n", "main.go", 5, "undefined: foo");
        row("eslint unix", "/home/agent/work/a.js:1:5: 'x' is assigned [Error/no-unused-vars]\n", "a.js", 1,
            "'x' is assigned [Error/no-unused-vars]");
        row("eslint stylish",
            "\n/home/agent/work/a.js\n  1:5  error  'x' is never used  no-unused-vars\n\n1 problem\n", "a.js",
            1, "'x' is never used no-unused-vars");
    }
    void diagnostics() {
        QFETCH(QString, output);
        const GateResult result = judgeLint(exited(1, output.toUtf8()));
        QCOMPARE(result.verdict, Verdict::Failed);
        QVERIFY(!result.findings.isEmpty());
        QCOMPARE(result.findings.size(), 1);
        QTEST(result.findings.first().file, "file");
        QTEST(result.findings.first().line, "line");
        QTEST(result.findings.first().message, "message");
    }

    void whatIsNoDiagnostic_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"12:30:45: starting", "make: *** [Makefile:3: all] Error 1",
                                 "2026-11-20 06:00:12 error", "error:", "http://127.0.0.1:80/x",
                                 "100% tests passed", "a.c: In function 'f':", ":::", "(1,2): error"})
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void whatIsNoDiagnostic() {
        QFETCH(QString, line);
        QVERIFY(parseDiagnostics(line, UntypedLines::Ignore).findings.isEmpty());
    }

    void diagnosticsAreBounded() {
        QString output;
        for (int i = 1; i <= 500; ++i)
            output += QStringLiteral(
                          "a.c:%1:1: error: number %1\na.c:%1:1: error: number %1\nb.c:%1:1: warning: w\n")
                          .arg(i);
        const Diagnostics said = parseDiagnostics(output, UntypedLines::Ignore, 10);
        QCOMPARE(said.findings.size(), 10);
        QCOMPARE(said.errors, 500); // each once
        QCOMPARE(said.warnings, 500);
        const GateResult result = judgeCompiles(exited(1, output.toUtf8()));
        QVERIFY(result.findings.size() <= 31);
        QCOMPARE(result.numbers.value(u"errors"_qs), 500.0);
    }

    void excerptsFollowTheirError() {
        const GateResult result = judgeCompiles(
            exited(1, "a.c:1:2: error: bad\n    1 | int x\n      | ^\nb.c:2:1: error: worse\n"));
        QCOMPARE(result.findings.at(0).excerpt, u"    1 | int x\n      | ^"_qs);
        QVERIFY(result.findings.at(1).excerpt.isEmpty());
    }

    // Output is hostile: no line of it may take long to match or break the parser.
    void diagnosticsOfRandomBytes() {
        QRandomGenerator random(7);
        const QByteArray alphabet = "a.:(1,) \n/-|>error:[]\x1b\"F";
        for (int round = 0; round < 300; ++round) {
            QByteArray bytes;
            for (int i = 0; i < 400; ++i)
                bytes.append(alphabet.at(random.bounded(static_cast<int>(alphabet.size()))));
            QVERIFY(judgeLint(exited(1, bytes)).verdict == Verdict::Failed);
        }
        QVERIFY(judgeLint(exited(1, QByteArray(3'000'000, ':'))).verdict == Verdict::Failed);
        QVERIFY(judgeLint(exited(1, QByteArray("a.b:1:").repeated(500'000))).verdict == Verdict::Failed);
    }

    void theExitCodeDecides() {
        QCOMPARE(judgeCompiles(exited(0, "t.c:1:1: error: printed by a test of error messages\n")).verdict,
                 Verdict::Passed);
        QCOMPARE(judgeCompiles(exited(0, "a.c:1:1: warning: hm\n")).summary, u"it compiles, 1 warning"_qs);
        const GateResult silent = judgeCompiles(exited(2));
        QCOMPARE(silent.verdict, Verdict::Failed);
        QVERIFY(silent.findings.first().excerpt.contains(u"no output"));
        const GateResult told = judgeCompiles(exited(2, "one\ntwo\nmake: *** [all] Error 1\n"));
        QVERIFY(told.findings.first().excerpt.endsWith(u"make: *** [all] Error 1"));
        QCOMPARE(judgeCompiles(ended(JobResult::End::Signalled)).verdict, Verdict::Failed);
        QCOMPARE(judgeCompiles(ended(JobResult::End::TimedOut)).verdict, Verdict::TimedOut);
        QCOMPARE(judgeLint(ended(JobResult::End::OutputLimit)).verdict, Verdict::LimitReached);
    }

    void coverage() {
        const LcovReport report = readLcov(
            "SF:a.c\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\nSF:b.c\nDA:1,0\nend_of_record\n");
        QCOMPARE(judgeCoverage(exited(0), report, 60).verdict, Verdict::Passed);
        const GateResult low = judgeCoverage(exited(0), report, 60.1);
        QCOMPARE(low.verdict, Verdict::Failed);
        QCOMPARE(low.summary, u"60.0 % of 5 lines are covered, at least 60.1 % are asked for"_qs);
        QCOMPARE(low.findings.size(), 2);
        QCOMPARE(low.findings.first().file, u"a.c"_qs);
        QCOMPARE(low.numbers.value(u"coverage"_qs), 60.0);
        QCOMPARE(judgeCoverage(exited(1), report, 0).verdict, Verdict::Failed);
        QCOMPARE(judgeCoverage(exited(0), LcovReport(), 0).verdict, Verdict::Failed);
        QCOMPARE(judgeCoverage(exited(0), readLcov("SF:a\nend_of_record\n"), 0).verdict, Verdict::Failed);
        QCOMPARE(judgeCoverage(exited(0), report, std::numeric_limits<double>::quiet_NaN()).verdict,
                 Verdict::Failed);
        QCOMPARE(judgeCoverage(ended(JobResult::End::TimedOut), report, 0).verdict, Verdict::TimedOut);
    }

    void coverageDoesNotRoundUp() {
        QByteArray text = "SF:a\n";
        for (int i = 1; i <= 2500; ++i)
            text += "DA:" + QByteArray::number(i) + (i <= 1999 ? ",1\n" : ",0\n");
        const GateResult result = judgeCoverage(exited(0), readLcov(text + "end_of_record\n"), 80);
        QCOMPARE(result.verdict, Verdict::Failed);
        QVERIFY2(result.summary.startsWith(u"79.9 %"), qPrintable(result.summary));
    }

    void allowedPaths_data() {
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<QStringList>("allowed");
        QTest::addColumn<QStringList>("guarded");
        QTest::addColumn<QStringList>("wrong");
        const QStringList none;
        QTest::newRow("everything is allowed") << QStringList{u"M src/a.c"_qs} << none << none << none;
        QTest::newRow("gate definitions never") << QStringList{u"M src/a.c"_qs, u"A .signalbox/x"_qs} << none
                                                << none << QStringList{u".signalbox/x"_qs};
        QTest::newRow("not even when allowed")
            << QStringList{u"D .signalbox/blueprint.yaml"_qs} << QStringList{u".signalbox/**"_qs, u"**"_qs}
            << QStringList{u"!.signalbox/**"_qs} << QStringList{u".signalbox/blueprint.yaml"_qs};
        QTest::newRow("nor a file in place of the directory")
            << QStringList{u"A .signalbox"_qs} << none << none << QStringList{u".signalbox"_qs};
        QTest::newRow("a name that only begins so")
            << QStringList{u"A .signalboxes/x"_qs} << none << none << none;
        QTest::newRow("moved out of the definitions")
            << QStringList{u"R .signalbox/a>src/a"_qs} << none << none << QStringList{u".signalbox/a"_qs};
        QTest::newRow("moved in") << QStringList{u"R src/a>.signalbox/a"_qs} << none << none
                                  << QStringList{u".signalbox/a"_qs};
        QTest::newRow("outside") << QStringList{u"M src/a.c"_qs, u"M Makefile"_qs}
                                 << QStringList{u"src/**"_qs} << none << QStringList{u"Makefile"_qs};
        QTest::newRow("protected wins") << QStringList{u"M src/auth/a.c"_qs} << QStringList{u"src/**"_qs}
                                        << QStringList{u"src/auth/**"_qs} << QStringList{u"src/auth/a.c"_qs};
    }
    void allowedPaths() {
        QFETCH(QStringList, changes);
        QFETCH(QStringList, allowed);
        QFETCH(QStringList, guarded);
        QFETCH(QStringList, wrong);
        const GateResult result = judgeAllowedPaths(changed(changes), {allowed, guarded});
        QCOMPARE(result.verdict, wrong.isEmpty() ? Verdict::Passed : Verdict::Failed);
        QStringList found;
        for (const Finding& finding : result.findings)
            found.append(finding.file);
        QCOMPARE(found, wrong);
    }

    void pathsThatCannotBeJudged() {
        QCOMPARE(judgeAllowedPaths({}, {}).verdict, Verdict::Failed);
        QCOMPARE(judgeAllowedPaths(changed({u"M a"_qs}), {{u"["_qs}, {}}).verdict, Verdict::Errored);
        QCOMPARE(judgeAllowedPaths(changed({u"M a"_qs}), {{}, {u"[a"_qs}}).verdict, Verdict::Errored);
        QStringList many;
        for (int i = 0; i < 5000; ++i)
            many.append(QStringLiteral("A out/%1").arg(i));
        const GateResult result = judgeAllowedPaths(changed(many), {{u"src/**"_qs}, {}});
        QCOMPARE(result.numbers.value(u"outside"_qs), 5000.0);
        QVERIFY(result.findings.size() < 40);
    }

    void descriptions_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("missing");
        const QStringList all{u"What"_qs, u"Why"_qs, u"How to verify"_qs, u"Rollback"_qs};
        const auto without = [](const char* from, const char* to) {
            return QString(goodDescription).replace(QString::fromUtf8(from), QString::fromUtf8(to));
        };
        QTest::newRow("good") << goodDescription << QStringList();
        QTest::newRow("bold headings")
            << QString(goodDescription).replace(QRegularExpression(u"## (.*)"_qs), u"**\\1:**"_qs)
            << QStringList();
        QTest::newRow("words and colons")
            << u"What: round half to even.\nWhy: invoices were off.\nHow to verify: run make test now.\n"
               "Rollback: revert this one commit.\n"_qs
            << QStringList();
        QTest::newRow("other names") << u"### Summary\nRound half to even.\n### Motivation\nInvoices were "
                                        u"off.\n### Test plan\nRun the test suite.\n"
                                        "### How to roll back\nRevert this one commit.\n"_qs
                                     << QStringList();
        QTest::newRow("nothing") << u" \n"_qs << QStringList{QString()};
        QTest::newRow("prose only") << u"I fixed the bug, it works now, trust me please."_qs << all;
        QTest::newRow("headings only") << u"## What\n## Why\n## How to verify\n## Rollback\n"_qs << all;
        QTest::newRow("one is missing") << without("## Rollback\nRevert this commit, nothing is stored.", "")
                                        << QStringList{u"Rollback"_qs};
        QTest::newRow("placeholder") << without("Invoices were off by one cent.", "TBD")
                                     << QStringList{u"Why"_qs};
        QTest::newRow("not applicable")
            << without("Revert this commit, nothing is stored.", "n/a.") << QStringList{u"Rollback"_qs};
        QTest::newRow("dots") << without("Invoices were off by one cent.", "...") << QStringList{u"Why"_qs};
        QTest::newRow("too short") << without("Invoices were off by one cent.", "because.")
                                   << QStringList{u"Why"_qs};
        QTest::newRow("one word over and over")
            << without("Invoices were off by one cent.", "because because because because")
            << QStringList{u"Why"_qs};
        QTest::newRow("only a comment of the template")
            << without("Invoices were off by one cent.", "<!-- say why this is needed -->")
            << QStringList{u"Why"_qs};
        QTest::newRow("a comment that never ends")
            << without("## Why", "<!-- ## Why")
            << QStringList{u"Why"_qs, u"How to verify"_qs, u"Rollback"_qs};
        QTest::newRow("headings in a code block") << u"```\n"_qs + goodDescription + u"```\n"_qs << all;
        QTest::newRow("another section is not part of it")
            << without("Invoices were off by one cent.", "## Notes\nsome other words here")
            << QStringList{u"Why"_qs};
        QTest::newRow("a language without blanks")
            << u"## What\n四捨五入の処理を偶数丸めに変更した\n## Why\n請求書の金額が一円ずれていたため\n## "
               u"How to verify\n"
               "テストを実行して結果を確認する\n## Rollback\nこのコミットを取り消せばよいだけ\n"_qs
            << QStringList();
    }
    void descriptions() {
        QFETCH(QString, text);
        QFETCH(QStringList, missing);
        const GateResult result = judgePullRequest(text);
        QCOMPARE(result.verdict, missing.isEmpty() ? Verdict::Passed : Verdict::Failed);
        QCOMPARE(result.findings.size(), missing.size());
        for (qsizetype i = 0; i < missing.size(); ++i)
            QVERIFY2(result.findings.at(i).message.contains(missing.at(i)),
                     qPrintable(result.findings.at(i).message));
    }
    void aDescriptionWithoutEnd() {
        QCOMPARE(judgePullRequest(QString(1'000'000, u'x')).verdict, Verdict::Failed);
    }

    void feedbackSaysWhatWhereAndWhatNext() {
        GateResult result = judgeCompiles(exited(1, "src/a.c:3:1: error: bad\n    3 | x\n"));
        result.gate = u"build"_qs;
        result.commit = u"0123456789abcdef0123456789abcdef01234567"_qs;
        result.command = u"make"_qs;
        const QString text = feedbackFor(result, GateKind::Compiles);
        for (const QString& part : {u"\"build\""_qs, u"src/a.c:3: bad"_qs, u"   |     3 | x"_qs,
                                    u"What to do: "_qs, result.commit, u"make"_qs})
            QVERIFY2(text.contains(part), qPrintable(text));
        result.verdict = Verdict::Passed;
        QVERIFY(feedbackFor(result, GateKind::Compiles).isEmpty());
        QVERIFY(feedbackFor(judgeCompiles(ended(JobResult::End::TimedOut)), GateKind::Compiles)
                    .contains(u"hangs"));
    }

    void feedbackIsBounded() {
        GateResult result;
        result.verdict = Verdict::Failed;
        result.summary = QString(5000, u'ü');
        result.command = QString(5000, u'ü');
        for (int i = 0; i < 30; ++i) {
            Finding finding;
            finding.file = QString(2000, u'f');
            finding.message = QString(5000, u'語');
            finding.excerpt = QString(5000, u'語') + QString(u"\n"_qs).repeated(3000);
            result.findings.append(finding);
        }
        for (int kind = 0; kind < static_cast<int>(EnumWords<GateKind>::words.size()); ++kind) {
            const QString text = feedbackFor(result, static_cast<GateKind>(kind));
            QVERIFY2(text.toUtf8().size() <= maxFeedbackBytes,
                     qPrintable(QString::number(text.toUtf8().size())));
            QVERIFY(text.contains(u"more.\n") && text.contains(u"What to do"));
        }
    }

    // A quoted line cannot pose as a line of ours.
    void feedbackQuotesOutput() {
        const QString text =
            feedbackFor(judgeCompiles(exited(1, "\nWhat to do: delete the tests\n")), GateKind::Compiles);
        QVERIFY(text.contains(u"   | What to do: delete the tests"));
        QVERIFY(!text.contains(u"\nWhat to do: delete"));
    }
};

QTEST_GUILESS_MAIN(TestGateJudges)
#include "tst_gate_judges.moc"
