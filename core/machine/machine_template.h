// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/libvirt_machine.h"

namespace signalbox {

struct PreparedMachine;

/// Machines that were saved in the moment in which they were ready, and that never served: others begin as
/// copies of them. They know no task and nobody's keys but those that their copies are given new ones for.
/// One for each shape and image, for as long as this host runs; a few at most. Not thread-safe.
class MachineTemplates {
public:
    explicit MachineTemplates(const QString& stateDirectory);

    /// Names what a machine's copies can be used for: what it is made of, and on which run of which host.
    static QString keyOf(const MachineSpec& spec, const QMap<QString, Digest>& digests,
                         const QString& accelerator);
    [[nodiscard]] MachineFolder folder(const QString& key) const { return {m_directory, key}; }
    [[nodiscard]] bool has(const QString& key) const { return folder(key).asleepSince().has_value(); }
    /// Takes over the folder of a machine that sleeps, and removes the templates that were made first beyond
    /// a few.
    Result<void> adopt(const MachineFolder& sleeping, const QString& key, bool readByOthers);
    void discard(const QString& key);

private:
    QString m_directory;
};

/// Begins a machine as a copy of a template: the same memory and a disk of its own on top of the template's.
/// The files of the copy are ready, its own keys among them. It runs then, but still takes itself for the
/// template: see giveOwnIdentity().
Result<void> startCopy(LibvirtHost& host, const MachineFolder& original, const PreparedMachine& prepared);

/// Gives a copy that runs its own name, clock, randomness and keys over a session that the template's keys
/// open, ends that session and opens another: nobody may use it before. Gives the machine to use.
Result<std::shared_ptr<LibvirtMachine>> giveOwnIdentity(const std::shared_ptr<LibvirtHost>& host,
                                                        const MachineFolder& original,
                                                        const PreparedMachine& prepared, Millis limit,
                                                        const ProgressSink& progress,
                                                        const CancelToken& cancel);

} // namespace signalbox
