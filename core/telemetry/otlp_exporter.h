// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/telemetry/gen_ai_meters.h"

#include <QMap>
#include <QUrl>

#include <memory>

namespace signalbox {

/// Where telemetry goes, and how much of it is kept for a receiver that does not take it.
struct OtlpOptions {
    QUrl url;                            ///< http or https; /v1/traces and /v1/metrics are put behind it
    QMap<QByteArray, QByteArray> fields; ///< of each request: a receiver's key
    QString authorities;                 ///< PEM file with further authorities to trust
    SpanAttributes resource;             ///< what sends
    int queue = 4096;                    ///< spans that wait; what comes then is dropped and counted
    int batch = 512;                     ///< spans of one request
    Millis every{5'000};                 ///< a batch that is not full goes out after this
    Millis metricsEvery{15'000};
    Millis answerTime{10'000}; ///< for a receiver to answer
    Millis firstRest{1'000};   ///< after a failure; twice as long after each further one, ...
    Millis longestRest{30'000};
    Millis giveUp{300'000};   ///< how long one batch is tried; then it is dropped and counted
    Millis partingTime{2000}; ///< for what is left when it stops
};

/// What became of spans. Each that was handed over is in one of the last three, or still waits.
struct OtlpCounters {
    qint64 handed = 0;
    qint64 taken = 0;
    qint64 dropped = 0;  ///< no room, given up, or the end came
    qint64 rejected = 0; ///< by the receiver
    qint64 failures = 0; ///< requests that did not go well
};

/// Sends spans and metrics to a receiver of OTLP over HTTP, in batches, on a thread of its own. Whoever hands
/// something over never waits for a receiver: what cannot be kept is dropped, and counted. Thread-safe.
class OtlpExporter {
public:
    /// Invalid for an URL that is none of a receiver, or authorities that cannot be read.
    static Result<std::unique_ptr<OtlpExporter>> start(OtlpOptions options, const Clock& clock);
    /// As stop().
    ~OtlpExporter();
    OtlpExporter(const OtlpExporter&) = delete;
    OtlpExporter& operator=(const OtlpExporter&) = delete;

    void add(Span span);
    /// One operation's duration, and the tokens of each kind that it used; nothing for those below 0.
    void measure(const SpanAttributes& attributes, Millis duration, qint64 input = -1, qint64 output = -1);
    [[nodiscard]] OtlpCounters counters() const;
    /// Tries once to send what is left, for a short while, and ends the thread. Idempotent.
    void stop();

private:
    class Private;
    explicit OtlpExporter(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
