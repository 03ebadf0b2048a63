// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/budget/token_usage.h"

#include <limits>

namespace signalbox {

double toDollars(Money money) {
    return double(money) / picodollars;
}

qint64 addBounded(qint64 a, qint64 b) {
    qint64 sum = 0;
    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return a < 0 ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
}

qint64 multiplyBounded(qint64 a, qint64 b) {
    qint64 product = 0;
    if (!__builtin_mul_overflow(a, b, &product))
        return product;
    return (a < 0) != (b < 0) ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
}

qint64 TokenUsage::allInput() const {
    return addBounded(addBounded(input, cacheRead), cacheWrite);
}

qint64 TokenUsage::total() const {
    return addBounded(allInput(), output);
}

TokenUsage& TokenUsage::operator+=(const TokenUsage& other) {
    input = addBounded(input, other.input);
    cacheRead = addBounded(cacheRead, other.cacheRead);
    cacheWrite = addBounded(cacheWrite, other.cacheWrite);
    output = addBounded(output, other.output);
    longWrite = addBounded(longWrite, other.longWrite);
    return *this;
}

} // namespace signalbox
