// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/budget/budget_ledger.h"
#include "core/gateway/usage_reader.h"

namespace signalbox {

/// How a call went, as the gateway saw it.
struct CallCourse {
    bool sent = false;  ///< the upstream may have received the request
    int status = 0;     ///< of its answer; 0: none came
    bool whole = false; ///< the answer came to its end
    qint64 estimatedInput = 0;
    qint64 reservedTokens = 0;
    qint64 reservedOutput = 0; ///< of these
};

struct CallSettlement {
    TokenUsage usage;
    CallEnding ending = CallEnding::Whole;
    bool exact = false; ///< the wire said all of it
};

/// What a call is counted at. Where the wire did not say, never at nothing:
/// - never sent, or refused by the upstream (a status of 400 and more): what the answer said, else nothing;
/// - a whole answer without (believable) use: everything that was reserved;
/// - an answer that was cut, by either side: what was seen; where the input was not, its estimate; and for
/// the
///   output at least a token for every three bytes of text that passed.
/// Pure.
CallSettlement settleCall(const CallCourse& course, const UsageReader& reader);

} // namespace signalbox
