// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/gen_ai_meters.h"

#include <algorithm>

namespace signalbox {

namespace {

/// What makes two rows the same one.
QString rowKey(const SpanAttributes& attributes) {
    QString key;
    for (const auto& [name, value] : attributes) {
        key += name + QChar(0x1f);
        if (const auto* text = std::get_if<QString>(&value))
            key += *text;
        key += QChar(0x1e);
    }
    return key;
}

} // namespace

// The bounds are those that the conventions advise.
GenAiMeters::GenAiMeters() {
    m_tokens.name = QStringLiteral("gen_ai.client.token.usage");
    m_tokens.unit = QStringLiteral("{token}");
    for (double bound = 1; bound <= 67'108'864; bound *= 4)
        m_tokens.bounds.push_back(bound);
    m_durations.name = QStringLiteral("gen_ai.client.operation.duration");
    m_durations.unit = QStringLiteral("s");
    for (double bound = 0.01; m_durations.bounds.size() < 14; bound *= 2)
        m_durations.bounds.push_back(bound);
}

void GenAiMeters::count(Histogram& histogram, SpanAttributes attributes, double value) {
    QString key = rowKey(attributes);
    if (histogram.rows.size() >= mostRows && !histogram.rows.contains(key)) {
        attributes = {{QStringLiteral("otel.metric.overflow"), QStringLiteral("true")}};
        key = rowKey(attributes);
    }
    Histogram::Row& row = histogram.rows[key];
    row.attributes = std::move(attributes);
    row.within.resize(histogram.bounds.size() + 1);
    const auto place = std::lower_bound(histogram.bounds.begin(), histogram.bounds.end(), value);
    ++row.within.at(std::size_t(place - histogram.bounds.begin()));
    ++row.count;
    row.sum += value;
}

void GenAiMeters::countTokens(const SpanAttributes& attributes, const QString& kind, qint64 tokens) {
    SpanAttributes all = attributes;
    all.append({QStringLiteral("gen_ai.token.type"), kind});
    count(m_tokens, std::move(all), double(tokens));
}

void GenAiMeters::countDuration(const SpanAttributes& attributes, Millis duration) {
    count(m_durations, attributes, double(duration.count()) / 1000);
}

} // namespace signalbox
