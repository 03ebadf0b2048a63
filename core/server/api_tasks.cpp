// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks: submit, look, move on, and what they left behind.
#include "core/domain/summary.h"
#include "core/server/api.h"
#include "core/server/event_stream.h"
#include "core/server/log_stream.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

constexpr qint64 maxPatch = 32LL * 1024 * 1024;
constexpr qint64 maxLogSlice = 8LL * 1024 * 1024;

HttpRoute taskRoute(QByteArray method, const QString& tail, const QString& summary, RouteHandler handler) {
    return {std::move(method), QStringLiteral("/v1/tasks/{id}") + tail, summary, QStringLiteral("tasks"),
            std::move(handler)};
}

} // namespace

QList<HttpRoute> Api::taskRoutes() {
    const QString tag = QStringLiteral("tasks");
    QList<HttpRoute> routes;
    routes.append({"GET", QStringLiteral("/v1/tasks"),
                   QStringLiteral("All tasks that are not over, and those that finished last"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       m_engine.query([reply](const State& state) mutable {
                           QJsonArray rows;
                           for (const auto& [id, task] : state.tasks)
                               rows.append(toJson(summaryOf(task)));
                           reply.send(jsonResponse(
                               {{QStringLiteral("tasks"), rows}, {QStringLiteral("seq"), state.seq}}));
                       });
                   }});
    HttpRoute submit{"POST", QStringLiteral("/v1/tasks"), QStringLiteral("Submits a task"), tag,
                     [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                         const auto body = bodyObject(request);
                         const auto spec = body ? fromJson<TaskSpec>(*body) : Result<TaskSpec>(body.error());
                         if (!spec) {
                             reply.send(problemResponse(spec.error()));
                             return;
                         }
                         command(SubmitTask{*spec, request.peer.identity, m_services.room}, reply,
                                 [this](const State& state, const Accepted& accepted, HttpReply to) {
                                     sendSummary(state, accepted.task, to, accepted.events > 0 ? 201 : 200);
                                 });
                     }};
    submit.successStatus = 201;
    submit.requestSchema = schemaRef(QStringLiteral("TaskSpec"));
    submit.responseSchema = schemaRef(QStringLiteral("TaskSummary"));
    routes.append(submit);
    HttpRoute sample{"POST", QStringLiteral("/v1/sample"),
                     QStringLiteral("Makes the sample repository and submits its task"), tag,
                     [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                         later([this, reply, by = request.peer.identity] { submitSample(by, reply); });
                     }};
    sample.successStatus = 201;
    sample.responseSchema = schemaRef(QStringLiteral("TaskSummary"));
    routes.append(sample);
    routes.append(
        taskRoute("GET", {}, QStringLiteral("A task with all its attempts"),
                  [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
                      withTask(values, reply, [this](const State& state, const Task& task, HttpReply to) {
                          QJsonObject detail{{QStringLiteral("task"), toJson(task)},
                                             {QStringLiteral("summary"), toJson(summaryOf(task))},
                                             {QStringLiteral("seq"), state.seq}};
                          if (m_services.modelUse)
                              detail.insert(QStringLiteral("use"), m_services.modelUse(task));
                          to.send(jsonResponse(detail));
                      });
                  }));
    const auto move = [this](auto make) {
        return [this, make](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto id = numberIn(values, QStringLiteral("id"));
            const auto body =
                request.body.isEmpty() ? Result<QJsonObject>(QJsonObject()) : bodyObject(request);
            if (!id || !body) {
                reply.send(problemResponse(id ? body.error() : id.error()));
                return;
            }
            command(make(*id, *body, request.peer.identity), reply,
                    [this, id = *id](const State& state, const Accepted&, HttpReply to) {
                        sendSummary(state, id, to, 200);
                    });
        };
    };
    routes.append(
        taskRoute("POST", QStringLiteral("/cancel"), QStringLiteral("Cancels a task and undoes what it did"),
                  move([](TaskId id, const QJsonObject& body, const QString& by) {
                      return Command(CancelTask{id, by, body.value(QStringLiteral("reason")).toString()});
                  })));
    routes.append(taskRoute("POST", QStringLiteral("/retry"), QStringLiteral("Sends a parked task on again"),
                            move([](TaskId id, const QJsonObject& body, const QString& by) {
                                return Command(RetryTask{id, by,
                                                         body.value(QStringLiteral("step")).toString(),
                                                         body.value(QStringLiteral("feedback")).toString()});
                            })));
    return routes;
}

void Api::submitSample(const QString& by, HttpReply reply) {
    auto made = m_services.sample();
    if (!made) {
        reply.send(problemResponse(made.error()));
        return;
    }
    // One sample at a time: who asks again while it runs (after an interruption, say) gets the one that is
    // there.
    TaskId running = 0;
    m_engine.queryAndWait([&](const State& state) {
        for (const TaskId id : state.unfinished)
            if (state.task(id)->spec.repository == made->first.name &&
                state.task(id)->spec.title == made->second.title)
                running = id;
        if (running != 0)
            sendSummary(state, running, reply, 200);
    });
    if (running != 0)
        return;
    made->first.addedBy = by;
    if (const auto added = m_engine.submitAndWait(AddRepository{made->first}); !added) {
        reply.send(problemResponse(added.error()));
        return;
    }
    command(SubmitTask{made->second, by, m_services.room}, reply,
            [this](const State& state, const Accepted& accepted, HttpReply to) {
                sendSummary(state, accepted.task, to, 201);
            });
}

QList<HttpRoute> Api::taskFileRoutes() {
    QList<HttpRoute> routes;
    // Each reads on a worker thread what the task left in journal, log or repository.
    const auto onWorker = [this](std::function<void(const Task&, const HttpRequest&, HttpReply)> work) {
        return [this, work](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            withTask(values, reply, [this, work, request](const State&, const Task& task, HttpReply to) {
                later([work, request, task, to] { work(task, request, to); });
            });
        };
    };
    routes.append(taskRoute("GET", QStringLiteral("/events"), QStringLiteral("The task's records"),
                            onWorker([this](const Task& task, const HttpRequest&, HttpReply reply) {
                                QJsonArray events;
                                const auto read =
                                    m_journal.readTask(task.id, 0, 0, [&](const Record& record) {
                                        events.append(recordJson(record));
                                    });
                                reply.send(read ? jsonResponse({{QStringLiteral("events"), events}})
                                                : problemResponse(read.error()));
                            })));
    HttpRoute log = taskRoute("GET", QStringLiteral("/log"),
                              QStringLiteral("The log from a byte offset, as lines of JSON"),
                              onWorker([this](const Task& task, const HttpRequest& request, HttpReply reply) {
                                  const auto from = numberIn(request, QStringLiteral("from"));
                                  const auto slice = from ? m_logs.read(task.id, *from, maxLogSlice)
                                                          : Result<LogSlice>(from.error());
                                  if (!slice) {
                                      reply.send(problemResponse(slice.error()));
                                      return;
                                  }
                                  reply.send({200,
                                              "application/x-ndjson",
                                              slice->lines,
                                              {{"X-Signalbox-Log-End", QByteArray::number(slice->next)}}});
                              }));
    log.responseType = QStringLiteral("application/x-ndjson");
    routes.append(log);
    HttpRoute follow = taskRoute(
        "GET", QStringLiteral("/log/follow"), QStringLiteral("The log as it grows, as server-sent events"),
        [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const QString last = QString::fromLatin1(request.headers.value("Last-Event-ID"));
            const auto number = numberIn(request, QStringLiteral("from"), last);
            if (!number) {
                reply.send(problemResponse(number.error()));
                return;
            }
            withTask(
                values, reply,
                [this, from = *number, may = welcome(request)](const State&, const Task& task, HttpReply to) {
                    m_logStream->subscribe(to, task.id, from, task.phase == TaskPhase::Finished, may);
                });
        });
    follow.responseType = QStringLiteral("text/event-stream");
    routes.append(follow);
    HttpRoute patch =
        taskRoute("GET", QStringLiteral("/patch"), QStringLiteral("What the task changed, as a unified diff"),
                  onWorker([this](const Task& task, const HttpRequest& request, HttpReply reply) {
                      const auto max = numberIn(request, QStringLiteral("max"));
                      const auto text =
                          max ? m_services.patch(task, *max > 0 ? std::min(*max, maxPatch) : maxPatch)
                              : Result<QByteArray>(max.error());
                      reply.send(text ? HttpResponse{200, "text/x-diff; charset=utf-8", *text, {}}
                                      : problemResponse(text.error()));
                  }));
    patch.responseType = QStringLiteral("text/x-diff");
    routes.append(patch);
    routes.append(
        taskRoute("GET", QStringLiteral("/changes"), QStringLiteral("The files that the task changed"),
                  onWorker([this](const Task& task, const HttpRequest&, HttpReply reply) {
                      const auto changes = m_services.changes(task);
                      reply.send(changes ? jsonResponse(*changes) : problemResponse(changes.error()));
                  })));
    routes.append(taskRoute("GET", QStringLiteral("/evidence"),
                            QStringLiteral("The gate results for the present commit"),
                            onWorker([](const Task& task, const HttpRequest&, HttpReply reply) {
                                QJsonArray evidence;
                                for (const GateResult& result : currentEvidence(task))
                                    evidence.append(toJson(result));
                                reply.send(jsonResponse({{QStringLiteral("commit"), task.commit},
                                                         {QStringLiteral("tree"), task.tree},
                                                         {QStringLiteral("digest"), evidenceDigest(task)},
                                                         {QStringLiteral("evidence"), evidence},
                                                         {QStringLiteral("cost"), QJsonObject()}}));
                            })));
    return routes;
}

} // namespace signalbox
