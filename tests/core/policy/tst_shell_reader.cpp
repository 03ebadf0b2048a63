// SPDX-License-Identifier: GPL-3.0-or-later
// Protects rules about commands from being led astray by how a command is written: every simple command of a
// text is found, wherever it hides, and what is not followed is said to be not understood.
#include "core/policy/shell_reader.h"

#include <QtTest>

using namespace signalbox;

class ShellReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsEveryCommand_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char* text, const char* names) {
            QTest::newRow(text) << QString::fromUtf8(text)
                                << QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts);
        };
        row("ls", "ls");
        row("", "");
        row("  # only a word\n", "");
        row("a && b", "a b");
        row("a||b;c & d", "a b c d");
        row("a|b |& c", "a b c");
        row("a\nb\n", "a b");
        row("echo $(rm x)", "rm echo");
        row("echo \"$(rm x)\"", "rm echo");
        row("echo `rm x`", "rm echo");
        row("echo \"`rm x`\"", "rm echo");
        row("echo $(echo $(echo `rm x`))", "rm echo echo echo");
        row("diff <(rm x) <(b)", "rm b diff");
        row("tee >(rm x) < y", "rm tee");
        row("(a; b) | { c; d; }", "a b c d");
        row("if a; then b; elif c; then d; else e; fi", "a b c d e");
        row("while a; do b; done < c", "a b");
        row("for i in a b $(rm x); do c $i; done", "rm c");
        row("! a", "a");
        row("time a", "a");
        row("X=1 Y=$(rm x) a", "rm a");
        row("X=$(rm x)", "rm");
        row("2>/dev/null a >b 2>&1", "a");
        row("a 'b; c' \"d && e\" f\\;g", "a");
        row("a <<'E'\nrm x\n$(rm y)\nE\nb", "a b");
        row("a <<-E && b\n\tx\n\tE\nc", "a b c");
        row("git commit -m \"$(cat <<'EOF'\nIt's done; (really)\nEOF\n)\"", "cat git");
        row("a ${X:-b} ${#Y}", "a");
        row("a $((1 + 2))", "a");
        row("[[ -f x && $(rm y) > z ]] && a", "rm [[ a");
        row("a \\\n b", "a");
    }
    void findsEveryCommand() {
        QFETCH(QString, text);
        QFETCH(QStringList, names);
        const ShellScript script = readShell(text);
        QVERIFY2(script.understood(), qPrintable(script.trouble));
        QStringList found;
        for (const ShellCommand& command : script.commands)
            if (!command.words.isEmpty())
                found.append(command.name());
        QCOMPARE(found, names);
    }

    void saysWhatItDoesNotFollow_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"a 'b",
                                 "a \"b",
                                 "a `b",
                                 "a $(b",
                                 "a )",
                                 "(a",
                                 "a <<E\nx",
                                 "a <<E\n$(rm x)\nE",
                                 "a <<E\n`rm x`\nE",
                                 "f() { rm x; }",
                                 "function f { rm x; }",
                                 "case x in y) rm;; esac",
                                 "trap 'rm x' EXIT",
                                 "alias ls=rm",
                                 "a=(1 2)",
                                 "a $'\\x72m'",
                                 "a ${X@P}",
                                 "a ${X:-$(rm y)}",
                                 "a ${!X}`",
                                 "PATH=. ls",
                                 "LD_PRELOAD=x.so ls",
                                 "HOME=/ rm",
                                 "for PATH in x; do ls; done",
                                 "a $((x[$(rm y)]))",
                                 "a\x01",
                                 "a\rb",
                                 "a >",
                                 "[[ -f x",
                                 "a <<A $(\nb)\nx\nA",
                                 "for ((i=0;i<1;i++)); do a; done"})
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("deep") << QStringLiteral("$(").repeated(40) + QStringLiteral("a") +
                                     QStringLiteral(")").repeated(40);
        QTest::newRow("long") << QStringLiteral("a ").repeated(int(longestScript));
        QTest::newRow("many") << QStringLiteral("a;").repeated(mostCommands + 1);
    }
    void saysWhatItDoesNotFollow() {
        QFETCH(QString, text);
        QVERIFY(!readShell(text).understood());
    }

    void redirectionsAreTold() {
        const ShellScript script = readShell(QStringLiteral("a >b 2>>'c d' &>e <f >&2 2>&1 3>| g"));
        QVERIFY2(script.understood(), qPrintable(script.trouble));
        QStringList writes;
        for (const ShellWord& word : script.commands.first().writes)
            writes.append(word.text);
        QCOMPARE(writes, (QStringList{QStringLiteral("b"), QStringLiteral("c d"), QStringLiteral("e"),
                                      QStringLiteral("g")}));
        QCOMPARE(script.commands.first().reads.size(), 1);
        QCOMPARE(script.commands.first().words.size(), 1);
    }

    void wordsSayWhatIsNotKnown() {
        const auto word = [](const char* text) {
            return readShell(QStringLiteral("a ") + QString::fromLatin1(text)).commands.last().words.at(1);
        };
        QVERIFY(word("$X").dynamic && word("x\"$X\"y").dynamic && word("$(b)").dynamic && word("$1").dynamic);
        QVERIFY(!word("'$X'").dynamic && !word("\\$X").dynamic);
        QVERIFY(word("*.c").glob && word("{a,b}").glob && !word("'*'").glob);
        QCOMPARE(word("'a b'\"c\"d\\ e").text, QStringLiteral("a bcd e"));
    }
};

QTEST_GUILESS_MAIN(ShellReaderTest)
#include "tst_shell_reader.moc"
