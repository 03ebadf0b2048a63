// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/otlp_exporter.h"

#include <QCommandLineParser>

namespace signalbox {

/// What telemetry a core sends, and where. None by default.
struct TelemetryOptions {
    QUrl url;                            ///< of a receiver; empty: none is sent
    bool texts = false;                  ///< with what people, agents and models wrote
    QMap<QByteArray, QByteArray> fields; ///< of each request, as $OTEL_EXPORTER_OTLP_HEADERS says
    QString authorities;

    static QList<QCommandLineOption> flags();
    /// Invalid, saying what is wrong.
    static Result<TelemetryOptions> read(const QCommandLineParser& parser);
};

/// "name=value,name=value", values percent-encoded; Invalid for what is no field of HTTP. Never quotes a
/// value: it may be a key.
Result<QMap<QByteArray, QByteArray>> otlpFields(const QByteArray& text);

} // namespace signalbox
