// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/network.h"

#include "core/git/handles.h"

#include <git2.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

namespace signalbox {

QString shownUrl(const QString& url) {
    static const QRegularExpression login(QStringLiteral("^(https?://)[^/@]*(?:@[^/@]*)*@"),
                                          QRegularExpression::CaseInsensitiveOption);
    return QString(url).replace(login, QStringLiteral("\\1"));
}

namespace git {

Result<RemoteUrl> parseRemoteUrl(const QString& url) {
    const auto invalid = [&](const QString& why) {
        return Error{ErrorKind::Invalid,
                     QStringLiteral("\"%1\" cannot be used as a repository: %2").arg(shownUrl(url), why),
                     QStringLiteral("use a path, file://, https://, ssh:// or user@host:path")};
    };
    if (url.trimmed().isEmpty() || url.startsWith(QLatin1Char('-')))
        return invalid(QStringLiteral("it is not a path or URL"));
    static const QRegularExpression scheme(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*)://"));
    static const QRegularExpression scp(QStringLiteral("^[^/:]+:[^/].*|^[^/:]+@[^/:]+:.*"));
    QString path = url;
    if (const auto match = scheme.match(url); match.hasMatch()) {
        const QString name = match.captured(1).toLower();
        if (name == QLatin1String("http") || name == QLatin1String("https") || name == QLatin1String("ssh"))
            return RemoteUrl{url, {}};
        if (name != QLatin1String("file"))
            return invalid(QStringLiteral("the scheme %1 is not supported").arg(name));
        path = QUrl(url).toLocalFile();
    } else if (scp.match(url).hasMatch() && !QFileInfo::exists(url)) {
        return RemoteUrl{url, {}};
    }
    path = QFileInfo(path).absoluteFilePath();
    Handle<git_repository> repo;
    startLibrary();
    const int code = git_repository_open_ext(into(repo), QFile::encodeName(path).constData(),
                                             GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (code != 0)
        return Error{ErrorKind::NotFound, QStringLiteral("there is no Git repository at %1").arg(path),
                     QFileInfo::exists(path)
                         ? QStringLiteral("check that it is a repository and that the core may read it")
                         : QStringLiteral("check the path")};
    return RemoteUrl{path, path};
}

Result<Handle<git_remote>> openRemote(git_repository* mirror, const QString& url) {
    git_remote_create_options options = GIT_REMOTE_CREATE_OPTIONS_INIT;
    options.repository = mirror;
    // There is no configuration to rewrite URLs by, and libgit2 1.5 leaks 40 KB when it looks.
    options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    Handle<git_remote> remote;
    if (const int code = git_remote_create_with_opts(into(remote), url.toUtf8().constData(), &options))
        return lastError(code, shownUrl(url));
    return remote;
}

Transfer::Transfer(QString where, Millis timeLimit, CancelToken cancel)
    : url(shownUrl(where)), m_deadline(std::chrono::steady_clock::now() + timeLimit), m_timeLimit(timeLimit),
      m_cancel(std::move(cancel)), m_guard(m_deadline, m_cancel) {}

bool Transfer::mustStop() const {
    return m_cancel.cancelled() || std::chrono::steady_clock::now() >= m_deadline;
}

int Transfer::credentials(void** out, const char*, const char* user, unsigned allowed, void* payload) {
    auto& self = *static_cast<Transfer*>(payload);
    auto** credential = reinterpret_cast<git_credential**>(out);
    const char* name = user ? user : "git";
    if (self.mustStop())
        return GIT_EUSER;
    if (allowed & GIT_CREDENTIAL_USERNAME)
        return git_credential_username_new(credential, name);
    if (!(allowed & GIT_CREDENTIAL_SSH_KEY))
        return GIT_EAUTH;
    // First the agent, then the usual key files that need no passphrase; each is offered once.
    static const char* const keys[] = {"id_ed25519", "id_ecdsa", "id_rsa"};
    if (self.m_attempt == 0) {
        ++self.m_attempt;
        if (!qEnvironmentVariableIsEmpty("SSH_AUTH_SOCK"))
            return git_credential_ssh_key_from_agent(credential, name);
    }
    while (self.m_attempt <= int(std::size(keys))) {
        const QString key =
            QDir::homePath() + QStringLiteral("/.ssh/") + QLatin1String(keys[self.m_attempt - 1]);
        ++self.m_attempt;
        if (QFileInfo::exists(key))
            return git_credential_ssh_key_new(credential, name, nullptr, QFile::encodeName(key).constData(),
                                              nullptr);
    }
    return GIT_EAUTH;
}

void Transfer::fill(git_remote_callbacks& callbacks) {
    callbacks.credentials = [](git_credential** out, const char* where, const char* user, unsigned allowed,
                               void* payload) {
        return credentials(reinterpret_cast<void**>(out), where, user, allowed, payload);
    };
    callbacks.payload = this;
}

Error Transfer::failed(int code) const {
    if (m_cancel.cancelled())
        return {ErrorKind::Cancelled, QStringLiteral("the transfer with %1 was cancelled").arg(url), {}};
    if (std::chrono::steady_clock::now() >= m_deadline)
        return {ErrorKind::Timeout,
                QStringLiteral("%1 did not finish within %2").arg(url, humanDuration(m_timeLimit)),
                QStringLiteral("check the network, or raise the time limit")};
    Error error = lastError(code, url);
    if (code == GIT_EAUTH)
        error.message = QStringLiteral("%1 wants a login, and none that the core has was accepted").arg(url);
    static const QRegularExpression missing(
        QStringLiteral("status code: 404|not found|does not exist|not appear to be"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression login(QStringLiteral("status code: 40[13]|authenticat|credential"),
                                          QRegularExpression::CaseInsensitiveOption);
    if (code == GIT_EAUTH || login.match(error.message).hasMatch()) {
        error.kind = ErrorKind::Denied;
        error.hint =
            QStringLiteral("the core asks no questions: give it a key (ssh-agent, or a key file without a "
                           "passphrase) or a token in the URL");
    } else if (code == GIT_ECERTIFICATE) {
        error.kind = ErrorKind::Denied;
        error.hint = QStringLiteral(
            "the host's key or certificate is not known here; for ssh add it to ~/.ssh/known_hosts");
    } else if (missing.match(error.message).hasMatch()) {
        error.kind = ErrorKind::NotFound;
        error.hint = QStringLiteral("check the URL, and that the core's login may see the repository");
    } else if (error.kind == ErrorKind::Unavailable) {
        error.hint = QStringLiteral("check the network and the host's name");
    }
    return error;
}

} // namespace git

} // namespace signalbox
