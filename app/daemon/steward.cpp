// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/steward.h"

#include <QRegularExpression>
#include <QSet>

namespace signalbox {

namespace {

/// What a machine serves, as its labels say: task, step and attempt.
QString servedBy(const MachineStatus& machine) {
    return machine.labels.value(QStringLiteral("task")) + QLatin1Char('/') +
           machine.labels.value(QStringLiteral("step")) + QLatin1Char('/') +
           machine.labels.value(QStringLiteral("attempt"));
}

} // namespace

Steward::Steward(Engine& engine, MachineProvider& provider, QString installation, Millis period)
    : m_engine(engine), m_provider(provider), m_installation(std::move(installation)), m_period(period) {}

Steward::~Steward() {
    stop();
}

QString Steward::machineName(TaskId task, const QString& step, int attempt) const {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9-]"));
    return QStringLiteral("sb-%1-t%2-%3-%4")
        .arg(m_installation)
        .arg(task)
        .arg(step.toLower().replace(other, QStringLiteral("-")))
        .arg(attempt);
}

bool Steward::ours(const MachineStatus& machine) const {
    return machine.name.startsWith(QStringLiteral("sb-%1-").arg(m_installation));
}

Result<void> Steward::remove(const MachineStatus& machine) {
    if (const auto gone = m_provider.destroy(machine.name, Millis(0)); !gone)
        return gone.error();
    if (const TaskId task = machine.labels.value(QStringLiteral("task")).toLongLong(); task > 0)
        if (const auto told = m_engine.submitAndWait(ReportRelease{task, machine.name}); !told)
            return told.error();
    return {};
}

Result<int> Steward::sweep() {
    // The list first: a machine that appears later serves an effect that the state may not show yet.
    const auto machines = m_provider.list();
    if (!machines)
        return machines.error();
    QSet<QString> wanted;
    const bool asked = m_engine.queryAndWait([&](const State& state) {
        for (const TaskId id : state.unfinished)
            for (const Effect& effect : state.task(id)->effects)
                wanted.insert(QStringLiteral("%1/%2/%3").arg(id).arg(effect.step).arg(effect.attempt));
    });
    if (!asked)
        return 0;
    int removed = 0;
    for (const MachineStatus& machine : *machines) {
        if (!ours(machine) || wanted.contains(servedBy(machine)))
            continue;
        if (const auto gone = remove(machine); !gone)
            return gone.error();
        ++removed;
    }
    return removed;
}

Result<void> Steward::removeAll(TaskId task) {
    const auto machines = m_provider.list();
    if (!machines)
        return machines.error();
    for (const MachineStatus& machine : *machines)
        if (ours(machine) && machine.labels.value(QStringLiteral("task")).toLongLong() == task)
            if (const auto gone = remove(machine); !gone)
                return gone.error();
    return {};
}

void Steward::start() {
    m_thread = std::thread([this] {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            lock.unlock();
            if (const auto swept = sweep(); !swept)
                qWarning("signalboxd: sweeping machines: %s", qPrintable(swept.error().text()));
            else if (*swept > 0)
                qInfo("signalboxd: removed %d machines that served nothing", *swept);
            lock.lock();
            m_wake.wait_for(lock, m_period, [this] { return m_stopping; });
        }
    });
}

void Steward::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace signalbox
