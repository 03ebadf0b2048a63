// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/retention.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <map>

namespace signalbox {

namespace {

/// What its events say of a task, as far as it matters here.
struct Trace {
    std::optional<Moment> ended;
    bool lasting = false; ///< published or voted on
};

/// Everything that the journal tells: read as JSON and not as events, so that a digest counts as named
/// wherever it stands, also in members that a later version adds.
struct Traces {
    std::map<TaskId, Trace> tasks;
    QHash<QString, QSet<TaskId>> namedBy;

    void take(const QJsonObject& record) {
        const TaskId task = record.value(QStringLiteral("task")).toInteger();
        const QString type = record.value(QStringLiteral("type")).toString();
        const QJsonObject body = record.value(QStringLiteral("body")).toObject();
        Trace& trace = tasks[task];
        if (type == QLatin1String(TaskFinished::type)) {
            trace.ended = Moment{record.value(QStringLiteral("at")).toInteger()};
            trace.lasting = trace.lasting ||
                            body.value(QStringLiteral("outcome")).toString() == enumWord(Outcome::Published);
        } else if (type == QLatin1String(ApprovalVoted::type)) {
            trace.lasting = true;
        } else {
            trace.ended.reset(); // whatever comes after an end means that it goes on
        }
        static const QRegularExpression digest(QStringLiteral("[0-9a-f]{64}"));
        const QString text = QString::fromUtf8(canonicalJson(body));
        for (auto found = digest.globalMatch(text); found.hasNext();)
            namedBy[found.next().captured()].insert(task);
    }
};

} // namespace

Retention::Retention(Journal& journal, const Clock& clock, RetentionSettings settings, Needed needed)
    : m_journal(journal), m_clock(clock), m_settings(std::move(settings)), m_needed(std::move(needed)) {}

Result<void> Retention::run(const CancelToken& cancel) {
    do {
        // A disk that does not let go is no failure of ours: the next sweep tries again.
        if (const auto done = sweep(cancel); !done && !cancel.cancelled())
            qWarning("signalboxd: old logs and artifacts were not removed: %s",
                     qPrintable(done.error().text()));
    } while (!cancel.waitFor(m_settings.period));
    return {};
}

Result<Retention::Plan> Retention::plan(int days, const CancelToken& cancel) {
    Plan plan;
    if (days <= 0)
        return plan;
    Traces traces;
    const auto read = m_journal.exportTo([&](const QByteArray& line) -> Result<void> {
        traces.take(QJsonDocument::fromJson(line).object());
        return cancel.cancelled()
                   ? Result<void>(Error{ErrorKind::Cancelled, QStringLiteral("the core is stopping"), {}})
                   : Result<void>();
    });
    if (!read)
        return read.error();
    const std::set<TaskId> needed = m_needed ? m_needed() : std::set<TaskId>();
    const Moment before{m_clock.now().ms - qint64(days) * 86'400'000};
    QSet<TaskId> old;
    for (const auto& [id, trace] : traces.tasks) {
        if (id == 0 || !trace.ended || *trace.ended >= before)
            continue;
        if (trace.lasting || needed.contains(id)) {
            ++plan.report.keptTasks;
            continue;
        }
        old.insert(id);
    }
    const auto take = [&](const QString& path, int& count) {
        if (const QFileInfo file(path); file.isFile()) {
            plan.files.append(path);
            plan.report.bytes += file.size();
            ++count;
        }
    };
    for (const auto& [id, trace] : traces.tasks)
        if (old.contains(id)) {
            plan.report.tasks.append(id);
            take(QStringLiteral("%1/task-%2.ndjson").arg(m_settings.logs).arg(id), plan.report.logs);
        }
    for (auto named = traces.namedBy.constBegin(); named != traces.namedBy.constEnd(); ++named)
        if (old.contains(named.value()))
            take(QStringLiteral("%1/%2/%3").arg(m_settings.artifacts, named.key().left(2), named.key()),
                 plan.report.artifacts);
    return plan;
}

Result<RetentionReport> Retention::look(int days) {
    const auto found = plan(days > 0 ? days : m_settings.days, {});
    return found ? Result<RetentionReport>(found->report) : Result<RetentionReport>(found.error());
}

Result<RetentionReport> Retention::sweep(const CancelToken& cancel) {
    const auto found = plan(m_settings.days, cancel);
    if (!found)
        return found.error();
    for (const QString& file : found->files)
        if (!QFile::remove(file) && QFile::exists(file))
            return Error{ErrorKind::Unavailable, QStringLiteral("%1 cannot be removed").arg(file),
                         QStringLiteral("check who owns it; the next sweep tries again")};
    return found->report;
}

} // namespace signalbox
