// SPDX-License-Identifier: GPL-3.0-or-later
// Protects who goes next: never more than the slots and the repository's limit, priority first, repositories
// in turns, nothing starves, a dropped effect never begins, and each that waits can say why. The rule is
// checked against a second, plain implementation of it over random orders of calls.
#include "core/engine/effect_queue.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace signalbox;

namespace {

constexpr Moment t0{1'000'000};

OwedEffect effect(TaskId task, const QString& repository, int priority = 0, Moment due = t0,
                  bool machine = true) {
    OwedEffect owed;
    owed.task.id = task;
    owed.task.spec.repository = repository;
    owed.task.spec.priority = priority;
    owed.effect.key = QStringLiteral("t%1/implement/1").arg(task);
    owed.effect.kind = machine ? EffectKind::RunAgent : EffectKind::Publish;
    owed.effect.due = due;
    owed.needsMachine = machine;
    return owed;
}

QString keyOf(TaskId task) {
    return QStringLiteral("t%1/implement/1").arg(task);
}

/// The tasks that begin one after the other on one slot, each ending at once.
QList<TaskId> order(EffectQueue& queue, Moment now, int count = 1000) {
    QList<TaskId> tasks;
    while (tasks.size() < count) {
        const auto next = queue.take(now);
        if (!next)
            break;
        tasks.append(next->task.id);
        queue.ended(next->effect.key, now);
    }
    return tasks;
}

QString reasonOf(const EffectQueue& queue, TaskId task, Moment now) {
    const auto entries = queue.entriesOf(task, now);
    return entries.isEmpty() ? QStringLiteral("(not there)") : entries.last().reason;
}

/// The rule as FairLine's comment has it, written down plainly: it looks at everything that waits, each time.
class PlainQueue {
public:
    PlainQueue(const QueueOptions& options) : m_options(options) {}

    void owed(const OwedEffect& owed, Moment now) {
        bringIn(now);
        drop(owed.effect.key);
        m_waiting.append({owed, false});
        bringIn(now);
    }
    void dropped(const QString& key) { drop(key); }
    QString take(Moment now) {
        bringIn(now);
        for (const bool machine : {true, false}) {
            const int places = machine ? m_options.machineSlots : m_options.otherSlots;
            int busy = 0;
            for (const OwedEffect& running : m_running)
                busy += running.needsMachine == machine;
            if (busy >= places)
                continue;
            int best = -1;
            for (int i = 0; i < m_waiting.size(); ++i)
                if (mayGo(i, machine) && (best < 0 || before(i, best, now)))
                    best = i;
            if (best < 0)
                continue;
            const OwedEffect owed = m_waiting.takeAt(best).owed;
            m_running.append(owed);
            m_stamps[line(owed)] = ++m_stamp;
            m_served[queueOf(owed)] = now;
            forgetEmpty();
            return owed.effect.key;
        }
        return {};
    }
    void ended(const QString& key, Moment now) {
        bringIn(now);
        m_running.removeIf([&](const OwedEffect& o) { return o.effect.key == key; });
        forgetEmpty();
        bringIn(now);
    }
    QStringList running() const {
        QStringList keys;
        for (const OwedEffect& owed : m_running)
            keys.append(owed.effect.key);
        return keys;
    }

private:
    struct Waits {
        OwedEffect owed;
        bool inLine;
    };
    using Line = std::pair<bool, QString>;
    using Queue = std::pair<Line, int>;

    static Line line(const OwedEffect& o) { return {o.needsMachine, o.task.spec.repository}; }
    static Queue queueOf(const OwedEffect& o) { return {line(o), o.task.spec.priority}; }
    bool runs(const QString& key) const { return running().contains(key); }
    int runningOf(const Line& of) const {
        return int(std::count_if(m_running.begin(), m_running.end(),
                                 [&](const OwedEffect& o) { return line(o) == of; }));
    }
    void drop(const QString& key) {
        m_waiting.removeIf([&](const Waits& w) { return w.owed.effect.key == key; });
        forgetEmpty();
    }
    // Those that came due, in the order of their times: that order gives a new repository its stamp.
    void bringIn(Moment now) {
        for (;;) {
            int next = -1;
            for (int i = 0; i < m_waiting.size(); ++i) {
                const Waits& w = m_waiting.at(i);
                if (w.inLine || w.owed.effect.due > now || runs(w.owed.effect.key))
                    continue;
                if (next < 0 ||
                    std::pair(w.owed.effect.due, w.owed.effect.key) <
                        std::pair(m_waiting.at(next).owed.effect.due, m_waiting.at(next).owed.effect.key))
                    next = i;
            }
            if (next < 0)
                return;
            m_waiting[next].inLine = true;
            const Line of = line(m_waiting.at(next).owed);
            if (!m_stamps.contains(of))
                m_stamps[of] = ++m_stamp;
        }
    }
    void forgetEmpty() {
        const auto waits = [&](auto what, auto of) {
            return std::any_of(m_waiting.begin(), m_waiting.end(),
                               [&](const Waits& w) { return w.inLine && of(w.owed) == what; });
        };
        std::erase_if(m_stamps,
                      [&](const auto& s) { return !waits(s.first, line) && runningOf(s.first) == 0; });
        std::erase_if(m_served, [&](const auto& s) { return !waits(s.first, queueOf); });
    }
    bool mayGo(int i, bool machine) const {
        const Waits& w = m_waiting.at(i);
        return w.inLine && w.owed.needsMachine == machine &&
               (!machine || m_options.machinesPerRepository == 0 ||
                runningOf(line(w.owed)) < m_options.machinesPerRepository);
    }
    const OwedEffect& headOf(const Queue& of) const {
        const OwedEffect* head = nullptr;
        for (const Waits& w : m_waiting)
            if (w.inLine && queueOf(w.owed) == of &&
                (!head ||
                 std::pair(w.owed.task.id, w.owed.effect.key) < std::pair(head->task.id, head->effect.key)))
                head = &w.owed;
        return *head;
    }
    qint64 level(const Queue& of, Moment now) const {
        const auto served = m_served.find(of);
        const Moment since =
            std::max(headOf(of).effect.due, served == m_served.end() ? Moment{} : served->second);
        return of.second + std::max<qint64>(0, (now - since).count() / m_options.ageing.count());
    }
    bool before(int a, int b, Moment now) const {
        const OwedEffect &x = m_waiting.at(a).owed, &y = m_waiting.at(b).owed;
        const auto rank = [&](const OwedEffect& o) {
            return std::tuple(-level(queueOf(o), now), runningOf(line(o)), m_stamps.at(line(o)),
                              o.task.spec.repository, -o.task.spec.priority, o.task.id, o.effect.key);
        };
        return rank(x) < rank(y);
    }

    QueueOptions m_options;
    QList<Waits> m_waiting;
    QList<OwedEffect> m_running;
    std::map<Line, quint64> m_stamps;
    std::map<Queue, Moment> m_served;
    quint64 m_stamp = 0;
};

} // namespace

class EffectQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void priorityThenAge() {
        EffectQueue queue({1, 1});
        for (const auto& [task, priority] : {std::pair(3, 0), {2, 5}, {1, 0}, {4, 5}})
            queue.owed(effect(task, u"x"_qs, priority), t0);
        QCOMPARE(order(queue, t0), (QList<TaskId>{2, 4, 1, 3}));
    }

    void slotsAreSeparate() {
        EffectQueue queue({1, 2});
        for (TaskId task = 1; task <= 3; ++task)
            queue.owed(effect(task, u"x"_qs), t0);
        for (TaskId task = 4; task <= 7; ++task)
            queue.owed(effect(task, u"x"_qs, 0, t0, false), t0);
        QList<TaskId> begun;
        while (const auto next = queue.take(t0))
            begun.append(next->task.id);
        QCOMPARE(begun, (QList<TaskId>{1, 4, 5}));
        QCOMPARE(queue.machinesBusy(), 1);
        queue.ended(keyOf(4), t0);
        QCOMPARE(queue.take(t0)->task.id, TaskId(6)); // the machine's slot is still busy
    }

    void aRepositoryHasItsLimit() {
        EffectQueue queue({.machineSlots = 4, .machinesPerRepository = 2});
        for (TaskId task = 1; task <= 4; ++task)
            queue.owed(effect(task, u"x"_qs, 9), t0);
        queue.owed(effect(5, u"y"_qs), t0);
        QList<TaskId> begun;
        while (const auto next = queue.take(t0))
            begun.append(next->task.id);
        QCOMPARE(begun, (QList<TaskId>{1, 2, 5}));
        QCOMPARE(reasonOf(queue, 3, t0), u"waits for a machine: repository limit 2 of 2"_qs);
        queue.ended(keyOf(1), t0);
        QCOMPARE(queue.take(t0)->task.id, TaskId(3));
    }

    void manyWaitingDoNotStarveAFew() {
        EffectQueue queue({2, 1});
        for (TaskId task = 1; task <= 500; ++task)
            queue.owed(effect(task, u"busy"_qs), t0);
        (void)order(queue, t0, 10);
        for (const TaskId task : {900, 901})
            queue.owed(effect(task, u"small"_qs), t0);
        const auto next = order(queue, t0, 4);
        QVERIFY2(next.contains(900) && next.contains(901), "two of the next four are those of the small one");
        // Also after all have waited very long, and with the first of them always running.
        EffectQueue old({2, 1});
        for (TaskId task = 1; task <= 500; ++task)
            old.owed(effect(task, u"busy"_qs), t0);
        const Moment later = t0 + std::chrono::hours(5);
        (void)old.take(later);
        old.owed(effect(900, u"small"_qs, 0, later), later);
        QVERIFY(order(old, later, 3).contains(900));
    }

    void fewestRunningFirst() {
        EffectQueue queue({4, 1});
        for (TaskId task = 1; task <= 8; ++task)
            queue.owed(effect(task, task <= 6 ? u"a"_qs : u"b"_qs), t0);
        QStringList repositories;
        while (const auto next = queue.take(t0))
            repositories.append(next->task.spec.repository);
        repositories.sort();
        QCOMPARE(repositories, (QStringList{u"a"_qs, u"a"_qs, u"b"_qs, u"b"_qs}));
    }

    void waitingRaisesUntilServed() {
        EffectQueue queue({.machineSlots = 1, .ageing = std::chrono::minutes(1)});
        queue.owed(effect(1, u"x"_qs, 0), t0);
        Moment now = t0;
        // A stream of urgent work, a piece every ten seconds: the plain one waits, but not for ever.
        int before = 0;
        for (TaskId task = 2;; ++task, ++before) {
            queue.owed(effect(task, u"x"_qs, 3, now), now);
            const auto next = queue.take(now);
            queue.ended(next->effect.key, now);
            if (next->task.id == 1)
                break;
            QVERIFY2(before < 100, "it starves");
            now = now + std::chrono::seconds(10);
        }
        QVERIFY2(before > 6, "it waits its time first"); // three levels of a minute each
    }

    void dueInItsTime() {
        EffectQueue queue({1, 1});
        queue.owed(effect(1, u"x"_qs, 0, t0 + Millis(500)), t0);
        QVERIFY(!queue.take(t0));
        QCOMPARE(queue.nextDue(), std::optional(t0 + Millis(500)));
        QCOMPARE(reasonOf(queue, 1, t0), u"due in 500 ms"_qs);
        OwedEffect again = effect(1, u"x"_qs, 0, t0 + Millis(800));
        again.effect.tries = 1;
        queue.owed(again, t0); // delayed further
        QCOMPARE(reasonOf(queue, 1, t0), u"waits out a technical failure: try 2 in 800 ms"_qs);
        QVERIFY(!queue.take(t0 + Millis(799)));
        QVERIFY(queue.take(t0 + Millis(800)));
        QVERIFY(!queue.nextDue());
    }

    void owedAgainWhileItRunsFollowsItself() {
        EffectQueue queue({2, 1});
        queue.owed(effect(1, u"x"_qs), t0);
        QVERIFY(queue.take(t0));
        OwedEffect again = effect(1, u"x"_qs);
        again.effect.tries = 1;
        queue.owed(again, t0);
        QVERIFY(!queue.take(t0));
        QCOMPARE(queue.entriesOf(1, t0).size(), 2);
        QCOMPARE(reasonOf(queue, 1, t0), u"waits until its earlier try has ended"_qs);
        queue.ended(keyOf(1), t0);
        const auto next = queue.take(t0);
        QVERIFY(next);
        QCOMPARE(next->effect.tries, 1);
    }

    void aDroppedOneNeverBegins() {
        EffectQueue queue({1, 1});
        queue.owed(effect(1, u"x"_qs), t0);
        queue.owed(effect(2, u"x"_qs), t0);
        queue.owed(effect(3, u"x"_qs, 0, t0 + Millis(10)), t0);
        QVERIFY(queue.take(t0));
        QVERIFY(queue.dropped(keyOf(1), t0)); // runs: to be cancelled
        QVERIFY(!queue.dropped(keyOf(2), t0));
        QVERIFY(!queue.dropped(keyOf(3), t0));
        QVERIFY(!queue.dropped(keyOf(4), t0)); // never heard of
        queue.owed(effect(1, u"x"_qs), t0);    // and one that follows itself
        QVERIFY(queue.dropped(keyOf(1), t0));
        queue.ended(keyOf(1), t0);
        QVERIFY(!queue.take(t0 + Millis(100)));
        QCOMPARE(queue.waiting(), 0);
        QVERIFY(!queue.nextDue());
    }

    void drainingBeginsNothing() {
        EffectQueue queue({2, 1});
        queue.owed(effect(1, u"x"_qs), t0);
        QVERIFY(queue.take(t0));
        queue.owed(effect(2, u"x"_qs), t0);
        queue.setDraining(true);
        QVERIFY(!queue.couldTake(t0) && !queue.take(t0));
        QVERIFY(reasonOf(queue, 2, t0).contains(u"draining"_qs));
        queue.ended(keyOf(1), t0);
        QCOMPARE(queue.running(), 0);
        queue.setDraining(false);
        QVERIFY(queue.take(t0));
    }

    void saysWhyItWaits() {
        EffectQueue queue({1, 1});
        for (const TaskId task : {1, 2, 10})
            queue.owed(effect(task, u"x"_qs), t0);
        queue.owed(effect(4, u"x"_qs, 0, t0, false), t0);
        queue.owed(effect(5, u"x"_qs, 0, t0, false), t0);
        QCOMPARE(reasonOf(queue, 1, t0), u"about to begin"_qs);
        while (queue.take(t0)) {
        }
        QCOMPARE(reasonOf(queue, 2, t0), u"waits for a machine: 1 of 1 busy"_qs);
        QCOMPARE(reasonOf(queue, 5, t0), u"waits for a worker: 1 of 1 busy"_qs);
        QVERIFY(reasonOf(queue, 1, t0).isEmpty()); // it runs; and t1/ is not t10/
        QCOMPARE(queue.entriesOf(1, t0).size(), 1);
        const auto all = queue.entries(t0);
        QCOMPARE(all.size(), 5);
        QVERIFY(all.at(0).running && all.at(1).running && !all.at(2).running);
        QCOMPARE(all.at(2).task, TaskId(2));
        QCOMPARE(all.at(4).task, TaskId(10));
        QCOMPARE(queue.entries(t0, 3).size(), 3);
        QCOMPARE(queue.entries(t0, 1).size(), 1);
    }

    void theRuleHoldsInEveryOrder() {
        int taken = 0, refused = 0;
        for (quint32 seed = 1; seed <= 150; ++seed) {
            QRandomGenerator random(seed);
            const QueueOptions options{1 + int(random.bounded(4)), 1 + int(random.bounded(3)),
                                       int(random.bounded(3)), std::chrono::minutes(1 + random.bounded(5))};
            EffectQueue queue(options);
            PlainQueue plain(options);
            Moment now = t0;
            for (int i = 0; i < 300; ++i) {
                const TaskId task = 1 + random.bounded(30);
                const auto running = plain.running();
                switch (random.bounded(8)) {
                case 0:
                case 1:
                case 2: {
                    // What repository and priority a task has never changes.
                    const auto owed =
                        effect(task, QStringLiteral("r%1").arg(task % 4), int(task % 3),
                               now + Millis(random.bounded(3) ? 0 : random.bounded(200'000)), task % 5 > 0);
                    queue.owed(owed, now);
                    plain.owed(owed, now);
                    break;
                }
                case 3: {
                    QCOMPARE(queue.dropped(keyOf(task), now), running.contains(keyOf(task)));
                    plain.dropped(keyOf(task));
                    break;
                }
                case 4:
                case 5:
                    if (!running.isEmpty()) {
                        const QString key = running.at(random.bounded(int(running.size())));
                        queue.ended(key, now);
                        plain.ended(key, now);
                    }
                    break;
                default: {
                    const auto next = queue.take(now);
                    const QString expected = plain.take(now);
                    QVERIFY2(
                        (next ? next->effect.key : QString()) == expected,
                        qPrintable(QStringLiteral("seed %1, call %2: %3 instead of %4")
                                       .arg(seed)
                                       .arg(i)
                                       .arg(next ? next->effect.key : QStringLiteral("nothing"), expected)));
                    next ? ++taken : ++refused;
                    QVERIFY(queue.machinesBusy() <= options.machineSlots);
                }
                }
                now = now + Millis(random.bounded(60'000));
            }
        }
        QVERIFY(taken > 3000 && refused > 1000); // or it protects little
    }

    void tenThousandDoNotCrawl() {
        // Ten times as many must not take much more than ten times as long; a scan of all would take a
        // hundred times.
        const auto drain = [](int count) {
            EffectQueue queue({4, 4});
            QElapsedTimer timer;
            timer.start();
            for (TaskId task = 1; task <= count; ++task)
                queue.owed(effect(task, QStringLiteral("r%1").arg(task % 1000), int(task % 3)), t0);
            while (const auto next = queue.take(t0))
                queue.ended(next->effect.key, t0);
            return timer.nsecsElapsed();
        };
        double best = 1e9;
        for (int round = 0; round < 3; ++round)
            best = std::min(best, double(drain(30'000)) / double(drain(3'000)));
        QVERIFY2(best < 40, qPrintable(QStringLiteral("%1 times as long").arg(best)));
    }
};

QTEST_GUILESS_MAIN(EffectQueueTest)
#include "tst_effect_queue.moc"
