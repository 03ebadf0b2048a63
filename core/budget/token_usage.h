// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fields.h"

#include <QtGlobal>

namespace signalbox {

/// What model calls used, in tokens. The four kinds exclude each other, whatever the provider's own form is:
/// their sum is what was used. (OpenAI and Gemini count cached tokens into the input: here they are taken
/// out.)
struct TokenUsage {
    qint64 input = 0;      ///< read anew: neither from a cache nor into one
    qint64 cacheRead = 0;  ///< read from a cache
    qint64 cacheWrite = 0; ///< read and put into a cache
    qint64 output = 0;     ///< written, reasoning included
    qint64 longWrite = 0;  ///< of cacheWrite: into a cache that is kept longer, and dearer

    [[nodiscard]] qint64 allInput() const;
    [[nodiscard]] qint64 total() const;
    TokenUsage& operator+=(const TokenUsage& other);
    SB_FIELDS(TokenUsage, input, cacheRead, cacheWrite, output, longWrite)
};

/// Money in picodollars (1e-12 USD): the cheapest token has a whole price, and nine million dollars fit.
using Money = qint64;
inline constexpr double picodollars = 1e12;
[[nodiscard]] double toDollars(Money money);

/// Sums and products that stay at the largest number instead of passing it.
[[nodiscard]] qint64 addBounded(qint64 a, qint64 b);
[[nodiscard]] qint64 multiplyBounded(qint64 a, qint64 b);

} // namespace signalbox
