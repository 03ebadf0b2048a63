// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the limits of an attempt beyond tokens and money: a model that says the same again and again ends
// it, in whatever circle; a tool call that hangs ends it, one that waits for its turn or for a person does
// not; the time in which people were asked is nobody's; the agent is told of its budget once.
#include "app/daemon/attempt_watch.h"

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

class WatchClock final : public Clock {
public:
    Moment now() const override { return {ms}; }
    qint64 ms = 1'000'000;
};

} // namespace

class TestAttemptWatch : public QObject {
    Q_OBJECT
    Millis m_asked{0};

    AttemptWatch watching(const AttemptLimits& limits) {
        return AttemptWatch(limits, [this] { return m_asked; });
    }

private slots:
    void init() { m_asked = Millis(0); }

    void theSameInCirclesIsALoop() {
        AttemptWatch watch = watching({.loops = 4});
        for (const quint64 answer : {1, 2, 3}) // new
            watch.modelAnswered(answer, {0});
        for (const quint64 answer : {1, 2, 3}) // one circle
            watch.modelAnswered(answer, {0});
        QVERIFY(!watch.stop().has_value());
        watch.modelAnswered(1, {0});
        QVERIFY(watch.stop().has_value());
        QVERIFY(watch.stop()->verdict == Verdict::Looped);
        // It is refused, and has a while to end by itself; then it is ended.
        watch.check({1'000});
        QVERIFY(!watch.halt().cancelled());
        watch.check({60'000});
        QVERIFY(watch.halt().cancelled());
    }

    void somethingNewIsProgress() {
        AttemptWatch watch = watching({.loops = 3});
        for (quint64 round = 0; round < 100; ++round) {
            watch.modelAnswered(7, {0}); // a side call that always says the same
            watch.modelAnswered(7, {0});
            watch.modelAnswered(1'000 + round, {0});
        }
        QVERIFY(!watch.stop().has_value());
        AttemptWatch careless = watching({});
        for (int i = 0; i < 1'000; ++i)
            careless.modelAnswered(7, {0});
        QVERIFY(!careless.stop().has_value());
    }

    void aToolThatHangsEndsTheAttempt() {
        AttemptWatch watch = watching({.toolTime = 60s});
        watch.toolAllowed(QStringLiteral("Bash: make"), {0});
        watch.check({59'000});
        QVERIFY(!watch.stop().has_value());
        watch.modelAsked(); // it came back
        watch.check({600'000});
        QVERIFY(!watch.stop().has_value());
        watch.toolAllowed(QStringLiteral("Bash: sleep 9999"), {600'000});
        watch.toolAllowed(QStringLiteral("Read: x"), {650'000}); // beside it: the first one counts
        watch.check({661'000});
        QVERIFY(watch.stop().has_value());
        QVERIFY(watch.stop()->verdict == Verdict::TimedOut);
        QVERIFY(watch.stop()->why.contains(QStringLiteral("Bash: sleep 9999")));
        QVERIFY(watch.halt().cancelled());
    }

    void timeInWhichPeopleAreAskedDoesNotCount() {
        AttemptWatch watch = watching({.time = 60s});
        watch.check({1'000'000}); // it has not begun
        watch.began({1'000'000});
        m_asked = 30s;
        watch.check({1'080'000});
        QVERIFY(!watch.stop().has_value());
        watch.check({1'091'000});
        QVERIFY(watch.stop().has_value());
        QVERIFY(watch.stop()->verdict == Verdict::TimedOut);
        QVERIFY(watch.halt().cancelled());
    }

    void itIsToldOfItsBudgetOnce() {
        AttemptWatch watch = watching({.compactAt = 80});
        watch.budgetUsed(79);
        QVERIFY(!watch.takeReminder().has_value());
        watch.budgetUsed(83);
        watch.budgetUsed(90);
        const auto told = watch.takeReminder();
        QVERIFY(told.has_value() && told->startsWith(QStringLiteral("83 percent")));
        watch.budgetUsed(95);
        QVERIFY(!watch.takeReminder().has_value());
        AttemptWatch silent = watching({});
        silent.budgetUsed(100);
        QVERIFY(!silent.takeReminder().has_value());
    }

    void whatEndedIsForgotten() {
        WatchClock clock;
        AttemptWatches watches(clock);
        auto one = watches.open({1, QStringLiteral("implement"), 2, {}}, {.toolTime = 1s}, {});
        QVERIFY(watches.find(1, QStringLiteral("implement"), 2) == one);
        QVERIFY(!watches.find(1, QStringLiteral("implement"), 1));
        one->toolAllowed(QStringLiteral("x"), clock.now());
        clock.ms += 5'000;
        watches.check();
        QVERIFY(one->stop().has_value());
        one.reset();
        QVERIFY(!watches.find(1, QStringLiteral("implement"), 2));
        watches.check();
    }
};

QTEST_GUILESS_MAIN(TestAttemptWatch)
#include "tst_attempt_watch.moc"
