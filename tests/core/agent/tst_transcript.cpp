// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people read of an agent: what each shipped agent really printed becomes the same few lines of
// model, tool and output; nothing that is not understood is invented, and a line that is no JSON is never
// lost.
#include "core/agent/transcript.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

using namespace signalbox;

namespace {

QList<TranscriptRule> rules(const char* json) {
    auto read = transcriptRules(QJsonDocument::fromJson(json).array());
    if (!read)
        qFatal("%s", qPrintable(read.error().text()));
    return *read;
}

/// What a description says, read as the image's build reads it.
QJsonArray described(const QString& agent) {
    QProcess python;
    python.start(
        QStringLiteral("/usr/bin/python3"),
        {QStringLiteral("-c"),
         QStringLiteral(
             "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))['transcript']))"),
         QStringLiteral(SIGNALBOX_SOURCE "/resources/agents/%1.yaml").arg(agent)});
    python.waitForFinished();
    return QJsonDocument::fromJson(python.readAllStandardOutput()).array();
}

QStringList read(const QList<TranscriptRule>& rules, const QString& lines, qint64 known = 0) {
    QStringList said;
    TranscriptReader reader(
        rules,
        [&](LogKind kind, const QString& text) {
            for (const QString& line : text.split(QLatin1Char('\n'))) // as the log counts them
                said.append(QStringLiteral("%1: %2").arg(enumWord(kind), line));
        },
        known);
    reader.feed(lines);
    reader.finish();
    return said;
}

} // namespace

class TranscriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shippedAgentsAreUnderstood_data() {
        QTest::addColumn<QString>("tool");
        QTest::newRow("claude") << QStringLiteral("Bash %1");
        QTest::newRow("codex") << QStringLiteral("/bin/bash -lc %1");
        QTest::newRow("opencode") << QStringLiteral("bash %1");
        QTest::newRow("gemini") << QStringLiteral("run_shell_command %1");
    }
    void shippedAgentsAreUnderstood() {
        QFETCH(const QString, tool);
        const QString agent = QString::fromLatin1(QTest::currentDataTag());
        const auto parsed = transcriptRules(described(agent));
        QVERIFY2(parsed.ok() && !parsed->isEmpty(), qPrintable(parsed ? agent : parsed.error().text()));
        QFile recorded(QStringLiteral(SIGNALBOX_SOURCE "/tests/core/agent/transcripts/%1.jsonl").arg(agent));
        QVERIFY(recorded.open(QIODevice::ReadOnly));
        QStringList said = read(*parsed, QString::fromUtf8(recorded.readAll().trimmed()));
        const auto quoted = [&](const QString& line) { return line.contains(QLatin1String("cat calc.sh")); };
        QCOMPARE(said.size(), 5);
        QVERIFY2(quoted(said.at(0)) &&
                     said.at(0).startsWith(QStringLiteral("tool: ") + tool.section(QLatin1Char(' '), 0, 0)),
                 qPrintable(said.at(0)));
        QCOMPARE(said.at(1), QStringLiteral("output: echo 4"));
        QVERIFY2(said.at(2).contains(QLatin1String("git commit")), qPrintable(said.at(2)));
        QCOMPARE(said.at(3), QStringLiteral("output: 5"));
        QCOMPARE(said.at(4), QStringLiteral("model: All done."));
    }

    void whatIsNotUnderstoodIsNotInvented() {
        const auto some = rules(R"([{"when": {"a": "x"}, "kind": "model", "text": "t"}])");
        QCOMPARE(read(some, QStringLiteral("plain\n{\"a\": \"y\", \"t\": \"no\"}\n{broken\n\n{\"a\": \"x\"}\n"
                                           "{\"a\": \"x\", \"t\": \"yes\"}\n[1]")),
                 (QStringList{QStringLiteral("output: plain"), QStringLiteral("output: {broken"),
                              QStringLiteral("output: "), QStringLiteral("model: yes"),
                              QStringLiteral("output: [1]")}));
        QCOMPARE(read({}, QStringLiteral("{\"a\": 1}")), QStringList{QStringLiteral("output: {\"a\": 1}")});
    }

    void piecesAreOneTextUntilSomethingElse() {
        const auto some = rules(R"([{"when": {"k": "m"}, "kind": "model", "text": "t", "pieces": true},
                                    {"when": {"k": "t"}, "kind": "tool", "text": ["n", "i.c|i"]}])");
        QCOMPARE(
            read(some,
                 QStringLiteral(
                     "{\"k\":\"m\",\"t\":\"one \"}\n{\"k\":\"m\",\"t\":\"two\"}\n"
                     "{\"k\":\"t\",\"n\":\"sh\",\"i\":{\"c\":\"ls\"}}\n"
                     "{\"k\":\"t\",\"n\":\"sh\",\"i\":{\"d\":[1,true]}}\n{\"k\":\"m\",\"t\":\"three\"}")),
            (QStringList{QStringLiteral("model: one two"), QStringLiteral("tool: sh ls"),
                         QStringLiteral("tool: sh {\"d\":[1,true]}"), QStringLiteral("model: three")}));
        // Without an end it would be kept for ever.
        const QString piece = QStringLiteral("{\"k\":\"m\",\"t\":\"%1\"}\n").arg(QString(1000, u'x'));
        QVERIFY(read(some, piece.repeated(100)).size() > 4);
    }

    void aCoreThatComesBackGoesOnWhereItWas() {
        const QString output =
            QStringLiteral("{\"k\":\"m\",\"t\":\"a\\nb\"}\nplain\n{\"k\":\"m\",\"t\":\"c\"}\nend");
        for (const auto& some :
             {rules(R"([{"when": {"k": "m"}, "kind": "model", "text": "t"}])"), rules("[]")}) {
            const QStringList whole = read(some, output);
            QVERIFY(whole.size() >= 4);
            for (qint64 known = 0; known <= whole.size(); ++known)
                QCOMPARE(read(some, output, known), whole.mid(known));
        }
    }

    void wrongRulesAreTold_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no kind") << QByteArray(R"([{"text": "a"}])");
        QTest::newRow("unknown kind") << QByteArray(R"([{"text": "a", "kind": "voice"}])");
        QTest::newRow("no text") << QByteArray(R"([{"kind": "model"}])");
        QTest::newRow("text is no path") << QByteArray(R"([{"kind": "model", "text": [1]}])");
        QTest::newRow("when is a list") << QByteArray(R"([{"kind": "model", "text": "a", "when": ["a"]}])");
        QTest::newRow("where holds nothing")
            << QByteArray(R"([{"kind": "model", "text": "a", "where": {"a": null}}])");
        QTest::newRow("no map") << QByteArray(R"(["a"])");
    }
    void wrongRulesAreTold() {
        QFETCH(const QByteArray, json);
        const auto parsed = transcriptRules(QJsonDocument::fromJson(json).array());
        QVERIFY(!parsed.ok());
        QVERIFY2(parsed.error().text().contains(QLatin1String("rule 1")), qPrintable(parsed.error().text()));
    }
};

QTEST_GUILESS_MAIN(TranscriptTest)
#include "tst_transcript.moc"
