// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the metrics: they count what the events say, in lines that Prometheus takes, and hold nothing that
// a person or an agent wrote.
#include "app/daemon/metrics.h"

#include "tests/core/flow/flow_walker.h"

#include <QRegularExpression>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// The value on the line that begins so; -1: there is none.
double valueOf(const QByteArray& text, const QByteArray& name) {
    for (const QByteArray& line : text.split('\n'))
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    return -1;
}

} // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private slots:
    void countsWhatTheEventsSay() {
        Flow flow;
        Walker walker(3);
        Metrics metrics;
        qsizetype told = 0;
        QMap<QString, int> verdicts;
        qint64 submitted = 0;
        while (flow.history.size() < 3000) {
            (void)flow.give(walker.next(flow));
            flow.pass(walker.time());
            const QList<Record> news = flow.history.mid(told);
            told = flow.history.size();
            metrics.observe(flow.state, news);
            for (const Record& record : news) {
                if (const auto* finished = std::get_if<AttemptFinished>(&record.event))
                    ++verdicts[enumWord(finished->result.verdict)];
                submitted += std::holds_alternative<TaskSubmitted>(record.event);
            }
        }
        const QByteArray text = metrics.text({});
        QCOMPARE(valueOf(text, "signalbox_tasks_submitted_total"), double(submitted));
        QVERIFY(submitted > 0 && verdicts.value(QStringLiteral("passed")) > 0);
        double passed = 0;
        for (const QByteArray& line : text.split('\n'))
            if (line.startsWith("signalbox_attempts_total{") && line.contains("verdict=\"passed\""))
                passed += line.mid(line.lastIndexOf(' ') + 1).toDouble();
        QCOMPARE(passed, double(verdicts.value(QStringLiteral("passed"))));
    }

    void linesAreThoseOfPrometheus() {
        Metrics metrics;
        MetricsNow now;
        now.tasks = {{QStringLiteral("working"), 3}};
        now.restarts = {{QStringLiteral("odd \"name\"\\\n"), 1}};
        now.month = BudgetTotals{{10, 20, 30, 40, 0}, Money(1.5 * picodollars), 4, 100, 0};
        AttemptFinished finished;
        finished.task = 9; // it left the state
        finished.result.verdict = Verdict::Failed;
        finished.result.summary = QStringLiteral("a secret word");
        metrics.observe({}, {{1, {1000}, finished}});
        const QByteArray text = metrics.text(now);
        static const QRegularExpression line(QStringLiteral(
            "^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{([a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+\\})? "
            "-?[0-9.e+-]+)\\z"));
        for (const QByteArray& each : text.chopped(1).split('\n'))
            QVERIFY2(line.match(QString::fromUtf8(each)).hasMatch(), each.constData());
        QCOMPARE(valueOf(text, "signalbox_tasks{phase=\"working\"}"), 3.0);
        QCOMPARE(valueOf(text, "signalbox_month_model_tokens{kind=\"cache_write\"}"), 30.0);
        QCOMPARE(valueOf(text, "signalbox_month_model_cost_dollars"), 1.5);
        QCOMPARE(valueOf(text, "signalbox_attempts_total{step=\"unknown\",verdict=\"failed\"}"), 1.0);
        QVERIFY(!text.contains("secret"));
        QVERIFY(valueOf(metrics.text({}), "signalbox_month_model_calls") <
                0); // no gateway: nothing is claimed
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
