// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/task_models.h"

#include "app/daemon/credential_audit.h"

#include <QDateTime>
#include <QHash>

#include <unistd.h>

#include <algorithm>
#include <mutex>

namespace signalbox {

namespace {

QString taskScope(TaskId task) {
    return QStringLiteral("task:%1").arg(task);
}

/// "2026-11"
QString monthOf(Moment moment) {
    return QDateTime::fromMSecsSinceEpoch(moment.ms, Qt::UTC).toString(QStringLiteral("yyyy-MM"));
}

BudgetScope scopeOf(const QString& id, const QString& level, const SpendingLimit& limit) {
    return {id, level, limit.tokens, limit.cost};
}

} // namespace

class TaskModels::Pass {
public:
    BudgetScope task;
    QString repository;
    bool revoked = false;
    std::optional<QString> refusal;
    TaskId id = 0;
    QString machine; ///< the one that it is for: the first that came with it
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
            limit.tokens = multiplyBounded(*limit.tokens, times);
        if (limit.cost)
            limit.cost = multiplyBounded(*limit.cost, times);
        return limit;
    }

    Result<GatewayCaller> identify(const Peer& peer) {
        const std::lock_guard lock(mutex);
        const auto pass = passes.value(peer.identity);
        if (peer.kind != Peer::Kind::Guest || !pass)
            return Error{ErrorKind::Denied, QStringLiteral("No agent works in this machine."), {}};
        // A clock that is set back opens no month anew.
        const QString month = monthOf(std::max(clock.now(), ledger->latest()));
        return GatewayCaller{
            {pass->task,
             scopeOf(QStringLiteral("repository:%1:%2").arg(month, pass->repository),
                     QStringLiteral("repository and month"), options.repository),
             scopeOf(QStringLiteral("month:%1").arg(month), QStringLiteral("month"), options.month)}};
    }

    void refused(const Peer& peer, const BudgetVerdict& verdict) {
        const std::lock_guard lock(mutex);
        if (const auto pass = passes.value(peer.identity); pass && !pass->refusal)
            pass->refusal = QStringLiteral("stopped by budget: the %1 limit of this %2 is reached")
                                .arg(verdict.limit == BudgetVerdict::Limit::Tokens ? QStringLiteral("token")
                                                                                   : QStringLiteral("cost"),
                                     verdict.level.isEmpty() ? QStringLiteral("task") : verdict.level);
    }

    void write(const QString& action, const std::shared_ptr<Pass>& pass, const QString& machine) {
        if (audit)
            audit->add(credentialEntry(action, pass ? pass->id : 0, pass ? pass->repository : QString(),
                                       machine, QStringLiteral("pass to the model gateway")));
    }
    /// As identify(), written down.
    Result<GatewayCaller> admit(const Peer& peer) {
        auto caller = identify(peer);
        std::shared_ptr<Pass> pass;
        {
            const std::lock_guard lock(mutex);
            pass = passes.value(peer.identity);
        }
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

std::shared_ptr<TaskModels::Pass> TaskModels::issue(const Task& task) {
    auto pass = std::make_shared<Pass>();
    pass->task = scopeOf(taskScope(task.id), QStringLiteral("task"), m_d->limitOf(task));
    pass->repository = task.spec.repository;
    pass->id = task.id;
    m_d->write(QStringLiteral("issued"), pass, {});
    return pass;
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

ModelUse TaskModels::useOf(const Task& task) const {
    const BudgetTotals totals = m_d->ledger->totals(taskScope(task.id));
    const SpendingLimit limit = m_d->limitOf(task);
    return {totals.usage.input,       totals.usage.cacheRead,
            totals.usage.cacheWrite,  totals.usage.output,
            toDollars(totals.cost),   totals.calls,
            limit.tokens.value_or(0), limit.cost ? toDollars(*limit.cost) : 0};
}

BudgetTotals TaskModels::monthTotals() const {
    return m_d->ledger->totals(QStringLiteral("month:") +
                               monthOf(std::max(m_d->clock.now(), m_d->ledger->latest())));
}

void TaskModels::stop() {
    m_d->gateway->stop();
}

} // namespace signalbox
