// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/provider.h"

#include <QTemporaryDir>

#include <memory>

namespace signalbox::test {

/// Where tests of machines take place: a state directory of their own, and the image that was built for real.
class MachineWorld {
public:
    /// vm: real virtual machines; else the development provider.
    explicit MachineWorld(bool vm);
    ~MachineWorld();
    MachineWorld(const MachineWorld&) = delete;
    MachineWorld& operator=(const MachineWorld&) = delete;

    /// Why the tests cannot run here (no image); empty when they can. Fatal when SIGNALBOX_REQUIRE_VM is set.
    [[nodiscard]] QString missing() const;
    [[nodiscard]] bool vm() const { return m_vm; }
    [[nodiscard]] QString uri() const;
    [[nodiscard]] const MachineConfig& config() const { return m_config; }
    [[nodiscard]] QString machinesDirectory() const;
    [[nodiscard]] std::shared_ptr<MachineProvider> provider() const;
    /// Destroys every machine that the provider still has.
    static void clear(MachineProvider& provider);
    [[nodiscard]] static MachineSpec spec(const QString& name);
    /// Numbers of the QEMU processes that hold something below the state directory open.
    [[nodiscard]] QList<qint64> emulators() const;

private:
    bool m_vm;
    QTemporaryDir m_directory;
    MachineConfig m_config;
};

/// Output and result of a job in one.
struct Ran {
    Result<JobResult> result;
    QByteArray output;
};
Ran run(Machine& machine, const QString& id, const QString& script,
        const std::function<void(Job&)>& change = {}, const CancelToken& cancel = {});

} // namespace signalbox::test
