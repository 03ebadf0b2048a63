// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/embedded_driver.h"
#include "core/machine/machine_folder.h"
#include "core/machine/provider.h"

#include <mutex>

struct _virConnect;
struct _virDomain;

namespace signalbox {

using ConnectPtr = std::shared_ptr<_virConnect>;
using DomainPtr = std::shared_ptr<_virDomain>;

/// A hypervisor reached through libvirt: the connection, opened when first needed and again when it was lost,
/// and what the hypervisor tells about its machines. Thread-safe; shared by a provider and its machines.
class LibvirtHost : public std::enable_shared_from_this<LibvirtHost> {
public:
    LibvirtHost(QString uri, const MachineConfig& config);
    ~LibvirtHost();
    LibvirtHost(const LibvirtHost&) = delete;
    LibvirtHost& operator=(const LibvirtHost&) = delete;

    [[nodiscard]] QString uri() const { return m_uri; }
    /// A hypervisor on another computer, which does not see this one's files.
    [[nodiscard]] bool remote() const { return m_remote; }
    [[nodiscard]] bool embedded() const { return m_embedded; }
    /// Limits on the memory of the hypervisor's process can be set.
    [[nodiscard]] bool enforcesLimits() const { return m_enforcesLimits; }
    /// And limits on its processor time.
    [[nodiscard]] bool limitsProcessor() const { return m_limitsProcessor; }
    [[nodiscard]] std::optional<HypervisorUser> user() const { return m_user; }
    [[nodiscard]] QString machinesDirectory() const { return m_machines; }
    [[nodiscard]] MachineFolder folder(const QString& name) const { return {m_machines, name}; }
    /// Marks domains of this installation on a hypervisor that others use as well.
    [[nodiscard]] QString owner() const { return m_owner; }

    /// Opens the connection unless it is open. The very first embedded one takes some seconds.
    Result<ConnectPtr> connect();
    /// NotFound when the hypervisor has no such machine; Conflict when another installation owns it.
    Result<DomainPtr> find(const QString& name);
    /// Success while the machine runs; Unavailable with the reason when it is paused or gone.
    Result<void> checkRunning(const QString& name);
    /// Why it is paused; empty while it runs or when it is gone. Cheap.
    [[nodiscard]] QString pausedBecause(const QString& name);
    /// Lets a machine go on that stopped because its disk could not be written, if there is room again.
    void resumeAfterFullDisk(const QString& name);
    /// Why a machine that is no longer on the hypervisor ended, as far as anybody knows.
    [[nodiscard]] QString whyGone(const QString& name) const;
    /// Facts from the hypervisor and the folder.
    Result<MachineStatus> inspect(const QString& name);
    /// What the hypervisor counted for a machine. Never waits for longer than the limit: a hypervisor's
    /// process that hangs is told by `mute`, and asked no more until it has answered.
    struct Counters {
        qint64 cpuMs = 0;
        qint64 diskMoved = 0;     ///< bytes read and written
        qint64 diskAllocated = 0; ///< bytes of the scratch disk
        bool mute = false;
    };
    [[nodiscard]] Counters counters(const DomainPtr& domain, const QString& name, Millis limit);
    /// Names of all machines of this installation: running ones and folders left behind.
    Result<QStringList> names();

private:
    struct Watcher;
    struct Questions;
    Result<ConnectPtr> open();
    void watchEvents(_virConnect* connection);

    const QString m_uri;
    QString m_root; ///< of the embedded driver
    QString m_machines;
    QString m_owner;
    bool m_embedded = false;
    bool m_remote = false;
    bool m_enforcesLimits = false;
    bool m_limitsProcessor = false;
    std::optional<HypervisorUser> m_user;
    std::mutex m_mutex; ///< guards m_connection; held while connecting, so that it is done once
    ConnectPtr m_connection;
    std::shared_ptr<Watcher> m_watcher;
    const std::shared_ptr<Questions> m_questions;
};

} // namespace signalbox
