// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine.h"

#include <algorithm>

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

Result<std::shared_ptr<Machine>>
MachineProvider::makeAhead(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    return acquire(spec, progress, cancel);
}

Result<TakenMachine> MachineProvider::takeOver(const QString& ahead, const MachineSpec& spec,
                                               const ProgressSink& progress, const CancelToken& cancel) {
    // Where a machine cannot change its name, another is made.
    if (Result<void> gone = destroy(ahead, Millis(0)); !gone)
        return gone.error();
    Result<std::shared_ptr<Machine>> machine = acquire(spec, progress, cancel);
    return machine ? Result<TakenMachine>({*machine, true}) : Result<TakenMachine>(machine.error());
}

Result<std::shared_ptr<MachineTerminal>> Machine::terminal(const TerminalRequest&) {
    return Error{ErrorKind::Invalid, QStringLiteral("%1 has no terminals").arg(name()), {}};
}

Result<std::shared_ptr<Machine>> MachineProvider::find(const QString& name) {
    return Error{ErrorKind::NotFound, QStringLiteral("no machine %1 runs").arg(name), {}};
}

Result<void> MachineProvider::hibernate(const QString& name, const CancelToken&) {
    return Error{ErrorKind::Invalid, QStringLiteral("%1 cannot be hibernated here").arg(name), {}};
}

Result<std::shared_ptr<Machine>> MachineProvider::resume(const QString& name, const CancelToken&) {
    return Error{ErrorKind::Invalid, QStringLiteral("nothing hibernates here, not %1 either").arg(name), {}};
}

TerminalSize TerminalSize::bounded() const {
    return {std::clamp(columns, 2, 500), std::clamp(rows, 1, 300)};
}

QString toString(MachineStatus::State state) {
    switch (state) {
    case MachineStatus::State::Starting:
        return QStringLiteral("starting");
    case MachineStatus::State::Running:
        return QStringLiteral("running");
    case MachineStatus::State::Paused:
        return QStringLiteral("paused");
    case MachineStatus::State::Hibernated:
        return QStringLiteral("hibernated");
    case MachineStatus::State::Stopped:
        return QStringLiteral("stopped");
    case MachineStatus::State::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace signalbox
