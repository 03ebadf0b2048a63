// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/call_settlement.h"

#include <algorithm>

namespace signalbox {

namespace {
constexpr qint64 writtenBytesPerToken = 3;
constexpr int firstErrorStatus = 400;
} // namespace

CallSettlement settleCall(const CallCourse& course, const UsageReader& reader) {
    const TokenUsage seen = reader.usage();
    const bool saidAll =
        reader.knowsInput() && reader.knowsOutput() && !reader.sawNonsense() && seen.total() > 0;
    if (!course.sent || course.status >= firstErrorStatus)
        return {seen, CallEnding::Failed, true};
    if (saidAll && (course.whole || reader.knowsFinalOutput()))
        return {seen, CallEnding::Whole, true};
    CallSettlement settled{seen, course.whole ? CallEnding::Silent : CallEnding::Cut, false};
    const qint64 reservedInput = std::max<qint64>(0, course.reservedTokens - course.reservedOutput);
    if (!reader.knowsInput() || seen.allInput() == 0)
        settled.usage.input =
            std::max(settled.usage.input, course.whole ? reservedInput : course.estimatedInput);
    const qint64 written = (reader.writtenBytes() + writtenBytesPerToken - 1) / writtenBytesPerToken;
    settled.usage.output =
        std::max(settled.usage.output, course.whole ? std::max(course.reservedOutput, written) : written);
    return settled;
}

} // namespace signalbox
