// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/path_pattern.h"
#include "core/gate/judge_common.h"
#include "core/gate/judges.h"
#include "core/gate/test_paths.h"
#include "core/report/text.h"

namespace signalbox {

namespace {

GateResult badRules(const Error& error) {
    GateResult result;
    result.verdict = Verdict::Errored;
    result.summary = QStringLiteral("the blueprint's path rules cannot be read: %1").arg(error.message);
    return result;
}

} // namespace

GateResult judgeAllowedPaths(const ChangeSet& changes, const PathRules& rules) {
    const auto allowed = PathPatterns::parse(rules.allowed);
    if (!allowed)
        return badRules(allowed.error());
    const auto guarded = PathPatterns::parse(rules.protectedOf);
    if (!guarded)
        return badRules(guarded.error());
    if (changes.files.isEmpty())
        return failedResult(QStringLiteral("the change is empty: no file differs from the base"));

    const auto objection = [&](const QString& path) -> QString {
        if (isGateDefinition(path))
            return QStringLiteral("defines the gates and can only be changed on the base");
        if (guarded->matches(path))
            return QStringLiteral("is protected by the blueprint");
        if (!allowed->isEmpty() && !allowed->matches(path))
            return QStringLiteral("is outside of the allowed paths (%1)")
                .arg(clipLine(rules.allowed.join(QStringLiteral(", ")), 200));
        return {};
    };
    GateResult result;
    int wrong = 0;
    for (const FileChange& change : changes.files) {
        QStringList paths{change.path};
        if (change.status == FileStatus::Renamed && change.oldPath != change.path)
            paths.append(change.oldPath);
        for (const QString& path : paths) {
            const QString why = objection(path);
            if (why.isEmpty())
                continue;
            ++wrong;
            Finding finding;
            finding.file = path;
            finding.message = QStringLiteral("%1, but it %2").arg(toString(change.status), why);
            addFinding(result, finding);
        }
    }
    result.numbers.insert(QStringLiteral("files"), static_cast<double>(changes.files.size()));
    result.numbers.insert(QStringLiteral("outside"), wrong);
    result.verdict = wrong == 0 ? Verdict::Passed : Verdict::Failed;
    result.summary =
        wrong == 0 ? QStringLiteral("%1 changed, all within the allowed paths")
                         .arg(counted(changes.files.size(), "file", "files"))
                   : QStringLiteral("%1 that the change may not touch").arg(counted(wrong, "path", "paths"));
    return result;
}

} // namespace signalbox
