// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people follow a task by: lines stay whole and in order whatever pieces output comes in,
// readers go on exactly where they were, a flood ends at its limit and says so, and a core that comes back
// repeats nothing.
#include "core/artifact/task_log.h"
#include "tests/core/git/result_checks.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace signalbox;

namespace {

class StoppedClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override { return {1'700'000'000'000}; }
};

QList<QJsonObject> parsed(const QByteArray& lines) {
    QList<QJsonObject> objects;
    for (const QByteArray& line : lines.split('\n'))
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    return objects;
}

/// Feeds the text in pieces of a size; the lines that come out.
QStringList split(const QByteArray& text, qsizetype piece, qsizetype longest = LineSplitter::usualLongest) {
    QStringList lines;
    LineSplitter splitter([&](const QString& some) { lines += some.split(u'\n'); }, longest);
    for (qsizetype at = 0; at < text.size(); at += piece)
        splitter.feed(QByteArrayView(text).sliced(at, std::min(piece, text.size() - at)));
    splitter.finish();
    return lines;
}

} // namespace

class TaskLogTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_logs = std::make_unique<TaskLogs>(m_directory->filePath(u"logs"_qs), m_clock);
    }

    void linesAreWholeAndInOrder() {
        m_logs->append(7, u"implement"_qs, 2, LogKind::Output, u"one\ntwo \"quoted\" Ünï"_qs);
        m_logs->append(7, u"implement"_qs, 2, LogKind::Core, u"ended"_qs);
        m_logs->append(8, u"other"_qs, 1, LogKind::Output, u"elsewhere"_qs);
        const auto slice = m_logs->read(7, 0, 10'000);
        QVERIFY(slice);
        const auto lines = parsed(slice->lines);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.at(1).value(u"text").toString(), u"two \"quoted\" Ünï"_qs);
        QCOMPARE(lines.at(1).value(u"at").toInteger(), 1'700'000'000'000);
        QCOMPARE(lines.at(1).value(u"step").toString(), u"implement"_qs);
        QCOMPARE(lines.at(1).value(u"attempt").toInt(), 2);
        QCOMPARE(lines.at(1).value(u"kind").toString(), u"output"_qs);
        QCOMPARE(lines.at(2).value(u"kind").toString(), u"core"_qs);
        QCOMPARE(slice->next, m_logs->end(7));
    }

    void readersGoOnWhereTheyWere() {
        QByteArray all;
        qint64 at = 0;
        for (int i = 0; i < 40; ++i) {
            m_logs->append(1, u"s"_qs, 1, LogKind::Output, QStringLiteral("line %1").arg(i));
            const auto slice = m_logs->read(1, at, 300);
            QVERIFY(slice);
            QVERIFY(slice->lines.isEmpty() || slice->lines.endsWith('\n'));
            all += slice->lines;
            at = slice->next;
        }
        QCOMPARE(parsed(all).size(), 40);
        QCOMPARE(parsed(all).last().value(u"text").toString(), u"line 39"_qs);
        QVERIFY(m_logs->read(1, at, 300)->lines.isEmpty());
    }

    void placesThatAreNotThereAreRefused() {
        QVERIFY(m_logs->read(99, 0, 100)->lines.isEmpty()); // a task that said nothing yet
        QCOMPARE(m_logs->end(99), qint64(0));
        m_logs->append(1, u"s"_qs, 1, LogKind::Output, u"x"_qs);
        VERIFY_FAILS(m_logs->read(1, -1, 100), ErrorKind::Invalid);
        VERIFY_FAILS(m_logs->read(1, 100'000, 100), ErrorKind::Invalid);
    }

    void floodEndsAtTheLimitAndSaysSoOnce() {
        const QString directory = m_directory->filePath(u"small"_qs);
        qint64 size = 0;
        for (int start = 0; start < 3; ++start) { // a core that is started again knows it, too
            TaskLogs logs(directory, m_clock, 2000);
            for (int i = 0; i < 100; ++i)
                logs.append(1, u"s"_qs, 1, LogKind::Output, u"all work and no play"_qs);
            if (start == 0)
                size = logs.end(1);
            QCOMPARE(logs.end(1), size);
        }
        TaskLogs logs(directory, m_clock, 2000);
        const auto lines = parsed(logs.read(1, 0, 10'000)->lines);
        QVERIFY(lines.last().value(u"text").toString().contains(u"limit"));
        QVERIFY(lines.at(lines.size() - 2).value(u"text").toString() == u"all work and no play");
        QVERIFY(size < 2500);
    }

    void observersHearOfEachGrowth() {
        QList<std::pair<qint64, qint64>> heard;
        m_logs->setObserver([&](qint64 task, qint64 end) { heard.append({task, end}); });
        m_logs->append(3, u"s"_qs, 1, LogKind::Output, u"a\nb"_qs);
        QCOMPARE(heard.size(), 1);
        QCOMPARE(heard.first().first, qint64(3));
        QCOMPARE(heard.first().second, m_logs->end(3));
        m_logs->setObserver({});
        m_logs->append(3, u"s"_qs, 1, LogKind::Output, u"c"_qs);
        QCOMPARE(heard.size(), 1);
    }

    void manyWritersNeverMixTheirLines() {
        std::vector<std::thread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 200; ++i)
                    m_logs->append(1, QStringLiteral("step-%1").arg(t), 1, LogKind::Output,
                                   QStringLiteral("%1\n%1 again").arg(i));
            });
        for (std::thread& thread : threads)
            thread.join();
        const auto lines = parsed(m_logs->read(1, 0, 10'000'000)->lines);
        QCOMPARE(lines.size(), 6 * 200 * 2);
        QMap<QString, QStringList> of;
        for (const QJsonObject& line : lines)
            of[line.value(u"step").toString()].append(line.value(u"text").toString());
        for (const QStringList& mine : of)
            for (int i = 0; i < 200; ++i) {
                QCOMPARE(mine.at(2 * i), QString::number(i));
                QCOMPARE(mine.at(2 * i + 1), QStringLiteral("%1 again").arg(i));
            }
    }

    void knowsWhatAnAttemptHasSaidSinceItsStart() {
        const auto say = [&](const char* step, int attempt, LogKind kind, const char* text) {
            m_logs->append(1, QLatin1String(step), attempt, kind, QLatin1String(text));
        };
        QCOMPARE(m_logs->outputLinesSince(1, u"implement"_qs, 2, u"agent starts"_qs), qint64(0));
        say("implement", 1, LogKind::Output, "an earlier attempt");
        say("implement", 2, LogKind::Core, "agent starts: sh");
        say("implement", 2, LogKind::Output, "in a machine that was lost");
        say("implement", 2, LogKind::Core, "agent starts: sh");
        say("implement", 2, LogKind::Output, "one\ntwo");
        say("implement", 2, LogKind::Core, "a word between");
        say("other", 2, LogKind::Output, "another step");
        say("implement", 2, LogKind::Output, "agent starts: says the agent itself");
        QCOMPARE(m_logs->outputLinesSince(1, u"implement"_qs, 2, u"agent starts"_qs), qint64(3));
    }

    // ---- Splitting

    void sameOutputGivesTheSameLinesInAnyPieces() {
        const QByteArray text = "first\n\n  indented\r\nÜmläut €\nlast without end";
        const QStringList expected{u"first"_qs, u""_qs, u"  indented\r"_qs, u"Ümläut €"_qs,
                                   u"last without end"_qs};
        for (qsizetype piece = 1; piece <= text.size(); ++piece)
            QCOMPARE(split(text, piece), expected);
        QCOMPARE(split({}, 1), QStringList());
        QCOMPARE(split("\n", 1), QStringList{QString()});
    }

    void endlessLineIsCutInOnePlaceOnly() {
        QByteArray text("aa");
        while (text.size() < 200'000)
            text += "€"; // three bytes: the limit falls into the middle of one
        text += "\nend";
        const QStringList expected = split(text, text.size());
        QCOMPARE(expected.size(), 5);
        QCOMPARE(expected.mid(0, 4).join(QString()).toUtf8() + "\nend", text);
        for (const qsizetype piece : {1000, 4096, 65'536, 65'537, 131'072})
            QCOMPARE(split(text, piece), expected);
    }

    void theLongestIsTheCallersToSay() {
        QCOMPARE(split("12345678\nab", 1, 4), (QStringList{u"1234"_qs, u"5678"_qs, u"ab"_qs}));
        QCOMPARE(split(QByteArray(200'000, 'x'), 1000, 300'000).size(), 1);
    }

    void manyShortLinesComeTogether() {
        int calls = 0;
        qsizetype lines = 0;
        LineSplitter splitter([&](const QString& some) {
            ++calls;
            lines += some.count(u'\n') + 1;
        });
        splitter.feed(QByteArray("y\n").repeated(100'000));
        splitter.finish();
        QCOMPARE(calls, 1);
        QCOMPARE(lines, 100'000);
    }

private:
    StoppedClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TaskLogs> m_logs;
};

QTEST_GUILESS_MAIN(TaskLogTest)
#include "tst_task_log.moc"
