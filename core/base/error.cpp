// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <array>
#include <utility>

namespace signalbox {

namespace {
using Pair = std::pair<ErrorKind, const char*>;
constexpr std::array<Pair, 10> kinds{{
    {ErrorKind::Invalid, "invalid"},
    {ErrorKind::NotFound, "not_found"},
    {ErrorKind::Conflict, "conflict"},
    {ErrorKind::Denied, "denied"},
    {ErrorKind::Unavailable, "unavailable"},
    {ErrorKind::Timeout, "timeout"},
    {ErrorKind::LimitReached, "limit_reached"},
    {ErrorKind::Cancelled, "cancelled"},
    {ErrorKind::Corrupt, "corrupt"},
    {ErrorKind::Internal, "internal"},
}};
} // namespace

QString toString(ErrorKind kind) {
    for (const auto& [value, word] : kinds)
        if (value == kind)
            return QString::fromLatin1(word);
    return QStringLiteral("internal");
}

ErrorKind errorKindFromString(const QString& word) {
    for (const auto& [value, name] : kinds)
        if (word == QLatin1String(name))
            return value;
    return ErrorKind::Internal;
}

Error Error::within(const QString& context) const {
    return {kind, context + QStringLiteral(": ") + message, hint};
}

bool Error::isTransient() const {
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout;
}

QString Error::text() const {
    return hint.isEmpty() ? message : message + QStringLiteral("\n  → ") + hint;
}

} // namespace signalbox
