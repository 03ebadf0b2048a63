// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/image_store.h"
#include "core/machine/machine.h"

namespace signalbox {

/// What a domain's description needs besides its MachineSpec. All paths are the hypervisor host's.
struct DomainFiles {
    ImageFiles image;
    QString scratch;       ///< the machine's own qcow2 overlay
    QString serialLog;     ///< gets the guest's console
    QString hostKey;       ///< the guest's private SSH key
    QString seed;          ///< random bytes for the guest
    QString authorizedKey; ///< the one public key that may log in, as an authorized_keys line
};

/// Limits on what a machine may take from its host besides memory and disk size.
struct DomainLimits {
    qint64 diskBytesPerSecond = 200'000'000;
    qint64 diskRequestsPerSecond = 20'000;
};

/// Names the guest's side of the one channel into the guest.
inline constexpr char guestPortName[] = "org.signalbox.guest";

/// libvirt's description of the machine: no network, no USB, no graphics; image layers read-only, one scratch
/// disk, one channel. Pure: the same input gives the same text. accelerator: "kvm" or "tcg". owner: marks
/// whose machine it is, and is kept in the metadata with the labels. counterKhz: how fast the time stamp
/// counter of the hypervisor's host runs; 0 when it is not known.
QString domainXml(const MachineSpec& spec, const DomainFiles& files, const DomainLimits& limits,
                  const QString& accelerator, const QString& owner, qint64 counterKhz = 0);

/// Invalid, saying why, unless the spec can be a machine: name, sizes, counts.
Result<void> validate(const MachineSpec& spec);

/// Invalid unless the text can name a machine.
Result<void> validateMachineName(const QString& name);

/// The owner in a domain's description, as domainXml() put it there; empty when it is no machine of ours.
QString ownerInDomainXml(const QString& xml);

} // namespace signalbox
