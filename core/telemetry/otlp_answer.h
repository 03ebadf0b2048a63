// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>

#include <optional>

namespace signalbox {

/// What a receiver made of a batch, as OTLP says it.
struct OtlpAnswer {
    enum class Kind {
        Taken,
        Again,   ///< try the same again later: 429, 502, 503, 504
        Refused, ///< it will never take it
    };
    Kind kind = Kind::Refused;
    qint64 rejected = 0;         ///< Taken: of the batch, for good
    std::optional<Millis> after; ///< Again: not before
};

/// status, the field Retry-After and the body of an answer, which comes from a stranger: what cannot be read
/// counts for nothing. Pure.
OtlpAnswer readOtlpAnswer(int status, const QByteArray& retryAfter, const QByteArray& body, qint64 sent);

} // namespace signalbox
