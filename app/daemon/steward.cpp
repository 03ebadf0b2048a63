// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/steward.h"

#include "core/base/digest.h"

#include <QHash>
#include <QRegularExpression>

#include <utility>

namespace signalbox {

namespace {

constexpr qsizetype longestStep =
    20; ///< in a machine's name, which may have 63 characters with all its parts

} // namespace

Steward::Steward(Engine& engine, MachineProvider& provider, QString installation, Millis period)
    : m_engine(engine), m_provider(provider), m_installation(std::move(installation)), m_period(period) {}

QString Steward::stepName(const QString& step) const {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9-]"));
    QString name = step.toLower().replace(other, QStringLiteral("-"));
    if (name.size() > longestStep) // two long ids with the same beginning must stay apart
        name = name.left(longestStep - 7) + QLatin1Char('-') + sha256(step.toUtf8()).left(6);
    return name;
}

QString Steward::machineName(TaskId task, const QString& step, int attempt) const {
    return QStringLiteral("sb-%1-t%2-%3-%4").arg(m_installation).arg(task).arg(stepName(step)).arg(attempt);
}

QString Steward::agentMachineName(TaskId task, const QString& step) const {
    return QStringLiteral("sb-%1-t%2-%3-agent").arg(m_installation).arg(task).arg(stepName(step));
}

const Step* Steward::answeringStep(const Task& task) {
    const Step* last = nullptr;
    for (const Step& step : task.blueprint.steps)
        if (step.kind == StepKind::Agent)
            last = &step;
    return last;
}

QString Steward::machineOf(const Task& task, const Effect& effect) const {
    switch (effect.kind) {
    case EffectKind::RunAgent:
        return agentMachineName(task.id, effect.step);
    case EffectKind::AskAgent: {
        const Step* step = answeringStep(task);
        return step ? agentMachineName(task.id, step->id) : QString();
    }
    case EffectKind::PrepareWorkspace:
    case EffectKind::RunCommand:
    case EffectKind::RunGate:
        return machineName(task.id, effect.step, effect.attempt);
    default:
        return {};
    }
}

bool Steward::ours(const MachineStatus& machine) const {
    return machine.name.startsWith(QStringLiteral("sb-%1-").arg(m_installation));
}

Result<void> Steward::remove(const MachineStatus& machine) {
    if (const auto gone = m_provider.destroy(machine.name, Millis(0)); !gone)
        return gone.error();
    if (const TaskId task = machine.labels.value(QStringLiteral("task")).toLongLong(); task > 0)
        if (const auto told = m_engine.submitAndWait(ReportRelease{task, machine.name});
            !told && told.error().kind != ErrorKind::NotFound) // a task that a restored journal does not know
            return told.error();
    return {};
}

std::optional<MachineWants> Steward::needs() {
    const MachineNames names{
        [this](const Task& task, const Effect& effect) { return machineOf(task, effect); },
        [this](TaskId task, const QString& step) { return agentMachineName(task, step); }};
    MachineWants needs;
    if (!m_engine.queryAndWait([&](const State& state) { needs = machineWants(state, names); }))
        return std::nullopt;
    if (!m_rest)
        needs.kept.clear();
    return needs;
}

Result<int> Steward::sweep() {
    const auto machines = m_provider.list();
    if (!machines)
        return machines.error();
    const auto wanted = needs();
    if (!wanted)
        return 0;
    QList<MachineSeen> seen;
    QHash<QString, MachineStatus> statuses;
    for (const MachineStatus& machine : *machines)
        if (ours(machine)) {
            seen.append({machine.name, machine.state == MachineStatus::State::Hibernated,
                         machine.state == MachineStatus::State::Running});
            statuses.insert(machine.name, machine);
        }
    MachinePlan plan = planMachines(*wanted, seen);
    int removed = 0;
    for (const QString& machine : plan.rest)
        if (!m_rest(machine))
            plan.remove.append(machine);
    for (const QString& machine : std::as_const(plan.remove)) {
        // Neither awake nor asleep: on its way between the two in somebody's hands, or broken.
        const auto& seenAs = statuses[machine].state;
        if (wanted->kept.contains(machine) && seenAs != MachineStatus::State::Running && m_rest(machine))
            continue;
        if (const auto gone = remove(statuses.value(machine)); !gone)
            return gone.error();
        ++removed;
    }
    for (const ReportRelease& lease : plan.release)
        if (const auto told = m_engine.submitAndWait(lease); !told)
            return told.error();
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

Result<void> Steward::run(const CancelToken& cancel) {
    do {
        // A hypervisor that is away is no failure of ours: it is looked for again.
        if (const auto swept = sweep(); !swept)
            qWarning("signalboxd: sweeping machines: %s", qPrintable(swept.error().text()));
        else if (*swept > 0)
            qInfo("signalboxd: removed %d machines that served nothing", *swept);
    } while (!cancel.waitFor(m_period));
    return {};
}

} // namespace signalbox
