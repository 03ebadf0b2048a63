// SPDX-License-Identifier: GPL-3.0-or-later
// The typed calls about what is over and what was given up.
#include "core/client/api_call.h"
#include "core/client/core_client.h"

#include <QUrlQuery>

namespace signalbox {

namespace {

struct DeadLetterList {
    QList<DeadLetterEntry> deadLetters;
    SB_FIELDS(DeadLetterList, deadLetters)
};

Result<QList<DeadLetterEntry>> parseDeadLetters(const QByteArray& body) {
    auto list = parseAnswer<DeadLetterList>(body);
    if (!list)
        return list.error();
    return std::move(list->deadLetters);
}

QString letterPath(TaskId task, int number) {
    return QStringLiteral("/v1/dead-letters/%1/%2").arg(task).arg(number);
}

} // namespace

void CoreClient::fetchFinished(const QString& repository, const QString& outcome, qint64 before,
                               QObject* context, Callback<FinishedTasks> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("before"), QString::number(before));
    if (!repository.isEmpty())
        query.addQueryItem(QStringLiteral("repository"), repository);
    if (!outcome.isEmpty())
        query.addQueryItem(QStringLiteral("outcome"), outcome);
    callApi<FinishedTasks>(*m_transport,
                           get(QStringLiteral("/v1/finished-tasks?") + query.toString(QUrl::FullyEncoded)),
                           context, parseAnswer<FinishedTasks>, std::move(done));
}

void CoreClient::fetchPast(qint64 seq, QObject* context, Callback<FleetMoment> done) {
    callApi<FleetMoment>(*m_transport, get(QStringLiteral("/v1/past?seq=%1").arg(seq)), context,
                         parseAnswer<FleetMoment>, std::move(done));
}

void CoreClient::fetchPastAt(Moment moment, QObject* context, Callback<FleetMoment> done) {
    callApi<FleetMoment>(*m_transport, get(QStringLiteral("/v1/past?at=%1").arg(moment.ms)), context,
                         parseAnswer<FleetMoment>, std::move(done));
}

void CoreClient::fetchDeadLetters(bool all, QObject* context, Callback<QList<DeadLetterEntry>> done) {
    callApi<QList<DeadLetterEntry>>(
        *m_transport, get(QStringLiteral("/v1/dead-letters") + (all ? QStringLiteral("?all=1") : QString())),
        context, parseDeadLetters, std::move(done));
}

void CoreClient::fetchDeadLetter(TaskId task, int number, QObject* context, Callback<DeadLetterEntry> done) {
    callApi<DeadLetterEntry>(*m_transport, get(letterPath(task, number)), context,
                             parseAnswer<DeadLetterEntry>, std::move(done));
}

void CoreClient::replayDeadLetter(TaskId task, int number, QObject* context, Callback<TaskSummary> done) {
    ApiRequest request = get(letterPath(task, number) + QStringLiteral("/replay"));
    request.method = "POST";
    request.body = "{}";
    callApi<TaskSummary>(*m_transport, request, context, parseAnswer<TaskSummary>, std::move(done));
}

void CoreClient::fetchAudit(const AuditRequest& request, QObject* context, Callback<AuditPage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(request.limit));
    for (const auto& [name, number] : {std::pair("after", request.after), std::pair("before", request.before),
                                       std::pair("task", request.task)})
        if (number > 0)
            query.addQueryItem(QLatin1String(name), QString::number(number));
    if (!request.kind.isEmpty())
        query.addQueryItem(QStringLiteral("kind"), request.kind);
    callApi<AuditPage>(*m_transport, get(QStringLiteral("/v1/audit?") + query.toString(QUrl::FullyEncoded)),
                       context, parseAnswer<AuditPage>, std::move(done));
}

} // namespace signalbox
