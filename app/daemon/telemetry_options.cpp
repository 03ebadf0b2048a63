// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/telemetry_options.h"

#include <QRegularExpression>

namespace signalbox {

QList<QCommandLineOption> TelemetryOptions::flags() {
    return {QCommandLineOption(
                QStringLiteral("telemetry"),
                QStringLiteral("Send OpenTelemetry spans and metrics to this receiver of OTLP over HTTP "
                               "(http://127.0.0.1:4318); fields for it in $OTEL_EXPORTER_OTLP_HEADERS."),
                QStringLiteral("URL")),
            QCommandLineOption(
                QStringLiteral("telemetry-texts"),
                QStringLiteral("Send what people, agents and models wrote as well: tasks, requests, tool "
                               "calls. Without it no word of that leaves the core."))};
}

Result<QMap<QByteArray, QByteArray>> otlpFields(const QByteArray& text) {
    static const QRegularExpression nameRule(QStringLiteral("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\\z"));
    QMap<QByteArray, QByteArray> fields;
    for (const QByteArray& pair : text.split(',')) {
        if (pair.trimmed().isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = pair.left(std::max<qsizetype>(0, equals)).trimmed();
        const QByteArray value = QByteArray::fromPercentEncoding(pair.mid(equals + 1).trimmed());
        const bool printable =
            std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
        if (equals < 1 || !nameRule.match(QString::fromLatin1(name)).hasMatch() || !printable)
            return Error{ErrorKind::Invalid,
                         QStringLiteral("$OTEL_EXPORTER_OTLP_HEADERS holds something that is no field"),
                         QStringLiteral("Write name=value, with commas between them.")};
        fields.insert(name, value);
    }
    return fields;
}

Result<TelemetryOptions> TelemetryOptions::read(const QCommandLineParser& parser) {
    TelemetryOptions options;
    const QString url = parser.value(QStringLiteral("telemetry"));
    options.texts = parser.isSet(QStringLiteral("telemetry-texts"));
    if (url.isEmpty()) {
        if (options.texts || parser.isSet(QStringLiteral("telemetry")))
            return Error{ErrorKind::Invalid, QStringLiteral("--telemetry takes the URL of a receiver"), {}};
        return options;
    }
    options.url = QUrl(url, QUrl::StrictMode);
    if (!options.url.isValid() || options.url.host().isEmpty())
        return Error{ErrorKind::Invalid,
                     QStringLiteral("--telemetry: \"%1\" is no URL of a receiver").arg(url.left(200)),
                     QStringLiteral("http://127.0.0.1:4318, for example")};
    auto fields = otlpFields(qgetenv("OTEL_EXPORTER_OTLP_HEADERS"));
    if (!fields)
        return fields.error();
    options.fields = std::move(*fields);
    options.authorities = parser.value(QStringLiteral("upstream-ca"));
    return options;
}

} // namespace signalbox
