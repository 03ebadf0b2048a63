// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/git/git_types.h"
#include "core/git/handles.h"

#include <QHash>

namespace signalbox::git {

/// Why the bytes of a commit object are not what git writes; empty when they are.
QString commitProblem(const QByteArray& raw);

/// One line of a tree object.
struct RawEntry {
    QByteArray mode;
    QByteArray name;
    QByteArray id; ///< 20 raw bytes
};
/// Reads a tree object strictly: complete, sorted, no name twice. Empty problem on success.
QString parseTree(const QByteArray& raw, QList<RawEntry>& entries);

/// Checks commits from a guest, one at a time, against the base that the guest was given. What the base has
/// at the same path, unchanged, was not the agent's doing and passes. The object store holds mirror and
/// quarantine together.
class ImportChecks {
public:
    ImportChecks(git_repository* repo, git_odb* odb, QString baseTree, const ImportLimits& limits,
                 const CancelToken& cancel);

    /// Commit object, tree and links; the error names the commit and the path.
    Result<void> checkCommit(const git_oid& commit);

private:
    using Entries = QHash<QByteArray, RawEntry>;

    Result<void> checkTree(const QByteArray& id, const QByteArray& baseId, const QByteArray& prefix,
                           int depth);
    Result<void> checkEntry(const RawEntry& entry, const RawEntry& base, const QByteArray& path, int depth);
    Result<void> checkFile(const RawEntry& entry, const QByteArray& path);
    Result<void> addBytes(qint64 bytes);
    Result<void> checkLinks(const QString& tree);
    Result<QByteArray> read(const QByteArray& id, int type, qint64 maxBytes, const QByteArray& path);

    git_repository* m_repo;
    git_odb* m_odb;
    QString m_baseTree;
    const ImportLimits& m_limits;
    const CancelToken& m_cancel;
    QHash<QByteArray, qint64> m_passed; ///< path and id of trees that were found good, with their new bytes
    qint64 m_entries = 0;
    qint64 m_treeBytes = 0; ///< of the commit at hand
};

} // namespace signalbox::git
