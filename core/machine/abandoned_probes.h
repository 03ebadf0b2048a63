// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace signalbox {

/// Ends the emulators that libvirt's embedded driver started to ask what QEMU can do, when the process that
/// asked was killed meanwhile: they wait for an answer for ever, and libvirt never looks for them again.
/// root: the driver's directory; name: by what name libvirt was given it. Does nothing while another process
/// drives the same root. Returns how many there were.
int endAbandonedProbes(const QString& root, const QString& name);

} // namespace signalbox
