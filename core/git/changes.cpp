// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror.h"

#include "core/git/handles.h"

#include <git2.h>

#include <algorithm>

namespace signalbox {

using namespace git;

QString toString(FileStatus status) {
    switch (status) {
    case FileStatus::Added:
        return QStringLiteral("added");
    case FileStatus::Modified:
        return QStringLiteral("modified");
    case FileStatus::Deleted:
        return QStringLiteral("deleted");
    case FileStatus::Renamed:
        return QStringLiteral("renamed");
    }
    return {};
}

namespace {

struct OpenDiff {
    Handle<git_repository> repo;
    Handle<git_tree> base;
    Handle<git_tree> tip;
    Handle<git_diff> diff;
};

Result<OpenDiff> openDiff(const QString& dir, const QString& base, const QString& tip) {
    OpenDiff open;
    auto repo = openBare(dir);
    if (!repo)
        return repo.error();
    open.repo = std::move(*repo);
    auto older = findTree(open.repo.get(), base);
    if (!older)
        return older.error();
    auto newer = findTree(open.repo.get(), tip);
    if (!newer)
        return newer.error();
    open.base = std::move(*older);
    open.tip = std::move(*newer);
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_INCLUDE_TYPECHANGE;
    git_diff_find_options similar = GIT_DIFF_FIND_OPTIONS_INIT;
    similar.flags = GIT_DIFF_FIND_RENAMES;
    int code =
        git_diff_tree_to_tree(into(open.diff), open.repo.get(), open.base.get(), open.tip.get(), &options);
    if (code == 0)
        code = git_diff_find_similar(open.diff.get(), &similar);
    if (code != 0)
        return lastError(code, QStringLiteral("cannot compare %1 with %2").arg(base, tip));
    return open;
}

FileStatus statusOf(git_delta_t status) {
    switch (status) {
    case GIT_DELTA_ADDED:
        return FileStatus::Added;
    case GIT_DELTA_DELETED:
        return FileStatus::Deleted;
    case GIT_DELTA_RENAMED:
        return FileStatus::Renamed;
    default:
        return FileStatus::Modified;
    }
}

} // namespace

Result<ChangeSet> Mirror::changes(const QString& base, const QString& tip) const {
    auto open = openDiff(m_dir, base, tip);
    if (!open)
        return open.error();
    ChangeSet set;
    for (size_t i = 0; i < git_diff_num_deltas(open->diff.get()); ++i) {
        Handle<git_patch> patch;
        int code = git_patch_from_diff(into(patch), open->diff.get(), i);
        if (code != 0)
            return lastError(code, QStringLiteral("cannot compare %1 with %2").arg(base, tip));
        const git_diff_delta* delta = git_diff_get_delta(open->diff.get(), i);
        FileChange change;
        change.status = statusOf(delta->status);
        const char* path = change.status == FileStatus::Deleted ? delta->old_file.path : delta->new_file.path;
        change.path = QString::fromUtf8(path);
        change.oldPath =
            change.status == FileStatus::Renamed ? QString::fromUtf8(delta->old_file.path) : change.path;
        change.binary = (delta->flags & GIT_DIFF_FLAG_BINARY) != 0;
        change.oldMode = change.status == FileStatus::Added ? 0 : delta->old_file.mode;
        change.newMode = change.status == FileStatus::Deleted ? 0 : delta->new_file.mode;
        change.newBytes = qint64(delta->new_file.size);
        // A pure rename or change of mode has no patch.
        size_t added = 0;
        size_t removed = 0;
        if (patch && git_patch_line_stats(nullptr, &added, &removed, patch.get()) == 0) {
            change.added = int(added);
            change.removed = int(removed);
        }
        set.added += change.added;
        set.removed += change.removed;
        set.files.append(change);
    }
    std::sort(set.files.begin(), set.files.end(),
              [](const FileChange& a, const FileChange& b) { return a.path < b.path; });
    return set;
}

namespace {

struct PatchSink {
    Patch patch;
    qint64 maxBytes = 0;
};

int addLine(const git_diff_delta*, const git_diff_hunk*, const git_diff_line* line, void* payload) {
    auto& sink = *static_cast<PatchSink*>(payload);
    const bool marked = line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
                        line->origin == GIT_DIFF_LINE_DELETION;
    if (sink.patch.text.size() + qint64(line->content_len) + (marked ? 1 : 0) > sink.maxBytes) {
        sink.patch.truncated = true;
        return GIT_EUSER;
    }
    if (marked)
        sink.patch.text += line->origin;
    sink.patch.text.append(line->content, qsizetype(line->content_len));
    return 0;
}

} // namespace

Result<Patch> Mirror::patch(const QString& base, const QString& tip, qint64 maxBytes) const {
    auto open = openDiff(m_dir, base, tip);
    if (!open)
        return open.error();
    PatchSink sink;
    sink.maxBytes = maxBytes;
    const int code = git_diff_print(open->diff.get(), GIT_DIFF_FORMAT_PATCH, addLine, &sink);
    if (code != 0 && !sink.patch.truncated)
        return lastError(code, QStringLiteral("cannot compare %1 with %2").arg(base, tip));
    return sink.patch;
}

Result<QByteArray> Mirror::fileAt(const QString& commit, const QString& path, qint64 maxBytes) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto tree = findTree(repo->get(), commit);
    if (!tree)
        return tree.error();
    git_tree_entry* raw = nullptr;
    const int code = git_tree_entry_bypath(&raw, tree->get(), path.toUtf8().constData());
    const std::unique_ptr<git_tree_entry, decltype(&git_tree_entry_free)> entry(raw, git_tree_entry_free);
    if (code != 0 || git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB)
        return Error{ErrorKind::NotFound, QStringLiteral("%1 has no file %2").arg(commit.left(12), path), {}};
    Handle<git_odb> odb;
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    int read = git_repository_odb(into(odb), repo->get());
    if (read == 0)
        read = git_odb_read_header(&size, &type, odb.get(), git_tree_entry_id(entry.get()));
    if (read == 0 && qint64(size) > maxBytes)
        return Error{
            ErrorKind::LimitReached,
            QStringLiteral("%1 has %2 bytes, more than the limit of %3").arg(path).arg(size).arg(maxBytes),
            {}};
    Handle<git_blob> blob;
    if (read == 0)
        read = git_blob_lookup(into(blob), repo->get(), git_tree_entry_id(entry.get()));
    if (read != 0)
        return lastError(read, QStringLiteral("cannot read %1 of %2").arg(path, commit.left(12)));
    return QByteArray(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                      qsizetype(git_blob_rawsize(blob.get())));
}

Result<QStringList> Mirror::listFiles(const QString& commit) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto tree = findTree(repo->get(), commit);
    if (!tree)
        return tree.error();
    QList<QByteArray> paths;
    const auto visit = [](const char* root, const git_tree_entry* entry, void* payload) {
        if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
            static_cast<QList<QByteArray>*>(payload)->append(QByteArray(root) + git_tree_entry_name(entry));
        return 0;
    };
    if (const int code = git_tree_walk(tree->get(), GIT_TREEWALK_PRE, visit, &paths))
        return lastError(code, QStringLiteral("cannot list the files of %1").arg(commit));
    std::sort(paths.begin(), paths.end());
    QStringList names;
    names.reserve(paths.size());
    for (const QByteArray& path : std::as_const(paths))
        names << QString::fromUtf8(path);
    return names;
}

} // namespace signalbox
