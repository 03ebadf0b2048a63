// SPDX-License-Identifier: GPL-3.0-or-later
// Terminals of people in machines: who opens one is written down, in the audit log and in the task's log.
#include "core/audit/audit_log.h"
#include "core/server/api.h"
#include "core/server/openapi.h"

namespace signalbox {

namespace {

constexpr qint64 mostTypedAtOnce = 32 * 1024;

AuditEntry terminalEntry(const QString& action, const QString& person, const QString& machine,
                         const TerminalInMachine& in, const QString& text) {
    AuditEntry entry;
    entry.kind = AuditKind::Machine;
    entry.action = action;
    entry.who = person;
    entry.machine = machine;
    entry.task = in.task;
    entry.text = text;
    entry.detail = {{QStringLiteral("step"), in.step}, {QStringLiteral("attempt"), in.attempt}};
    return entry;
}

QJsonObject sizeSchema(bool withUser) {
    const QJsonObject number{{QStringLiteral("type"), QStringLiteral("integer")}};
    QJsonObject members{{QStringLiteral("columns"), number}, {QStringLiteral("rows"), number}};
    if (withUser)
        members.insert(QStringLiteral("user"),
                       QJsonObject{{QStringLiteral("type"), QStringLiteral("string")},
                                   {QStringLiteral("enum"),
                                    QJsonArray{QStringLiteral("agent"), QStringLiteral("root")}}});
    return {{QStringLiteral("type"), QStringLiteral("object")}, {QStringLiteral("properties"), members}};
}

HttpResponse noContent() {
    return {204, {}, {}, {}};
}

} // namespace

void Api::openTerminal(const HttpRequest& request, const QString& machine, const QJsonObject& wish,
                       HttpReply reply) {
    const QString person = request.peer.identity;
    const QString user = wish.value(QLatin1String("user")).toString(QStringLiteral("agent"));
    const auto refuse = [&](const Error& error) { reply.send(problemResponse(error)); };
    if (!m_services.openTerminal)
        return refuse({ErrorKind::Unavailable, QStringLiteral("this core has no terminals"), {}});
    // What a person does in an attempt's machine must not go unseen.
    if (m_services.audit && !m_services.audit->isWriting())
        return refuse({ErrorKind::Unavailable,
                       QStringLiteral("the audit log cannot be written, so nobody may enter a machine now"),
                       {}});
    if (const Result<void> place = m_terminals->reserve(person); !place)
        return refuse(place.error());
    const auto opened = m_services.openTerminal(machine, user, wish.value(QLatin1String("columns")).toInt(80),
                                                wish.value(QLatin1String("rows")).toInt(24));
    if (!opened) {
        m_terminals->release(person);
        return refuse(opened.error());
    }
    const auto note = [this, person, machine,
                       in = TerminalInMachine{{}, opened->task, opened->step, opened->attempt}](
                          const QString& action, const QString& text) {
        if (m_services.audit)
            m_services.audit->add(terminalEntry(action, person, machine, in, text));
        m_logs.append(in.task, in.step, in.attempt, LogKind::Core, person + u' ' + text);
    };
    note(QStringLiteral("terminal_opened"),
         QStringLiteral("opened a terminal in this attempt's machine, as %1").arg(user));
    const Moment since = SystemClock().now();
    m_terminals->serve(reply, opened->terminal,
                       {person, machine,
                        [note, since](const QString& why) {
                            note(QStringLiteral("terminal_closed"),
                                 QStringLiteral("had a terminal open for %1: %2")
                                     .arg(humanDuration(SystemClock().now() - since), why));
                        },
                        welcome(request, Role::Operator)});
}

QList<HttpRoute> Api::terminalRoutes() {
    const QString tag = QStringLiteral("machines");
    HttpRoute open{
        "POST", QStringLiteral("/v1/machines/{name}/terminal"),
        QStringLiteral("A shell in the machine of a running attempt: what it prints, as server-sent "
                       "events (\"opened\", \"output\" in base64, \"end\"). It ends with this "
                       "answer. Who opens one is written down"),
        tag, [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto wish =
                request.body.isEmpty() ? Result<QJsonObject>(QJsonObject()) : bodyObject(request);
            if (!wish) {
                reply.send(problemResponse(wish.error()));
                return;
            }
            later([this, reply, request, wish = *wish, name = values.value(QStringLiteral("name"))] {
                openTerminal(request, name, wish, reply);
            });
        }};
    open.requestSchema = sizeSchema(true);
    open.responseType = QStringLiteral("text/event-stream");
    HttpRoute type{"POST", QStringLiteral("/v1/terminals/{terminal}/input"),
                   QStringLiteral("Types bytes into one's terminal; sent twice they are typed once"), tag,
                   [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                       const auto from = numberIn(request, QStringLiteral("from"));
                       const auto typed = from ? m_terminals->type(values.value(QStringLiteral("terminal")),
                                                                   request.peer.identity, *from, request.body)
                                               : Result<qint64>(from.error());
                       reply.send(typed ? jsonResponse({{QStringLiteral("typed"), *typed}})
                                        : problemResponse(typed.error()));
                   }};
    type.parameters = {{QStringLiteral("from"),
                        RouteParameter::In::Query,
                        QStringLiteral("How many bytes were typed before these"),
                        true,
                        {{QStringLiteral("type"), QStringLiteral("integer")}}}};
    type.bodyTypes = {QByteArrayLiteral("application/octet-stream")};
    type.maxBody = mostTypedAtOnce;
    HttpRoute resize{"POST", QStringLiteral("/v1/terminals/{terminal}/size"),
                     QStringLiteral("Tells one's terminal how large it is"), tag,
                     [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                         const auto size = bodyObject(request);
                         const auto done =
                             size ? m_terminals->resize(values.value(QStringLiteral("terminal")),
                                                        request.peer.identity,
                                                        size->value(QLatin1String("columns")).toInt(80),
                                                        size->value(QLatin1String("rows")).toInt(24))
                                  : Result<void>(size.error());
                         reply.send(done ? noContent() : problemResponse(done.error()));
                     }};
    resize.requestSchema = sizeSchema(false);
    resize.successStatus = 204;
    resize.responseType.clear();
    return {open, type, resize};
}

} // namespace signalbox
