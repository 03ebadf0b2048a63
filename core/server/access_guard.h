// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit_log.h"
#include "core/server/http_router.h"
#include "core/server/people.h"

#include <mutex>

namespace signalbox {

/// Refuses what a person's roles do not allow, by the one table of `core/domain/role.h`, and has the audit
/// log say so: of the same person at the same route once in a while, with how often it was. Thread-safe.
class AccessGuard {
public:
    /// audit: nullptr where no log is kept.
    explicit AccessGuard(AuditLog* audit) : m_audit(audit) {}
    /// What to answer instead; nothing: the person may. The route is one of the API's table.
    std::optional<HttpResponse> refuse(const HttpRoute& route, const Person& person, Moment now);

private:
    struct Noted {
        Moment at;
        qint64 unsaid = 0; ///< refusals since then
    };
    void note(const HttpRoute& route, const Person& person, Moment now);

    AuditLog* m_audit;
    std::mutex m_mutex;
    QMap<QString, Noted> m_noted; ///< by person and route
};

/// What the audit log says about who may use the core.
AuditEntry entryOf(const PersonChange& change);

} // namespace signalbox
