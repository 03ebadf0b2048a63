// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace signalbox {

/// One commit, as stored. Ids are 40 lower-case hexadecimal digits everywhere in this room.
struct CommitInfo {
    QString oid;
    QString tree;
    QStringList parents;
    QString authorName;
    QString authorEmail;
    QString message;
    Moment time; ///< the committer's time
};

/// A repository's URL as it may be shown and stored in evidence: without the login that http(s) URLs can
/// carry.
QString shownUrl(const QString& url);

/// How far a transfer has come; total is 0 while it is not known.
struct TransferProgress {
    qint64 objects = 0;
    qint64 totalObjects = 0;
    qint64 bytes = 0;
};
using TransferCallback = std::function<void(const TransferProgress&)>;

/// What importBundle accepts from a guest. A value that is reached gives LimitReached with the figure.
struct ImportLimits {
    qint64 packBytes = 512LL << 20;   ///< size of the bundle file
    qint64 objects = 500'000;         ///< objects in the pack
    qint64 fileBytes = 50LL << 20;    ///< one file
    qint64 inflatedBytes = 4LL << 30; ///< all objects of the pack together, unpacked and with deltas resolved
    int commits = 200;                ///< commits beyond the base
    int deltaDepth = 300;             ///< deltas upon deltas
    qint64 treeEntries = 1'000'000;   ///< entries looked at in all new trees together
    qint64 treeBytes = 4LL << 30;     ///< all new files of one commit together, checked out
};

struct ImportedCommit {
    QString tip;
    QString tree;
    QStringList commits; ///< the new commits, tip first
};

enum class FileStatus { Added, Modified, Deleted, Renamed };
QString toString(FileStatus status);

/// One file that differs between two commits.
struct FileChange {
    FileStatus status = FileStatus::Modified;
    QString path;    ///< in the tip; for a deleted file in the base
    QString oldPath; ///< differs from path only when renamed
    int added = 0;   ///< lines
    int removed = 0; ///< lines
    bool binary = false;
    int oldMode = 0; ///< as in the tree (0100644, ...); 0 when the file was added
    int newMode = 0; ///< 0 when the file was deleted
    qint64 newBytes = 0;

    [[nodiscard]] bool modeChanged() const { return oldMode != 0 && newMode != 0 && oldMode != newMode; }
};

struct ChangeSet {
    QList<FileChange> files; ///< in the order of their paths
    int added = 0;
    int removed = 0;
};

/// A unified diff; truncated when it was longer than asked for (cut at the end of a line).
struct Patch {
    QByteArray text;
    bool truncated = false;
};

struct PushResult {
    bool alreadyThere = false; ///< the branch was at the commit before
    QString remoteRef;         ///< full name, refs/heads/...
    QString oldOid;            ///< what it was at before; empty when it is new
};

} // namespace signalbox
