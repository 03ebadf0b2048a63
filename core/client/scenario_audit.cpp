// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's audit log: made of its records, chained as the real one.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"

#include <QUrlQuery>

#include <algorithm>

namespace signalbox {

using namespace scenario;

namespace {

struct Told {
    AuditKind kind;
    const char* action;
    const char* who; ///< the member that names the person; or who it is
};

/// What a record says of somebody's act; nothing for the others.
std::optional<Told> toldBy(const QString& type) {
    static const QHash<QString, Told> all{
        {QStringLiteral("repository_added"), {AuditKind::Repository, "added", "maria"}},
        {QStringLiteral("task_submitted"), {AuditKind::Task, "submitted", "by"}},
        {QStringLiteral("task_admitted"), {AuditKind::Task, "admitted", "core"}},
        {QStringLiteral("machine_leased"), {AuditKind::Machine, "leased", "core"}},
        {QStringLiteral("machine_released"), {AuditKind::Machine, "released", "core"}},
        {QStringLiteral("attempt_finished"), {AuditKind::Work, "finished", "agent"}},
        {QStringLiteral("routed_back"), {AuditKind::Decision, "sent_back", "gate"}},
        {QStringLiteral("approval_requested"), {AuditKind::Decision, "asked_for", "core"}},
        {QStringLiteral("approval_voted"), {AuditKind::Decision, "voted", "by"}},
        {QStringLiteral("budget_raised"), {AuditKind::Decision, "budget_raised", "by"}},
        {QStringLiteral("task_resumed"), {AuditKind::Decision, "sent_on", "by"}},
        {QStringLiteral("task_parked"), {AuditKind::Task, "parked", "core"}},
        {QStringLiteral("task_finished"), {AuditKind::Task, "finished", "core"}},
    };
    const auto found = all.constFind(type);
    return found == all.constEnd() ? std::nullopt : std::optional<Told>(*found);
}

QString textOf(const QJsonObject& body) {
    for (const char* member : {"reason", "comment", "feedback", "step"})
        if (const QString text = body.value(QLatin1String(member)).toString(); !text.isEmpty())
            return text.section(u'\n', 0, 0);
    return body.value(QLatin1String("spec")).toObject().value(QLatin1String("title")).toString();
}

} // namespace

ApiReply ScenarioCore::auditPage(const QUrlQuery& query) const {
    const auto number = [&](const char* name) {
        return query.queryItemValue(QLatin1String(name)).toLongLong();
    };
    const qint64 after = number("after");
    const qint64 before = number("before");
    const qint64 about = number("task");
    const QString kind = query.queryItemValue(QStringLiteral("kind"));
    AuditPage page;
    QString chain(64, u'0');
    for (const RecordView& record : m_records) {
        const auto told = toldBy(record.type);
        if (!told)
            continue;
        AuditEntry entry;
        entry.seq = ++page.last;
        entry.at = record.at;
        entry.kind = told->kind;
        entry.action = QLatin1String(told->action);
        entry.task = record.task;
        entry.who = QLatin1String(told->who) == QLatin1String("by") ? text(record.body, "by")
                                                                    : QString::fromLatin1(told->who);
        entry.machine = text(record.body, "machine");
        if (const Task* owner = task(record.task))
            entry.repository = owner->spec.repository;
        entry.text = textOf(record.body);
        entry.detail = {{QStringLiteral("journal"), record.seq}};
        QJsonObject summed = toJson(entry);
        summed.remove(QStringLiteral("chain"));
        chain = sha256(chain.toLatin1() + canonicalJson(summed));
        entry.chain = chain;
        const bool wanted = (before > 0 ? entry.seq < before : entry.seq > after) &&
                            (about == 0 || entry.task == about) &&
                            (kind.isEmpty() || enumWord(entry.kind) == kind);
        if (wanted)
            page.entries.append(entry);
    }
    page.first = page.last > 0 ? 1 : 0;
    page.head = chain;
    if (before > 0)
        std::reverse(page.entries.begin(), page.entries.end());
    page.entries = page.entries.mid(0, std::clamp<qint64>(number("limit"), 1, 1000));
    return answer(toJson(page));
}

QByteArray ScenarioCore::audit() const {
    QByteArray lines;
    const ApiReply page = auditPage(QUrlQuery(QStringLiteral("limit=1000")));
    for (const QJsonValue& entry :
         QJsonDocument::fromJson(page.body).object().value(QStringLiteral("entries")).toArray())
        lines += canonicalJson(entry.toObject()) + '\n';
    return lines;
}

} // namespace signalbox
