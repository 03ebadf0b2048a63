// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/guest_login.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox {

namespace {

using Steady = std::chrono::steady_clock;

constexpr int lookEveryMs = 50; ///< whether it was cancelled

struct KeyCloser {
    void operator()(ssh_key key) const { ssh_key_free(key); }
};
using KeyPtr = std::unique_ptr<ssh_key_struct, KeyCloser>;

Error sessionError(const QString& what, ssh_session session) {
    return {ErrorKind::Unavailable,
            QStringLiteral("%1: %2").arg(what, QString::fromUtf8(ssh_get_error(session))),
            {}};
}

Result<void> configure(ssh_session session, int fd, Millis limit) {
    const long seconds = std::max<long>(1, long(limit.count() / 1000));
    const int no = 0;
    const int yes = 1;
    // chacha20 needs no AES instructions, which emulation makes slow.
    const std::pair<ssh_options_e, const void*> options[] = {
        {SSH_OPTIONS_HOST, "guest"},
        {SSH_OPTIONS_USER, "root"},
        {SSH_OPTIONS_FD, &fd},
        {SSH_OPTIONS_TIMEOUT, &seconds},
        {SSH_OPTIONS_PROCESS_CONFIG, &no},
        {SSH_OPTIONS_NODELAY, &yes},
        {SSH_OPTIONS_HOSTKEYS, "ssh-ed25519"},
        {SSH_OPTIONS_KEY_EXCHANGE, "curve25519-sha256"},
        {SSH_OPTIONS_CIPHERS_C_S, "chacha20-poly1305@openssh.com"},
        {SSH_OPTIONS_CIPHERS_S_C, "chacha20-poly1305@openssh.com"},
    };
    for (const auto& [option, value] : options)
        if (ssh_options_set(session, option, value) != SSH_OK)
            return sessionError(QStringLiteral("libssh refuses an option"), session);
    return {};
}

/// The guest must hold the very host key that we made for it.
Result<void> checkHost(ssh_session session, const QByteArray& expected) {
    ssh_key raw = nullptr;
    char* text = nullptr;
    if (ssh_get_server_publickey(session, &raw) != SSH_OK)
        return sessionError(QStringLiteral("the guest showed no host key"), session);
    const KeyPtr key(raw);
    if (ssh_pki_export_pubkey_base64(key.get(), &text) != SSH_OK)
        return sessionError(QStringLiteral("the guest's host key cannot be read"), session);
    const QByteArray shown = QByteArray("ssh-ed25519 ") + text;
    ssh_string_free_char(text);
    if (shown != expected)
        return Error{ErrorKind::Denied, QStringLiteral("the guest does not hold the host key made for it"),
                     QStringLiteral("destroy the machine: something else answers on its channel")};
    return {};
}

/// Repeats a call that does not block until it comes to an end, the time is over or it is cancelled: libssh
/// does not see that a socket was shut down before it began to wait for it.
template <typename Call>
Result<int> patiently(ssh_session session, const GuestLogin& login, Steady::time_point until, int again,
                      const Call& call) {
    for (;;) {
        const int outcome = call();
        if (outcome != again)
            return outcome;
        if (login.cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("the login to the guest was cancelled"), {}};
        if (Steady::now() >= until)
            return Error{
                ErrorKind::Timeout,
                QStringLiteral("the guest did not let us in within %1").arg(humanDuration(login.limit)),
                {}};
        const bool writes = (ssh_get_poll_flags(session) & SSH_WRITE_PENDING) != 0;
        pollfd state{ssh_get_fd(session), short(POLLIN | (writes ? POLLOUT : 0)), 0};
        ::poll(&state, 1, lookEveryMs);
    }
}

Result<void> authenticate(ssh_session session, const GuestLogin& login) {
    const auto until = Steady::now() + login.limit;
    ssh_key raw = nullptr;
    if (ssh_pki_import_privkey_base64(login.clientKey.constData(), nullptr, nullptr, nullptr, &raw) != SSH_OK)
        return Error{ErrorKind::Corrupt, QStringLiteral("the machine's client key cannot be read"), {}};
    const KeyPtr key(raw);
    ssh_set_blocking(session, 0);
    const Result<int> connected =
        patiently(session, login, until, SSH_AGAIN, [&] { return ssh_connect(session); });
    if (!connected)
        return connected.error();
    if (*connected != SSH_OK)
        return sessionError(QStringLiteral("no SSH session with the guest"), session);
    if (Result<void> host = checkHost(session, login.hostPublicKey); !host)
        return host;
    const Result<int> in = patiently(session, login, until, SSH_AUTH_AGAIN,
                                     [&] { return ssh_userauth_publickey(session, nullptr, key.get()); });
    if (!in)
        return in.error();
    if (*in == SSH_AUTH_DENIED)
        return Error{ErrorKind::Denied, QStringLiteral("the guest does not accept the machine's key"), {}};
    if (*in != SSH_AUTH_SUCCESS)
        return sessionError(QStringLiteral("the login to the guest failed"), session);
    return {};
}

} // namespace

SessionSocket::~SessionSocket() {
    ::close(m_fd);
}

void SessionSocket::shutDown() const {
    ::shutdown(m_fd, SHUT_RDWR);
}

Result<SessionPtr> logIntoGuest(const SessionSocket& socket, const GuestLogin& login) {
    SessionPtr session(ssh_new());
    const int copy = ::fcntl(socket.fd(), F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return Error{
            ErrorKind::Unavailable, QStringLiteral("no descriptor for a session: too many open files?"), {}};
    if (Result<void> configured = configure(session.get(), copy, login.limit); !configured) {
        ::close(copy);
        return configured.error();
    }
    if (Result<void> in = authenticate(session.get(), login); !in)
        return in.error();
    return session;
}

} // namespace signalbox
