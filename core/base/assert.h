// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <source_location>

namespace signalbox {
/// Prints the violated invariant with its place and ends the process: going on would spread the damage.
[[noreturn]] void assertionFailed(const char* condition, const char* why,
                                  std::source_location where = std::source_location::current());
} // namespace signalbox

/// States an invariant. Stays on in release builds; never use it for bad input (that is an Error).
#define SB_ASSERT(condition, why) ((condition) ? void(0) : ::signalbox::assertionFailed(#condition, why))
