// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

// libgit2's types by name only, so that its headers stay in our .cpp files.
struct git_annotated_commit;
struct git_blob;
struct git_commit;
struct git_diff;
struct git_indexer;
struct git_note;
struct git_object;
struct git_odb;
struct git_odb_object;
struct git_oid;
struct git_packbuilder;
struct git_patch;
struct git_reference;
struct git_reference_iterator;
struct git_remote;
struct git_repository;
struct git_revwalk;
struct git_signature;
struct git_tree;
struct git_treebuilder;

/// The inside of the git room: owners of libgit2's objects and the translation of its errors. Not for other
/// rooms.
namespace signalbox::git {

/// Frees each libgit2 object with its own function.
struct Free {
    void operator()(git_blob* p) const;
    void operator()(git_commit* p) const;
    void operator()(git_diff* p) const;
    void operator()(git_indexer* p) const;
    void operator()(git_note* p) const;
    void operator()(git_object* p) const;
    void operator()(git_odb* p) const;
    void operator()(git_odb_object* p) const;
    void operator()(git_packbuilder* p) const;
    void operator()(git_patch* p) const;
    void operator()(git_reference* p) const;
    void operator()(git_reference_iterator* p) const;
    void operator()(git_remote* p) const;
    void operator()(git_repository* p) const;
    void operator()(git_revwalk* p) const;
    void operator()(git_signature* p) const;
    void operator()(git_tree* p) const;
    void operator()(git_treebuilder* p) const;
};

template <typename T>
using Handle = std::unique_ptr<T, Free>;

/// Where libgit2 writes a new object: `git_tree_lookup(into(tree), ...)`. The handle takes it at the end of
/// the full expression, not before: use it in the next statement.
template <typename T>
class Into {
public:
    explicit Into(Handle<T>& handle) : m_handle(handle) {}
    Into(const Into&) = delete;
    Into& operator=(const Into&) = delete;
    ~Into() { m_handle.reset(m_raw); }
    operator T**() { return &m_raw; }

private:
    Handle<T>& m_handle;
    T* m_raw = nullptr;
};
template <typename T>
Into<T> into(Handle<T>& handle) {
    return Into<T>(handle);
}

/// Starts libgit2 once for the process and sets what must hold for all: the user's own Git configuration is
/// not read, so that results do not depend on who runs the core. Thread-safe.
void startLibrary();

/// The failure that libgit2 just reported on this thread, given its return code: "what: libgit2's words".
Error lastError(int code, const QString& what);

QString toHex(const git_oid& oid);
/// A full object id of 40 hexadecimal digits; Invalid otherwise.
Result<void> parseOid(const QString& text, git_oid& oid);

/// A bare repository opened for one operation: handles are not shared between threads, so nothing needs a
/// lock.
Result<Handle<git_repository>> openBare(const QString& dir);
Result<Handle<git_commit>> findCommit(git_repository* repo, const QString& oidOrRef);
/// A tree named by the id of a tree or of a commit.
Result<Handle<git_tree>> findTree(git_repository* repo, const QString& oid);

} // namespace signalbox::git
