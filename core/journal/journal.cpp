// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/journal.h"

namespace signalbox {

Result<Digest> Journal::chainAt(qint64) {
    return Error{ErrorKind::Unavailable, QStringLiteral("this journal keeps no chain"), {}};
}

Result<Verification> Journal::backupTo(const QString&) {
    return Error{ErrorKind::Unavailable, QStringLiteral("this journal keeps no file"), {}};
}

Result<Volume> Journal::seal(qint64) {
    return Error{ErrorKind::Unavailable, QStringLiteral("this journal keeps no file"), {}};
}

Result<QList<Volume>> Journal::volumes() {
    return QList<Volume>();
}

} // namespace signalbox
