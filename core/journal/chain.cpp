// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/chain.h"

#include "core/journal/journal.h"

namespace signalbox {

Digest chainStart() {
    return QString(64, QLatin1Char('0'));
}

QJsonObject chainLink(qint64 seq, qint64 atMs, const QString& type, qint64 task, const QJsonObject& body) {
    return {{QStringLiteral("seq"), seq},
            {QStringLiteral("at"), atMs},
            {QStringLiteral("type"), type},
            {QStringLiteral("task"), task},
            {QStringLiteral("body"), body}};
}

Digest chainAfter(const Digest& previous, const QJsonObject& link) {
    return sha256(previous.toLatin1() + canonicalJson(link));
}

Result<Digest> Journal::chainAt(qint64) {
    return Error{ErrorKind::Unavailable, QStringLiteral("this journal keeps no chain"), {}};
}

} // namespace signalbox
