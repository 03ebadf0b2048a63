// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/core_client.h"

#include "core/client/local_core.h"
#include "core/client/scenario_transport.h"
#include "core/client/session.h"
#include "core/client/ssh_transport.h"

#include <QRegularExpression>

namespace signalbox {

namespace {

Error unknownUrl(const QUrl& url, const QString& why) {
    return {
        ErrorKind::Invalid, QStringLiteral("“%1” is no address of a core: %2").arg(url.toString(), why),
        QStringLiteral("Known are local:, ssh://[USER@]HOST, https://HOST[:PORT], http://127.0.0.1:PORT and "
                       "test:///SCENARIO.")};
}

QString tokenFrom(const ClientOptions& options) {
    return options.token.isEmpty() ? qEnvironmentVariable("SIGNALBOX_TOKEN") : options.token;
}

bool isLoopback(const QString& host) {
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           host.startsWith(QLatin1String("127."));
}

Result<std::unique_ptr<Transport>> httpTransport(const QUrl& url, const ClientOptions& options) {
    if (url.host().isEmpty())
        return unknownUrl(url, QStringLiteral("the host is missing"));
    if (!url.userInfo().isEmpty())
        return unknownUrl(url, QStringLiteral("a password does not belong into it"));
    if (url.scheme() == QLatin1String("http") && !isLoopback(url.host()))
        return unknownUrl(url, QStringLiteral("without TLS only this machine itself can be reached"));
    const QByteArray pin = options.pinnedSha256.toLower().replace(':', "");
    if (!pin.isEmpty() && (pin.size() != 64 || QByteArray::fromHex(pin).toHex() != pin))
        return Error{ErrorKind::Invalid,
                     QStringLiteral("a pinned certificate is named by the 64 hex digits of "
                                    "its SHA-256"),
                     {}};
    QUrl base(url);
    base.setPath({});
    base.setQuery(QString());
    base.setFragment({});
    return std::unique_ptr<Transport>(std::make_unique<HttpTransport>(
        Endpoint{base, tokenFrom(options), pin}, options.requestLimit, options.silenceLimit));
}

/// What ssh is handed must not be able to be anything but a destination.
Result<std::unique_ptr<Transport>> sshTransport(const QUrl& url, const ClientOptions& options) {
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_.-]*$"));
    const QString host = url.host();
    if (!name.match(host).hasMatch() || (!url.userName().isEmpty() && !name.match(url.userName()).hasMatch()))
        return unknownUrl(url, QStringLiteral("it must name a host, with a user or without"));
    if (!url.password().isEmpty())
        return unknownUrl(url, QStringLiteral("a password does not belong into it"));
    if (!url.path().isEmpty() && url.path() != QLatin1String("/"))
        return unknownUrl(url, QStringLiteral("a path does not belong into it"));
    SshOptions ssh;
    ssh.destination = url.userName().isEmpty() ? host : url.userName() + QLatin1Char('@') + host;
    ssh.port = url.port(0);
    ssh.token = options.token; // not the environment's: that is for the core that one names there
    return std::unique_ptr<Transport>(
        std::make_unique<SshTransport>(ssh, options.requestLimit, options.silenceLimit));
}

Result<std::unique_ptr<Transport>> transportFor(const QUrl& url, const ClientOptions& options) {
    const QString scheme = url.scheme();
    if (scheme == QLatin1String("local")) {
        auto transport = std::make_unique<LocalTransport>(
            LocalCoreOptions{options.home, tokenFrom(options), options.daemonProgram, options.startLimit},
            options.requestLimit, options.silenceLimit);
        if (!options.startLocalCore)
            transport->setNeverStart();
        return std::unique_ptr<Transport>(std::move(transport));
    }
    if (scheme == QLatin1String("http") || scheme == QLatin1String("https"))
        return httpTransport(url, options);
    if (scheme == QLatin1String("ssh"))
        return sshTransport(url, options);
    if (scheme == QLatin1String("test")) {
        auto scenario = ScenarioTransport::create(url, options.frozen);
        if (!scenario)
            return scenario.error();
        return std::unique_ptr<Transport>(std::move(scenario).value());
    }
    return unknownUrl(url, scheme.isEmpty() ? QStringLiteral("it has no kind")
                                            : QStringLiteral("“%1:” is no known kind").arg(scheme));
}

} // namespace

Result<std::unique_ptr<CoreClient>> CoreClient::create(const QUrl& url, ClientOptions options) {
    auto transport = transportFor(url, options);
    if (!transport)
        return transport.error();
    return std::unique_ptr<CoreClient>(new CoreClient(url, options, std::move(transport).value()));
}

CoreClient::CoreClient(const QUrl& url, const ClientOptions& options, std::unique_ptr<Transport> transport)
    : m_transport(std::move(transport)), m_mirror(new CoreMirror(this)), m_url(url), m_options(options) {
    connect(m_transport.get(), &Transport::progress, this, &CoreClient::progress);
    m_session = new Session(*this, *m_transport, *m_mirror, m_options);
}

CoreClient::~CoreClient() {
    // Before the transport that it uses; QObject would only delete it after our members.
    delete m_session;
}

void CoreClient::open() {
    m_session->open();
}
void CoreClient::close() {
    m_session->close();
}
void CoreClient::reconnectNow() {
    m_session->reconnectNow();
}
void CoreClient::reach(QObject* context, Callback<CoreInfo> done) {
    m_session->reach(m_options.startLocalCore, context, std::move(done));
}

ConnectionState CoreClient::state() const {
    return m_session->state();
}
QString CoreClient::stateText() const {
    return m_session->text();
}
std::optional<Error> CoreClient::lastError() const {
    return m_session->lastError();
}
Moment CoreClient::lastSeen() const {
    return m_session->lastSeen();
}
QUrl CoreClient::url() const {
    return m_url;
}
QString CoreClient::name() const {
    if (m_url.scheme() == QLatin1String("local"))
        return QStringLiteral("local");
    if (m_url.scheme() == QLatin1String("test"))
        return QStringLiteral("test: %1").arg(m_url.path().mid(1));
    return m_url.authority();
}
Moment CoreClient::now() const {
    return m_transport->now();
}
CoreMirror& CoreClient::mirror() const {
    return *m_mirror;
}
Transport& CoreClient::transport() const {
    return *m_transport;
}

} // namespace signalbox
