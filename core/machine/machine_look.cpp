// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_look.h"

#include <QFileInfo>

namespace signalbox {

std::optional<LivenessSample> lookAtMachine(LibvirtHost& host, const QString& name, LibvirtMachine* machine,
                                            Millis pulseLimit, const CancelToken& cancel) {
    constexpr Millis countersLimit{10'000};
    const Result<DomainPtr> domain = host.find(name);
    if (!domain)
        return std::nullopt;
    LivenessSample sample;
    sample.why = host.pausedBecause(name);
    sample.running = sample.why.isEmpty();
    if (sample.running && !host.checkRunning(name))
        return std::nullopt;
    const LibvirtHost::Counters counted = host.counters(*domain, name, countersLimit);
    sample.cpuMs = counted.cpuMs;
    sample.diskBytes = counted.diskMoved;
    sample.hypervisorMute = counted.mute;
    sample.consoleBytes = QFileInfo(host.folder(name).serialLog()).size();
    if (machine && pulseLimit.count() > 0 && sample.running && !counted.mute) {
        const Result<GuestPulse> pulse = machine->pulse(pulseLimit, cancel);
        // Without a session nobody was asked.
        sample.asked = pulse || pulse.error().kind == ErrorKind::Timeout;
        if (pulse)
            sample.pulse = *pulse;
    }
    if (machine) {
        sample.channelBytes = machine->channelBytes();
        sample.outputBytes = machine->outputBytes();
    }
    sample.at = SystemClock().now();
    return sample;
}

} // namespace signalbox
