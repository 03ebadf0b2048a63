// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the console says of a machine: that a frozen, a looping and a lying guest are told from one
// that works or waits, by what the hypervisor and the channel counted and not by what the guest says alone,
// with the right since when and a reason that has figures in it. Tables of made-up histories.
#include "core/machine/liveness.h"

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

constexpr Moment start{1'800'000'000'000};

/// What happens in a stretch of time, in shares and rates.
struct Stretch {
    Millis time{0};
    double cpu = 0;      ///< counted share of a processor
    double claimed = -1; ///< share that the guest claims; as counted when below zero
    qint64 disk = 0;     ///< bytes a second
    qint64 channel = 80; ///< bytes a second: our own questions
    qint64 output = 0;   ///< bytes a second
    bool answers = true;
    bool running = true;
    bool mute = false;
    int jobs = 1;
};

/// The samples of a history, as the watch would take them.
QList<LivenessSample> history(const QList<Stretch>& stretches, const LivenessLimits& limits = {}) {
    QList<LivenessSample> samples;
    LivenessSample now;
    GuestPulse pulse;
    now.at = start;
    const auto look = [&](const Stretch& stretch) {
        LivenessSample sample = now;
        sample.running = stretch.running;
        sample.why = stretch.running ? QString() : u"paused: its disk could not be written"_qs;
        sample.hypervisorMute = stretch.mute;
        sample.asked = stretch.running && (now.at - start).count() % limits.pulseEvery.count() == 0;
        if (sample.asked && stretch.answers) {
            pulse.runningJobs = stretch.jobs;
            sample.pulse = pulse;
        }
        samples.append(sample);
    };
    if (!stretches.isEmpty())
        look(stretches.first());
    for (const Stretch& stretch : stretches)
        for (Millis done{0}; done < stretch.time; done += limits.interval) {
            const double seconds = double(limits.interval.count()) / 1000;
            now.at = now.at + limits.interval;
            now.cpuMs += qint64(stretch.cpu * seconds * 1000);
            now.diskBytes += qint64(double(stretch.disk) * seconds);
            now.channelBytes += qint64(double(stretch.channel) * seconds);
            now.outputBytes += qint64(double(stretch.output) * seconds);
            pulse.uptimeMs += limits.interval.count();
            pulse.busyMs += qint64((stretch.claimed < 0 ? stretch.cpu : stretch.claimed) * seconds * 1000);
            look(stretch);
        }
    return samples;
}

} // namespace

Q_DECLARE_METATYPE(QList<Stretch>)

class TestLiveness : public QObject {
    Q_OBJECT

private slots:
    void judges_data() {
        QTest::addColumn<QList<Stretch>>("stretches");
        QTest::addColumn<QString>("state");
        QTest::addColumn<qint64>("sinceSeconds");
        QTest::addColumn<QString>("because");
        const auto row = [](const char* name, const QList<Stretch>& stretches, const char* state,
                            qint64 since, const char* because) {
            QTest::newRow(name) << stretches << QString::fromLatin1(state) << since
                                << QString::fromLatin1(because);
        };
        row("just begun", {{.time = 5s, .cpu = 1}}, "unknown", 0, "long enough");
        row("computes", {{.time = 5min, .cpu = 0.9, .output = 10}}, "working", 0, "90 %");
        row("computes on a busy host", {{.time = 5min, .cpu = 0.4, .claimed = 0.95, .output = 1}}, "working",
            0, "40 %");
        row("writes to its disk", {{.time = 5min, .cpu = 0.02, .disk = 2'000'000}}, "working", 0,
            "on its disk");
        row("speaks with its model", {{.time = 5min, .cpu = 0.01, .channel = 20'000}}, "working", 0,
            "channel");
        row("a line now and then", {{.time = 5min, .cpu = 0.01, .output = 1}}, "working", 0, "in the last");
        row("worked after a rest", {{.time = 5min, .cpu = 0.01}, {.time = 1min, .cpu = 0.5, .output = 5}},
            "working", 300, "50 %");
        row("a short rest does not count",
            {{.time = 2min, .cpu = 0.5, .output = 5},
             {.time = 20s, .cpu = 0},
             {.time = 1min, .cpu = 0.5, .output = 5}},
            "working", 0, "50 %");
        row("waits for the model", {{.time = 1min, .cpu = 0.9, .output = 9}, {.time = 5min, .cpu = 0.01}},
            "waiting", 60, "1 of its jobs wait");
        row("has nothing to do", {{.time = 5min, .cpu = 0.01, .jobs = 0}}, "waiting", 0, "no job runs");
        row("held by a full disk",
            {{.time = 2min, .cpu = 0.9, .output = 9}, {.time = 5min, .answers = false, .running = false}},
            "waiting", 125, "could not be written");
        row("time on hold is not held against it",
            {{.time = 1min, .cpu = 0.9, .output = 9},
             {.time = 30min, .answers = false, .running = false},
             {.time = 45s, .cpu = 0, .channel = 0, .answers = false}},
            "unknown", 1865, "not answered");
        row("still",
            {{.time = 1min, .cpu = 0.5, .output = 5},
             {.time = 5min, .cpu = 0, .channel = 0, .answers = false}},
            "frozen", 60, "answers nothing");
        row("spins in its kernel",
            {{.time = 1min, .cpu = 0.5, .output = 5},
             {.time = 5min, .cpu = 1, .channel = 0, .answers = false}},
            "frozen", 60, "100 %");
        row("never answered", {{.time = 5min, .cpu = 0.01, .channel = 0, .answers = false}}, "frozen", 0,
            "answers nothing");
        row("its hypervisor hangs",
            {{.time = 1min, .cpu = 0.5, .output = 5},
             {.time = 5min, .channel = 0, .answers = false, .mute = true}},
            "frozen", 60, "hypervisor's process");
        row("too busy to answer",
            {{.time = 1min, .cpu = 0.5, .output = 5},
             {.time = 5min, .cpu = 1, .disk = 500'000, .answers = false}},
            "working", 0, "100 %");
        row("silent for a minute only", {{.time = 2min, .cpu = 0.01}, {.time = 1min, .answers = false}},
            "waiting", 0, "rests");
        row("burns and nothing comes",
            {{.time = 1min, .cpu = 0.5, .output = 5}, {.time = 12min, .cpu = 0.98}}, "looping", 60,
            "nothing came of it");
        row("burns on a busy host", {{.time = 1min, .cpu = 0.02}, {.time = 12min, .cpu = 0.55, .claimed = 1}},
            "looping", 60, "nothing came of it");
        row("burns, but not for long", {{.time = 1min, .cpu = 0.02}, {.time = 5min, .cpu = 0.98}}, "working",
            60, "98 %");
        row("burns, and writes a line a minute", {{.time = 20min, .cpu = 0.98, .output = 1}}, "working", 0,
            "98 %");
        row("claims work that was not",
            {{.time = 1min, .cpu = 0.5, .output = 5}, {.time = 3min, .cpu = 0.01, .claimed = 0.9}}, "lying",
            60, "claims");
        row("claims to rest and burns",
            {{.time = 1min, .cpu = 0.02}, {.time = 3min, .cpu = 0.97, .claimed = 0.01}}, "lying", 60,
            "claims to rest");
        row("a moment's contradiction is none",
            {{.time = 5min, .cpu = 0.5, .output = 5}, {.time = 30s, .cpu = 0.01, .claimed = 0.9}}, "waiting",
            300, "rests");
        row("an emulator that serves a disk",
            {{.time = 5min, .cpu = 0.9, .claimed = 0.03, .disk = 50'000'000}}, "working", 0, "on its disk");
    }
    void judges() {
        QFETCH(QList<Stretch>, stretches);
        QFETCH(QString, state);
        QFETCH(qint64, sinceSeconds);
        QFETCH(QString, because);
        QList<LivenessSample> samples = history(stretches);
        const LivenessVerdict verdict = judgeLiveness(samples, {});
        QVERIFY2(toString(verdict.state) == state,
                 qPrintable(toString(verdict.state) + u": "_qs + verdict.because));
        QVERIFY2(verdict.because.contains(because), qPrintable(verdict.because));
        QCOMPARE((verdict.since - start).count() / 1000, sinceSeconds);
        // What was thrown away changes no verdict.
        QList<LivenessSample> thin;
        for (const LivenessSample& sample : samples) {
            thin.append(sample);
            thinSamples(thin, {});
        }
        const LivenessVerdict later = judgeLiveness(thin, {});
        QCOMPARE(toString(later.state), state);
        QVERIFY2(std::abs((later.since - verdict.since).count()) <= 60'000, qPrintable(later.because));
    }

    void nothingIsKnownOfNothing() { QCOMPARE(toString(judgeLiveness({}, {}).state), u"unknown"_qs); }

    void thinnedHistoryStaysSmallAndKnowsSinceWhen() {
        LivenessLimits limits;
        QList<LivenessSample> kept;
        const QList<Stretch> day{{.time = 1h, .cpu = 0.5, .output = 5},
                                 {.time = 20h, .cpu = 0, .channel = 0, .answers = false}};
        for (const LivenessSample& sample : history(day)) {
            kept.append(sample);
            thinSamples(kept, limits);
            QVERIFY(kept.size() < 1600);
        }
        const LivenessVerdict verdict = judgeLiveness(kept, limits);
        QCOMPARE(toString(verdict.state), u"frozen"_qs);
        QVERIFY(std::abs((verdict.since - start).count() - 3'600'000) <= 60'000);
    }

    void everyStateHasAName() {
        QStringList names;
        for (int i = 0; i <= int(Liveness::Lying); ++i)
            names.append(toString(Liveness(i)));
        QCOMPARE(names.size(), 6);
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(!names.contains(QString()));
    }
};

QTEST_GUILESS_MAIN(TestLiveness)
#include "tst_liveness.moc"
