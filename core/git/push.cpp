// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/push.h"

#include "core/base/digest.h"
#include "core/git/handles.h"
#include "core/git/mirror_private.h"
#include "core/git/network.h"
#include "core/git/ref_lock.h"

#include <git2.h>

#include <QFile>

namespace signalbox {

using namespace git;

namespace {

struct PushTransfer : Transfer {
    using Transfer::Transfer;
    git_oid expected{}; ///< zero: the ref must be new
    git_oid found{};    ///< what the server said
    bool unexpected = false;
    QString refused; ///< the server's words
};

PushTransfer& transferOf(void* payload) {
    return *static_cast<PushTransfer*>(static_cast<Transfer*>(payload));
}

/// The server compares with the same old value when it updates, so nothing can slip in after this look.
int onNegotiation(const git_push_update** updates, size_t count, void* payload) {
    auto& transfer = transferOf(payload);
    for (size_t i = 0; i < count; ++i) {
        transfer.found = updates[i]->src;
        if (!git_oid_equal(&updates[i]->src, &transfer.expected)) {
            transfer.unexpected = true;
            return GIT_EUSER;
        }
    }
    return 0;
}

int onRefUpdate(const char*, const char* status, void* payload) {
    if (status)
        transferOf(payload).refused = QString::fromUtf8(status);
    return 0;
}

/// The remote's value of a ref as the connection advertised it; false when it is not there.
bool advertised(git_remote* remote, const QByteArray& refName, git_oid& oid) {
    const git_remote_head** heads = nullptr;
    size_t count = 0;
    if (git_remote_ls(&heads, &count, remote) != 0)
        return false;
    for (size_t i = 0; i < count; ++i)
        if (refName == heads[i]->name) {
            oid = heads[i]->oid;
            return true;
        }
    return false;
}

/// libgit2 sends only what a ref points to, so the commit gets one for as long as the push takes.
class OutgoingRef {
public:
    OutgoingRef(git_repository* mirror, const QString& url, const QString& refName)
        : m_mirror(mirror), m_dir(QFile::decodeName(git_repository_path(mirror))),
          m_name((ownRefs + QStringLiteral("outgoing/") + sha256((url + u' ' + refName).toUtf8())).toUtf8()) {
    }
    OutgoingRef(const OutgoingRef&) = delete;
    OutgoingRef& operator=(const OutgoingRef&) = delete;
    ~OutgoingRef() {
        (void)writeRefs(m_dir, [this] {
            const int code = git_reference_remove(m_mirror, m_name.constData());
            return code == GIT_ENOTFOUND ? 0 : code;
        }).ok();
    }
    Result<void> set(const git_oid& commit) {
        const auto code = writeRefs(m_dir, [&] {
            Handle<git_reference> ref;
            return git_reference_create(into(ref), m_mirror, m_name.constData(), &commit, 1, nullptr);
        });
        if (!code)
            return code.error();
        if (*code != 0)
            return lastError(*code, QStringLiteral("cannot prepare a push"));
        return {};
    }
    [[nodiscard]] const QByteArray& name() const { return m_name; }

private:
    git_repository* m_mirror;
    QString m_dir;
    QByteArray m_name;
};

} // namespace

namespace git {

static Result<PushResult> pushOverNetwork(git_repository* mirror, const QString& url, const RefUpdate& update,
                                          Millis timeLimit, const CancelToken& cancel) {
    auto opened = openRemote(mirror, url);
    if (!opened)
        return opened.error();
    const Handle<git_remote> remote = std::move(*opened);
    PushTransfer transfer(url, timeLimit, cancel);
    if (update.expected)
        transfer.expected = *update.expected;
    git_push_options options = GIT_PUSH_OPTIONS_INIT;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    transfer.fill(options.callbacks);
    options.callbacks.push_negotiation = onNegotiation;
    options.callbacks.push_update_reference = onRefUpdate;
    options.callbacks.pack_progress = [](int, uint32_t, uint32_t, void* payload) {
        return transferOf(payload).mustStop() ? int(GIT_EUSER) : 0;
    };
    options.callbacks.push_transfer_progress = [](unsigned, unsigned, size_t, void* payload) {
        return transferOf(payload).mustStop() ? int(GIT_EUSER) : 0;
    };
    if (const int code = git_remote_connect(remote.get(), GIT_DIRECTION_PUSH, &options.callbacks,
                                            &options.proxy_opts, nullptr))
        return transfer.failed(code);
    PushResult result;
    result.remoteRef = update.refName;
    git_oid old{};
    const bool exists = advertised(remote.get(), update.refName.toUtf8(), old);
    if (exists)
        result.oldOid = toHex(old);
    if (exists ? update.target && git_oid_equal(&old, update.target) : !update.target) {
        result.alreadyThere = true;
        return result;
    }
    if (exists != (update.expected != nullptr) || (exists && !git_oid_equal(&old, update.expected)))
        return unexpectedOld(url, update.refName, result.oldOid, update.expected);
    // The compare above decides; "+" only keeps libgit2 from a second opinion on what a fast-forward is.
    OutgoingRef outgoing(mirror, url, update.refName);
    QByteArray spec;
    if (update.target) {
        if (auto set = outgoing.set(*update.target); !set)
            return set.error();
        spec = '+' + outgoing.name();
    }
    spec += ':' + update.refName.toUtf8();
    char* specs[] = {spec.data()};
    const git_strarray refspecs{specs, 1};
    const int code = git_remote_upload(remote.get(), &refspecs, &options);
    if (transfer.unexpected)
        return unexpectedOld(url, update.refName,
                             git_oid_is_zero(&transfer.found) ? QString() : toHex(transfer.found),
                             update.expected);
    if (code != 0)
        return transfer.failed(code);
    if (!transfer.refused.isEmpty())
        return Error{ErrorKind::Denied,
                     QStringLiteral("%1 refused %2: %3").arg(shownUrl(url), update.refName, transfer.refused),
                     QStringLiteral("a rule or hook of the remote forbids it")};
    return result;
}

Result<PushResult> pushRef(git_repository* mirror, const QString& url, const RefUpdate& update,
                           Millis timeLimit, const CancelToken& cancel) {
    auto where = parseRemoteUrl(url);
    if (!where)
        return where.error();
    if (cancel.cancelled())
        return Error{
            ErrorKind::Cancelled, QStringLiteral("the push to %1 was cancelled").arg(shownUrl(url)), {}};
    return where->isLocal() ? pushLocally(mirror, where->localPath, update)
                            : pushOverNetwork(mirror, where->text, update, timeLimit, cancel);
}

} // namespace git

static Result<QString> branchRef(const QString& branch) {
    const QString name = QStringLiteral("refs/heads/") + branch;
    int valid = 0;
    if (git_reference_name_is_valid(&valid, name.toUtf8().constData()) != 0 || !valid)
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is not a valid branch name").arg(branch), {}};
    return name;
}

Result<PushResult> Mirror::push(const QString& url, const QString& commit, const QString& branch,
                                const std::optional<QString>& expectedOld, Millis timeLimit,
                                const CancelToken& cancel) {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto refName = branchRef(branch);
    if (!refName)
        return refName.error();
    auto found = findCommit(repo->get(), commit);
    if (!found)
        return found.error();
    git_oid expected{};
    if (expectedOld)
        if (auto parsed = parseOid(*expectedOld, expected); !parsed)
            return parsed.error();
    const RefUpdate update{*refName, git_commit_id(found->get()), expectedOld ? &expected : nullptr};
    return pushRef(repo->get(), url, update, timeLimit, cancel);
}

Result<void> Mirror::deleteRemoteBranch(const QString& url, const QString& branch, const QString& expectedOid,
                                        Millis timeLimit, const CancelToken& cancel) {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto refName = branchRef(branch);
    if (!refName)
        return refName.error();
    git_oid expected{};
    if (auto parsed = parseOid(expectedOid, expected); !parsed)
        return parsed.error();
    auto pushed = pushRef(repo->get(), url, {*refName, nullptr, &expected}, timeLimit, cancel);
    if (!pushed)
        return pushed.error();
    return {};
}

} // namespace signalbox
