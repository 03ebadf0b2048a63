// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>
#include <variant>

namespace signalbox {

using SpanValue = std::variant<QString, qint64, double>;
/// Names of OpenTelemetry's conventions, or of our own ("signalbox...."), with their values.
using SpanAttributes = QList<std::pair<QString, SpanValue>>;

/// One piece of work as OpenTelemetry knows it.
struct Span {
    enum class Kind { Internal = 1, Client = 3 }; // numbers of OTLP
    QByteArray trace;                             ///< 16 bytes
    QByteArray id;                                ///< 8 bytes
    QByteArray parent;                            ///< 8 bytes; empty: the root
    QString name;
    Kind kind = Kind::Internal;
    Moment start;
    Moment end;
    SpanAttributes attributes;
    bool failed = false; ///< status: error
};

} // namespace signalbox
