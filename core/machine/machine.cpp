// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine.h"

namespace signalbox {

QString JobResult::describe() const {
    switch (end) {
    case End::Exited:
        return QStringLiteral("exit code %1").arg(code);
    case End::Signalled:
        return QStringLiteral("killed by signal %1").arg(code);
    case End::TimedOut:
        return QStringLiteral("stopped after its time limit, at %1").arg(humanDuration(duration));
    case End::OutputLimit:
        return QStringLiteral("stopped because it wrote too much (%1 bytes)").arg(outputBytes);
    }
    return {};
}

QString toString(MachineStatus::State state) {
    switch (state) {
    case MachineStatus::State::Starting:
        return QStringLiteral("starting");
    case MachineStatus::State::Running:
        return QStringLiteral("running");
    case MachineStatus::State::Paused:
        return QStringLiteral("paused");
    case MachineStatus::State::Stopped:
        return QStringLiteral("stopped");
    case MachineStatus::State::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace signalbox
