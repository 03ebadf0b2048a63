// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/gen_ai_meters.h"

namespace signalbox {

/// A single number that only grows.
struct OtlpCounter {
    QString name;
    QString unit;
    qint64 value = 0;
};

/// The body of POST /v1/traces: OTLP in its JSON encoding (ids in hexadecimal, 64-bit numbers as strings).
/// resource: what sends. Pure.
QByteArray otlpTraces(const SpanAttributes& resource, const QList<Span>& spans);
/// The body of POST /v1/metrics: everything since `start`.
QByteArray otlpMetrics(const SpanAttributes& resource, const GenAiMeters& meters,
                       const QList<OtlpCounter>& counters, Moment start, Moment now);

} // namespace signalbox
