// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace signalbox {

/// Makes this process the adoptive parent of the QEMU processes that the embedded driver detaches, and
/// collects them when they end. Without it they stay as zombies until process 1 collects them, and libvirt
/// waits seconds for that at every destroy. Only processes named qemu-system* that lead a session of their
/// own are collected: direct children, of QProcess or of libvirt, are left to those who wait for them. Call
/// before work that starts or ends QEMU; it starts the collecting thread once and keeps it attentive for a
/// while.
void expectChildren();

} // namespace signalbox
