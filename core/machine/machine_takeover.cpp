// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_takeover.h"

#include "core/machine/guest_commands.h"
#include "core/machine/machine_files.h"
#include "core/machine/pool_plan.h"

namespace signalbox {

namespace {

Result<void> fits(const MachineConfig& config, const MachineRecord& ahead, const MachineSpec& spec) {
    const auto unfit = [&](const QString& why) {
        return Error{ErrorKind::Invalid, QStringLiteral("%1 cannot serve: %2").arg(ahead.spec.name, why), {}};
    };
    if (MachineShape::of(ahead.spec) != MachineShape::of(spec))
        return unfit(QStringLiteral("it has another shape"));
    // The image may have been built anew since: what is made from now on is made from that.
    const Result<ImageFiles> image = ImageStore(config.imageDirectory).resolve(spec.layers);
    if (!image)
        return image.error();
    return image->digests == ahead.digests ? Result<void>()
                                           : Result<void>(unfit(QStringLiteral("it is of an older image")));
}

} // namespace

Result<std::shared_ptr<LibvirtMachine>> takeOverMachine(LibvirtHost& host, const MachineConfig& config,
                                                        const LibvirtMachine& ahead, const MachineSpec& spec,
                                                        const CancelToken& cancel) {
    MachineRecord record = ahead.record();
    if (const Result<void> good = fits(config, record, spec); !good)
        return good.error();
    if (const Result<void> running = host.checkRunning(ahead.name()); !running)
        return running.error();
    const MachineFolder folder = host.folder(spec.name);
    if (const Result<void> taken = folder.takeOver(ahead.name()); !taken)
        return taken.error();
    record.spec = spec;
    record.createdAt = SystemClock().now();
    record.deadline = record.createdAt + spec.lifetime;
    if (const Result<void> saved = folder.save(record); !saved)
        return saved.error();
    const auto machine = std::make_shared<LibvirtMachine>(ahead, record);
    GuestIdentity identity;
    identity.hostname = spec.name;
    identity.clock = SystemClock().now();
    identity.seed = randomBytes(64);
    if (const Result<void> renewed = machine->renew(identity, cancel); !renewed)
        return renewed.error();
    return machine;
}

} // namespace signalbox
