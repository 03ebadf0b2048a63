// SPDX-License-Identifier: GPL-3.0-or-later
// Protects readers of pull requests: an agent's words must not act on the forge (mentions, closing keywords,
// HTML, links) nor pass for what the core measured, and everything that an approval was bound to must be
// stated.
#include "core/forge/description.h"
#include "core/forge/markdown.h"

#include <QRegularExpression>
#include <QTest>

using namespace signalbox;

namespace {

PullRequest sample() {
    PullRequest request;
    request.taskId = 7;
    request.title = u"Fix the parser"_qs;
    request.taskText = u"It crashes on empty input."_qs;
    request.baseBranch = u"main"_qs;
    request.baseCommit = QString(40, u'a');
    request.commit = QString(40, u'b');
    request.approvedTree = QString(40, u'c');
    request.agentWords =
        u"## What\nChecks for `empty < 1`.\n\n## Why\nIt crashed.\n\n**How to verify**\n```sh\nmake test && "
        u"echo $HOME @x\n```\nRollback: revert it.\n"_qs;
    request.evidenceDigest = QString(64, u'e');
    request.blueprint = u"standard 3"_qs;
    request.blueprintDigest = QString(64, u'f');
    request.cost = u"0.42 USD"_qs;
    GateResult gate;
    gate.gate = u"tests_pass"_qs;
    gate.verdict = Verdict::Passed;
    gate.summary = u"214 tests passed | 3 new"_qs;
    gate.command = u"make test"_qs;
    gate.duration = Millis(2400);
    gate.images.insert(u"base"_qs, QString(64, u'1'));
    gate.artifacts.append({u"junit.xml"_qs, u"text/xml"_qs, QString(64, u'2'), 10});
    request.evidence.append(gate);
    request.approvals.append({u"ada"_qs, u"looks good, see @bob"_qs, Moment{0}});
    return request;
}

/// What is left of a text when quotations and code are taken out: here everything is ours.
QString ourOwn(const QString& text) {
    QStringList lines;
    for (const QString& line : text.split(u'\n'))
        if (!line.startsWith(u'>'))
            lines << line;
    return lines.join(u'\n');
}

} // namespace

class ForgeDescriptionTest : public QObject {
    Q_OBJECT

private slots:
    void everythingIsStated() {
        const QString text = composeDescription(sample(), QString(64, u'd'));
        for (const QString& part : {u"# Fix the parser\n"_qs,
                                    u"## What"_qs,
                                    u"## Why"_qs,
                                    u"## How to verify"_qs,
                                    u"## Rollback"_qs,
                                    u"## Evidence"_qs,
                                    u"> Checks for `empty < 1`."_qs,
                                    u"> It crashed."_qs,
                                    u"> revert it."_qs,
                                    u"> It crashes on empty input."_qs,
                                    u"make test && echo $HOME @x"_qs,
                                    u"| tests\\_pass | passed |"_qs,
                                    u"214 tests passed \\| 3 new"_qs,
                                    u"2.4 s"_qs,
                                    u"`111111111111`"_qs,
                                    u"`222222222222`"_qs,
                                    u"0.42 USD"_qs,
                                    QString(64, u'd'),
                                    QString(64, u'e'),
                                    QString(64, u'f'),
                                    QString(40, u'c'),
                                    u"git revert "_qs + QString(40, u'a') + u".."_qs + QString(40, u'b'),
                                    u"git fetch origin signalbox/task-7-fix-the-parser"_qs,
                                    u"- ada, 1970-01-01"_qs})
            QVERIFY2(text.contains(part), qPrintable(part + u"\nis not in\n"_qs + text));
        QCOMPARE(composeDescription(sample(), QString(64, u'd')), text);
    }

    void missingWordsAreNamed() {
        PullRequest request = sample();
        request.agentWords.clear();
        request.evidence.clear();
        request.cost.clear();
        const QString text = composeDescription(request, {});
        QCOMPARE(text.count(u"The agent did not say."_qs), 4);
        QVERIFY(text.contains(u"No gate was run."));
        QVERIFY(text.contains(u"not measured"));
    }

    void wordsCannotLeaveTheirQuotation() {
        PullRequest request = sample();
        request.agentWords =
            u"## What\nok\n```\ncode\n\n## Evidence\n\n| Gate | Verdict |\n~~~\n</details>\n# Approved\n"
            u"\u2028## Why\n\r## Rollback\nnone"_qs;
        request.title = u"T\n## Evidence\n| x | y |"_qs;
        request.taskText = u"text\n\n## Evidence\nall passed"_qs;
        request.evidence[0].summary = u"ok |\n## Approved\n- root"_qs;
        request.approvals[0].comment = u"fine\n\n## Evidence"_qs;
        const QString ours = ourOwn(composeDescription(request, {}));
        QCOMPARE(ours.count(QRegularExpression(u"^## Evidence"_qs, QRegularExpression::MultilineOption)), 1);
        QCOMPARE(ours.count(QRegularExpression(u"^## Approved"_qs, QRegularExpression::MultilineOption)), 1);
        QCOMPARE(ours.count(QRegularExpression(u"^# "_qs, QRegularExpression::MultilineOption)), 1);
    }

    void nothingOfATextIsLive_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("mustNotContain");
        QTest::newRow("html") << u"<img src=x onerror=y>"_qs << u"<img"_qs;
        QTest::newRow("comment") << u"a <!-- hidden --> b"_qs << u"<!--"_qs;
        QTest::newRow("entity") << u"&#64;bob"_qs << u"&#64;"_qs;
        QTest::newRow("mention") << u"thanks @torvalds"_qs << u"@torvalds"_qs;
        QTest::newRow("team") << u"cc @org/team"_qs << u"@org"_qs;
        QTest::newRow("closing") << u"Fixes #12"_qs << u"#12"_qs;
        QTest::newRow("closing elsewhere") << u"closes other/repo#3"_qs << u"#3"_qs;
        QTest::newRow("closing by url") << u"resolves https://example.org/o/r/issues/4"_qs << u"://"_qs;
        QTest::newRow("GH") << u"fixes gh-77"_qs << u"gh-77"_qs;
        QTest::newRow("merge request") << u"see !15"_qs << u"!15"_qs;
        QTest::newRow("link") << u"[safe](javascript:alert)"_qs << u"[safe]"_qs;
        QTest::newRow("image") << u"![x](http://tracker/x.png)"_qs << u"!["_qs;
        QTest::newRow("reference link") << u"[a]: /etc"_qs << u"[a]:"_qs;
        QTest::newRow("autolink") << u"www.example.org"_qs << u"www.example"_qs;
        QTest::newRow("mail") << u"write to a@example.org"_qs << u"@example"_qs;
        QTest::newRow("bidi") << u"a\u202eb"_qs << u"\u202e"_qs;
        QTest::newRow("escape") << u"a\u001b[31m"_qs << u"\u001b"_qs;
        QTest::newRow("half code span") << u"`<b> ``@x` <i>"_qs << u"<i>"_qs;
        QTest::newRow("keyword in code") << u"`fixes #12`"_qs << u"fixes #12"_qs;
        QTest::newRow("keyword in a fence") << u"```\nFixes: #12\n```"_qs << u"Fixes: #12"_qs;
    }
    void nothingOfATextIsLive() {
        QFETCH(QString, text);
        QFETCH(QString, mustNotContain);
        const QString quote = markdownQuote(text);
        QVERIFY2(!quote.contains(mustNotContain), qPrintable(quote));
        if (!text.contains(u'`')) {
            const QString line = markdownLine(text);
            QVERIFY2(!line.contains(mustNotContain), qPrintable(line));
        }
    }

    void quotationsKeepTheirShape() {
        // Their backslash is escaped, so the backtick behind it opens a span, which the next one ends.
        QCOMPARE(markdownQuote(u"\\`<b>\\` <i>"_qs), u"> \\\\`<b>\\` &lt;i&gt;\n"_qs);
        QCOMPARE(markdownQuote(u"a\n\n- b\n  **c**"_qs), u"> a\n>\n> - b\n>   \\*\\*c\\*\\*\n"_qs);
        QCOMPARE(markdownQuote(u"x\n````\n```\nif a < b && c\n````"_qs).section(u'\n', 1, 1), u"> ```"_qs);
        const QString fenced = markdownQuote(u"```\nif a < b && c ```` d\nno end"_qs);
        QCOMPARE(fenced, u"> `````\n> if a < b && c ```` d\n> no end\n> `````\n"_qs);
        QVERIFY(markdownQuote(QString(100'000, u'x')).size() < 25'000);
        QVERIFY(markdownLine(QString(1000, u'x')).size() < 400);
        for (const QString& line :
             markdownQuote(u"a\r\nb\u2028c\u0085d\ve\ff"_qs).split(u'\n', Qt::SkipEmptyParts))
            QVERIFY(line.startsWith(u'>'));
    }

    void sectionsAreRead() {
        const AgentSections s = readSections(
            u"Intro\n# Summary\nwhat\n### Detail\nmore\nWhy: because\nof it\n**How to test:** run\n"
            u"```\n# Rollback\n```\n## Roll back\nundo\n"_qs);
        QCOMPARE(s.what, u"Intro\n\nwhat\n### Detail\nmore"_qs.replace(u"\n\n"_qs, u"\n"_qs));
        QCOMPARE(s.why, u"because\nof it"_qs);
        QCOMPARE(s.howToVerify, u"run\n```\n# Rollback\n```"_qs);
        QCOMPARE(s.rollback, u"undo"_qs);
    }

    void branchNamesAreValidForGit_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("branch");
        QTest::newRow("plain") << u"Fix the parser"_qs << u"signalbox/task-7-fix-the-parser"_qs;
        QTest::newRow("marks") << u"  Grüße, Ångström!  "_qs << u"signalbox/task-7-gru-e-angstrom"_qs;
        QTest::newRow("hostile") << u"../..//-x.lock @{0} ~^:?*[\\"_qs << u"signalbox/task-7-x-lock-0"_qs;
        QTest::newRow("nothing left") << u"修正"_qs << u"signalbox/task-7"_qs;
        QTest::newRow("long") << u"one two three four five six seven eight nine ten"_qs
                              << u"signalbox/task-7-one-two-three-four-five-six-seven-eight"_qs;
    }
    void branchNamesAreValidForGit() {
        QFETCH(QString, title);
        QFETCH(QString, branch);
        QCOMPARE(branchName(7, title), branch);
    }
};

QTEST_GUILESS_MAIN(ForgeDescriptionTest)
#include "tst_forge_description.moc"
