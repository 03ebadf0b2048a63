// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/otlp_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox {

namespace {

constexpr int cumulative = 2; // AGGREGATION_TEMPORALITY_CUMULATIVE
constexpr int statusError = 2;

QString nanos(Moment moment) {
    return QString::number(moment.ms) + QStringLiteral("000000");
}

QJsonArray otlpAttributes(const SpanAttributes& attributes) {
    QJsonArray list;
    for (const auto& [name, value] : attributes) {
        QJsonObject any;
        if (const auto* text = std::get_if<QString>(&value))
            any.insert(QStringLiteral("stringValue"), *text);
        else if (const auto* number = std::get_if<qint64>(&value))
            any.insert(QStringLiteral("intValue"), QString::number(*number));
        else
            any.insert(QStringLiteral("doubleValue"), std::get<double>(value));
        list.append(QJsonObject{{QStringLiteral("key"), name}, {QStringLiteral("value"), any}});
    }
    return list;
}

QJsonObject otlpSpan(const Span& span) {
    QJsonObject object{{QStringLiteral("traceId"), QString::fromLatin1(span.trace.toHex())},
                       {QStringLiteral("spanId"), QString::fromLatin1(span.id.toHex())},
                       {QStringLiteral("name"), span.name},
                       {QStringLiteral("kind"), int(span.kind)},
                       {QStringLiteral("startTimeUnixNano"), nanos(span.start)},
                       {QStringLiteral("endTimeUnixNano"), nanos(std::max(span.start, span.end))},
                       {QStringLiteral("attributes"), otlpAttributes(span.attributes)}};
    if (!span.parent.isEmpty())
        object.insert(QStringLiteral("parentSpanId"), QString::fromLatin1(span.parent.toHex()));
    if (span.failed)
        object.insert(QStringLiteral("status"), QJsonObject{{QStringLiteral("code"), statusError}});
    return object;
}

QJsonObject otlpHistogram(const Histogram& histogram, Moment start, Moment now) {
    QJsonArray bounds;
    for (const double bound : histogram.bounds)
        bounds.append(bound);
    QJsonArray points;
    for (const auto& [key, row] : histogram.rows) {
        QJsonArray within;
        for (const qint64 count : row.within)
            within.append(QString::number(count));
        points.append(QJsonObject{{QStringLiteral("attributes"), otlpAttributes(row.attributes)},
                                  {QStringLiteral("startTimeUnixNano"), nanos(start)},
                                  {QStringLiteral("timeUnixNano"), nanos(now)},
                                  {QStringLiteral("count"), QString::number(row.count)},
                                  {QStringLiteral("sum"), row.sum},
                                  {QStringLiteral("bucketCounts"), within},
                                  {QStringLiteral("explicitBounds"), bounds}});
    }
    return {{QStringLiteral("name"), histogram.name},
            {QStringLiteral("unit"), histogram.unit},
            {QStringLiteral("histogram"), QJsonObject{{QStringLiteral("aggregationTemporality"), cumulative},
                                                      {QStringLiteral("dataPoints"), points}}}};
}

QJsonObject otlpSum(const OtlpCounter& counter, Moment start, Moment now) {
    const QJsonObject point{{QStringLiteral("startTimeUnixNano"), nanos(start)},
                            {QStringLiteral("timeUnixNano"), nanos(now)},
                            {QStringLiteral("asInt"), QString::number(counter.value)}};
    return {{QStringLiteral("name"), counter.name},
            {QStringLiteral("unit"), counter.unit},
            {QStringLiteral("sum"), QJsonObject{{QStringLiteral("aggregationTemporality"), cumulative},
                                                {QStringLiteral("isMonotonic"), true},
                                                {QStringLiteral("dataPoints"), QJsonArray{point}}}}};
}

/// resourceX: [{resource, scopeX: [{scope, X}]}]
QByteArray otlpDocument(const SpanAttributes& resource, const QString& resources, const QString& scopes,
                        const QString& things, const QJsonArray& list) {
    const QJsonObject scope{{QStringLiteral("scope"),
                             QJsonObject{{QStringLiteral("name"), QStringLiteral("signalbox")},
                                         {QStringLiteral("version"), QStringLiteral(SIGNALBOX_VERSION)}}},
                            {things, list}};
    const QJsonObject one{
        {QStringLiteral("resource"), QJsonObject{{QStringLiteral("attributes"), otlpAttributes(resource)}}},
        {scopes, QJsonArray{scope}}};
    return QJsonDocument(QJsonObject{{resources, QJsonArray{one}}}).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray otlpTraces(const SpanAttributes& resource, const QList<Span>& spans) {
    QJsonArray list;
    for (const Span& span : spans)
        list.append(otlpSpan(span));
    return otlpDocument(resource, QStringLiteral("resourceSpans"), QStringLiteral("scopeSpans"),
                        QStringLiteral("spans"), list);
}

QByteArray otlpMetrics(const SpanAttributes& resource, const GenAiMeters& meters,
                       const QList<OtlpCounter>& counters, Moment start, Moment now) {
    QJsonArray list;
    for (const Histogram* histogram : {&meters.tokens(), &meters.durations()})
        if (!histogram->rows.empty())
            list.append(otlpHistogram(*histogram, start, now));
    for (const OtlpCounter& counter : counters)
        list.append(otlpSum(counter, start, now));
    return otlpDocument(resource, QStringLiteral("resourceMetrics"), QStringLiteral("scopeMetrics"),
                        QStringLiteral("metrics"), list);
}

} // namespace signalbox
