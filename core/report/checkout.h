// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace signalbox {

/// Where the tree lies in a gate's machine.
inline constexpr auto checkoutDirectory = "/home/agent/work";

} // namespace signalbox
