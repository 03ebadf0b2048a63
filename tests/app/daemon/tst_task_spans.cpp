// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what leaves the core as telemetry: one trace for a task, with agents, model calls and tools in it
// by the names of the GenAI conventions; tokens and durations as metrics; ids that a restarted core finds
// again; and not one word of a person, an agent or a model unless that was asked for.
#include "app/daemon/task_spans.h"

#include "app/daemon/telemetry_options.h"
#include "core/server/http_server.h"
#include "tests/core/flow/flow_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QString taskTitle = QStringLiteral("mend it"); ///< of the fixture
const QString secretWords = QStringLiteral("words of a person");

/// A receiver that keeps everything, and what tells it.
struct World {
    SystemClock clock;
    std::mutex mutex;
    QByteArray bytes;
    QList<QJsonObject> spans;
    std::unique_ptr<HttpServer> server;
    std::unique_ptr<OtlpExporter> exporter;
    std::unique_ptr<TaskSpans> telling;

    explicit World(bool texts) {
        HttpOptions http;
        http.limits.drainTime = Millis(50);
        server = std::move(*HttpServer::start(http, [this](const HttpRequest& request, HttpReply reply) {
            {
                const std::lock_guard lock(mutex);
                bytes += request.body;
                for (const QJsonValue& span : QJsonDocument::fromJson(request.body)
                                                  .object()[QLatin1String("resourceSpans")][0][QLatin1String(
                                                      "scopeSpans")][0][QLatin1String("spans")]
                                                  .toArray())
                    spans.append(span.toObject());
            }
            reply.send({200, "application/json", "{}", {}});
        }));
        OtlpOptions options;
        options.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server->port()));
        options.partingTime = Millis(60'000);
        exporter = std::move(*OtlpExporter::start(options, clock));
        telling = std::make_unique<TaskSpans>(*exporter, QStringLiteral("home"), texts);
    }
    /// All that was told; the end.
    QList<QJsonObject> all() {
        exporter->stop();
        return spans;
    }
};

QString attributeOf(const QJsonObject& span, const char* name) {
    for (const QJsonValue& each : span[QLatin1String("attributes")].toArray())
        if (each[QLatin1String("key")].toString() == QLatin1String(name)) {
            const QJsonObject value = each[QLatin1String("value")].toObject();
            return value.begin()->isDouble() ? QString::number(value.begin()->toDouble())
                                             : value.begin()->toString();
        }
    return QStringLiteral("(none)");
}

QJsonObject spanNamed(const QList<QJsonObject>& spans, const QString& name) {
    for (const QJsonObject& span : spans)
        if (span[QLatin1String("name")].toString() == name)
            return span;
    return {};
}

ModelCallRecord callOf(qint64 began, qint64 ended) {
    ModelCallRecord call;
    call.operation = QStringLiteral("chat");
    call.model = QStringLiteral("m-1");
    call.host = QStringLiteral("models.example");
    call.began = {began};
    call.ended = {ended};
    call.status = 200;
    call.whole = true;
    call.usage = {10, 20, 30, 4, 0};
    call.request = secretWords.toUtf8();
    return call;
}

ToolCall toolOf() {
    ToolCall call;
    call.tool = QStringLiteral("Bash");
    call.kind = ToolKind::Run;
    call.command = secretWords;
    call.text = secretWords;
    return call;
}

/// A task whose agent called its model twice with a tool in between, and went on to its approval.
void live(World& world) {
    Flow flow;
    qsizetype told = 0;
    const auto tell = [&] {
        world.telling->observe(flow.state, flow.history.mid(told));
        told = flow.history.size();
    };
    flow.submit();
    QVERIFY(flow.admit().ok() && flow.end(Verdict::Passed).ok());
    tell();
    const AttemptName name{1, QStringLiteral("implement"), 1, QStringLiteral("claude")};
    world.telling->modelCalled(name, callOf(1'000, 3'000));
    world.telling->toolJudged(name, toolOf(), ToolAnswer::Allow, {4'000});
    world.telling->toolJudged(name, toolOf(), ToolAnswer::Deny, {4'500});
    world.telling->modelCalled(name, callOf(9'000, 9'500));
    QVERIFY(flow.work(QStringLiteral("c1")).ok());
    tell();
    QVERIFY(flow.judge(Verdict::Failed).ok());
    tell();
}

} // namespace

class TestTaskSpans : public QObject {
    Q_OBJECT

private slots:
    void aTaskIsOneTrace() {
        World world(false);
        live(world);
        const auto spans = world.all();
        const QJsonObject agent = spanNamed(spans, QStringLiteral("invoke_agent command"));
        const QJsonObject chat = spanNamed(spans, QStringLiteral("chat m-1"));
        const QJsonObject tool = spanNamed(spans, QStringLiteral("execute_tool Bash"));
        QVERIFY(!agent.isEmpty() && !chat.isEmpty() && !tool.isEmpty());
        for (const QJsonObject& span : spans) {
            QCOMPARE(span[QLatin1String("traceId")], agent[QLatin1String("traceId")]);
            QCOMPARE(span[QLatin1String("traceId")].toString().size(), 32);
            QCOMPARE(span[QLatin1String("spanId")].toString().size(), 16);
        }
        QCOMPARE(chat[QLatin1String("parentSpanId")], agent[QLatin1String("spanId")]);
        QCOMPARE(tool[QLatin1String("parentSpanId")], agent[QLatin1String("spanId")]);
        QCOMPARE(attributeOf(agent, "gen_ai.operation.name"), u"invoke_agent"_qs);
        QCOMPARE(attributeOf(agent, "gen_ai.provider.name"), u"anthropic"_qs);
        QCOMPARE(attributeOf(agent, "gen_ai.usage.input_tokens"), u"120"_qs); // what came from caches as well
        QCOMPARE(attributeOf(agent, "gen_ai.usage.output_tokens"), u"8"_qs);
        QCOMPARE(attributeOf(chat, "gen_ai.operation.name"), u"chat"_qs);
        QCOMPARE(attributeOf(chat, "gen_ai.request.model"), u"m-1"_qs);
        QCOMPARE(attributeOf(chat, "gen_ai.usage.cache_read.input_tokens"), u"20"_qs);
        QCOMPARE(chat[QLatin1String("kind")].toInt(), 3);
        QCOMPARE(attributeOf(tool, "gen_ai.tool.name"), u"Bash"_qs);
        QCOMPARE(attributeOf(spanNamed(spans, QStringLiteral("step compiles")), "error.type"), u"failed"_qs);
        QVERIFY(!spanNamed(spans, QStringLiteral("step workspace")).isEmpty());
    }

    void aToolEndsWhenItsModelIsAskedAgain() {
        World world(false);
        live(world);
        int allowed = 0;
        int denied = 0;
        for (const QJsonObject& span : world.all()) {
            if (span[QLatin1String("name")].toString() != QLatin1String("execute_tool Bash"))
                continue;
            const bool no = attributeOf(span, "error.type") == QLatin1String("denied");
            denied += no;
            allowed += !no;
            if (!no) {
                QCOMPARE(span[QLatin1String("startTimeUnixNano")].toString(), u"4000000000"_qs);
                QCOMPARE(span[QLatin1String("endTimeUnixNano")].toString(), u"9000000000"_qs);
            }
        }
        QCOMPARE(allowed, 1);
        QCOMPARE(denied, 1);
    }

    void noWordLeavesUnlessAskedFor() {
        World silent(false);
        live(silent);
        (void)silent.all();
        QVERIFY(!silent.bytes.isEmpty() && !silent.bytes.contains(secretWords.toUtf8()));
        QVERIFY(!silent.bytes.contains(taskTitle.toUtf8()));
        World open(true);
        live(open);
        const auto spans = open.all();
        QCOMPARE(attributeOf(spanNamed(spans, QStringLiteral("chat m-1")), "signalbox.request.body"),
                 secretWords);
        QCOMPARE(
            attributeOf(spanNamed(spans, QStringLiteral("execute_tool Bash")), "gen_ai.tool.call.arguments"),
            secretWords);
        QVERIFY(attributeOf(spanNamed(spans, QStringLiteral("invoke_agent command")), "gen_ai.input.messages")
                    .contains(taskTitle));
    }

    void whatWentWrongSaysSo_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<bool>("refused");
        QTest::addColumn<QString>("error");
        QTest::newRow("well") << 200 << true << false << u"(none)"_qs;
        QTest::newRow("refused") << 0 << false << true << u"over_budget"_qs;
        QTest::newRow("gone") << 0 << false << false << u"unreachable"_qs;
        QTest::newRow("busy") << 429 << true << false << u"429"_qs;
        QTest::newRow("half") << 200 << false << false << u"cut"_qs;
    }
    void whatWentWrongSaysSo() {
        QFETCH(int, status);
        QFETCH(bool, whole);
        QFETCH(bool, refused);
        QFETCH(QString, error);
        World world(false);
        ModelCallRecord call = callOf(1, 2);
        call.status = status;
        call.whole = whole;
        call.refused = refused;
        world.telling->modelCalled({1, QStringLiteral("implement"), 1, {}}, call);
        const auto spans = world.all();
        QCOMPARE(spans.size(), 1);
        QCOMPARE(attributeOf(spans.first(), "error.type"), error);
        QCOMPARE(spans.first().contains(QLatin1String("status")), error != u"(none)"_qs);
        QVERIFY(world.bytes.contains("gen_ai.client.operation.duration"));
        QVERIFY(world.bytes.contains("gen_ai.client.token.usage"));
    }

    void aRestartedCoreGoesOnInTheSameTrace() {
        World before(false);
        World after(false);
        live(before);
        live(after);
        QCOMPARE(spanNamed(before.all(), QStringLiteral("invoke_agent command"))[QLatin1String("spanId")],
                 spanNamed(after.all(), QStringLiteral("invoke_agent command"))[QLatin1String("spanId")]);
    }

    void fieldsOfARequestAreReadExactly() {
        const auto good = otlpFields("x-key=a%20b, other = 1,,");
        QVERIFY(good.ok());
        QCOMPARE(good->value("x-key"), QByteArray("a b"));
        QCOMPARE(good->value("other"), QByteArray("1"));
        for (const char* wrong : {"nothing", "=x", "a b=c", "x=%0D%0Ay"}) {
            const auto bad = otlpFields(wrong);
            QVERIFY2(!bad && bad.error().kind == ErrorKind::Invalid, wrong);
        }
    }
};

QTEST_GUILESS_MAIN(TestTaskSpans)
#include "tst_task_spans.moc"
