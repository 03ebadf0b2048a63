// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/attempt_watch.h"

namespace signalbox {

namespace {

constexpr qsizetype mostAnswers = 100'000; ///< that are remembered of one attempt
constexpr Millis grace{30'000};            ///< for an agent that is refused to end by itself
constexpr Millis between{500};             ///< looks

QString watchKey(TaskId task, const QString& step, int attempt) {
    return QStringLiteral("t%1/%2/%3").arg(task).arg(step).arg(attempt);
}

} // namespace

AttemptWatch::AttemptWatch(const AttemptLimits& limits, std::function<Millis()> asked)
    : m_limits(limits), m_asked(std::move(asked)) {}

void AttemptWatch::began(Moment at) {
    const std::lock_guard lock(m_mutex);
    m_began = at;
}

void AttemptWatch::modelAsked() {
    const std::lock_guard lock(m_mutex);
    m_tool.reset();
}

void AttemptWatch::modelAnswered(quint64 answer, Moment now) {
    const std::lock_guard lock(m_mutex);
    if (m_limits.loops <= 0)
        return;
    if (!m_answers.contains(answer)) {
        m_repeated = 0;
        if (m_answers.size() < mostAnswers)
            m_answers.insert(answer);
        return;
    }
    if (++m_repeated >= m_limits.loops)
        stopFor(
            Verdict::Looped,
            QStringLiteral("stopped by a loop: the last %1 answers of its model had all been given before")
                .arg(m_repeated),
            now);
}

void AttemptWatch::toolAllowed(const QString& line, Moment now) {
    const std::lock_guard lock(m_mutex);
    if (m_limits.toolTime.count() > 0 && !m_tool)
        m_tool = Tool{line, now};
}

void AttemptWatch::budgetUsed(int percent) {
    const std::lock_guard lock(m_mutex);
    if (m_limits.compactAt <= 0 || percent < m_limits.compactAt || std::exchange(m_reminded, true))
        return;
    m_reminder = QStringLiteral(
                     "%1 percent of this task's budget are used. Bring your work to an end: commit what you "
                     "have, leave out what is not needed, read no more than you must. Nothing is "
                     "wrong with what you were about to do; do it again if you still need it.")
                     .arg(percent);
}

std::optional<QString> AttemptWatch::takeReminder() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_reminder, std::nullopt);
}

void AttemptWatch::check(Moment now) {
    bool late = false;
    Moment began;
    {
        const std::lock_guard lock(m_mutex);
        if (m_tool && now - m_tool->since > m_limits.toolTime)
            stopFor(Verdict::TimedOut,
                    QStringLiteral("a tool call took longer than %1: %2")
                        .arg(humanDuration(m_limits.toolTime), m_tool->line),
                    now);
        late = !m_stop && m_limits.time.count() > 0 && m_began && now - *m_began > m_limits.time;
        began = m_began.value_or(now);
    }
    if (late && now - began - m_asked() > m_limits.time) {
        const std::lock_guard lock(m_mutex);
        stopFor(Verdict::TimedOut,
                QStringLiteral("stopped after its time limit of %1").arg(humanDuration(m_limits.time)), now);
    }
    bool end = false;
    {
        const std::lock_guard lock(m_mutex);
        end = m_stop && (m_stop->verdict != Verdict::Looped || now - m_stoppedAt > grace);
    }
    if (end)
        m_halt.cancel();
}

void AttemptWatch::stopFor(Verdict verdict, const QString& why, Moment now) {
    if (m_stop)
        return;
    m_stop = AttemptStop{verdict, why};
    m_stoppedAt = now;
}

std::optional<AttemptStop> AttemptWatch::stop() const {
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

// ---- All of them ----

std::shared_ptr<AttemptWatch> AttemptWatches::open(const AttemptName& name, const AttemptLimits& limits,
                                                   std::function<Millis()> asked) {
    auto watch = std::make_shared<AttemptWatch>(limits, std::move(asked));
    const std::lock_guard lock(m_mutex);
    m_watches.removeIf([](const auto& each) { return each.value().expired(); });
    m_watches.insert(watchKey(name.task, name.step, name.attempt), watch);
    return watch;
}

std::shared_ptr<AttemptWatch> AttemptWatches::find(TaskId task, const QString& step, int attempt) const {
    const std::lock_guard lock(m_mutex);
    return m_watches.value(watchKey(task, step, attempt)).lock();
}

void AttemptWatches::check() {
    QList<std::shared_ptr<AttemptWatch>> running;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& watch : m_watches)
            if (auto held = watch.lock())
                running.append(std::move(held));
    }
    for (const auto& watch : running)
        watch->check(m_clock.now());
}

Result<void> AttemptWatches::run(const CancelToken& cancel) {
    while (!cancel.waitFor(between))
        check();
    return {};
}

} // namespace signalbox
