// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the watch over machines: each is looked at and asked in its turn, one that hangs holds up none of
// the others' verdicts, a frozen one is ended once, and a machine that has the name of one before it starts
// with a clean record. The machines are made up, and time is short.
#include "core/machine/machine_watch.h"

#include <QTest>

#include <atomic>
#include <map>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

LivenessLimits shortLimits() {
    LivenessLimits limits;
    limits.interval = 20ms;
    limits.pulseEvery = 40ms;
    limits.window = 60ms;
    limits.frozenAfter = 200ms;
    limits.endFrozenAfter = 400ms;
    limits.lyingAfter = 200ms;
    return limits;
}

class Fleet {
public:
    struct One {
        bool answers = true;
        bool asked = false;
        qint64 cpuMs = 0;
    };
    std::mutex mutex;
    std::map<QString, One> machines;
    QStringList ended;

    QStringList endedSoFar() {
        const std::lock_guard lock(mutex);
        return ended;
    }
    QString reason;

    MachineWatch::Duties duties() {
        return {[this] {
                    const std::lock_guard lock(mutex);
                    QStringList names;
                    for (const auto& [name, one] : machines)
                        names.append(name);
                    return names;
                },
                [this](const QString& name, bool ask) -> std::optional<LivenessSample> {
                    const std::lock_guard lock(mutex);
                    const auto it = machines.find(name);
                    if (it == machines.end())
                        return std::nullopt;
                    One& one = it->second;
                    one.asked = one.asked || ask;
                    LivenessSample sample;
                    sample.at = SystemClock().now();
                    sample.cpuMs = one.cpuMs;
                    sample.asked = ask;
                    if (ask && one.answers)
                        sample.pulse = GuestPulse{sample.at.ms, 0, 1, 0};
                    return sample;
                },
                [this](const QString& name, const LivenessVerdict& verdict) {
                    const std::lock_guard lock(mutex);
                    ended.append(name);
                    reason = verdict.because;
                }};
    }
};

QString stateOf(const MachineWatch& watch, const QString& name) {
    return toString(watch.verdict(name).state);
}

} // namespace

class TestMachineWatch : public QObject {
    Q_OBJECT

private slots:
    void knowsWhatEachDoes() {
        Fleet fleet;
        fleet.machines = {{u"sb-a"_qs, {}}, {u"sb-b"_qs, {.answers = false}}};
        MachineWatch watch(shortLimits(), fleet.duties());
        watch.start();
        QCOMPARE(stateOf(watch, u"sb-none"_qs), u"unknown"_qs);
        QTRY_COMPARE(stateOf(watch, u"sb-a"_qs), u"waiting"_qs);
        QTRY_COMPARE(stateOf(watch, u"sb-b"_qs), u"frozen"_qs);
        QTRY_COMPARE(fleet.endedSoFar(), QStringList{u"sb-b"_qs});
        const Moment since = watch.verdict(u"sb-b"_qs).since;
        QTest::qWait(500); // style:allow a second end would come in this time
        watch.stop();
        QCOMPARE(fleet.ended.size(), 1);
        QVERIFY2(fleet.reason.contains(u"answers nothing"), qPrintable(fleet.reason));
        QCOMPARE(watch.verdict(u"sb-b"_qs).since.ms, since.ms);
        QCOMPARE(stateOf(watch, u"sb-a"_qs), u"waiting"_qs);
    }

    void aMachineOfTheSameNameStartsAnew() {
        Fleet fleet;
        fleet.machines = {{u"sb-a"_qs, {.answers = false}}};
        MachineWatch watch(shortLimits(), fleet.duties());
        watch.start();
        QTRY_COMPARE(stateOf(watch, u"sb-a"_qs), u"frozen"_qs);
        {
            const std::lock_guard lock(fleet.mutex);
            fleet.machines[u"sb-a"_qs].answers = true;
        }
        watch.forget(u"sb-a"_qs);
        QCOMPARE(stateOf(watch, u"sb-a"_qs), u"unknown"_qs);
        QTRY_COMPARE(stateOf(watch, u"sb-a"_qs), u"waiting"_qs);
    }

    void aMachineThatIsGoneIsForgotten() {
        Fleet fleet;
        fleet.machines = {{u"sb-a"_qs, {}}};
        MachineWatch watch(shortLimits(), fleet.duties());
        watch.start();
        QTRY_COMPARE(stateOf(watch, u"sb-a"_qs), u"waiting"_qs);
        {
            const std::lock_guard lock(fleet.mutex);
            fleet.machines.clear();
        }
        QTRY_COMPARE(stateOf(watch, u"sb-a"_qs), u"unknown"_qs);
    }

    void stopsWhileALookWaits() {
        std::optional<CancelToken> stop;
        MachineWatch watch(shortLimits(), {[] { return QStringList{u"sb-a"_qs}; },
                                           [&](const QString&, bool) -> std::optional<LivenessSample> {
                                               stop->waitFor(1h);
                                               return std::nullopt;
                                           },
                                           [](const QString&, const LivenessVerdict&) {}});
        stop = watch.stopping();
        watch.start();
        watch.stop();
        watch.start(); // for good
        QCOMPARE(stateOf(watch, u"sb-a"_qs), u"unknown"_qs);
    }
};

QTEST_GUILESS_MAIN(TestMachineWatch)
#include "tst_machine_watch.moc"
