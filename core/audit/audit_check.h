// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/audit.h"

#include <QIODevice>

namespace signalbox {

/// The chain before the first entry: 64 zeros.
Digest auditStart();
/// The chain after an entry, given as its JSON with or without `chain`.
Digest auditChainAfter(const Digest& previous, QJsonObject entry);

/// The first line of an export: what follows begins after this entry and this chain, and ends with those.
struct AuditHeader {
    static constexpr auto formatName = "signalbox-audit-1";
    QString format = QLatin1String(formatName);
    qint64 after = 0;
    QString chain = auditStart();
    qint64 last = 0;
    QString head = auditStart();
    SB_FIELDS(AuditHeader, format, after, chain, last, head)
};

/// What a check of an export found.
struct AuditCheck {
    bool ok = false;
    qint64 entries = 0; ///< good ones, from the first on
    qint64 after = 0;   ///< the file begins after this entry; earlier ones were rotated away
    QString head;       ///< the chain after the last good one
    QString problem;    ///< empty when ok; otherwise the first thing that is wrong, one sentence
    qint64 line = 0;    ///< where, counted from 1; 0: no line is to blame
    SB_FIELDS(AuditCheck, ok, entries, after, head, problem, line)
};

/// Reads an export and does the sum, without any core. Names the first line that was changed, removed or
/// added. What was written anew from some entry on to the end, sums and all, is seen only by its head: give
/// the one that is known (`head`, empty: none is). Unavailable when it cannot be read.
Result<AuditCheck> checkAudit(QIODevice& file, const QString& head = {});

} // namespace signalbox
