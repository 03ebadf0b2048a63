// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/domain/task.h"
#include "core/git/mirror.h"

#include <QJsonObject>

#include <memory>

namespace signalbox {

/// Who let it through, as it stands in the description.
struct ApprovedBy {
    QString by;
    QString comment;
    Moment at;
};

/// Everything that a pull request says. Texts are raw: the description escapes them.
struct PullRequest {
    TaskId taskId = 0;
    QString title;
    QString taskText;
    QString baseBranch;
    QString baseCommit;
    QString commit;
    QString approvedTree; ///< only this tree may be published
    QString agentWords;   ///< the description that the agent wrote, Markdown; may be empty
    QList<GateResult> evidence;
    Digest evidenceDigest; ///< what the approval was bound to
    QList<ApprovedBy> approvals;
    QString cost; ///< for people, "0.42 USD, 61 000 tokens"; empty: none was measured
    QString blueprint;
    Digest blueprintDigest;
    QJsonObject bundle; ///< the evidence for machines, written as evidence.json
};

/// What became of a pull request.
enum class PullRequestState { Open, Merged, Rejected };
QString toString(PullRequestState state);

/// A place where pull requests are made. Every call blocks; all are harmless when repeated, so that a core
/// that was killed in the middle just calls again. Thread-safe.
class Forge {
public:
    virtual ~Forge() = default;

    /// Makes the pull request. Conflict when the commit does not have the approved tree, or when something
    /// else is where the branch would go.
    virtual Result<Publication> publish(const PullRequest& request, const CancelToken& cancel) = 0;
    /// Takes back what publish made; success when it is gone already; Conflict when somebody went on from it.
    virtual Result<void> withdraw(const Publication& publication, const CancelToken& cancel) = 0;
    /// Looks at the remote now. base: the branch and commit that the work began from.
    virtual Result<PullRequestState> state(const Publication& publication, const QString& baseBranch,
                                           const QString& baseCommit, const CancelToken& cancel) = 0;
};

/// How to reach the remotes of pull requests.
struct ForgeSettings {
    QMap<QString, QString> kinds; ///< host name to "plain", "github" or "gitlab"; a host not named is "plain"
    QString directory;            ///< holds a directory for each task with pull-request.md and evidence.json
    Millis timeLimit{120'000};    ///< for each transfer
};

/// The forge for a repository's URL. Invalid for a kind that is not known or that this version cannot serve.
Result<std::unique_ptr<Forge>> makeForge(const QString& url, const ForgeSettings& settings,
                                         const Mirror& mirror);

/// "signalbox/task-7-fix-the-parser"
QString branchName(TaskId task, const QString& title);

} // namespace signalbox
