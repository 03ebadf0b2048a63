// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_pool.h"

#include <QRandomGenerator>

#include <algorithm>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr Millis lookEvery = 10s; ///< for spares that died, and slots that nobody told of
constexpr Millis spareLifetime = 24h;
constexpr Millis shortestPause = 5s; ///< after a machine could not be made; doubles
constexpr Millis longestPause = 5min;

QString freshName() {
    return MachinePool::prefix() +
           QString::number(QRandomGenerator::system()->generate64(), 16).rightJustified(16, u'0');
}

} // namespace

QString MachinePool::prefix() {
    return QStringLiteral("sb-spare-");
}

MachinePool::MachinePool(std::shared_ptr<MachineProvider> machines, PoolLimits limits, MachineShape usual,
                         std::function<int()> freeSlots)
    : m_machines(std::move(machines)), m_limits(limits), m_usual(std::move(usual)),
      m_freeSlots(std::move(freeSlots)) {}

void MachinePool::nudge() {
    {
        const std::lock_guard lock(m_mutex);
        m_nudged = true;
    }
    m_wake.notify_all();
}

int MachinePool::ready() const {
    const std::lock_guard lock(m_mutex);
    return int(std::count_if(m_spares.begin(), m_spares.end(),
                             [](const auto& entry) { return entry.second.machine != nullptr; }));
}

// ---- Taking
// ------------------------------------------------------------------------------------------------------

std::optional<std::pair<QString, MachinePool::Spare>> MachinePool::take(const MachineShape& shape) {
    const std::lock_guard lock(m_mutex);
    const Moment now = SystemClock().now();
    // The newest stands first: two wishes of one millisecond have an order too.
    m_wishes.removeIf([&](const PoolState::Wish& wish) { return wish.shape == shape; });
    m_wishes.prepend({shape, now});
    for (auto it = m_spares.begin(); it != m_spares.end(); ++it)
        if (it->second.machine && it->second.shape == shape) {
            std::pair<QString, Spare> taken(it->first, std::move(it->second));
            m_spares.erase(it);
            return taken;
        }
    return std::nullopt;
}

Result<std::shared_ptr<Machine>> MachinePool::acquire(const MachineSpec& spec, const ProgressSink& progress,
                                                      const CancelToken& cancel) {
    auto taken = take(MachineShape::of(spec));
    if (!taken) {
        nudge();
        return m_machines->acquire(spec, progress, cancel);
    }
    auto [name, spare] = std::move(*taken);
    Result<TakenMachine> machine = m_machines->takeOver(name, spec, progress, cancel);
    nudge(); // not before: to make the next one would take the processor from this one
    if (machine && !machine->used) { // one of that name lived already
        const std::lock_guard lock(m_mutex);
        m_spares[name] = std::move(spare);
        m_nudged = true; // another may have been made in its place
        m_wake.notify_all();
    }
    if (machine)
        return machine->machine;
    // It was given away, so nobody else would: an error may come before anything was done with it.
    spare.machine.reset();
    (void)m_machines->destroy(name, Millis(0));
    return machine.error();
}

Result<void> MachinePool::destroy(const QString& name, Millis grace) {
    Result<void> done = m_machines->destroy(name, grace);
    if (done) {
        const std::lock_guard lock(m_mutex);
        const auto it = m_spares.find(name);
        if (it != m_spares.end() && it->second.machine)
            m_spares.erase(it);
    }
    nudge();
    return done;
}

// ---- Having machines ready
// ---------------------------------------------------------------------------------------

PoolState MachinePool::stateNow() const {
    PoolState state;
    for (const auto& [name, spare] : m_spares)
        state.spares.append({name, spare.shape, !spare.machine});
    state.wishes = m_wishes;
    state.usual = m_usual;
    return state;
}

Result<void> MachinePool::run(const CancelToken& cancel) {
    cancel.onCancel([this] { nudge(); });
    std::unique_lock lock(m_mutex);
    m_spares.clear();
    lock.unlock();
    clearLeftovers(cancel);
    lock.lock();
    while (!cancel.cancelled()) {
        dropDead(lock);
        m_nudged = false;
        PoolState state = stateNow();
        lock.unlock();
        state.freeSlots = m_freeSlots();
        lock.lock();
        const Moment now = SystemClock().now();
        const PoolPlan plan = planPool(state, m_limits, now);
        follow(plan, lock, cancel);
        if (!plan.make)
            m_pause = Millis(0);
        if (m_pause.count() == 0 && (plan.make || !plan.remove.isEmpty()))
            continue;
        Millis nap = lookEvery;
        if (plan.again)
            nap = std::min(nap, std::max<Millis>(*plan.again - now, 1ms));
        // A failure is waited for, whoever asks: the next try would fail as well.
        if (m_pause.count() > 0)
            m_wake.wait_for(lock, m_pause, [&] { return cancel.cancelled(); });
        else
            m_wake.wait_for(lock, nap, [&] { return m_nudged || cancel.cancelled(); });
    }
    QStringList names;
    for (const auto& [name, spare] : m_spares)
        names.append(name);
    m_spares.clear();
    lock.unlock();
    for (const QString& name : names)
        (void)m_machines->destroy(name, Millis(0)); // what stays is removed by the next core
    return {};
}

/// What a core before this one had ready. To take it up again would need its whole history; a fresh machine
/// is there in seconds.
void MachinePool::clearLeftovers(const CancelToken& cancel) {
    const auto all = m_machines->list();
    for (int i = 0; all && i < all->size() && !cancel.cancelled(); ++i)
        if (const QString& name = all->at(i).name; name.startsWith(prefix()))
            if (const Result<void> gone = m_machines->destroy(name, Millis(0)); !gone)
                qWarning("signalbox: removing the spare machine %s: %s", qPrintable(name),
                         qPrintable(gone.error().text()));
}

/// Spares that ended while nobody looked.
void MachinePool::dropDead(std::unique_lock<std::mutex>& lock) {
    std::map<QString, std::shared_ptr<Machine>> ready;
    for (const auto& [name, spare] : m_spares)
        if (spare.machine)
            ready[name] = spare.machine;
    lock.unlock();
    QStringList dead;
    for (const auto& [name, machine] : ready)
        if (const auto status = machine->status();
            !status || (status->state != MachineStatus::State::Running &&
                        status->state != MachineStatus::State::Starting))
            dead.append(name);
    ready.clear();
    lock.lock();
    QStringList gone;
    for (const QString& name : dead)
        if (m_spares.erase(name) > 0) // unless somebody took it meanwhile, who will find out
            gone.append(name);
    if (gone.isEmpty())
        return;
    lock.unlock();
    for (const QString& name : gone)
        (void)m_machines->destroy(name, Millis(0)); // its folder is swept later if not now
    lock.lock();
}

void MachinePool::follow(const PoolPlan& plan, std::unique_lock<std::mutex>& lock,
                         const CancelToken& cancel) {
    QStringList names;
    for (const QString& name : plan.remove)
        if (m_spares.erase(name) > 0)
            names.append(name);
    if (!names.isEmpty()) {
        lock.unlock();
        for (const QString& name : names)
            if (const Result<void> gone = m_machines->destroy(name, Millis(0)); !gone)
                qWarning("signalbox: removing the spare machine %s: %s", qPrintable(name),
                         qPrintable(gone.error().text()));
        lock.lock();
    }
    if (plan.make)
        make(*plan.make, lock, cancel);
}

void MachinePool::make(const MachineShape& shape, std::unique_lock<std::mutex>& lock,
                       const CancelToken& cancel) {
    MachineSpec spec;
    spec.name = freshName();
    spec.layers = shape.layers;
    spec.cpus = shape.cpus;
    spec.memoryMiB = shape.memoryMiB;
    spec.diskMiB = shape.diskMiB;
    spec.lifetime = spareLifetime;
    spec.labels = {{QStringLiteral("pool"), QStringLiteral("ready")}};
    m_spares[spec.name] = {shape, nullptr};
    lock.unlock();
    Result<std::shared_ptr<Machine>> machine = m_machines->makeAhead(spec, {}, cancel);
    if (!machine && !cancel.cancelled())
        qWarning("signalbox: no machine could be made ahead: %s", qPrintable(machine.error().text()));
    if (machine)
        (*machine)->warmUp();
    lock.lock();
    if (machine) {
        m_spares[spec.name].machine = *machine;
        m_pause = Millis(0);
    } else {
        m_spares.erase(spec.name);
        m_pause = std::clamp(m_pause * 2, shortestPause, longestPause);
    }
}

} // namespace signalbox
