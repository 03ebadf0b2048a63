// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: look, take it along, verify it without a core.
#include "app/ctl/ctl.h"

#include "core/audit/audit_check.h"

#include <QFile>

#include <algorithm>

namespace signalbox::ctl {

namespace {

constexpr int usualLimit = 50;
constexpr int mostLimit = 1000;

/// An option's whole number from 0 on; -1: it is none.
qint64 numberOf(const Arguments& arguments, const char* name, qint64 otherwise) {
    const QString text = arguments.value(QLatin1String(name));
    if (text.isEmpty())
        return otherwise;
    bool good = false;
    const qint64 number = text.toLongLong(&good);
    return good && number >= 0 ? number : -1;
}

int auditList(Ctl& ctl, const Arguments& arguments) {
    CoreClient::AuditRequest request;
    const qint64 limit = numberOf(arguments, "limit", usualLimit);
    request.task = numberOf(arguments, "task", 0);
    request.after = numberOf(arguments, "after", 0);
    request.kind = arguments.value(QStringLiteral("kind"));
    if (limit < 1 || limit > mostLimit || request.task < 0 || request.after < 0)
        return ctl.usage({ErrorKind::Invalid,
                          QStringLiteral("--limit (1 to 1000), --task and --after take whole numbers"),
                          {}});
    request.limit = int(limit);
    // Without a beginning: the newest.
    const bool newest = request.after == 0;
    if (newest)
        request.before = std::numeric_limits<qint64>::max();
    auto page = ctl.query<AuditPage>([&](auto done) { ctl.client().fetchAudit(request, &ctl, done); });
    if (!page)
        return ctl.fail(page.error());
    if (newest)
        std::reverse(page->entries.begin(), page->entries.end());
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*page));
        return Done;
    }
    QList<QStringList> rows;
    for (const AuditEntry& entry : page->entries)
        rows.append({QString::number(entry.seq), entry.at.iso(), enumWord(entry.kind), harmless(entry.action),
                     entry.task > 0 ? QString::number(entry.task) : QStringLiteral("-"),
                     harmless(entry.repository), harmless(entry.who), harmless(entry.text)});
    out.table({QStringLiteral("NO"), QStringLiteral("WHEN"), QStringLiteral("KIND"), QStringLiteral("ACTION"),
               QStringLiteral("TASK"), QStringLiteral("REPOSITORY"), QStringLiteral("WHO"),
               QStringLiteral("WHAT")},
              rows);
    if (rows.isEmpty())
        out.line(QStringLiteral("no such entry"));
    if (!page->trouble.isEmpty())
        out.line(out.ink(
            Ink::Bad, QStringLiteral("nothing can be written at present: %1").arg(harmless(page->trouble))));
    return Done;
}

int auditExport(Ctl& ctl, const Arguments& arguments) {
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    return saveExport(ctl, arguments.word(0), [&](QIODevice* to, Callback<qint64> done) {
        ctl.client().exportAudit(to, &ctl, done);
    });
}

int auditVerify(Ctl& ctl, const Arguments& arguments) {
    QFile file(arguments.word(0));
    if (!file.open(QIODevice::ReadOnly))
        return ctl.usage({ErrorKind::NotFound,
                          QStringLiteral("%1 cannot be read: %2").arg(file.fileName(), file.errorString()),
                          {}});
    const auto check = checkAudit(file, arguments.value(QStringLiteral("head")));
    if (!check)
        return ctl.fail(check.error());
    Output& out = ctl.out();
    if (out.json())
        out.document(toJson(*check));
    else if (check->ok)
        out.line(QStringLiteral("the audit log is sound: entries %1 to %2, chain %3")
                     .arg(check->after + 1)
                     .arg(check->after + check->entries)
                     .arg(check->head));
    else
        out.line(out.ink(
            Ink::Bad,
            QStringLiteral("the audit log is not as the core wrote it: %1").arg(harmless(check->problem))));
    return check->ok ? Done : Failed;
}

} // namespace

QList<Command> auditCommands() {
    return {
        {QStringLiteral("audit list"),
         {},
         QStringLiteral("Show who did what: people, agents, credentials, requests to the world outside"),
         QStringLiteral("The newest 50, or those after an entry.\n"
                        "Example: signalboxctl audit list --task 41 --kind decision"),
         {{QStringLiteral("task"), QStringLiteral("N"), QStringLiteral("only about this task"), false},
          {QStringLiteral("kind"), QStringLiteral("KIND"),
           QStringLiteral("core, repository, task, work, machine, decision, credential, egress or person"),
           false},
          {QStringLiteral("after"), QStringLiteral("NO"), QStringLiteral("from the entry after this one on"),
           false},
          {QStringLiteral("limit"), QStringLiteral("N"), QStringLiteral("at most so many (50)"), false}},
         0,
         0,
         auditList},
        {QStringLiteral("audit export"),
         QStringLiteral("FILE"),
         QStringLiteral("Write the whole audit log, one JSON object a line"),
         QStringLiteral("Example: signalboxctl audit export audit.ndjson"),
         {},
         1,
         1,
         auditExport},
        {QStringLiteral("audit verify"),
         QStringLiteral("FILE"),
         QStringLiteral("Check an exported audit log, without any core"),
         QStringLiteral("Names the first line that was changed, removed or added. A log that was written "
                        "anew, sums and\n"
                        "all, is told by its head alone: keep the chain that an earlier check printed.\n"
                        "Example: signalboxctl audit verify audit.ndjson"),
         {{QStringLiteral("head"), QStringLiteral("CHAIN"), QStringLiteral("the chain that it has to end in"),
           false}},
         1,
         1,
         auditVerify}};
}

} // namespace signalbox::ctl
