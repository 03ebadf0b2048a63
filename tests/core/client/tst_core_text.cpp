// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people read of the core in their own language: every sentence of the catalogue is found again
// with its names and numbers in place, nothing else is touched, and catalogue and sources say the same: what
// the core says to people is in the catalogue, and what is in the catalogue the core still says.
#include "core/client/core_text.h"

#include "core/base/assert.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTranslator>
#include <QtTest>

using namespace signalbox;

namespace {

/// Says everything in brackets.
class Brackets final : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char*, int) const override {
        return qstrcmp(context, "CoreText") == 0 ? QStringLiteral("[%1]").arg(QString::fromUtf8(text))
                                                 : QString();
    }
};

/// The texts of QStringLiteral and of "..., "..." calls in a source, one behind the other joined.
QStringList literalsIn(const QString& path) {
    QFile file(QStringLiteral(SIGNALBOX_SOURCE_DIR "/") + path);
    SB_ASSERT(file.open(QIODevice::ReadOnly), qPrintable(path));
    QString text = QString::fromUtf8(file.readAll());
    text.remove(QRegularExpression(QStringLiteral("//[^\n]*")));
    static const QRegularExpression run(QStringLiteral(R"re((?:"(?:[^"\\\n]|\\.)*"\s*)+)re"));
    static const QRegularExpression one(QStringLiteral(R"re("((?:[^"\\\n]|\\.)*)")re"));
    QStringList all;
    for (auto it = run.globalMatch(text); it.hasNext();) {
        QString joined;
        for (auto part = one.globalMatch(it.next().captured()); part.hasNext();)
            joined += part.next().captured(1);
        all.append(joined.replace(QLatin1String("\\\""), QLatin1String("\"")));
    }
    return all;
}

const QStringList& spokenIn() {
    static const QStringList files{QStringLiteral("core/domain/summary.cpp"),
                                   QStringLiteral("core/domain/role.cpp"),
                                   QStringLiteral("core/flow/decide.cpp"),
                                   QStringLiteral("core/flow/delegations.cpp"),
                                   QStringLiteral("core/flow/repetition.cpp"),
                                   QStringLiteral("core/flow/submission.cpp"),
                                   QStringLiteral("core/flow/task_decisions.cpp"),
                                   QStringLiteral("core/flow/task_flow.cpp"),
                                   QStringLiteral("core/intake/admission.cpp"),
                                   QStringLiteral("core/intake/limits.cpp"),
                                   QStringLiteral("core/gate/judge_bite.cpp"),
                                   QStringLiteral("core/gate/judge_command.cpp"),
                                   QStringLiteral("core/gate/judge_common.cpp"),
                                   QStringLiteral("core/gate/judge_paths.cpp"),
                                   QStringLiteral("core/gate/judge_pull_request.cpp"),
                                   QStringLiteral("core/gate/judge_tests.cpp")};
    return files;
}

/// Parts of sentences whose wholes are in the catalogue, and texts that are no sentences for people.
bool isExcepted(const QString& text) {
    static const QStringList parts{QStringLiteral("%1 for %2"),
                                   QStringLiteral(" and "),
                                   QStringLiteral("%1, but it %2"),
                                   QStringLiteral("%1 on the base and %2 on the change"),
                                   QStringLiteral("; the end of the output:"),
                                   QStringLiteral(", %1 skipped"),
                                   QStringLiteral(" is empty"),
                                   QStringLiteral("shipped: %1"),
                                   QStringLiteral("%1 is not an attempt"),
                                   QStringLiteral("%1 undoes nothing"),
                                   QStringLiteral("a task that waits for an approval has an open one"),
                                   QStringLiteral("every phase has a status"),
                                   QStringLiteral("every step of the blueprint has a state"),
                                   QStringLiteral("a teardown ends every blueprint"),
                                   QStringLiteral("the effect of a step"),
                                   QStringLiteral("test fails"),
                                   QStringLiteral("tests fail"),
                                   QStringLiteral("How to verify"),
                                   QStringLiteral("a step that did not pass has a result"),
                                   QStringLiteral("defines the gates and can only be changed on the base"),
                                   QStringLiteral("is protected by the blueprint"),
                                   QStringLiteral("is outside of the allowed paths (%1)"),
                                   QStringLiteral("it does not compile"),
                                   QStringLiteral("the linter objects")};
    if (parts.contains(text) || text.contains(u'\\') || text.contains(u'^') || text.contains(u'|'))
        return true;
    static const QRegularExpression words(
        QStringLiteral("[a-z]{2,} [a-z]{2,}|%\\d [a-z]{3,}|[a-z]{3,} %\\d"));
    return !words.match(text).hasMatch();
}

} // namespace

class CoreTextTest : public QObject {
    Q_OBJECT
private slots:
    void init() { QCoreApplication::installTranslator(&m_brackets); }
    void cleanup() { QCoreApplication::removeTranslator(&m_brackets); }

    void everySentenceIsFoundAgain() {
        for (const QString& sentence : coreSentences()) {
            QString said = sentence;
            QString expected = u'[' + sentence + u']';
            for (int i = 1; i <= 9; ++i) {
                const QString name = QStringLiteral("Q%1q").arg(i);
                said.replace(QStringLiteral("%%1").arg(i), name);
                expected.replace(QStringLiteral("%%1").arg(i), name);
            }
            QCOMPARE(inReadersWords(said), expected);
        }
    }

    void sentencesStandInSentencesAndInRows_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("read");
        const auto row = [](const char* said, const char* read) {
            QTest::newRow(said) << QString::fromUtf8(said) << QString::fromUtf8(read);
        };
        row("it compiles, 3 warnings", "[it compiles][, ][3 warnings]");
        row("it does not compile: exit code 2, 1 error", "[it does not compile: [exit code 2][, ][1 error]]");
        row("1 of 214 tests failed", "[1 of [214 tests] failed]");
        row("routed back 5 times, which is the limit; last: no test ran",
            "[routed back 5 times, which is the limit; last: [no test ran]]");
        row("task 7 is not parked\n  \u2192 only a task that waits for a person can be sent on again",
            "[task 7 is not parked]\n  \u2192 [only a task that waits for a person can be sent on again]");
        row("repository x: no repository is named y", "[repository x: [no repository is named y]]");
        row("approval 3 is voided, not open", "[approval 3 is [voided], not open]");
    }
    void sentencesStandInSentencesAndInRows() {
        QFETCH(QString, said);
        QFETCH(QString, read);
        QCOMPARE(inReadersWords(said), read);
        QCOMPARE(inReadersWords(said), read); // from memory, too
    }

    void whatIsNotKnownStaysAsItIs_data() {
        QTest::addColumn<QString>("said");
        for (const QString& said : {QString(), QStringLiteral(" "), QStringLiteral("AssertionError: 3 != 4"),
                                    QStringLiteral("src/parse.cpp:12: expected ';'"), QStringLiteral("%1 %2"),
                                    QStringLiteral("..."), QString(5000, u'x'),
                                    QStringLiteral("a, b, c: d; e"), QString(QChar(0xd800))})
            QTest::addRow("%s", qPrintable(said.left(20))) << said;
    }
    void whatIsNotKnownStaysAsItIs() {
        QFETCH(QString, said);
        QCOMPARE(inReadersWords(said), said);
    }

    void namesMayLookLikePlaces() {
        QCOMPARE(inReadersWords(QStringLiteral("a repository named %2 exists, with URL %1")),
                 QStringLiteral("[a repository named %2 exists, with URL %1]"));
    }

    void inEnglishNothingChanges() {
        cleanup();
        for (const QString& sentence : coreSentences())
            QCOMPARE(inReadersWords(sentence), sentence);
        init();
        QVERIFY(inReadersWords(QStringLiteral("no test ran")).startsWith(u'['));
    }

    void itIsQuickForWhatWasSeen() {
        // Ten thousand rows of a fleet ask for the same few texts: each is looked for once.
        QBENCHMARK_ONCE {
            for (int i = 0; i < 100'000; ++i)
                (void)inReadersWords(QStringLiteral("Implement, attempt %1").arg(i % 50));
        }
    }

    void theCoreSaysNothingElse() {
        const QStringList known = coreSentences();
        QStringList missing;
        for (const QString& path : spokenIn())
            for (const QString& text : literalsIn(path))
                if (!known.contains(text) && !isExcepted(text) &&
                    !known.contains(QStringLiteral("%1 ") + text))
                    missing.append(path + QStringLiteral(": ") + text);
        QVERIFY2(missing.isEmpty(),
                 qPrintable(QStringLiteral("not in core_sentences.cpp:\n") + missing.join(u'\n')));
    }

    void theCatalogueSaysNothingElse() {
        QString all;
        for (const QString& folder :
             {QStringLiteral("core/domain"), QStringLiteral("core/flow"), QStringLiteral("core/intake"),
              QStringLiteral("core/gate"), QStringLiteral("core/machine"), QStringLiteral("core/git"),
              QStringLiteral("views/panes/task")})
            for (const QString& name : QDir(QStringLiteral(SIGNALBOX_SOURCE_DIR "/") + folder)
                                           .entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")}))
                all += literalsIn(folder + u'/' + name).join(u'\n') + u'\n';
        QStringList unsaid;
        for (const QString& sentence : coreSentences()) {
            // What is put together at run time is there in parts.
            QString longest;
            for (const QString& part :
                 sentence.split(QRegularExpression(QStringLiteral("%\\d|; |, but it |: | on the | "))))
                longest = part.size() > longest.size() ? part : longest;
            if (!all.contains(sentence) && !all.contains(longest))
                unsaid.append(sentence);
        }
        QVERIFY2(unsaid.isEmpty(), qPrintable(QStringLiteral("nobody says:\n") + unsaid.join(u'\n')));
    }

private:
    Brackets m_brackets;
};

QTEST_GUILESS_MAIN(CoreTextTest)
#include "tst_core_text.moc"
