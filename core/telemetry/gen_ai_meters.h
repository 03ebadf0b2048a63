// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/span.h"

#include <map>
#include <vector>

namespace signalbox {

/// A histogram of OpenTelemetry: one row for each set of attributes.
struct Histogram {
    struct Row {
        SpanAttributes attributes;
        std::vector<qint64> within; ///< one more than there are bounds
        qint64 count = 0;
        double sum = 0;
    };
    QString name;
    QString unit;
    std::vector<double> bounds;
    std::map<QString, Row> rows; ///< by their attributes
};

/// The metrics of the GenAI conventions, since the start: gen_ai.client.token.usage and
/// gen_ai.client.operation.duration. An agent that makes up models cannot make rows without end: beyond
/// `mostRows` all others are one. Pure; not thread-safe.
class GenAiMeters {
public:
    static constexpr std::size_t mostRows = 200; ///< of one histogram

    GenAiMeters();
    /// kind: "input" or "output". attributes: the operation's.
    void countTokens(const SpanAttributes& attributes, const QString& kind, qint64 tokens);
    void countDuration(const SpanAttributes& attributes, Millis duration);
    [[nodiscard]] const Histogram& tokens() const { return m_tokens; }
    [[nodiscard]] const Histogram& durations() const { return m_durations; }

private:
    static void count(Histogram& histogram, SpanAttributes attributes, double value);
    Histogram m_tokens;
    Histogram m_durations;
};

} // namespace signalbox
