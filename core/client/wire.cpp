// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/wire.h"

#include <QJsonDocument>

namespace signalbox {

namespace {
/// Labels may come as texts or as numbers.
qint64 numberOf(const QJsonValue& value) {
    return value.isString() ? value.toString().toLongLong() : value.toInteger();
}
} // namespace

QString MachineInfo::activity() const {
    const bool told = !liveness.isEmpty() && liveness != QLatin1String("unknown");
    return state == QLatin1String("running") && told ? liveness : state;
}

TaskId MachineInfo::task() const {
    return numberOf(labels.value(QLatin1String("task")));
}

QString MachineInfo::step() const {
    return labels.value(QLatin1String("step")).toString();
}

int MachineInfo::attempt() const {
    return int(numberOf(labels.value(QLatin1String("attempt"))));
}

LogLine logLineFrom(const QByteArray& json, qint64 end) {
    LogLine line;
    line.end = end;
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        line.text = QString::fromUtf8(json);
        return line;
    }
    const QJsonObject object = document.object();
    line.at.ms = object.value(QLatin1String("at")).toInteger();
    line.step = object.value(QLatin1String("step")).toString();
    line.attempt = object.value(QLatin1String("attempt")).toInt();
    line.kind =
        enumFromWord<LogKind>(object.value(QLatin1String("kind")).toString()).value_or(LogKind::Output);
    line.text = object.value(QLatin1String("text")).toString();
    return line;
}

QByteArray toNdjson(const LogLine& line) {
    const QJsonObject object{{QStringLiteral("at"), line.at.ms},
                             {QStringLiteral("step"), line.step},
                             {QStringLiteral("attempt"), line.attempt},
                             {QStringLiteral("kind"), enumWord(line.kind)},
                             {QStringLiteral("text"), line.text}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Result<QJsonObject> jsonObjectFrom(const QByteArray& body) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (document.isObject())
        return document.object();
    const QString what = problem.error == QJsonParseError::NoError
                             ? QStringLiteral("it is no object")
                             : QStringLiteral("%1 at byte %2").arg(problem.errorString()).arg(problem.offset);
    return Error{ErrorKind::Corrupt,
                 QStringLiteral("the core's answer is no JSON that can be read: %1").arg(what),
                 QStringLiteral("Is it a Signalbox core that answers at this address?")};
}

} // namespace signalbox
