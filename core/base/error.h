// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace signalbox {

/// What kind of failure an Error is. The kind decides who may act on it: the caller, a person, or a retry.
enum class ErrorKind {
    Invalid,      ///< the input is wrong; the same input will fail again
    NotFound,     ///< the named thing does not exist
    Conflict,     ///< the state does not allow this now, or changed since the caller looked
    Denied,       ///< the caller may not do this
    Unavailable,  ///< something outside is not there or does not answer; trying again later may help
    Timeout,      ///< a time limit was reached
    LimitReached, ///< a size, count or budget limit was reached
    Cancelled,    ///< somebody asked for it to stop
    Corrupt,      ///< stored or received bytes are not what they must be
    Internal,     ///< a defect of ours
};

/// The stable lower-case word for a kind, used in JSON and in messages ("not_found").
QString toString(ErrorKind kind);
ErrorKind errorKindFromString(const QString& word);

/// A failure as a value: what happened, why, and what to do about it.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message; ///< what happened and why, one sentence, for people
    QString hint;    ///< what to do; may be empty

    /// The same failure seen from one level up: "context: message".
    [[nodiscard]] Error within(const QString& context) const;
    /// True when trying the same again later may succeed.
    [[nodiscard]] bool isTransient() const;
    /// message and hint in one text, for a terminal or a log.
    [[nodiscard]] QString text() const;
    bool operator==(const Error&) const = default;
};

} // namespace signalbox
