// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's REST paths: the same as the real one's.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"
#include "core/client/scenario_story.h"
#include "core/client/scenario_text.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace signalbox {

using namespace scenario;

ApiReply ScenarioCore::handle(const ApiRequest& request) {
    const QUrl url(request.path);
    const QStringList path = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts).mid(1);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString what = path.value(0);
    const auto access = accessTo(request.method, url.path());
    if (const auto roles = rolesFrom(m_info.roles); access && roles)
        if (const auto needed = roleOf(*access); needed && !mayAct(*roles, *needed))
            return problem(403, roleNeeded(*needed, m_info.user, *roles));
    if (what == QLatin1String("me"))
        return answer(toJson(PersonInfo{m_info.user, m_info.roles}));
    if (what == QLatin1String("people"))
        return handlePeople(path, body);
    if (what == QLatin1String("ping"))
        return answer({{QStringLiteral("ok"), true}});
    if (what == QLatin1String("core")) {
        CoreInfo info = m_info;
        info.machinesBusy = int(machines().size());
        return answer(toJson(info));
    }
    if (what == QLatin1String("tasks"))
        return handleTask(request.method, path, url, body);
    if (what == QLatin1String("approvals"))
        return handleApproval(request.method, path, body);
    if (what == QLatin1String("delegations"))
        return handleDelegation(request.method, path, body);
    if (what == QLatin1String("past"))
        return past(QUrlQuery(url).queryItemValue(QStringLiteral("seq")).toLongLong());
    if (what == QLatin1String("audit"))
        return auditPage(QUrlQuery(url));
    if (what == QLatin1String("budgets"))
        return handleBudget(path, QUrlQuery(url));
    if (what == QLatin1String("finished-tasks"))
        return finished(QUrlQuery(url));
    if (what == QLatin1String("dead-letters"))
        return handleDeadLetter(request.method, path, QUrlQuery(url).hasQueryItem(QStringLiteral("all")));
    if (what == QLatin1String("repositories"))
        return handleRepository(request.method, path, body);
    if (what == QLatin1String("sample"))
        return submitSample();
    if (what == QLatin1String("artifacts"))
        return m_artifacts.contains(path.value(1)) ? ApiReply{200, m_artifacts.value(path.value(1))}
                                                   : notFound(QStringLiteral("such artifact"));
    if (what == QLatin1String("machines"))
        return handleMachine(request.method, path);
    if (what == QLatin1String("terminals"))
        return handleTerminal(path, request.body);
    if (what == QLatin1String("blueprints") && path.size() == 1) {
        const Blueprint blueprint = scenarioBlueprint(1);
        return answer(listOf("blueprints", QList<BlueprintInfo>{{blueprint.name, blueprint.version,
                                                                 blueprint.description, blueprint.digest}}));
    }
    if (what == QLatin1String("blueprints"))
        return handleBlueprint(path, QUrlQuery(url), request.body);
    if (what == QLatin1String("journal") && path.value(1) == QLatin1String("verify"))
        return answer(toJson(JournalCheck{true, m_records.size(), sha256(journal()), {}}));
    if (what == QLatin1String("shutdown"))
        return {202, "{}"};
    return notFound(QStringLiteral("such path: ") + request.path);
}

ApiReply ScenarioCore::taskReply(TaskId id, int status) const {
    return answer(toJson(summaryOf(*task(id))), status);
}

ApiReply ScenarioCore::handleTask(const QByteArray& method, const QStringList& path, const QUrl& url,
                                  const QJsonObject& body) {
    if (path.size() == 1) {
        if (method == "POST")
            return submit(body);
        QList<TaskSummary> rows;
        for (const Task& each : m_tasks)
            if (!m_archived.contains(each.id))
                rows.append(summaryOf(each));
        QJsonObject all = listOf("tasks", rows);
        all.insert(QStringLiteral("seq"), m_info.seq);
        return answer(all);
    }
    const TaskId id = path.at(1).toLongLong();
    Task* about = task(id);
    if (!about)
        return notFound(QStringLiteral("task %1").arg(path.at(1)));
    const QString part = path.value(2);
    if (part.isEmpty())
        return answer(toJson(TaskDetail{*about, summaryOf(*about), m_info.seq, {}}));
    if (part == QLatin1String("events")) {
        QList<RecordView> own;
        std::copy_if(m_records.begin(), m_records.end(), std::back_inserter(own),
                     [&](const RecordView& record) { return record.task == id; });
        return answer(listOf("events", own));
    }
    const QByteArray patch = about->commit.isEmpty() ? QByteArray() : m_patches.value(id);
    if (part == QLatin1String("patch")) {
        const qint64 most = QUrlQuery(url).queryItemValue(QStringLiteral("max")).toLongLong();
        return {200, most > 0 ? patch.left(most) : patch};
    }
    if (part == QLatin1String("changes"))
        return answer(toJson(ChangeList{about->baseCommit, about->commit, changesOf(patch)}));
    if (part == QLatin1String("evidence"))
        return answer(toJson(
            EvidenceBundle{about->commit, about->tree, evidenceDigest(*about), currentEvidence(*about), {}}));
    if (method == "POST" && part == QLatin1String("cancel")) {
        if (about->phase == TaskPhase::Finished)
            return conflict(QStringLiteral("task %1 is finished").arg(id));
        Story(*this, id).cancel(m_info.user, text(body, "reason"));
        return taskReply(id);
    }
    if (method == "POST" && part == QLatin1String("what-if"))
        return whatIf(*about);
    if (method == "POST" && part == QLatin1String("budget"))
        return raiseBudget(*about, body);
    if (method == "POST" && part == QLatin1String("retry")) {
        if (about->phase != TaskPhase::Parked)
            return conflict(QStringLiteral("task %1 is not parked").arg(id));
        Story(*this, id).resume(m_info.user, text(body, "step"), text(body, "feedback"));
        return taskReply(id);
    }
    return notFound(QStringLiteral("such path: ") + url.path());
}

ApiReply ScenarioCore::submit(const QJsonObject& body) {
    const Result<TaskSpec> spec = fromJson<TaskSpec>(body);
    if (!spec)
        return problem(400, spec.error());
    const bool known = std::any_of(m_repositories.begin(), m_repositories.end(),
                                   [&](const Repository& r) { return r.name == spec->repository; });
    if (!known)
        return notFound(QStringLiteral("repository “%1”").arg(spec->repository));
    if (spec->title.trimmed().isEmpty())
        return problem(400, {ErrorKind::Invalid, QStringLiteral("a task needs a title"), {}});
    for (const Task& each : m_tasks)
        if (!spec->idempotencyKey.isEmpty() && each.spec.idempotencyKey == spec->idempotencyKey)
            return taskReply(each.id, 201);
    const TaskId id = nextTask();
    Story(*this, id).submitNow(*spec, m_info.user);
    return taskReply(id, 201);
}

ApiReply ScenarioCore::submitSample() {
    Repository sample;
    sample.name = QStringLiteral("sample");
    sample.url = QStringLiteral("file:///var/lib/signalbox/sample.git");
    sample.branch = QStringLiteral("main");
    sample.addedBy = m_info.user;
    sample.addedAt = now();
    const bool known = std::any_of(m_repositories.begin(), m_repositories.end(),
                                   [&](const Repository& r) { return r.name == sample.name; });
    if (!known)
        post(RepositoryAdded{sample});
    TaskSpec spec;
    spec.repository = sample.name;
    spec.title = QStringLiteral("Fix the parser of the sample");
    spec.text = QStringLiteral("The last word of a text is lost when nothing follows it.");
    spec.criteria = {QStringLiteral("A new test fails on the base and passes on the change.")};
    const TaskId id = nextTask();
    Story(*this, id).submitNow(spec, m_info.user);
    return taskReply(id, 201);
}

ApiReply ScenarioCore::handleApproval(const QByteArray& method, const QStringList& path,
                                      const QJsonObject& body) {
    if (path.size() == 1) {
        QList<ApprovalEntry> open;
        for (const Task& each : m_tasks)
            if (const Approval* one = each.openApproval())
                open.append({summaryOf(each), *one});
        return answer(listOf("approvals", open));
    }
    Task* owner = nullptr;
    Approval* about = approval(path.at(1).toLongLong(), &owner);
    if (!about)
        return notFound(QStringLiteral("approval %1").arg(path.at(1)));
    if (path.size() == 2)
        return answer(toJson(ApprovalEntry{summaryOf(*owner), *about}));
    if (about->state != ApprovalState::Open)
        return conflict(
            QStringLiteral("approval %1 is %2 already").arg(about->id).arg(enumWord(about->state)));
    if (method == "POST" && path.at(2) == QLatin1String("vote"))
        return vote(*owner, *about, body);
    if (method == "POST" && path.at(2) == QLatin1String("questions")) {
        if (text(body, "text").trimmed().isEmpty())
            return problem(400, {ErrorKind::Invalid, QStringLiteral("a question needs a text"), {}});
        Story(*this, owner->id).ask(*about, m_info.user, text(body, "text"));
        return {201, "{}"};
    }
    return notFound(QStringLiteral("such path"));
}

/// Nobody but the one who looks.
ApiReply ScenarioCore::handlePeople(const QStringList& path, const QJsonObject& body) {
    if (path.size() == 1)
        return answer(listOf("people", QList<PersonInfo>{{m_info.user, m_info.roles}}));
    if (path.at(1) != m_info.user)
        return problem(404, {ErrorKind::NotFound, QStringLiteral("nobody is named %1").arg(path.at(1)), {}});
    QStringList words;
    for (const QJsonValue& word : body.value(QStringLiteral("roles")).toArray())
        words.append(word.toString());
    const auto roles = rolesFrom(words);
    if (!roles)
        return problem(400, roles.error());
    setRoles(*roles);
    return answer(toJson(PersonInfo{m_info.user, m_info.roles}));
}

ApiReply ScenarioCore::handleDelegation(const QByteArray& method, const QStringList& path,
                                        const QJsonObject& body) {
    if (method == "POST") {
        const auto wish = fromJson<Delegation>(body);
        if (!wish)
            return problem(400, wish.error());
        Delegation made = *wish;
        made.id = m_delegations.isEmpty() ? 1 : m_delegations.last().id + 1;
        made.from = m_info.user;
        made.made = now();
        post(DelegationMade{made});
        return answer(toJson(made), 201);
    }
    if (method == "DELETE") {
        post(DelegationRevoked{path.value(1).toLongLong(), m_info.user});
        return {204, {}};
    }
    return answer(listOf("delegations", m_delegations));
}

ApiReply ScenarioCore::vote(Task& owner, Approval& about, const QJsonObject& body) {
    const bool approve = body.value(QLatin1String("approve")).toBool();
    const qint64 id = about.id;
    if (text(body, "tree") != about.tree || text(body, "evidence") != about.evidence)
        return conflict(QStringLiteral("approval %1 is about another tree or other evidence by now").arg(id),
                        QStringLiteral("Look at it again."));
    if (!approve && text(body, "comment").trimmed().isEmpty())
        return problem(400,
                       {ErrorKind::Invalid, QStringLiteral("a rejection needs feedback for the agent"), {}});
    const QString whose = text(body, "onBehalf");
    const Roles mine = rolesFrom(m_info.roles).ok() ? *rolesFrom(m_info.roles) : Roles{Role::Approver};
    if (!about.asks(whose.isEmpty() ? m_info.user : whose, whose.isEmpty() ? mine : Roles{Role::Approver}))
        return problem(403, {ErrorKind::Denied,
                             QStringLiteral("approval %1 asks %2, and not %3")
                                 .arg(id)
                                 .arg(about.approvers.join(QStringLiteral(", ")), m_info.user),
                             {}});
    const bool voted = std::any_of(about.votes.begin(), about.votes.end(),
                                   [&](const Vote& v) { return v.by == m_info.user; });
    if (voted)
        return conflict(QStringLiteral("you voted on approval %1 before").arg(id));
    Story(*this, owner.id).vote(id, m_info.user, approve, text(body, "comment"), whose);
    return answer({{QStringLiteral("approval"), toJson(*approval(id))}});
}

ApiReply ScenarioCore::handleRepository(const QByteArray& method, const QStringList& path,
                                        const QJsonObject& body) {
    const auto named = [this](const QString& name) {
        return std::any_of(m_repositories.begin(), m_repositories.end(),
                           [&](const Repository& r) { return r.name == name; });
    };
    if (method == "POST") {
        Repository fresh;
        fresh.name = text(body, "name");
        fresh.url = text(body, "url");
        fresh.branch = text(body, "branch");
        fresh.blueprint = text(body, "blueprint");
        fresh.blueprintText = text(body, "blueprintText");
        fresh.addedBy = m_info.user;
        fresh.addedAt = now();
        if (fresh.name.isEmpty() || fresh.url.isEmpty())
            return problem(400,
                           {ErrorKind::Invalid, QStringLiteral("a repository needs a name and a URL"), {}});
        if (named(fresh.name))
            return conflict(QStringLiteral("there is a repository “%1” already").arg(fresh.name));
        post(RepositoryAdded{fresh});
        return answer(toJson(fresh), 201);
    }
    if (method == "DELETE") {
        const QString name = QUrl::fromPercentEncoding(path.value(1).toLatin1());
        if (!named(name))
            return notFound(QStringLiteral("repository “%1”").arg(name));
        post(RepositoryRemoved{name, m_info.user});
        return {204, {}};
    }
    return answer(listOf("repositories", m_repositories));
}

} // namespace signalbox
