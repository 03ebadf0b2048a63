// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

#include <optional>

namespace signalbox {

/// What is remembered of a machine on the host's disk, so that a core started again can take it over.
struct MachineRecord {
    MachineSpec spec;
    Moment createdAt;
    Moment deadline; ///< createdAt + lifetime
    QMap<QString, Digest> digests;
    QByteArray hostPublicKey;
    QString accelerator;
};

/// One machine's folder: its disk, keys, console log and record. Plain file work, no hypervisor. A machine
/// that was made ahead keeps the folder and the hypervisor's name that it was born with; the name that it
/// serves under is a symbolic link to that folder, which makes taking it one step that a crash cannot halve.
class MachineFolder {
public:
    MachineFolder(const QString& machinesDirectory, const QString& name);

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString scratch() const { return m_path + u"/scratch.qcow2"_qs; }
    /// What the scratch disk goes on from, when that is a template's.
    [[nodiscard]] QString base() const { return m_path + u"/base.qcow2"_qs; }
    [[nodiscard]] QString serialLog() const { return m_path + u"/serial.log"_qs; }
    [[nodiscard]] QString hostKey() const { return m_path + u"/host_key"_qs; }
    [[nodiscard]] QString seed() const { return m_path + u"/seed"_qs; }
    [[nodiscard]] QString clientKey() const { return m_path + u"/client_key"_qs; }
    /// The machine's memory while it sleeps.
    [[nodiscard]] QString memory() const { return m_path + u"/memory.save"_qs; }
    [[nodiscard]] bool exists() const;
    /// Since when its memory is on disk; empty while it is not.
    [[nodiscard]] std::optional<Moment> asleepSince() const;
    /// What its disk and its memory take on the host's disk.
    [[nodiscard]] qint64 bytesOnDisk() const;
    /// The name that the hypervisor knows the machine by.
    [[nodiscard]] QString bornAs() const;
    /// Makes this the name of a machine that was made ahead. Conflict when it is the name of another.
    Result<void> takeOver(const QString& ahead) const;

    Result<void> save(const MachineRecord& record) const;
    [[nodiscard]] Result<MachineRecord> load() const;
    /// Also the record of a machine that serves under another name.
    [[nodiscard]] Result<MachineRecord> loadAny() const;
    /// When a job was first started in the machine, by the host's clock: now, unless that was noted before.
    [[nodiscard]] Moment jobBegan(const QString& job, Moment now) const;
    /// Why the machine ended. The first reason stays; success when the folder is gone.
    void noteEnd(const QString& reason) const;
    /// Empty while nothing is known.
    [[nodiscard]] QString end() const;
    /// When it was noted.
    [[nodiscard]] std::optional<Moment> endedAt() const;
    /// "the guest's kernel panicked: ..." when the console's last lines say so, else empty.
    [[nodiscard]] QString panicInLog() const;
    Result<void> remove() const;
    /// Ends the removals in a directory of machines that a core which was killed had begun.
    static void finishRemovals(const QString& machines);

private:
    QString m_path;
};

} // namespace signalbox
