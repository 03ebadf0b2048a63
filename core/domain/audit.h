// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"

#include <array>

namespace signalbox {

/// What an entry of the audit log is about. The words are part of its format.
enum class AuditKind {
    Core,       ///< the core itself and its audit log
    Repository, ///< who registered what
    Task,       ///< who submitted, what was admitted, how it ended
    Work,       ///< what attempts and gates produced: commits, artifacts, branches
    Machine,    ///< who had which machine, made of which images
    Decision,   ///< of people, and what was asked of them
    Credential, ///< issued, used, revoked
    Egress,     ///< what a machine asked of the world outside, refused or let through
    Person,     ///< who may use the core and in which roles, and whom it refused
};
template <>
struct EnumWords<AuditKind> {
    static constexpr std::array<const char*, 9> words{"core",     "repository", "task",   "work",  "machine",
                                                      "decision", "credential", "egress", "person"};
};

/// One entry of the audit log, as it is kept, sent and exported. `chain` is the SHA-256 over the entry
/// before's chain (64 characters) followed by the canonical JSON of all other members: a stranger can do the
/// sum.
struct AuditEntry {
    qint64 seq = 0; ///< from 1, without a gap
    Moment at;
    AuditKind kind = AuditKind::Core;
    QString action;  ///< one word: "submitted", "approved", "issued", "refused"
    qint64 task = 0; ///< 0: about none
    QString repository;
    QString who; ///< a person; "agent", "gate" or "core"
    QString machine;
    QString text;       ///< for people, one line
    QJsonObject detail; ///< names and numbers, by kind and action
    QString chain = {};
    SB_FIELDS(AuditEntry, seq, at, kind, action, task, repository, who, machine, text, detail, chain)
};

/// Some entries, and what is kept of the log.
struct AuditPage {
    QList<AuditEntry> entries;
    qint64 first = 0; ///< the oldest that is kept; 0: there is none
    qint64 last = 0;  ///< the newest
    QString head;     ///< the chain after it
    QString trouble;  ///< why nothing can be written at present; empty: all is well
    SB_FIELDS(AuditPage, entries, first, last, head, trouble)
};

} // namespace signalbox
