// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/dispatcher.h"

namespace signalbox {

Dispatcher::Dispatcher(Engine& engine, const Clock& clock, DispatcherOptions options)
    : m_engine(engine), m_clock(clock), m_options(options), m_thread([this] { run(); }) {}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::setHandler(EffectKind kind, bool needsMachine, EffectHandler handler) {
    const std::lock_guard lock(m_mutex);
    m_handlers[kind] = {needsMachine, std::move(handler)};
}

void Dispatcher::owed(const Task& task, const Effect& effect) {
    {
        const std::lock_guard lock(m_mutex);
        // Also while an earlier try of it still runs: it then follows that one.
        m_waiting[effect.key] = {task, effect};
    }
    m_wake.notify_all();
}

void Dispatcher::dropped(const QString& key) {
    std::optional<CancelToken> cancel;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.erase(key);
        if (const auto running = m_running.find(key); running != m_running.end())
            cancel = running->second.cancel;
    }
    if (cancel)
        cancel->cancel();
}

void Dispatcher::stop() {
    std::vector<CancelToken> cancels;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_waiting.clear();
        for (const auto& [key, running] : m_running)
            cancels.push_back(running.cancel);
    }
    m_wake.notify_all();
    for (CancelToken& cancel : cancels)
        cancel.cancel();
    if (m_thread.joinable())
        m_thread.join();
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_running.empty(); });
}

int Dispatcher::machinesBusy() const {
    const std::lock_guard lock(m_mutex);
    int busy = 0;
    for (const auto& [key, running] : m_running)
        if (const auto handler = m_handlers.find(running.kind); handler != m_handlers.end())
            busy += handler->second.needsMachine ? 1 : 0;
    return busy;
}

bool Dispatcher::hasSlot(EffectKind kind) const {
    const bool needsMachine = m_handlers.at(kind).needsMachine;
    int busy = 0;
    for (const auto& [key, running] : m_running)
        busy += m_handlers.at(running.kind).needsMachine == needsMachine ? 1 : 0;
    return busy < (needsMachine ? m_options.machineSlots : m_options.otherSlots);
}

std::map<QString, Dispatcher::Waiting>::iterator Dispatcher::next(Moment now) {
    auto best = m_waiting.end();
    for (auto it = m_waiting.begin(); it != m_waiting.end(); ++it) {
        const Waiting& candidate = it->second;
        if (candidate.effect.due > now || m_running.contains(it->first) || !hasSlot(candidate.effect.kind))
            continue;
        if (best == m_waiting.end() || candidate.task.spec.priority > best->second.task.spec.priority ||
            (candidate.task.spec.priority == best->second.task.spec.priority &&
             candidate.task.id < best->second.task.id))
            best = it;
    }
    return best;
}

std::optional<Moment> Dispatcher::nextDue() const {
    std::optional<Moment> due;
    const Moment now = m_clock.now();
    for (const auto& [key, waiting] : m_waiting)
        if (waiting.effect.due > now && (!due || waiting.effect.due < *due))
            due = waiting.effect.due;
    return due;
}

void Dispatcher::run() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto it = next(m_clock.now());
        if (it != m_waiting.end()) {
            Waiting waiting = std::move(it->second);
            m_waiting.erase(it);
            launch(std::move(waiting));
            continue;
        }
        if (const auto due = nextDue())
            m_wake.wait_for(lock, std::max(Millis(1), *due - m_clock.now()));
        else
            m_wake.wait(lock);
    }
}

void Dispatcher::launch(Waiting waiting) {
    CancelToken cancel;
    m_running[waiting.effect.key] = {cancel, waiting.effect.kind};
    std::thread([this, work = std::move(waiting), cancel]() mutable {
        this->work(std::move(work), cancel);
    }).detach();
}

void Dispatcher::conclude(const Command& report, const CancelToken& cancel) {
    for (int tries = 1;; ++tries) {
        const auto accepted = m_engine.submitAndWait(report);
        // Refused: the task went another way meanwhile. Anything else is the journal's trouble (a full disk),
        // and what was done must not be lost for it.
        if (accepted || accepted.error().kind == ErrorKind::Conflict ||
            accepted.error().kind == ErrorKind::NotFound || accepted.error().kind == ErrorKind::Invalid)
            return;
        if (cancel.waitFor(backoff(tries)))
            return;
    }
}

void Dispatcher::work(Waiting waiting, CancelToken cancel) {
    const QString key = waiting.effect.key;
    const TaskId task = waiting.task.id;
    EffectJob job{std::move(waiting.task),
                  waiting.effect,
                  cancel,
                  [this](Command command) { return m_engine.submitAndWait(std::move(command)); },
                  {}};
    std::vector<std::shared_ptr<void>> held; // after the job: what is held may still report through it
    job.hold = [&held](std::shared_ptr<void> thing) { held.push_back(std::move(thing)); };
    const Result<Command> done = m_handlers.at(job.effect.kind).handle(job);
    // A cancelled effect is not owed any more, or the core stops: either way its report would be wrong.
    if (!cancel.cancelled())
        conclude(done ? *done : Command(ReportTrouble{task, key, done.error()}), cancel);
    held.clear();
    // Notified under the lock: stop() may destroy the condition right after.
    const std::lock_guard lock(m_mutex);
    m_running.erase(key);
    m_wake.notify_all();
}

} // namespace signalbox
