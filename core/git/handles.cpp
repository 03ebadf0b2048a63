// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/handles.h"

#include "core/git/network_guard.h"

#include <git2.h>

#include <QFile>

namespace signalbox::git {

void Free::operator()(git_blob* p) const {
    git_blob_free(p);
}
void Free::operator()(git_commit* p) const {
    git_commit_free(p);
}
void Free::operator()(git_diff* p) const {
    git_diff_free(p);
}
void Free::operator()(git_indexer* p) const {
    git_indexer_free(p);
}
void Free::operator()(git_note* p) const {
    git_note_free(p);
}
void Free::operator()(git_object* p) const {
    git_object_free(p);
}
void Free::operator()(git_odb* p) const {
    git_odb_free(p);
}
void Free::operator()(git_odb_object* p) const {
    git_odb_object_free(p);
}
void Free::operator()(git_packbuilder* p) const {
    git_packbuilder_free(p);
}
void Free::operator()(git_patch* p) const {
    git_patch_free(p);
}
void Free::operator()(git_reference* p) const {
    git_reference_free(p);
}
void Free::operator()(git_reference_iterator* p) const {
    git_reference_iterator_free(p);
}
void Free::operator()(git_remote* p) const {
    git_remote_free(p);
}
void Free::operator()(git_repository* p) const {
    git_repository_free(p);
}
void Free::operator()(git_revwalk* p) const {
    git_revwalk_free(p);
}
void Free::operator()(git_signature* p) const {
    git_signature_free(p);
}
void Free::operator()(git_tree* p) const {
    git_tree_free(p);
}
void Free::operator()(git_treebuilder* p) const {
    git_treebuilder_free(p);
}

namespace {

struct Library {
    Library() {
        git_libgit2_init();
        for (const git_config_level_t level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                               GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
        // The owner check guards against hooks and commands in a stranger's configuration; libgit2 runs
        // neither, and a core that runs as root must be able to read the repositories of the user who
        // registered them.
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
        // Objects from a guest are checked by our own reader; hashes are verified on every read as well.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
        NetworkGuard::install();
    }
};

ErrorKind kindOf(int code) {
    switch (code) {
    case GIT_ENOTFOUND:
        return ErrorKind::NotFound;
    case GIT_EEXISTS:
    case GIT_EMODIFIED:
    case GIT_ENONFASTFORWARD:
    case GIT_ELOCKED:
    case GIT_ECONFLICT:
        return ErrorKind::Conflict;
    case GIT_EINVALIDSPEC:
    case GIT_EAMBIGUOUS:
        return ErrorKind::Invalid;
    case GIT_EAUTH:
    case GIT_ECERTIFICATE:
        return ErrorKind::Denied;
    case GIT_EMISMATCH:
        return ErrorKind::Corrupt;
    default:
        break;
    }
    const git_error* last = git_error_last();
    switch (last ? last->klass : GIT_ERROR_NONE) {
    case GIT_ERROR_OS:
    case GIT_ERROR_NET:
    case GIT_ERROR_SSL:
    case GIT_ERROR_SSH:
    case GIT_ERROR_HTTP:
        return ErrorKind::Unavailable;
    case GIT_ERROR_ZLIB:
    case GIT_ERROR_ODB:
    case GIT_ERROR_INDEXER:
    case GIT_ERROR_OBJECT:
    case GIT_ERROR_TREE:
        return ErrorKind::Corrupt;
    default:
        return ErrorKind::Internal;
    }
}

} // namespace

void startLibrary() {
    // Never shut down: other threads may still hold handles when static objects are destroyed.
    static const Library* const library = new Library;
    Q_UNUSED(library)
}

Error lastError(int code, const QString& what) {
    const ErrorKind kind = kindOf(code);
    const git_error* last = git_error_last();
    const QString words = last && last->message ? QString::fromUtf8(last->message).trimmed()
                                                : QStringLiteral("libgit2 error %1").arg(code);
    return {kind, QStringLiteral("%1: %2").arg(what, words), {}};
}

QString toHex(const git_oid& oid) {
    char text[GIT_OID_HEXSZ + 1];
    git_oid_tostr(text, sizeof text, &oid);
    return QString::fromLatin1(text);
}

Result<void> parseOid(const QString& text, git_oid& oid) {
    const QByteArray bytes = text.toLatin1();
    if (bytes.size() != GIT_OID_HEXSZ || git_oid_fromstr(&oid, bytes.constData()) != 0)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("\"%1\" is not an object id of 40 digits").arg(text.left(80)),
                     {}};
    return {};
}

Result<Handle<git_repository>> openBare(const QString& dir) {
    startLibrary();
    Handle<git_repository> repo;
    if (const int code = git_repository_open_bare(into(repo), QFile::encodeName(dir).constData()))
        return lastError(code, QStringLiteral("cannot open the Git mirror %1").arg(dir));
    return repo;
}

Result<Handle<git_commit>> findCommit(git_repository* repo, const QString& oidOrRef) {
    git_oid oid;
    if (!parseOid(oidOrRef, oid)) {
        int code = GIT_ENOTFOUND;
        for (const QString& name : {oidOrRef, QStringLiteral("refs/remotes/origin/") + oidOrRef,
                                    QStringLiteral("refs/tags/") + oidOrRef}) {
            Handle<git_object> object;
            Handle<git_reference> ref;
            if (git_reference_lookup(into(ref), repo, name.toUtf8().constData()) != 0)
                continue;
            code = git_reference_peel(into(object), ref.get(), GIT_OBJECT_COMMIT);
            if (code == 0)
                oid = *git_object_id(object.get());
            break;
        }
        if (code != 0)
            return Error{ErrorKind::NotFound,
                         QStringLiteral("the repository has no branch, tag or commit \"%1\"").arg(oidOrRef),
                         {}};
    }
    Handle<git_commit> commit;
    if (const int code = git_commit_lookup(into(commit), repo, &oid))
        return lastError(code, QStringLiteral("cannot read the commit %1").arg(oidOrRef));
    return commit;
}

Result<Handle<git_tree>> findTree(git_repository* repo, const QString& text) {
    git_oid oid;
    if (auto parsed = parseOid(text, oid); !parsed)
        return parsed.error();
    Handle<git_object> object;
    Handle<git_object> tree;
    int code = git_object_lookup(into(object), repo, &oid, GIT_OBJECT_ANY);
    if (code == 0)
        code = git_object_peel(into(tree), object.get(), GIT_OBJECT_TREE);
    if (code != 0)
        return lastError(code, QStringLiteral("cannot read the tree %1").arg(text));
    return Handle<git_tree>(reinterpret_cast<git_tree*>(tree.release()));
}

} // namespace signalbox::git
