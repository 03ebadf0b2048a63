// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/metrics.h"

namespace signalbox {

namespace {

/// One family at a time: its type and help, then its lines.
class Page {
public:
    void family(const char* name, const char* type, const char* help) {
        m_name = name;
        m_text += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }
    void line(double value, const QByteArray& labels = {}, const char* suffix = "") {
        m_text += m_name + suffix;
        if (!labels.isEmpty())
            m_text += '{' + labels + '}';
        m_text += ' ' + QByteArray::number(value, 'g', 15) + '\n';
    }
    void single(const char* name, const char* type, const char* help, double value) {
        family(name, type, help);
        line(value);
    }
    [[nodiscard]] const QByteArray& text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

QByteArray label(const char* name, const QString& value) {
    QByteArray text = value.toUtf8();
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return QByteArray(name) + "=\"" + text + '"';
}

template <typename Map>
void byLabel(Page& page, const char* name, const Map& map) {
    for (auto it = map.begin(); it != map.end(); ++it)
        page.line(double(it.value()), label(name, it.key()));
}

} // namespace

void Metrics::countAttempt(const State& state, const AttemptFinished& finished, Moment at) {
    const Task* task = state.task(finished.task);
    const Step* step = task ? task->blueprint.find(finished.step) : nullptr;
    const QString kind = step ? enumWord(step->kind) : QStringLiteral("unknown");
    ++m_attempts[{kind, enumWord(finished.result.verdict)}];
    const Attempt* attempt = task ? task->lastAttempt(finished.step) : nullptr;
    if (!attempt || attempt->number != finished.attempt)
        return;
    const double seconds = double((at - attempt->started).count()) / 1000;
    Durations& durations = m_durations[kind];
    for (std::size_t i = 0; i < bounds.size(); ++i)
        durations.within.at(i) += seconds <= bounds.at(i);
    ++durations.count;
    durations.seconds += seconds;
}

void Metrics::observe(const State& state, const QList<Record>& records) {
    const std::lock_guard lock(m_mutex);
    for (const Record& record : records) {
        if (const auto* finished = std::get_if<AttemptFinished>(&record.event))
            countAttempt(state, *finished, record.at);
        else if (const auto* over = std::get_if<TaskFinished>(&record.event))
            ++m_finished[enumWord(over->outcome)];
        else if (const auto* vote = std::get_if<ApprovalVoted>(&record.event))
            ++m_votes[vote->approve ? QStringLiteral("approve") : QStringLiteral("reject")];
        else if (std::holds_alternative<TaskSubmitted>(record.event))
            ++m_submitted;
        else if (std::holds_alternative<EffectDelayed>(record.event))
            ++m_delays;
        else if (std::holds_alternative<TaskParked>(record.event))
            ++m_parked;
    }
}

QByteArray Metrics::text(const MetricsNow& now) const {
    Page page;
    page.family("signalbox_info", "gauge", "The version of the core.");
    page.line(1, label("version", QStringLiteral(SIGNALBOX_VERSION)));
    page.single("signalbox_start_time_seconds", "gauge", "When the core started, seconds since 1970.",
                double(now.started.ms) / 1000);
    page.family("signalbox_tasks", "gauge", "Tasks that are not over, by phase.");
    byLabel(page, "phase", now.tasks);
    page.single("signalbox_machine_slots", "gauge", "Machines that may work at the same time.",
                now.machineSlots);
    page.single("signalbox_machines_busy", "gauge", "Machines that work.", now.machinesBusy);
    page.single("signalbox_machines_ready", "gauge", "Machines made ahead.", now.machinesReady);
    page.family("signalbox_organ_restarts_total", "counter", "Restarts of the core's own parts.");
    byLabel(page, "organ", now.restarts);
    page.single("signalbox_journal_events_total", "counter", "Events written since the start.",
                double(now.journal.events));
    page.single("signalbox_journal_commits_total", "counter", "Durable writes since the start.",
                double(now.journal.commits));
    page.single("signalbox_journal_failures_total", "counter", "Writes that were refused since the start.",
                double(now.journal.failures));
    if (now.month) {
        const TokenUsage& usage = now.month->usage;
        page.family("signalbox_month_model_tokens", "gauge",
                    "Tokens of model calls in this calendar month (UTC).");
        for (const auto& [kind, tokens] :
             {std::pair("input", usage.input), std::pair("cache_read", usage.cacheRead),
              std::pair("cache_write", usage.cacheWrite), std::pair("output", usage.output)})
            page.line(double(tokens), label("kind", QLatin1String(kind)));
        page.single("signalbox_month_model_cost_dollars", "gauge", "What they cost, in US dollars.",
                    toDollars(now.month->cost));
        page.single("signalbox_month_model_calls", "gauge", "How many they were, those under way included.",
                    double(now.month->calls));
        page.single("signalbox_model_tokens_reserved", "gauge", "Tokens held by calls under way.",
                    double(now.month->reservedTokens));
    }
    if (now.telemetry) {
        page.family("signalbox_telemetry_spans_total", "counter",
                    "Spans of telemetry, by what became of them.");
        for (const auto& [fate, count] :
             {std::pair("taken", now.telemetry->taken), std::pair("rejected", now.telemetry->rejected),
              std::pair("dropped", now.telemetry->dropped)})
            page.line(double(count), label("fate", QLatin1String(fate)));
    }
    const std::lock_guard lock(m_mutex);
    page.single("signalbox_tasks_submitted_total", "counter", "Tasks taken in since the start.",
                double(m_submitted));
    page.family("signalbox_tasks_finished_total", "counter", "Tasks that ended since the start, by outcome.");
    byLabel(page, "outcome", m_finished);
    page.single("signalbox_tasks_parked_total", "counter", "Times that a task could not go on by itself.",
                double(m_parked));
    page.family("signalbox_votes_total", "counter", "Votes of people since the start.");
    byLabel(page, "vote", m_votes);
    page.single("signalbox_technical_failures_total", "counter",
                "Tries of steps that failed technically and are tried again.", double(m_delays));
    page.family("signalbox_attempts_total", "counter",
                "Attempts of steps that ended since the start, by kind of step and verdict.");
    for (auto it = m_attempts.begin(); it != m_attempts.end(); ++it)
        page.line(double(it.value()),
                  label("step", it.key().first) + ',' + label("verdict", it.key().second));
    page.family("signalbox_attempt_seconds", "histogram", "How long attempts took, by kind of step.");
    for (auto it = m_durations.begin(); it != m_durations.end(); ++it) {
        const QByteArray step = label("step", it.key());
        for (std::size_t i = 0; i < bounds.size(); ++i)
            page.line(double(it->within.at(i)), step + ",le=\"" + QByteArray::number(bounds.at(i)) + '"',
                      "_bucket");
        page.line(double(it->count), step + ",le=\"+Inf\"", "_bucket");
        page.line(it->seconds, step, "_sum");
        page.line(double(it->count), step, "_count");
    }
    return page.text();
}

} // namespace signalbox
