// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the globs that say which paths a change may touch: a pattern that matched too much would let an
// agent out of its bounds, one that matched too little would fail honest work.
#include "core/base/path_pattern.h"

#include <QTest>

using namespace signalbox;

class PathPatternTest : public QObject {
    Q_OBJECT

private slots:
    void matchesAsGitignoreDoes_data() {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QStringList>("yes");
        QTest::addColumn<QStringList>("no");
        QTest::newRow("tree") << u"src/**"_qs << QStringList{u"src/a"_qs, u"src/a/b/c.txt"_qs}
                              << QStringList{u"src"_qs, u"lib/src/a"_qs, u"srcs/a"_qs, u"Src/a"_qs};
        QTest::newRow("any depth") << u"*.md"_qs
                                   << QStringList{u"README.md"_qs, u"docs/deep/x.md"_qs, u".md"_qs}
                                   << QStringList{u"README.mdx"_qs, u"md"_qs};
        QTest::newRow("rooted") << u"/*.md"_qs << QStringList{u"README.md"_qs}
                                << QStringList{u"docs/x.md"_qs};
        QTest::newRow("below") << u"tests/**/*.py"_qs
                               << QStringList{u"tests/a.py"_qs, u"tests/a/b.py"_qs, u"tests/a/b/c.py"_qs}
                               << QStringList{u"tests/a.pyc"_qs, u"a/tests/a.py"_qs, u"tests"_qs};
        QTest::newRow("leading") << u"**/test_*.py"_qs << QStringList{u"test_a.py"_qs, u"x/y/test_b.py"_qs}
                                 << QStringList{u"x/atest_b.py"_qs};
        QTest::newRow("directory by name")
            << u"tests"_qs << QStringList{u"tests"_qs, u"tests/a"_qs, u"x/tests/b/c"_qs}
            << QStringList{u"tests2/a"_qs, u"mytests"_qs};
        QTest::newRow("directory only") << u"tests/"_qs << QStringList{u"tests/a"_qs, u"x/tests/b"_qs}
                                        << QStringList{u"tests"_qs, u"x/tests"_qs};
        QTest::newRow("directory in a directory")
            << u"src/gen"_qs << QStringList{u"src/gen"_qs, u"src/gen/a/b"_qs}
            << QStringList{u"x/src/gen/a"_qs, u"src/general"_qs};
        QTest::newRow("star stays") << u"src/*.c"_qs << QStringList{u"src/a.c"_qs, u"src/.c"_qs}
                                    << QStringList{u"src/a/b.c"_qs, u"src/a.cc"_qs};
        QTest::newRow("question mark")
            << u"a?c"_qs << QStringList{u"abc"_qs, u"x/aüc"_qs} << QStringList{u"ac"_qs, u"a/c"_qs};
        QTest::newRow("set") << u"[a-c]x[!0-9]"_qs << QStringList{u"axz"_qs, u"cx-"_qs}
                             << QStringList{u"dxz"_qs, u"ax5"_qs};
        QTest::newRow("bracket in set") << u"[]]"_qs << QStringList{u"]"_qs} << QStringList{u"["_qs};
        QTest::newRow("escaped") << u"a\\*b"_qs << QStringList{u"a*b"_qs} << QStringList{u"axb"_qs};
        QTest::newRow("escaped set") << u"\\[x\\]"_qs << QStringList{u"[x]"_qs} << QStringList{u"x"_qs};
        QTest::newRow("everything") << u"**"_qs << QStringList{u"a"_qs, u"a/b"_qs} << QStringList{};
        QTest::newRow("in any directory") << u"/**/"_qs << QStringList{u"a/b"_qs} << QStringList{u"a"_qs};
        QTest::newRow("every file of a kind of directory")
            << u"**/gen/**"_qs << QStringList{u"gen/a"_qs, u"x/gen/y/z"_qs}
            << QStringList{u"gen"_qs, u"x/gen"_qs, u"genx/a"_qs};
        QTest::newRow("two spans") << u"a/**/b/**/c"_qs << QStringList{u"a/b/c"_qs, u"a/x/b/y/z/c"_qs}
                                   << QStringList{u"a/c"_qs, u"a/b"_qs, u"b/c"_qs};
        QTest::newRow("dot names count")
            << u"*"_qs << QStringList{u".hidden"_qs, u"a/.b"_qs} << QStringList{};
        QTest::newRow("no regular expression")
            << u"a.c+"_qs << QStringList{u"a.c+"_qs} << QStringList{u"abcc"_qs, u"a.cc"_qs};
    }
    void matchesAsGitignoreDoes() {
        QFETCH(QString, glob);
        QFETCH(QStringList, yes);
        QFETCH(QStringList, no);
        const auto pattern = PathPattern::parse(glob);
        QVERIFY2(pattern.ok(), qPrintable(glob));
        for (const QString& path : yes)
            QVERIFY2(pattern->matches(path), qPrintable(u"should match "_qs + path));
        for (const QString& path : no)
            QVERIFY2(!pattern->matches(path), qPrintable(u"should not match "_qs + path));
    }

    void badPatternsAreRefused_data() {
        QTest::addColumn<QString>("glob");
        for (const char* glob : {"", "/", "//", "a//b", "../a", "a/../b", "./a", "a/.", "[abc", "[", "[!",
                                 "a\\", "a/[x/b]", "a\nb", "[\\]"})
            QTest::newRow(glob) << QString::fromLatin1(glob);
    }
    void badPatternsAreRefused() {
        QFETCH(QString, glob);
        const auto pattern = PathPattern::parse(glob);
        QVERIFY(!pattern.ok());
        QVERIFY(pattern.error().kind == ErrorKind::Invalid);
        QVERIFY(!pattern.error().hint.isEmpty());
    }

    void laterPatternsTakeBack() {
        const auto patterns =
            PathPatterns::parse({u"src/**"_qs, u"!src/vendor/"_qs, u"src/vendor/ours/**"_qs});
        QVERIFY(patterns.ok());
        QVERIFY(patterns->matches(u"src/a.c"_qs));
        QVERIFY(!patterns->matches(u"src/vendor/x.c"_qs));
        QVERIFY(patterns->matches(u"src/vendor/ours/x.c"_qs));
        QVERIFY(!patterns->matches(u"docs/x"_qs));
        QVERIFY(!PathPatterns().matches(u"a"_qs));
        QVERIFY(PathPatterns().isEmpty());
        QVERIFY(!PathPatterns::parse({u"ok"_qs, u"!["_qs}).ok());
    }

    void hostilePatternsStayQuick() {
        // Both would take longer than the universe has in a matcher that tries every way.
        const auto stars = PathPattern::parse(u"a*"_qs.repeated(100) + u'b');
        const auto spans = PathPattern::parse(u"**/a/"_qs.repeated(60) + u'b');
        QVERIFY(stars.ok() && spans.ok());
        QVERIFY(!stars->matches(QString(4000, u'a')));
        QVERIFY(!spans->matches(u"a/"_qs.repeated(1000) + u'c'));
    }
};

QTEST_GUILESS_MAIN(PathPatternTest)
#include "tst_path_pattern.moc"
