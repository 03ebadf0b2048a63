// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror_private.h"

#include "core/git/handles.h"
#include "core/git/network.h"
#include "core/git/push.h"
#include "core/git/ref_lock.h"

#include <git2.h>

#include <QDateTime>

namespace signalbox {

using namespace git;

namespace {

/// Where the mirror keeps its copy of a remote's notes.
QByteArray keptRef(const QString& notesRef) {
    return (QLatin1String(ownRefs) + QStringLiteral("notes/") + notesRef.section(QLatin1Char('/'), 2))
        .toUtf8();
}

Result<void> requireNotesRef(const QString& notesRef) {
    int valid = 0;
    if (notesRef.startsWith(QLatin1String("refs/notes/")) &&
        git_reference_name_is_valid(&valid, notesRef.toUtf8().constData()) == 0 && valid)
        return {};
    return Error{
        ErrorKind::Invalid, QStringLiteral("\"%1\" is not a ref below refs/notes/").arg(notesRef), {}};
}

/// Takes over the remote's notes ref; removes our copy where the remote has none.
Result<void> fetchNotes(git_repository* repo, const QString& dir, const QString& url, const QString& notesRef,
                        Millis timeLimit, const CancelToken& cancel) {
    auto where = parseRemoteUrl(url);
    if (!where)
        return where.error();
    auto opened = openRemote(repo, where->text);
    if (!opened)
        return opened.error();
    const Handle<git_remote> remote = std::move(*opened);
    Transfer transfer(url, timeLimit, cancel);
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    transfer.fill(options.callbacks);
    options.callbacks.transfer_progress = [](const git_indexer_progress*, void* payload) {
        return static_cast<Transfer*>(payload)->mustStop() ? int(GIT_EUSER) : 0;
    };
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.update_fetchhead = 0;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    const QByteArray kept = keptRef(notesRef);
    QByteArray spec = '+' + notesRef.toUtf8() + ':' + kept;
    char* specs[] = {spec.data()};
    const git_strarray refspecs{specs, 1};
    if (const int code = git_remote_connect(remote.get(), GIT_DIRECTION_FETCH, &options.callbacks,
                                            &options.proxy_opts, nullptr))
        return transfer.failed(code);
    if (const int code = git_remote_download(remote.get(), &refspecs, &options))
        return transfer.failed(code);
    const git_remote_head** heads = nullptr;
    size_t count = 0;
    bool there = false;
    if (git_remote_ls(&heads, &count, remote.get()) == 0)
        for (size_t i = 0; i < count; ++i)
            there = there || notesRef.toUtf8() == heads[i]->name;
    const auto code = writeRefs(dir, [&] {
        if (there)
            return git_remote_update_tips(remote.get(), &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                                          nullptr);
        const int removed = git_reference_remove(repo, kept.constData());
        return removed == GIT_ENOTFOUND ? 0 : removed;
    });
    if (!code)
        return code.error();
    if (*code != 0)
        return lastError(*code, QStringLiteral("cannot take over %1 of %2").arg(notesRef, shownUrl(url)));
    return {};
}

Result<QString> readNote(git_repository* repo, git_commit* notes, const git_oid& commit) {
    Handle<git_note> note;
    if (const int code = git_note_commit_read(into(note), repo, notes, &commit))
        return lastError(code, QStringLiteral("there is no note on %1").arg(toHex(commit)));
    return QString::fromUtf8(git_note_message(note.get()));
}

} // namespace

Result<QString> Mirror::note(const QString& notesRef, const QString& commit) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    git_oid oid;
    if (auto parsed = parseOid(commit, oid); !parsed)
        return parsed.error();
    auto notes = findCommit(repo->get(), QString::fromUtf8(keptRef(notesRef)));
    if (!notes)
        return notes.error();
    return readNote(repo->get(), notes->get(), oid);
}

/// Writes the note on top of the notes that the mirror has of the remote and sends the outcome.
/// True when the remote has it now.
static Result<bool> tryPublishNote(const QString& dir, const QString& url, const QString& notesRef,
                                   const git_oid& commit, const QString& text, Millis timeLimit,
                                   const CancelToken& cancel) {
    auto repo = openBare(dir);
    if (!repo)
        return repo.error();
    if (auto fetched = fetchNotes(repo->get(), dir, url, notesRef, timeLimit, cancel); !fetched)
        return fetched.error();
    const QByteArray kept = keptRef(notesRef);
    auto parent = findCommit(repo->get(), QString::fromUtf8(kept));
    if (parent)
        if (auto there = readNote(repo->get(), parent->get(), commit); there && *there == text)
            return true;
    git_commit* const onTop = parent ? parent->get() : nullptr;
    Handle<git_signature> signature;
    git_oid made;
    int code = git_signature_now(into(signature), "Signalbox", "signalbox@localhost");
    if (code == 0)
        code = git_note_commit_create(&made, nullptr, repo->get(), onTop, signature.get(), signature.get(),
                                      &commit, text.toUtf8().constData(), 1);
    if (code != 0)
        return lastError(code, QStringLiteral("cannot write a note on %1").arg(toHex(commit)));
    const git_oid* expected = onTop ? git_commit_id(onTop) : nullptr;
    auto pushed = pushRef(repo->get(), url, {notesRef, &made, expected}, timeLimit, cancel);
    if (!pushed && pushed.error().kind == ErrorKind::Conflict)
        return false;
    if (!pushed)
        return pushed.error();
    const auto set = writeRefs(dir, [&] {
        Handle<git_reference> ref;
        return git_reference_create(into(ref), repo->get(), kept.constData(), &made, 1, nullptr);
    });
    if (!set)
        return set.error();
    return true;
}

Result<void> Mirror::publishNote(const QString& url, const QString& notesRef, const QString& commit,
                                 const QString& text, Millis timeLimit, const CancelToken& cancel) {
    if (auto valid = requireNotesRef(notesRef); !valid)
        return valid.error();
    git_oid oid;
    if (auto parsed = parseOid(commit, oid); !parsed)
        return parsed.error();
    const std::lock_guard lock(m_shared->fetching);
    constexpr int attempts = 5;
    for (int i = 0; i < attempts; ++i) {
        auto done = tryPublishNote(m_dir, url, notesRef, oid, text, timeLimit, cancel);
        if (!done)
            return done.error();
        if (*done)
            return {};
    }
    return Error{ErrorKind::Unavailable,
                 QStringLiteral("%1 of %2 changed under us %3 times in a row")
                     .arg(notesRef, shownUrl(url))
                     .arg(attempts),
                 QStringLiteral("try again")};
}

} // namespace signalbox
