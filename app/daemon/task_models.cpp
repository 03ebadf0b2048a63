// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/task_models.h"

#include "app/daemon/budget_views.h"
#include "app/daemon/credential_audit.h"

#include <QHash>

#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace signalbox {

namespace {

BudgetScope scopeOf(const QString& id, const QString& level, const SpendingLimit& limit) {
    return {id, level, limit.tokens, limit.cost};
}

} // namespace

class TaskModels::Pass {
public:
    BudgetScope task;
    QString repository;
    QString agent;
    bool revoked = false;
    std::optional<QString> refusal;
    bool raised = false; ///< since that refusal
    Moment refused;      ///< since when
    TaskId id = 0;
    QString step;
    int attempt = 1;
    std::shared_ptr<AttemptWatch> watch;
    QString machine; ///< the one that it is for: the first that came with it
    std::function<void(const QString& why)> stopped;
};

class TaskModels::Private {
public:
    Private(Options settings, const Clock& systemClock) : options(std::move(settings)), clock(systemClock) {}

    SpendingLimit limitOf(const Task& task) const {
        SpendingLimit limit = options.task;
        if (task.blueprint.tokens > 0)
            limit.tokens = task.blueprint.tokens;
        if (task.blueprint.cost > 0)
            limit.cost = Money(task.blueprint.cost * picodollars);
        // Each time that a person sent it on, it got the same again.
        const qint64 times = 1 + qint64(task.extraBudgets);
        if (limit.tokens)
            limit.tokens = addBounded(multiplyBounded(*limit.tokens, times), task.extraTokens);
        if (limit.cost)
            limit.cost = addBounded(multiplyBounded(*limit.cost, times), Money(task.extraCost * picodollars));
        return limit;
    }

    /// A clock that is set back opens no month anew.
    Moment now() const { return std::max(clock.now(), ledger->latest()); }

    Result<GatewayCaller> identify(const Peer& peer, const std::shared_ptr<Pass>& pass) {
        const std::lock_guard lock(mutex);
        if (peer.kind != Peer::Kind::Guest || !pass || pass->revoked)
            return Error{ErrorKind::Denied, QStringLiteral("No agent works in this machine."), {}};
        const MonthScopes month = MonthScopes::at(now());
        BudgetScope task = pass->task;
        if (const auto more = raised.constFind(task.id); more != raised.constEnd())
            task = scopeOf(task.id, task.level, *more);
        task.callsPerMinute = pass->task.callsPerMinute;
        return GatewayCaller{
            {task,
             scopeOf(month.repository(pass->repository), QStringLiteral("repository and month"),
                     options.repository),
             scopeOf(month.agent(pass->agent), QStringLiteral("agent and month"), options.agent),
             scopeOf(month.all(), QStringLiteral("month"), options.month)}};
    }

    void refused(const Peer& peer, const BudgetVerdict& verdict) {
        std::shared_ptr<Pass> pass;
        QString why;
        {
            const std::lock_guard lock(mutex);
            pass = passes.value(peer.identity);
            if (!pass || pass->refusal)
                return;
            why = QStringLiteral("stopped by budget: the %1 limit of this %2 is reached")
                      .arg(verdict.limit == BudgetVerdict::Limit::Tokens ? QStringLiteral("token")
                                                                         : QStringLiteral("cost"),
                           verdict.level.isEmpty() ? QStringLiteral("task") : verdict.level);
            pass->refusal = why;
            pass->refused = clock.now();
            pass->raised = false;
        }
        if (pass->stopped)
            pass->stopped(why);
    }

    void write(const QString& action, const std::shared_ptr<Pass>& pass, const QString& machine) {
        if (audit)
            audit->add(credentialEntry(action, pass ? pass->id : 0, pass ? pass->repository : QString(),
                                       machine, QStringLiteral("pass to the model gateway")));
    }
    /// Percent of a scope's nearest limit; 0 without one.
    int partUsed(const BudgetScope& scope) const {
        const BudgetTotals totals = ledger->totals(scope.id);
        double part = 0;
        if (scope.tokens && *scope.tokens > 0)
            part = double(totals.usage.total()) / double(*scope.tokens);
        if (scope.cost && *scope.cost > 0)
            part = std::max(part, double(totals.cost) / double(*scope.cost));
        return int(std::min(part, 10.0) * 100);
    }

    /// Who hears of a call, and whether the attempt was stopped.
    void tend(GatewayCaller& caller, const std::shared_ptr<Pass>& pass) {
        if (pass->watch) {
            pass->watch->modelAsked();
            if (pass->watch->stop())
                caller.stopped = QStringLiteral("Stopped: this attempt reached a limit and is over. A person "
                                                "decides how the task goes on.");
        }
        if (!pass->watch && !options.called)
            return;
        caller.ended = [this, pass, scope = caller.scopes.first()](const ModelCallRecord& call) {
            if (pass->watch) {
                if (call.whole && call.operation != QLatin1String("embeddings") && call.status >= 200 &&
                    call.status < 300)
                    pass->watch->modelAnswered(call.answer, call.ended);
                pass->watch->budgetUsed(partUsed(scope));
            }
            if (options.called)
                options.called({pass->id, pass->step, pass->attempt, pass->agent}, call);
        };
    }

    /// As identify(), written down.
    Result<GatewayCaller> admit(const Peer& peer) {
        std::shared_ptr<Pass> pass;
        {
            const std::lock_guard lock(mutex);
            pass = passes.value(peer.identity);
            // It lived to see its budget raised, and goes on: if that is not enough, the call is refused
            // again.
            if (pass && std::exchange(pass->raised, false))
                pass->refusal.reset();
        }
        auto caller = identify(peer, pass);
        if (caller)
            tend(*caller, pass);
        write(caller ? QStringLiteral("used") : QStringLiteral("refused"), pass, peer.identity);
        return caller;
    }

    const Options options;
    const Clock& clock;
    AuditLog* audit = nullptr;
    std::unique_ptr<BudgetLedger> ledger;
    std::unique_ptr<Gateway> gateway;
    std::mutex mutex;
    QHash<QString, std::shared_ptr<Pass>> passes; ///< by machine
    QHash<QString, SpendingLimit> raised;         ///< by task's scope, since its last pass was issued
};

Result<std::unique_ptr<TaskModels>> TaskModels::start(const Options& options, const QString& file,
                                                      const Clock& clock, AuditLog* audit) {
    auto d = std::make_unique<Private>(options, clock);
    d->audit = audit;
    auto ledger = BudgetLedger::open(file, clock);
    if (!ledger)
        return ledger.error();
    d->ledger = std::move(*ledger);
    GatewayOptions gateway;
    gateway.listen.clear(); // machines come over their channels; nobody else comes
    gateway.upstreams = options.models.upstreams;
    gateway.prices = options.models.prices;
    gateway.authorities = options.models.authorities;
    gateway.identify = [raw = d.get()](const Peer& peer) { return raw->admit(peer); };
    gateway.refused = [raw = d.get()](const Peer& peer, const BudgetVerdict& verdict) {
        raw->refused(peer, verdict);
    };
    gateway.keptRequest = options.keptRequest;
    auto started = Gateway::start(std::move(gateway), *d->ledger, clock);
    if (!started)
        return started.error();
    d->gateway = std::move(*started);
    return std::unique_ptr<TaskModels>(new TaskModels(std::move(d)));
}

TaskModels::TaskModels(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

TaskModels::~TaskModels() {
    stop();
    m_d->gateway.reset(); // before the ledger
}

std::shared_ptr<TaskModels::Pass> TaskModels::issue(const Task& task, const QString& agent,
                                                    std::function<void(const QString& why)> stopped,
                                                    const AttemptSide& side) {
    auto pass = std::make_shared<Pass>();
    pass->task = scopeOf(MonthScopes::task(task.id), QStringLiteral("task"), m_d->limitOf(task));
    pass->repository = task.spec.repository;
    pass->id = task.id;
    pass->agent = agent;
    pass->stopped = std::move(stopped);
    pass->step = side.step;
    pass->attempt = side.attempt;
    pass->watch = side.watch;
    pass->task.callsPerMinute = task.blueprint.callsPerMinute;
    {
        const std::lock_guard lock(m_d->mutex);
        m_d->raised.remove(pass->task.id); // they are in its limits
    }
    m_d->write(QStringLiteral("issued"), pass, {});
    return pass;
}

Result<void> TaskModels::checkRoom(const QString& repository, const QString& agent) const {
    const MonthScopes month = MonthScopes::at(m_d->now());
    const std::pair<BudgetScope, const char*> scopes[] = {
        {scopeOf(month.all(), QStringLiteral("month"), m_d->options.month), "month"},
        {scopeOf(month.repository(repository), QStringLiteral("month of this repository"),
                 m_d->options.repository),
         "repository"},
        {scopeOf(month.agent(agent), QStringLiteral("month of this agent"), m_d->options.agent), "agent"}};
    for (const auto& [scope, option] : scopes) {
        const BudgetTotals totals = m_d->ledger->totals(scope.id);
        const bool tokens = scope.tokens && totals.usage.total() >= *scope.tokens;
        if (tokens || (scope.cost && totals.cost >= *scope.cost))
            return Error{
                ErrorKind::LimitReached,
                QStringLiteral("the %1 limit of the %2 is used up")
                    .arg(tokens ? QStringLiteral("token") : QStringLiteral("cost"), scope.level),
                QStringLiteral("submit it again next month, or start the core with a higher --%1-%2")
                    .arg(QLatin1String(option), tokens ? QStringLiteral("tokens") : QStringLiteral("cost"))};
    }
    return {};
}

void TaskModels::limitsChanged(const Task& task) {
    const std::lock_guard lock(m_d->mutex);
    m_d->raised.insert(MonthScopes::task(task.id), m_d->limitOf(task));
    for (const auto& pass : std::as_const(m_d->passes))
        if (pass->id == task.id)
            pass->raised = true;
}

Result<BudgetReport> TaskModels::report(const QList<Task>& tasks) const {
    return budgetReport(*m_d->ledger, m_d->now(),
                        {m_d->options.repository, m_d->options.agent, m_d->options.month,
                         [this](const Task& task) { return m_d->limitOf(task); }},
                        tasks);
}

Result<BudgetHistory> TaskModels::history(const QString& id, Millis span) const {
    return budgetHistory(*m_d->ledger, m_d->now(), id, span);
}

void TaskModels::open(const std::shared_ptr<Pass>& pass, const QString& machine, int descriptor) {
    {
        const std::lock_guard lock(m_d->mutex);
        if (pass->revoked || (!pass->machine.isEmpty() && pass->machine != machine)) {
            m_d->write(QStringLiteral("refused"), pass, machine);
            ::close(descriptor);
            return;
        }
        pass->machine = machine;
        m_d->passes.insert(machine, pass);
    }
    m_d->gateway->adopt(descriptor, Peer{Peer::Kind::Guest, machine, pass->task.id});
}

std::optional<QString> TaskModels::revoke(const std::shared_ptr<Pass>& pass, const QString& machine) {
    const std::lock_guard lock(m_d->mutex);
    if (!std::exchange(pass->revoked, true))
        m_d->write(QStringLiteral("revoked"), pass, machine);
    if (m_d->passes.value(machine) == pass)
        m_d->passes.remove(machine);
    return pass->refusal;
}

std::optional<QString> TaskModels::refusalOf(const QString& machine, Millis since) const {
    const std::lock_guard lock(m_d->mutex);
    const auto pass = m_d->passes.value(machine);
    const bool stands = pass && !pass->raised && m_d->clock.now() - pass->refused >= since;
    return stands ? pass->refusal : std::nullopt;
}

ModelUse TaskModels::useOf(const Task& task) const {
    const BudgetTotals totals = m_d->ledger->totals(MonthScopes::task(task.id));
    const SpendingLimit limit = m_d->limitOf(task);
    return {totals.usage.input,       totals.usage.cacheRead,
            totals.usage.cacheWrite,  totals.usage.output,
            toDollars(totals.cost),   totals.calls,
            limit.tokens.value_or(0), limit.cost ? toDollars(*limit.cost) : 0};
}

BudgetTotals TaskModels::monthTotals() const {
    return m_d->ledger->totals(MonthScopes::at(m_d->now()).all());
}

void TaskModels::stop() {
    m_d->gateway->stop();
}

} // namespace signalbox
