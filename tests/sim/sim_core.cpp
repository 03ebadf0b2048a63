// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sim_core.h"

namespace signalbox::sim {

using namespace std::chrono_literals;

namespace {

bool takesMachine(EffectKind kind) {
    switch (kind) {
    case EffectKind::PrepareWorkspace:
    case EffectKind::RunAgent:
    case EffectKind::RunCommand:
    case EffectKind::RunGate:
    case EffectKind::AskAgent:
        return true;
    default:
        return false;
    }
}

Error technical(const QString& why) {
    return {ErrorKind::Unavailable, why, {}};
}

} // namespace

SimCore::SimCore(World& world, Journal& journal, const QueueOptions& options, const QString& snapshots)
    : m_world(world), m_options(options), m_journal(journal), m_queue(options) {
    if (snapshots.isEmpty())
        return;
    SnapshotSettings settings;
    settings.directory = snapshots;
    settings.everyEvents = std::numeric_limits<qint64>::max(); // at moments of the simulation's choice
    settings.background = false;
    m_snapshots = std::make_unique<Snapshots>(journal, settings);
}

Result<void> SimCore::open() {
    // Told by the journal's chain which files are of this history; nothing else may be built upon.
    if (m_snapshots && m_snapshots->newest().state.seq > 0)
        m_world.faults.happened(Fault::SnapshotUsed);
    auto engine = EngineCore::open(m_journal, m_snapshots.get());
    if (!engine)
        return engine.error();
    m_engine = std::move(*engine);
    m_engine->setEffectSink(this);
    return {};
}

// Between two turns, as the engine does it.
void SimCore::snapshot() {
    if (!m_engine->committing())
        m_engine->keepState();
    later(2min, 25min, [this] { snapshot(); });
}

void SimCore::begin(int stopAfter) {
    m_stopAfter = stopAfter;
    m_engine->begin();
    m_deaf = false;
    m_stopAfter = 0;
    scheduleTurn();
    scheduleTake();
    watchTimes();
    later(0ms, 50ms, [this] { sweep(); });
    if (m_snapshots)
        later(1min, 10min, [this] { snapshot(); });
}

void SimCore::die() {
    // What was done, but not told, is found by the next core, or done again.
    for (const auto& [key, run] : m_runs) {
        const auto machine = m_world.machines.find(World::machineOf(run->task, run->effect));
        if (run->ending || (machine != m_world.machines.end() && machine->second.report))
            m_world.faults.happened(Fault::CrashLosesReport);
    }
    m_dead = true;
    m_runs.clear();
}

void SimCore::later(Millis least, Millis most, std::function<void()> what) {
    m_world.time.after(m_world.random.between(least, most),
                       [self = weak_from_this(), what = std::move(what)] {
                           if (const auto core = self.lock(); core && !core->m_dead)
                               what();
                       });
}

// ---- The engine's turns ----

void SimCore::give(Command command, EngineCore::Reply reply) {
    m_engine->submit(std::move(command), [this, reply = std::move(reply)](Result<Accepted> answer) {
        if (answer && answer->events > 0)
            m_world.model.acknowledged(answer->seq);
        if (reply)
            reply(std::move(answer));
    });
    scheduleTurn();
}

void SimCore::scheduleTurn() {
    if (m_turnPlanned || m_engine->committing())
        return;
    m_turnPlanned = true;
    later(0ms, 2ms, [this] {
        m_turnPlanned = false;
        if (m_engine->committing())
            return;
        m_engine->turn(m_world.wallClock(), [self = weak_from_this()](const Result<qint64>& first) {
            const auto core = self.lock();
            if (!core || core->m_dead)
                return;
            core->m_engine->committed(first, core->m_world.wallClock());
            if (core->m_engine->hasWaiting())
                core->scheduleTurn();
            core->scheduleTake();
        });
        if (!m_engine->committing() && m_engine->hasWaiting())
            scheduleTurn();
    });
}

// Deadlines of tasks and due times of effects, looked at once a second, as good as a timer each.
void SimCore::watchTimes() {
    if (const auto deadline = m_engine->nextDeadline(); deadline && *deadline <= m_world.wallClock())
        scheduleTurn();
    if (const auto due = m_queue.nextDue(); due && *due <= m_world.wallClock())
        scheduleTake();
    later(1s, 1s, [this] { watchTimes(); });
}

// ---- The dispatcher ----

void SimCore::owed(const Task& task, const Effect& effect) {
    if (m_deaf || (m_stopAfter > 0 && --m_stopAfter == 0)) {
        m_deaf = true; // it crashes here
        return;
    }
    m_world.model.toldOwed(effect.key);
    m_queue.owed({task, effect, takesMachine(effect.kind)}, m_world.wallClock());
    scheduleTake();
}

void SimCore::dropped(const QString& key) {
    m_world.model.toldDropped(key);
    const int waiting = m_queue.waiting();
    if (!m_queue.dropped(key, m_world.wallClock())) {
        if (m_queue.waiting() < waiting)
            m_world.faults.happened(Fault::CancelWaiting);
        return;
    }
    const RunPtr run = m_runs.at(key);
    run->cancelled = true;
    if (!run->ending) {
        m_world.faults.happened(Fault::CancelRunning);
        later(0ms, 2s, [this, run] { cancel(run); });
    }
}

void SimCore::scheduleTake() {
    if (m_takePlanned)
        return;
    m_takePlanned = true;
    later(0ms, 1ms, [this] {
        m_takePlanned = false;
        take();
    });
}

void SimCore::take() {
    while (auto next = m_queue.take(m_world.wallClock())) {
        int ofRepository = 0;
        for (const QueueEntry& entry : m_queue.entries(m_world.wallClock()))
            ofRepository +=
                entry.running && entry.needsMachine && entry.repository == next->task.spec.repository;
        m_world.model.running(m_queue.machinesBusy(), m_options.machineSlots, ofRepository,
                              m_options.machinesPerRepository);
        const auto run = std::make_shared<Run>();
        run->task = std::move(next->task);
        run->effect = std::move(next->effect);
        run->needsMachine = next->needsMachine;
        m_runs[run->effect.key] = run;
        m_world.trace.line(m_world.time.now(), u"begin "_qs + run->effect.key);
        start(run);
    }
}

void SimCore::setDraining(bool draining) {
    m_queue.setDraining(draining);
    scheduleTake();
}

// ---- Organs ----

void SimCore::start(const RunPtr& run) {
    Faults& faults = m_world.faults;
    if (faults.fires(Fault::EffectFails, 60)) {
        later(10ms, 20s, [this, run] { finish(run, technical(u"it failed"_qs)); });
        return;
    }
    run->needsMachine ? inMachine(run) : withoutMachine(run);
}

void SimCore::withoutMachine(const RunPtr& run) {
    if (m_world.faults.fires(Fault::EffectHangs, 4)) // a forge that does not answer, for a long while
        return later(30min, 30min, [this, run] { finish(run, technical(u"no answer"_qs)); });
    later(5ms, 5s, [this, run] {
        if (run->cancelled)
            return;
        // Done in the world first; the core may die before it is told.
        if (run->effect.kind == EffectKind::Publish)
            m_world.model.published(run->task.id, run->task.commit, run->task.tree);
        else if (run->effect.kind == EffectKind::Withdraw)
            m_world.model.withdrawn(run->task.id);
        else if (run->effect.kind == EffectKind::TearDown || run->effect.kind == EffectKind::DropWork)
            m_world.destroyMachinesOf(run->task.id);
        later(0ms, 2s, [this, run] { finish(run, drawReport(m_world, run->task, run->effect)); });
    });
}

void SimCore::inMachine(const RunPtr& run) {
    const QString name = World::machineOf(run->task, run->effect);
    // Its last user has not left it yet.
    if (m_inUse.contains(name))
        return later(50ms, 200ms, [this, run] {
            if (!run->cancelled)
                inMachine(run);
        });
    m_inUse.insert(name);
    run->machine = name;
    const auto known = m_world.machines.find(name);
    if (known != m_world.machines.end() && !known->second.asleep && known->second.key == run->effect.key) {
        m_world.faults.happened(Fault::MachineTakenOver);
        return startJob(run, name);
    }
    later(200ms, 8s, [this, run, name] {
        if (run->cancelled)
            return;
        const auto former = m_world.machines.find(name);
        const bool there = former != m_world.machines.end();
        const bool atWork = there && !former->second.asleep && !former->second.report;
        if (atWork || (there && m_world.faults.fires(Fault::MachineWontResume, 100)))
            m_world.destroyMachine(name);
        else if (there)
            m_world.faults.happened(former->second.asleep ? Fault::MachineResumed : Fault::MachineLeftAwake);
        work(run, name);
    });
}

/// Makes the machine, or goes on in the one that is there, and begins the job.
void SimCore::work(const RunPtr& run, const QString& name) {
    const bool isNew = !m_world.machines.contains(name);
    SimMachine machine;
    machine.key = run->effect.key;
    machine.task = run->task.id;
    machine.serial = ++m_world.serials;
    machine.made = m_world.time.now();
    machine.hangs = m_world.faults.fires(Fault::EffectHangs, 15);
    m_world.trace.line(m_world.time.now(), u"machine %1"_qs.arg(name));
    if (isNew)
        m_world.model.machineMade(name, run->task.id, run->effect.key, m_world.time.now());
    else
        m_world.model.machineServes(name, run->task.id, run->effect.key, m_world.time.now());
    m_world.machines[name] = machine;
    // The job goes on whether the core lives or not. What it comes to is drawn when it ends.
    World* world = &m_world;
    const quint64 serial = machine.serial;
    const auto same = [world, name, serial]() -> SimMachine* {
        const auto it = world->machines.find(name);
        return it == world->machines.end() || it->second.serial != serial ? nullptr : &it->second;
    };
    if (m_world.faults.fires(Fault::MachineDies, 50))
        m_world.time.after(m_world.random.between(1s, 3min), [world, name, same] {
            if (same())
                world->destroyMachine(name);
        });
    if (!machine.hangs)
        m_world.time.after(m_world.random.between(1s, 10min),
                           [world, same, task = run->task, effect = run->effect] {
                               if (SimMachine* m = same())
                                   m->report = drawReport(*world, task, effect);
                           });
    startJob(run, name);
}

void SimCore::startJob(const RunPtr& run, const QString& name) {
    const quint64 serial = m_world.machines.at(name).serial;
    give(ReportLease{run->task.id, run->effect.key, name, {}}, [this, run, serial](const Result<Accepted>&) {
        later(100ms, 1s, [this, run, serial] { watchMachine(run, serial); });
    });
}

void SimCore::watchMachine(const RunPtr& run, quint64 serial) {
    if (run->cancelled || run->isOver)
        return;
    const auto machine = m_world.machines.find(run->machine);
    if (machine == m_world.machines.end() || machine->second.serial != serial)
        return finish(run, technical(u"the machine is lost"_qs));
    if (machine->second.report)
        return finish(run, *machine->second.report);
    // Nothing hangs for ever when all is calm: its time limit is over then.
    if (machine->second.hangs && m_world.faults.calm())
        return finish(run, technical(u"its time limit is over"_qs));
    later(500ms, 2s, [this, run, serial] { watchMachine(run, serial); });
}

// ---- Its end ----

void SimCore::finish(const RunPtr& run, const Result<Command>& done) {
    if (run->cancelled || run->isOver)
        return;
    run->ending = true;
    run->endedWell = done.ok();
    run->conclusion.emplace(run->task.id, run->effect.key, done);
    tell(run);
}

void SimCore::tell(const RunPtr& run) {
    const Command report = run->conclusion->report();
    give(report, [this, run](const Result<Accepted>& reply) {
        switch (run->conclusion->after(reply)) {
        case Conclusion::Next::Told:
            return told(run);
        case Conclusion::Next::Again:
            return tell(run);
        case Conclusion::Next::Later:
            if (run->cancelled)
                return told(run);
            return later(run->conclusion->wait(), run->conclusion->wait(),
                         [this, run] { run->cancelled ? told(run) : tell(run); });
        }
    });
    if (m_world.faults.fires(Fault::ReportTwice, 30))
        give(report);
}

void SimCore::told(const RunPtr& run) {
    if (run->isOver)
        return;
    later(0ms, 300ms, [this, run] { over(run); });
}

void SimCore::over(const RunPtr& run) {
    if (run->isOver)
        return;
    run->isOver = true;
    leaveMachine(run);
    m_world.trace.line(m_world.time.now(), u"end "_qs + run->effect.key);
    m_runs.erase(run->effect.key);
    m_queue.ended(run->effect.key, m_world.wallClock());
    scheduleTake();
}

/// An agent's machine sleeps until its next attempt when this one ended as it should; the others go.
void SimCore::leaveMachine(const RunPtr& run) {
    if (run->machine.isEmpty())
        return;
    const auto machine = m_world.machines.find(run->machine);
    const bool endedWell = run->endedWell && machine != m_world.machines.end() &&
                           machine->second.key == run->effect.key && !machine->second.asleep;
    m_inUse.erase(run->machine);
    if (World::isKept(run->effect.kind) && endedWell)
        return m_world.putToSleep(run->machine);
    m_world.destroyMachine(run->machine);
    give(ReportRelease{run->task.id, run->machine});
}

void SimCore::cancel(const RunPtr& run) {
    if (run->isOver || run->ending)
        return;
    // An organ that does not look at its cancel token in time reports all the same.
    const bool stillOwed = m_world.model.isOwed(run->effect.key);
    if (!stillOwed && m_world.faults.fires(Fault::ReportLate, 250))
        give(drawReport(m_world, run->task, run->effect),
             [this, key = run->effect.key](const Result<Accepted>& reply) {
                 if (reply)
                     m_world.model.tookLate(key);
             });
    over(run);
}

// ---- The steward: app/daemon has another world, and the same plan ----

void SimCore::sweep() {
    if (!m_engine->committing()) {
        QList<MachineSeen> seen;
        for (const auto& [name, machine] : m_world.machines)
            if (!m_inUse.contains(name))
                seen.append({name, machine.asleep.has_value(), !machine.asleep.has_value()});
        const MachineWants needs = machineWants(m_engine->state(), {World::machineOf, World::agentMachine});
        const MachinePlan plan = planMachines(needs, seen);
        for (const QString& name : plan.remove)
            m_world.destroyMachine(name);
        for (const QString& name : plan.rest) {
            m_world.faults.happened(Fault::MachineLeftAwake);
            m_world.putToSleep(name);
        }
        for (const ReportRelease& release : plan.release)
            if (!m_inUse.contains(release.machine))
                give(release);
    }
    later(1min, 1min, [this] { sweep(); });
}

} // namespace signalbox::sim
