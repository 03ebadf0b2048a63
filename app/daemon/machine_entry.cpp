// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/machine_entry.h"

namespace signalbox {

Result<void> mayEnter(const MachineStatus& machine) {
    if (machine.labels.value(QStringLiteral("task")).isEmpty())
        return Error{
            ErrorKind::Denied,
            QStringLiteral("%1 serves nobody yet, and stays as it was made until it does").arg(machine.name),
            {}};
    if (machine.labels.contains(QStringLiteral("variant")))
        return Error{ErrorKind::Denied,
                     QStringLiteral("%1 is the machine of the gate %2, which nobody may touch")
                         .arg(machine.name, machine.labels.value(QStringLiteral("step"))),
                     QStringLiteral("its output is in the task's log and evidence")};
    if (machine.state != MachineStatus::State::Running)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("%1 is %2").arg(machine.name, toString(machine.state)),
                     machine.state == MachineStatus::State::Hibernated
                         ? QStringLiteral("signalboxctl machine resume %1").arg(machine.name)
                         : QString()};
    return {};
}

} // namespace signalbox
