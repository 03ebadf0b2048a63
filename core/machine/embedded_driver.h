// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace signalbox {

/// Who QEMU runs as, when that is not the core's own user: machines' files are given to it.
struct HypervisorUser {
    uint uid = 0;
    uint gid = 0;
    QString name;
};

/// The account that Debian makes for QEMU; none when libvirt-daemon-system is not installed.
std::optional<HypervisorUser> accountOfQemu();

/// Makes the directory of libvirt's embedded driver ready and writes its configuration. user: who QEMU is to
/// run as, when the core is root. limitProcessor: let it use the processor controller of control groups.
/// Returns the name of that directory to give to libvirt: a link in /tmp, where the path itself would be too
/// long for the sockets below it. Errors: Invalid, NotFound and Denied, with what to do.
Result<QString> prepareEmbeddedDriver(const QString& root, const std::optional<HypervisorUser>& user,
                                      bool limitProcessor);

} // namespace signalbox
