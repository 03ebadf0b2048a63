// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit_log.h"
#include "core/journal/journal.h"

namespace signalbox {

/// The entry that a record of the journal gives: what people, the core and its machines did. Nothing for
/// records that are no one's act. Without number and chain; without a repository where the event names none.
/// Pure.
std::optional<AuditEntry> auditOf(const Record& record);

/// For AuditLog::follow(): the journal outlives the log. A journal that is shorter than what was read of it
/// was put in place of another: that is an entry, and it goes on from there.
AuditSource auditOfJournal(Journal& journal);

} // namespace signalbox
