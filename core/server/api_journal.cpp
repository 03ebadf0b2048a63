// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's file: a backup while the core goes on.
#include "core/server/api.h"

#include <QFileInfo>

namespace signalbox {

namespace {
Result<QString> fileIn(const HttpRequest& request) {
    const auto body = bodyObject(request);
    if (!body)
        return body.error();
    const QString file = body->value(QStringLiteral("file")).toString();
    if (!QFileInfo(file).isAbsolute() || file.contains(QChar(0)))
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no absolute path").arg(file),
                     QStringLiteral("name a new file on the core's own host, as \"file\"")};
    return file;
}
Result<int> daysIn(const HttpRequest& request) {
    const auto body = bodyObject(request);
    if (!body)
        return body.error();
    const double days = body->value(QStringLiteral("days")).toDouble(-1);
    if (days < 0 || days > 100'000 || days != int(days))
        return Error{ErrorKind::Invalid, QStringLiteral("\"days\" is no whole number from 0 on"),
                     QStringLiteral("say how old in days an event must be to be sealed")};
    return int(days);
}

} // namespace

HttpRoute Api::sealRoute() {
    return {"POST", QStringLiteral("/v1/journal/seal"),
            QStringLiteral(
                "Moves events older than \"days\" that no open task needs into a volume beside the journal"),
            QStringLiteral("core"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                const auto days = daysIn(request);
                if (!days || !m_services.sealJournal) {
                    reply.send(problemResponse(
                        !days
                            ? days.error()
                            : Error{ErrorKind::Unavailable, QStringLiteral("this core seals nothing"), {}}));
                    return;
                }
                later([this, reply, back = *days]() mutable {
                    const auto done = m_services.sealJournal(back);
                    reply.send(done ? jsonResponse(*done) : problemResponse(done.error()));
                });
            }};
}

QList<HttpRoute> Api::journalRoutes() {
    HttpRoute backup{
        "POST", QStringLiteral("/v1/journal/backup"),
        QStringLiteral("Copies the journal to a new file on the core's host, and verifies the copy"),
        QStringLiteral("core"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const auto file = fileIn(request);
            if (!file) {
                reply.send(problemResponse(file.error()));
                return;
            }
            later([this, reply, path = *file]() mutable {
                const auto done = m_journal.backupTo(path);
                reply.send(done ? jsonResponse({{QStringLiteral("ok"), done->ok},
                                                {QStringLiteral("records"), done->records},
                                                {QStringLiteral("head"), done->head},
                                                {QStringLiteral("problem"), done->problem}},
                                               201)
                                : problemResponse(done.error()));
            });
        }};
    backup.successStatus = 201;
    HttpRoute retention{
        "GET", QStringLiteral("/v1/retention"),
        QStringLiteral("What old logs and artifacts retention would remove; nothing is touched"),
        QStringLiteral("core"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const auto days = numberIn(request, QStringLiteral("days"));
            if (!days || *days > 100'000 || !m_services.retention) {
                reply.send(problemResponse(
                    !days ? days.error()
                          : Error{ErrorKind::Invalid, QStringLiteral("no days to look back by"), {}}));
                return;
            }
            later([this, reply, back = int(*days)]() mutable {
                const auto found = m_services.retention(back);
                reply.send(found ? jsonResponse(*found) : problemResponse(found.error()));
            });
        }};
    HttpRoute volumes{"GET", QStringLiteral("/v1/journal/volumes"),
                      QStringLiteral("The volumes in which the journal's oldest events are sealed"),
                      QStringLiteral("core"), [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                          later([this, reply]() mutable {
                              const auto found = m_journal.volumes();
                              reply.send(
                                  found ? jsonResponse({{QStringLiteral("volumes"), json::write(*found)}})
                                        : problemResponse(found.error()));
                          });
                      }};
    return {backup, retention, volumes, sealRoute()};
}

} // namespace signalbox
