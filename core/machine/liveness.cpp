// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/liveness.h"

#include <algorithm>

namespace signalbox {

namespace {

using namespace std::chrono_literals;
using Samples = QList<LivenessSample>;

double share(qint64 cpuMs, Millis span) {
    return span.count() > 0 ? double(cpuMs) / double(span.count()) : 0;
}

QString percent(double share) {
    return QStringLiteral("%1 %").arg(int(share * 100 + 0.5));
}

QString bytesText(qint64 bytes) {
    return bytes < 10'000 ? QStringLiteral("%1 bytes").arg(bytes) : QStringLiteral("%1 kB").arg(bytes / 1000);
}

/// What went on between two samples.
struct Span {
    Millis time{0};
    qint64 cpuMs = 0;
    qint64 diskBytes = 0;
    qint64 channelBytes = 0;
    qint64 consoleBytes = 0;
    qint64 outputBytes = 0;

    Span(const LivenessSample& from, const LivenessSample& to)
        : time(to.at - from.at), cpuMs(to.cpuMs - from.cpuMs), diskBytes(to.diskBytes - from.diskBytes),
          channelBytes(to.channelBytes - from.channelBytes),
          consoleBytes(to.consoleBytes - from.consoleBytes), outputBytes(to.outputBytes - from.outputBytes) {}

    [[nodiscard]] double cpuShare() const { return share(cpuMs, time); }
    /// Something came out of it, or went in, beyond what an idle guest and our own questions cause.
    [[nodiscard]] bool moved(const LivenessLimits& limits) const {
        const qint64 noise = limits.noiseBytes + limits.noiseBytesPerSecond * time.count() / 1000;
        return diskBytes > noise || channelBytes > noise || consoleBytes > 0 || outputBytes > 0;
    }
    [[nodiscard]] bool active(const LivenessLimits& limits) const {
        return cpuShare() >= limits.busyShare || moved(limits);
    }
};

/// Index of the sample at which the last stretch ended that test() accepts; 0 when there was none.
template <typename Test>
qsizetype lastTime(const Samples& samples, const Test& test) {
    for (qsizetype i = samples.size() - 1; i > 0; --i)
        if (test(Span(samples.at(i - 1), samples.at(i))))
            return i;
    return 0;
}

/// A machine that the hypervisor does not run: it is no fault of the guest's.
std::optional<LivenessVerdict> judgeHeld(const Samples& samples) {
    const LivenessSample& last = samples.last();
    if (last.running)
        return std::nullopt;
    qsizetype first = samples.size() - 1;
    while (first > 0 && !samples.at(first - 1).running)
        --first;
    return LivenessVerdict{Liveness::Waiting, samples.at(first).at,
                           QStringLiteral("the hypervisor does not run it: %1").arg(last.why)};
}

std::optional<LivenessVerdict> judgeFrozen(const Samples& samples, const LivenessLimits& limits) {
    const LivenessSample& last = samples.last();
    qsizetype alive = 0; // the last sign of life; at first that it began
    int unanswered = 0;
    for (qsizetype i = samples.size() - 1; i >= 0; --i) {
        if (samples.at(i).pulse) {
            alive = i;
            break;
        }
        unanswered += samples.at(i).asked || samples.at(i).hypervisorMute ? 1 : 0;
    }
    // Whoever still writes is no corpse, only too busy to answer.
    alive = std::max(alive, lastTime(samples, [&](const Span& span) { return span.moved(limits); }));
    const Millis silence = last.at - samples.at(alive).at;
    if (unanswered < limits.unansweredForFrozen || silence < limits.frozenAfter)
        return std::nullopt;
    const Span span(samples.at(alive), last);
    const QString who = last.hypervisorMute ? QStringLiteral("the hypervisor's process answers nothing")
                                            : QStringLiteral("it answers nothing");
    return LivenessVerdict{
        Liveness::Frozen, samples.at(alive).at,
        QStringLiteral("%1 and neither reads nor writes for %2 (asked %3 times, processor at %4)")
            .arg(who, humanDuration(silence))
            .arg(unanswered)
            .arg(percent(span.cpuShare()))};
}

/// What the guest said of a stretch of time against what was counted in it.
enum class Word { Fits, ClaimsWork, ClaimsRest };

Word wordOf(const LivenessSample& from, const LivenessSample& to, const LivenessLimits& limits) {
    const Span span(from, to);
    const double claimed = share(to.pulse->busyMs - from.pulse->busyMs, span.time);
    if (claimed >= 0.5 && span.cpuShare() <= limits.stillShare)
        return Word::ClaimsWork;
    if (claimed <= limits.busyShare / 2 && span.cpuShare() >= limits.burningShare && !span.moved(limits))
        return Word::ClaimsRest;
    return Word::Fits;
}

std::optional<LivenessVerdict> judgeLying(const Samples& samples, const LivenessLimits& limits) {
    const LivenessSample* later = nullptr;
    const LivenessSample* last = nullptr;
    const LivenessSample* first = nullptr;
    Word word = Word::Fits;
    for (qsizetype i = samples.size() - 1; i >= 0; --i) {
        const LivenessSample& sample = samples.at(i);
        if (!sample.pulse)
            continue;
        if (later) {
            const Word here = wordOf(sample, *later, limits);
            if (here == Word::Fits || (first && here != word))
                break;
            word = here;
            first = &sample;
        } else {
            last = &sample;
        }
        later = &sample;
    }
    if (!first || last->at - first->at < limits.lyingAfter)
        return std::nullopt;
    const Span span(*first, *last);
    const Millis claimed(last->pulse->busyMs - first->pulse->busyMs);
    const QString text = word == Word::ClaimsWork
                             ? QStringLiteral("it claims %1 of work in %2, but the hypervisor gave it %3")
                             : QStringLiteral("it claims to rest (%1 of work in %2), but burned %3");
    return LivenessVerdict{
        Liveness::Lying, first->at,
        text.arg(humanDuration(claimed), humanDuration(span.time), humanDuration(Millis(span.cpuMs)))};
}

std::optional<LivenessVerdict> judgeLooping(const Samples& samples, const LivenessLimits& limits) {
    const qsizetype quiet = lastTime(
        samples, [&](const Span& span) { return span.moved(limits) || span.cpuShare() < limits.busyShare; });
    const Span span(samples.at(quiet), samples.last());
    if (span.time < limits.loopingAfter || span.cpuShare() < limits.burningShare)
        return std::nullopt;
    return LivenessVerdict{Liveness::Looping, samples.at(quiet).at,
                           QStringLiteral("it burned %1 of processor time in %2 and nothing came of it")
                               .arg(humanDuration(Millis(span.cpuMs)), humanDuration(span.time))};
}

LivenessVerdict judgeActivity(const Samples& samples, const LivenessLimits& limits) {
    const LivenessSample& last = samples.last();
    const qsizetype active = lastTime(samples, [&](const Span& span) { return span.active(limits); });
    if (active > 0 && last.at - samples.at(active).at < limits.window) {
        // Back to where it last rested for a whole window.
        qsizetype begin = active - 1;
        for (qsizetype i = active - 1; i > 0 && samples.at(begin).at - samples.at(i).at <= limits.window; --i)
            if (Span(samples.at(i - 1), samples.at(i)).active(limits))
                begin = i - 1;
        qsizetype from = samples.size() - 1;
        while (from > 0 && last.at - samples.at(from).at < limits.window)
            --from;
        const Span span(samples.at(from), last);
        return {Liveness::Working, samples.at(begin).at,
                QStringLiteral("in the last %1 it used %2 of a processor, moved %3 on its disk and %4 on its "
                               "channel")
                    .arg(humanDuration(span.time), percent(span.cpuShare()), bytesText(span.diskBytes),
                         bytesText(span.channelBytes))};
    }
    const Span span(samples.at(active), last);
    int jobs = -1;
    for (qsizetype i = samples.size() - 1; i >= 0 && jobs < 0; --i)
        if (samples.at(i).pulse)
            jobs = samples.at(i).pulse->runningJobs;
    const QString what = jobs < 0    ? QStringLiteral("what it runs is not known")
                         : jobs == 0 ? QStringLiteral("no job runs in it")
                                     : QStringLiteral("%1 of its jobs wait").arg(jobs);
    return {Liveness::Waiting, samples.at(active).at,
            QStringLiteral("it answers and rests (%1 of a processor in %2): %3")
                .arg(percent(span.cpuShare()), humanDuration(span.time), what)};
}

} // namespace

QString toString(Liveness liveness) {
    switch (liveness) {
    case Liveness::Unknown:
        return QStringLiteral("unknown");
    case Liveness::Working:
        return QStringLiteral("working");
    case Liveness::Waiting:
        return QStringLiteral("waiting");
    case Liveness::Frozen:
        return QStringLiteral("frozen");
    case Liveness::Looping:
        return QStringLiteral("looping");
    case Liveness::Lying:
        return QStringLiteral("lying");
    }
    return {};
}

LivenessVerdict judgeLiveness(const QList<LivenessSample>& samples, const LivenessLimits& limits) {
    if (samples.isEmpty())
        return {Liveness::Unknown, {}, QStringLiteral("nobody has looked at it yet")};
    if (const auto held = judgeHeld(samples))
        return *held;
    // Time that the hypervisor held it is not held against it.
    Samples since = samples;
    for (qsizetype i = since.size() - 1; i >= 0; --i)
        if (!since.at(i).running) {
            since.remove(0, i + 1);
            break;
        }
    if (since.size() < 2 || since.last().at - since.first().at < limits.window / 3)
        return {Liveness::Unknown, since.first().at,
                QStringLiteral("it has not been watched for long enough")};
    if (const auto frozen = judgeFrozen(since, limits))
        return *frozen;
    if (const auto lying = judgeLying(since, limits))
        return *lying;
    if (const auto looping = judgeLooping(since, limits))
        return *looping;
    const bool unanswered =
        std::any_of(since.begin(), since.end(),
                    [](const LivenessSample& s) { return s.asked || s.hypervisorMute; }) &&
        std::none_of(since.begin(), since.end(), [](const LivenessSample& s) { return s.pulse.has_value(); });
    const LivenessVerdict verdict = judgeActivity(since, limits);
    if (verdict.state == Liveness::Waiting && unanswered)
        return {Liveness::Unknown, since.first().at, QStringLiteral("it has not answered yet")};
    return verdict;
}

void thinSamples(QList<LivenessSample>& samples, const LivenessLimits& limits) {
    if (samples.isEmpty())
        return;
    const Moment now = samples.last().at;
    const Millis whole = std::max<Millis>(4 * limits.window, limits.frozenAfter + limits.window);
    constexpr Millis grain = 1min;
    constexpr Millis keep = 24h;
    qsizetype answered = samples.size() - 1; // the last answer stays: silence is counted from it
    while (answered >= 0 && !samples.at(answered).pulse)
        --answered;
    QList<LivenessSample> kept;
    for (qsizetype i = 0; i < samples.size(); ++i) {
        const LivenessSample& sample = samples.at(i);
        const Millis age = now - sample.at;
        if (age > keep && i != answered)
            continue;
        // Each change of running stays: it divides time that counts from time that does not.
        const bool turn = !kept.isEmpty() && kept.last().running != sample.running;
        if (age <= whole || turn || kept.isEmpty() || i == answered || sample.at - kept.last().at >= grain)
            kept.append(sample);
    }
    samples = kept;
}

} // namespace signalbox
