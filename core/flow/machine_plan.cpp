// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/machine_plan.h"

#include <algorithm>

namespace signalbox {

bool MachineWants::serves(const QString& machine) const {
    return std::any_of(served.begin(), served.end(), [&](const QString& name) {
        return machine == name || machine.startsWith(name + QLatin1Char('-'));
    });
}

MachineWants machineWants(const State& state, const MachineNames& names) {
    MachineWants needs;
    for (const TaskId id : state.unfinished) {
        const Task& task = *state.task(id);
        for (const Effect& effect : task.effects)
            if (const QString name = names.ofEffect(task, effect); !name.isEmpty())
                needs.served.append(name);
        for (const QString& machine : task.leases)
            needs.leases.append({id, machine});
        if (task.ending != Outcome::None)
            continue;
        for (const Step& step : task.blueprint.steps)
            if (step.kind == StepKind::Agent)
                needs.kept.append(names.ofAgent(id, step.id));
    }
    return needs;
}

MachinePlan planMachines(const MachineWants& needs, const QList<MachineSeen>& machines) {
    MachinePlan plan;
    for (const MachineSeen& machine : machines) {
        if (needs.serves(machine.name))
            continue;
        if (!needs.kept.contains(machine.name) || (!machine.hibernates && !machine.runs))
            plan.remove.append(machine.name);
        else if (machine.runs)
            plan.rest.append(machine.name); // a core that was killed before it slept left it running
    }
    for (const ReportRelease& lease : needs.leases) {
        const bool there = std::any_of(machines.begin(), machines.end(),
                                       [&](const MachineSeen& seen) { return seen.name == lease.machine; });
        if (!there && !needs.serves(lease.machine)) // a core was killed between the removal and its report
            plan.release.append(lease);
    }
    return plan;
}

} // namespace signalbox
