// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit_log.h"
#include "core/domain/task.h"

namespace signalbox {

/// What an attempt is issued, as the audit log tells it: which one, for which task, in which machine ("": not
/// known yet), and what became of it: "issued", "used", "refused", "revoked".
inline AuditEntry credentialEntry(const QString& action, TaskId task, const QString& repository,
                                  const QString& machine, const QString& what) {
    AuditEntry entry;
    entry.kind = AuditKind::Credential;
    entry.action = action;
    entry.task = task;
    entry.repository = repository;
    entry.machine = machine;
    entry.who = action == QLatin1String("used") || action == QLatin1String("refused")
                    ? QStringLiteral("agent")
                    : QStringLiteral("core");
    entry.text = what;
    return entry;
}

} // namespace signalbox
