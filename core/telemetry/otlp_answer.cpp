// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/otlp_answer.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace signalbox {

namespace {

constexpr int longestRest = 300; ///< seconds that a receiver may ask for

qint64 rejectedOf(const QByteArray& body) {
    const QJsonObject partial =
        QJsonDocument::fromJson(body).object().value(QLatin1String("partialSuccess")).toObject();
    for (const char* name : {"rejectedSpans", "rejectedDataPoints"}) {
        const QJsonValue value = partial.value(QLatin1String(name));
        // 64-bit numbers are strings in this encoding, and not every receiver knows it.
        const qint64 count = value.isString() ? value.toString().toLongLong() : value.toInteger();
        if (count > 0)
            return count;
    }
    return 0;
}

} // namespace

OtlpAnswer readOtlpAnswer(int status, const QByteArray& retryAfter, const QByteArray& body, qint64 sent) {
    OtlpAnswer answer;
    if (status >= 200 && status < 300) {
        answer.kind = OtlpAnswer::Kind::Taken;
        answer.rejected = std::min(rejectedOf(body), sent);
    } else if (status == 429 || (status >= 502 && status <= 504)) {
        answer.kind = OtlpAnswer::Kind::Again;
        bool isNumber = false;
        if (const int seconds = retryAfter.trimmed().toInt(&isNumber); isNumber && seconds >= 0)
            answer.after = std::chrono::seconds(std::min(seconds, longestRest));
    }
    return answer;
}

} // namespace signalbox
