// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror_private.h"

#include "core/base/digest.h"
#include "core/base/files.h"
#include "core/git/bundle_header.h"
#include "core/git/handles.h"
#include "core/git/import_checks.h"
#include "core/git/pack_scan.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace signalbox {

using namespace git;

namespace {

/// Where an unchecked pack lives; gone at the end whatever happens. Its name comes from the ref, so that what
/// a killed core left behind is swept by the next try.
class Quarantine {
public:
    Quarantine(const QString& mirrorDir, const QString& refName)
        : m_dir(mirrorDir + QStringLiteral("/quarantine/") + sha256(refName.toUtf8()).left(32)) {}
    Quarantine(const Quarantine&) = delete;
    Quarantine& operator=(const Quarantine&) = delete;
    ~Quarantine() { (void)removeTree(m_dir).ok(); }
    Result<void> prepare() {
        if (auto swept = removeTree(m_dir); !swept)
            return swept;
        return makeDirectory(m_dir, 0700);
    }
    [[nodiscard]] const QString& dir() const { return m_dir; }
    [[nodiscard]] QString find(const QString& pattern) const {
        const QStringList names = QDir(m_dir).entryList({pattern}, QDir::Files);
        return names.isEmpty() ? QString() : m_dir + QLatin1Char('/') + names.first();
    }

private:
    QString m_dir;
};

/// The mirror's objects and the quarantined ones seen together, and the quarantined ones alone.
struct Stores {
    Handle<git_odb> fresh;
    Handle<git_odb> all;
    Handle<git_repository> repo;
};

Result<void> indexPack(QFile& file, const QString& dir, git_odb* mirror, const CancelToken& cancel) {
    Handle<git_indexer> indexer;
    git_indexer_options options = GIT_INDEXER_OPTIONS_INIT;
    options.progress_cb = [](const git_indexer_progress*, void* payload) {
        return static_cast<const CancelToken*>(payload)->cancelled() ? int(GIT_EUSER) : 0;
    };
    options.progress_cb_payload = const_cast<CancelToken*>(&cancel);
    git_indexer_progress progress{};
    int code = git_indexer_new(into(indexer), QFile::encodeName(dir).constData(), 0, mirror, &options);
    while (code == 0 && !file.atEnd()) {
        const QByteArray piece = file.read(1 << 20);
        if (piece.isEmpty())
            return Error{ErrorKind::Unavailable,
                         QStringLiteral("cannot read %1: %2").arg(file.fileName(), file.errorString()),
                         {}};
        code = git_indexer_append(indexer.get(), piece.constData(), size_t(piece.size()), &progress);
    }
    if (code == 0)
        code = git_indexer_commit(indexer.get(), &progress);
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("the import was cancelled"), {}};
    if (code != 0)
        return lastError(code, QStringLiteral("the pack in the bundle cannot be read"));
    return {};
}

Result<Stores> openStores(const QString& mirrorDir, const QString& index) {
    Stores stores;
    git_odb_backend* forAll = nullptr;
    git_odb_backend* forFresh = nullptr;
    const QByteArray name = QFile::encodeName(index);
    int code = git_odb_new(into(stores.all));
    if (code == 0)
        code = git_odb_new(into(stores.fresh));
    if (code == 0)
        code = git_odb_backend_one_pack(&forAll, name.constData());
    if (code == 0)
        code = git_odb_add_backend(stores.all.get(), forAll, 10);
    if (code == 0)
        code = git_odb_backend_one_pack(&forFresh, name.constData());
    if (code == 0)
        code = git_odb_add_backend(stores.fresh.get(), forFresh, 10);
    if (code == 0)
        code = git_odb_add_disk_alternate(
            stores.all.get(), QFile::encodeName(mirrorDir + QStringLiteral("/objects")).constData());
    if (code == 0)
        code = git_repository_wrap_odb(into(stores.repo), stores.all.get());
    if (code != 0)
        return lastError(code, QStringLiteral("cannot open the quarantined objects"));
    return stores;
}

/// The commits beyond the base, tip first: each came in this bundle and there are not too many.
Result<QList<git_oid>> newCommits(const Stores& stores, const git_oid& tip, const git_oid& base,
                                  const ImportLimits& limits) {
    const int descends = git_graph_descendant_of(stores.repo.get(), &tip, &base);
    if (descends < 0)
        return lastError(descends, QStringLiteral("the history in the bundle is incomplete"));
    if (descends == 0)
        return Error{
            ErrorKind::Invalid,
            QStringLiteral("the commit %1 does not descend from the base %2")
                .arg(toHex(tip).left(12), toHex(base).left(12)),
            QStringLiteral(
                "do not rewrite or drop the history that was there at the start: rebase the work onto "
                "the base")};
    Handle<git_revwalk> walk;
    int code = git_revwalk_new(into(walk), stores.repo.get());
    if (code == 0)
        code = git_revwalk_push(walk.get(), &tip);
    if (code == 0)
        code = git_revwalk_hide(walk.get(), &base);
    QList<git_oid> commits;
    git_oid oid;
    while (code == 0 && (code = git_revwalk_next(&oid, walk.get())) == 0) {
        if (!git_odb_exists(stores.fresh.get(), &oid))
            return Error{ErrorKind::Invalid,
                         QStringLiteral(
                             "the history contains the commit %1, which is neither new nor part of the base")
                             .arg(toHex(oid).left(12)),
                         QStringLiteral("do not merge other histories into the work")};
        if (commits.size() >= limits.commits)
            return Error{ErrorKind::LimitReached,
                         QStringLiteral("there are more than %1 new commits").arg(limits.commits),
                         QStringLiteral("squash the work into fewer commits")};
        commits.append(oid);
    }
    if (code != GIT_ITEROVER)
        return lastError(code, QStringLiteral("the history in the bundle is incomplete"));
    return commits;
}

bool syncFile(const QString& path) {
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0)
        ::close(fd);
    return synced;
}

/// Makes the checked pack part of the mirror: the pack before its index, because the index is what makes it
/// visible.
Result<void> admit(const Quarantine& quarantine, const QString& mirrorDir) {
    const QString packs = mirrorDir + QStringLiteral("/objects/pack");
    if (auto made = makeDirectory(packs); !made)
        return made;
    for (const char* pattern : {"pack-*.pack", "pack-*.idx"}) {
        const QString from = quarantine.find(QLatin1String(pattern));
        const QString to = packs + QLatin1Char('/') + QFileInfo(from).fileName();
        if (!syncFile(from) ||
            ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
            return Error{
                ErrorKind::Unavailable,
                QStringLiteral("cannot move %1 into the mirror: %2").arg(from, qt_error_string(errno)),
                {}};
    }
    syncFile(packs);
    return {};
}

Result<void> requireBase(git_repository* mirror, const BundleHeader& header, const git_oid& base) {
    for (const QString& id : header.prerequisites) {
        git_oid oid;
        if (auto parsed = parseOid(id, oid); !parsed)
            return parsed.error();
        if (!git_oid_equal(&oid, &base) && git_graph_descendant_of(mirror, &base, &oid) != 1)
            return Error{
                ErrorKind::Invalid,
                QStringLiteral("the bundle builds upon the commit %1, which is not part of the base %2")
                    .arg(id.left(12), toHex(base).left(12)),
                QStringLiteral("do not merge other histories into the work")};
    }
    return {};
}

/// Opens the bundle, reads its header and checks that it builds upon the base; the file then stands at the
/// pack.
Result<BundleHeader> openBundle(QFile& file, git_repository* mirror, const git_oid& base,
                                const ImportLimits& limits) {
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::NotFound,
                     QStringLiteral("cannot read the bundle %1: %2").arg(file.fileName(), file.errorString()),
                     {}};
    if (file.size() > limits.packBytes)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("the bundle has %1 bytes, more than the limit of %2")
                         .arg(file.size())
                         .arg(limits.packBytes),
                     QStringLiteral("a large file was probably committed: remove it from every commit")};
    auto header = readBundleHeader(file);
    if (!header)
        return header;
    if (header->tip == toHex(base))
        return Error{ErrorKind::Invalid,
                     QStringLiteral("nothing was committed: the work ends at the base itself"),
                     QStringLiteral("commit the changes")};
    if (auto known = requireBase(mirror, *header, base); !known)
        return known.error();
    return header;
}

/// Looks through the pack for bombs; the file stands at the pack again afterwards.
Result<void> scanFor(QFile& file, git_odb* mirror, const ImportLimits& limits, const CancelToken& cancel) {
    const qint64 start = file.pos();
    const KnownObject known = [mirror](const QByteArray& id) -> std::optional<qint64> {
        git_oid oid;
        git_oid_fromraw(&oid, reinterpret_cast<const unsigned char*>(id.constData()));
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (git_odb_read_header(&size, &type, mirror, &oid) != 0)
            return std::nullopt;
        return qint64(size);
    };
    if (auto scanned = scanPack(file, limits, known, cancel); !scanned)
        return scanned.error();
    if (!file.seek(start))
        return Error{ErrorKind::Unavailable, QStringLiteral("cannot read %1 again").arg(file.fileName()), {}};
    return {};
}

/// Checks everything beyond the base; the new commits, tip first.
Result<QStringList> checkQuarantined(const QString& mirrorDir, const QString& index, const git_oid& tip,
                                     git_commit* base, const ImportLimits& limits,
                                     const CancelToken& cancel) {
    auto stores = openStores(mirrorDir, index);
    if (!stores)
        return stores.error();
    auto commits = newCommits(*stores, tip, *git_commit_id(base), limits);
    if (!commits)
        return commits.error();
    ImportChecks checks(stores->repo.get(), stores->all.get(), toHex(*git_commit_tree_id(base)), limits,
                        cancel);
    QStringList names;
    for (const git_oid& commit : std::as_const(*commits)) {
        if (auto good = checks.checkCommit(commit); !good)
            return good.error();
        names << toHex(commit);
    }
    return names;
}

} // namespace

Result<ImportedCommit> Mirror::importBundle(const QString& hostPath, const QString& expectedBase,
                                            const QString& targetRef, const ImportLimits& limits,
                                            const CancelToken& cancel) {
    if (auto own = requireOwnRef(targetRef); !own)
        return own.error();
    auto mirror = openBare(m_dir);
    if (!mirror)
        return mirror.error();
    auto base = findCommit(mirror->get(), expectedBase);
    if (!base)
        return base.error().within(QStringLiteral("the base of the work"));
    QFile file(hostPath);
    auto header = openBundle(file, mirror->get(), *git_commit_id(base->get()), limits);
    if (!header)
        return header.error();
    git_oid tip;
    if (auto parsed = parseOid(header->tip, tip); !parsed)
        return parsed.error();
    Handle<git_odb> odb;
    if (const int code = git_repository_odb(into(odb), mirror->get()))
        return lastError(code, QStringLiteral("cannot open the objects of the mirror"));
    if (auto scanned = scanFor(file, odb.get(), limits, cancel); !scanned)
        return scanned.error();

    Quarantine quarantine(m_dir, targetRef);
    if (auto prepared = quarantine.prepare(); !prepared)
        return prepared.error();
    if (auto indexed = indexPack(file, quarantine.dir(), odb.get(), cancel); !indexed)
        return indexed.error();
    auto commits = checkQuarantined(m_dir, quarantine.find(QStringLiteral("pack-*.idx")), tip, base->get(),
                                    limits, cancel);
    if (!commits)
        return commits.error();
    if (auto admitted = admit(quarantine, m_dir); !admitted)
        return admitted.error();
    if (auto set = setRef(targetRef, header->tip); !set)
        return set.error();
    auto tree = treeOf(header->tip);
    if (!tree)
        return tree.error();
    return ImportedCommit{header->tip, *tree, *commits};
}

} // namespace signalbox
