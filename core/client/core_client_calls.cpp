// SPDX-License-Identifier: GPL-3.0-or-later
// The typed calls: one small function each, in the order of the header.
#include "core/client/api_call.h"
#include "core/client/core_client.h"

#include <QIODevice>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace signalbox {

namespace {

ApiRequest send(const char* method, const QString& path, const QJsonObject& body = {}) {
    ApiRequest request = get(path);
    request.method = method;
    if (request.method == "POST")
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return request;
}

/// A name as one segment of a path.
QString segment(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString taskPath(TaskId task, const char* what = "") {
    return QStringLiteral("/v1/tasks/%1%2").arg(task).arg(QLatin1String(what));
}

Result<QByteArray> raw(const QByteArray& body) {
    return body;
}

} // namespace

void CoreClient::fetchTask(TaskId task, QObject* context, Callback<TaskDetail> done) {
    callApi<TaskDetail>(*m_transport, get(taskPath(task)), context, parseAnswer<TaskDetail>, std::move(done));
}

void CoreClient::fetchPatch(TaskId task, qint64 maxBytes, QObject* context, Callback<QByteArray> done) {
    ApiRequest request = get(taskPath(task, "/patch"));
    if (maxBytes > 0)
        request.path += QStringLiteral("?max=%1").arg(maxBytes);
    request.accept = QByteArrayLiteral("text/x-diff");
    callApi<QByteArray>(*m_transport, request, context, raw, std::move(done));
}

void CoreClient::fetchChanges(TaskId task, QObject* context, Callback<ChangeList> done) {
    callApi<ChangeList>(*m_transport, get(taskPath(task, "/changes")), context, parseAnswer<ChangeList>,
                        std::move(done));
}

void CoreClient::fetchEvidence(TaskId task, QObject* context, Callback<EvidenceBundle> done) {
    callApi<EvidenceBundle>(*m_transport, get(taskPath(task, "/evidence")), context,
                            parseAnswer<EvidenceBundle>, std::move(done));
}

void CoreClient::fetchRecords(TaskId task, QObject* context, Callback<QList<RecordView>> done) {
    callApi<QList<RecordView>>(*m_transport, get(taskPath(task, "/events")), context,
                               listNamed<RecordView>("events"), std::move(done));
}

void CoreClient::fetchArtifact(const Digest& digest, QObject* context, Callback<QByteArray> done) {
    ApiRequest request = get(QStringLiteral("/v1/artifacts/%1").arg(segment(digest)));
    request.accept = QByteArrayLiteral("*/*");
    const auto check = [digest](const QByteArray& body) -> Result<QByteArray> {
        if (sha256(body) != digest)
            return Error{
                ErrorKind::Corrupt, QStringLiteral("what came is not the artifact %1").arg(digest), {}};
        return body;
    };
    callApi<QByteArray>(*m_transport, request, context, check, std::move(done));
}

void CoreClient::listTasks(QObject* context, Callback<QList<TaskSummary>> done) {
    callApi<QList<TaskSummary>>(*m_transport, get(QStringLiteral("/v1/tasks")), context,
                                listNamed<TaskSummary>("tasks"), std::move(done));
}

void CoreClient::listRepositories(QObject* context, Callback<QList<Repository>> done) {
    callApi<QList<Repository>>(*m_transport, get(QStringLiteral("/v1/repositories")), context,
                               listNamed<Repository>("repositories"), std::move(done));
}

void CoreClient::listMachines(QObject* context, Callback<QList<MachineInfo>> done) {
    callApi<QList<MachineInfo>>(*m_transport, get(QStringLiteral("/v1/machines")), context,
                                listNamed<MachineInfo>("machines"), std::move(done));
}

void CoreClient::listBlueprints(QObject* context, Callback<QList<BlueprintInfo>> done) {
    callApi<QList<BlueprintInfo>>(*m_transport, get(QStringLiteral("/v1/blueprints")), context,
                                  listNamed<BlueprintInfo>("blueprints"), std::move(done));
}

void CoreClient::listApprovals(bool all, QObject* context, Callback<QList<ApprovalEntry>> done) {
    callApi<QList<ApprovalEntry>>(
        *m_transport, get(all ? QStringLiteral("/v1/approvals?all=1") : QStringLiteral("/v1/approvals")),
        context, listNamed<ApprovalEntry>("approvals"), std::move(done));
}

void CoreClient::listToolCalls(QObject* context, Callback<QList<ToolCallGroup>> done) {
    callApi<QList<ToolCallGroup>>(*m_transport, get(QStringLiteral("/v1/tool-calls")), context,
                                  listNamed<ToolCallGroup>("toolCalls"), std::move(done));
}

void CoreClient::fetchToolCall(qint64 question, QObject* context, Callback<ToolCallEntry> done) {
    callApi<ToolCallEntry>(*m_transport, get(QStringLiteral("/v1/tool-calls/%1").arg(question)), context,
                           parseAnswer<ToolCallEntry>, std::move(done));
}

void CoreClient::answerToolCall(const ToolVerdict& verdict, QObject* context, Callback<ToolCallEntry> done) {
    const QJsonObject body{{QStringLiteral("allow"), verdict.allow},
                           {QStringLiteral("comment"), verdict.comment},
                           {QStringLiteral("action"), verdict.action},
                           {QStringLiteral("remember"), verdict.remember}};
    callApi<ToolCallEntry>(
        *m_transport, send("POST", QStringLiteral("/v1/tool-calls/%1/answer").arg(verdict.question), body),
        context, parseAnswer<ToolCallEntry>, std::move(done));
}

void CoreClient::fetchApproval(qint64 approval, QObject* context, Callback<ApprovalEntry> done) {
    callApi<ApprovalEntry>(*m_transport, get(QStringLiteral("/v1/approvals/%1").arg(approval)), context,
                           parseAnswer<ApprovalEntry>, std::move(done));
}

void CoreClient::submitTask(TaskSpec spec, QObject* context, Callback<TaskSummary> done) {
    if (spec.idempotencyKey.isEmpty())
        spec.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    callApi<TaskSummary>(*m_transport, send("POST", QStringLiteral("/v1/tasks"), toJson(spec)), context,
                         parseAnswer<TaskSummary>, std::move(done));
}

void CoreClient::submitSample(QObject* context, Callback<TaskSummary> done) {
    callApi<TaskSummary>(*m_transport, send("POST", QStringLiteral("/v1/sample")), context,
                         parseAnswer<TaskSummary>, std::move(done));
}

void CoreClient::cancelTask(TaskId task, const QString& reason, QObject* context,
                            Callback<TaskSummary> done) {
    callApi<TaskSummary>(*m_transport,
                         send("POST", taskPath(task, "/cancel"), {{QStringLiteral("reason"), reason}}),
                         context, parseAnswer<TaskSummary>, std::move(done));
}

void CoreClient::retryTask(TaskId task, const QString& step, const QString& feedback, QObject* context,
                           Callback<TaskSummary> done) {
    QJsonObject body;
    if (!step.isEmpty())
        body.insert(QStringLiteral("step"), step);
    if (!feedback.isEmpty())
        body.insert(QStringLiteral("feedback"), feedback);
    callApi<TaskSummary>(*m_transport, send("POST", taskPath(task, "/retry"), body), context,
                         parseAnswer<TaskSummary>, std::move(done));
}

void CoreClient::ask(qint64 approval, const QString& text, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport,
                  send("POST", QStringLiteral("/v1/approvals/%1/questions").arg(approval),
                       {{QStringLiteral("text"), text}}),
                  context, {}, std::move(done));
}

void CoreClient::addRepository(const Repository& repository, QObject* context, Callback<Repository> done) {
    QJsonObject body{{QStringLiteral("name"), repository.name}, {QStringLiteral("url"), repository.url}};
    if (!repository.branch.isEmpty())
        body.insert(QStringLiteral("branch"), repository.branch);
    if (!repository.blueprint.isEmpty())
        body.insert(QStringLiteral("blueprint"), repository.blueprint);
    if (!repository.blueprintText.isEmpty())
        body.insert(QStringLiteral("blueprintText"), repository.blueprintText);
    callApi<Repository>(*m_transport, send("POST", QStringLiteral("/v1/repositories"), body), context,
                        parseAnswer<Repository>, std::move(done));
}

void CoreClient::removeRepository(const QString& name, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("DELETE", QStringLiteral("/v1/repositories/") + segment(name)), context,
                  {}, std::move(done));
}

void CoreClient::listDelegations(QObject* context, Callback<QList<Delegation>> done) {
    callApi<QList<Delegation>>(*m_transport, get(QStringLiteral("/v1/delegations")), context,
                               listNamed<Delegation>("delegations"), std::move(done));
}

void CoreClient::delegate(const QString& to, qint64 approval, std::optional<Moment> until, QObject* context,
                          Callback<Delegation> done) {
    Delegation wish;
    wish.to = to;
    wish.approval = approval;
    wish.until = until;
    callApi<Delegation>(*m_transport, send("POST", QStringLiteral("/v1/delegations"), toJson(wish)), context,
                        parseAnswer<Delegation>, std::move(done));
}

void CoreClient::revokeDelegation(qint64 delegation, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("DELETE", QStringLiteral("/v1/delegations/%1").arg(delegation)), context,
                  {}, std::move(done));
}

void CoreClient::fetchPeople(QObject* context, Callback<QList<PersonInfo>> done) {
    callApi<QList<PersonInfo>>(*m_transport, get(QStringLiteral("/v1/people")), context,
                               listNamed<PersonInfo>("people"), std::move(done));
}

void CoreClient::setRoles(const QString& name, const QStringList& roles, QObject* context,
                          Callback<PersonInfo> done) {
    callApi<PersonInfo>(*m_transport,
                        send("POST", QStringLiteral("/v1/people/%1/roles").arg(segment(name)),
                             {{QStringLiteral("roles"), QJsonArray::fromStringList(roles)}}),
                        context, parseAnswer<PersonInfo>, std::move(done));
}

void CoreClient::destroyMachine(const QString& name, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("DELETE", QStringLiteral("/v1/machines/") + segment(name)), context, {},
                  std::move(done));
}

void CoreClient::hibernateMachine(const QString& name, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("POST", QStringLiteral("/v1/machines/%1/hibernate").arg(segment(name))),
                  context, {}, std::move(done));
}

void CoreClient::resumeMachine(const QString& name, QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("POST", QStringLiteral("/v1/machines/%1/resume").arg(segment(name))),
                  context, {}, std::move(done));
}

void CoreClient::verifyJournal(QObject* context, Callback<JournalCheck> done) {
    callApi<JournalCheck>(*m_transport, get(QStringLiteral("/v1/journal/verify")), context,
                          parseAnswer<JournalCheck>, std::move(done));
}

void CoreClient::backupJournal(const QString& path, QObject* context, Callback<JournalCheck> done) {
    ApiRequest request = send("POST", QStringLiteral("/v1/journal/backup"));
    request.body = canonicalJson(QJsonObject{{QStringLiteral("file"), path}});
    callApi<JournalCheck>(*m_transport, request, context, parseAnswer<JournalCheck>, std::move(done));
}

void CoreClient::fetchJournalVolumes(QObject* context, Callback<JournalVolumes> done) {
    callApi<JournalVolumes>(*m_transport, get(QStringLiteral("/v1/journal/volumes")), context,
                            parseAnswer<JournalVolumes>, std::move(done));
}

void CoreClient::sealJournal(int days, QObject* context, Callback<JournalVolumes> done) {
    ApiRequest request = send("POST", QStringLiteral("/v1/journal/seal"));
    request.body = canonicalJson(QJsonObject{{QStringLiteral("days"), days}});
    callApi<JournalVolumes>(*m_transport, request, context, parseAnswer<JournalVolumes>, std::move(done));
}

void CoreClient::fetchRetention(int days, QObject* context, Callback<RetentionLook> done) {
    callApi<RetentionLook>(*m_transport, get(QStringLiteral("/v1/retention?days=%1").arg(days)), context,
                           parseAnswer<RetentionLook>, std::move(done));
}

void CoreClient::exportJournal(QIODevice* to, QObject* context, Callback<qint64> done) {
    exportLines(QStringLiteral("/v1/journal/export"), to, context, std::move(done));
}

void CoreClient::exportAudit(QIODevice* to, QObject* context, Callback<qint64> done) {
    exportLines(QStringLiteral("/v1/audit/export"), to, context, std::move(done));
}

void CoreClient::exportLines(const QString& path, QIODevice* to, QObject* context, Callback<qint64> done) {
    ApiRequest request = get(path);
    request.accept = QByteArrayLiteral("application/x-ndjson");
    ByteStream* stream = m_transport->stream(request).release();
    stream->setParent(context);
    auto bytes = std::make_shared<qint64>(0);
    const auto end = [stream, done](const Result<qint64>& result) {
        stream->disconnect();
        stream->deleteLater();
        done(result);
    };
    connect(stream, &ByteStream::bytesArrived, stream, [=](const QByteArray& piece) {
        if (to->write(piece) != piece.size())
            return end(Error{ErrorKind::Unavailable,
                             QStringLiteral("the export cannot be written: %1").arg(to->errorString()),
                             {}});
        *bytes += piece.size();
    });
    connect(stream, &ByteStream::finished, stream, [=] { end(*bytes); });
    connect(stream, &ByteStream::failed, stream, [=](const Error& error) { end(error); });
}

void CoreClient::shutdownCore(QObject* context, Callback<void> done) {
    callApi<void>(*m_transport, send("POST", QStringLiteral("/v1/shutdown")), context, {}, std::move(done));
}

} // namespace signalbox
