// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace signalbox {

void assertionFailed(const char* condition, const char* why, std::source_location where) {
    std::fprintf(stderr, "signalbox: invariant broken: %s (%s) at %s:%u in %s\n", why, condition,
                 where.file_name(), where.line(), where.function_name());
    std::fflush(stderr);
    std::abort();
}

} // namespace signalbox
