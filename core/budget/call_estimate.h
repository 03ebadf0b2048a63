// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/budget/budget_book.h"

#include <array>

namespace signalbox {

/// What a request says of its own size.
struct CallSize {
    qint64 input = 0;        ///< tokens, estimated from the bytes of the text
    qint64 output = 0;       ///< tokens that it allows the model to write; 0: it does not say
    qint64 alternatives = 1; ///< answers that it asks for at once
};

/// Learns from the wire how calls of one kind (a protocol and a model) differ from what their size says, and
/// estimates the next. Until the first was settled it asks for spare room, so that a small budget begins with
/// one call at a time, and a large one does not notice. Pure; not thread-safe.
class CallEstimate {
public:
    static constexpr qint64 unknownSpare = 16'384;  ///< tokens
    static constexpr qint64 assumedOutput = 32'768; ///< tokens, of a request that does not say
    static constexpr qint64 comfortable = 8'192;    ///< tokens of output

    /// others: what is known of calls of all kinds, for while nothing is known of this one. aside: calls that
    /// are under way, of whose use nothing is known yet.
    [[nodiscard]] CallNeed need(const CallSize& size, const ModelPrice& price, const CallEstimate& others,
                                qint64 aside = 0) const;
    [[nodiscard]] bool knowsAny() const { return m_count > 0; }
    /// A call was settled with what the wire said.
    void learn(const CallSize& size, const TokenUsage& usage);

private:
    struct Lesson; // of one call, or the most of several
    [[nodiscard]] Lesson most() const;
    struct Lesson {
        qint64 inputBeyond = 0; ///< tokens of input more than its size said
        qint64 output = 0;
        qint64 outputBeyond = 0; ///< tokens of output more than was allowed
        qint64 inputRise = 0;    ///< of inputBeyond, against the call before
        qint64 outputRise = 0;
    };
    std::array<Lesson, 8> m_lessons{};
    std::size_t m_count = 0; ///< ever learned
};

} // namespace signalbox
