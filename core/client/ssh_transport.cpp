// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/ssh_transport.h"

#include "core/client/local_core.h"
#include "core/client/wire.h"

#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>

namespace signalbox {

namespace {

constexpr int knockMs = 100;

/// Prints the remote core's file; with "start" as its argument it starts a core first when there is none.
const auto findCore = QStringLiteral(
    "h=${SIGNALBOX_HOME:-}; "
    "if [ -z \"$h\" ]; then if [ \"$(id -u)\" = 0 ]; then h=/var/lib/signalbox; "
    "else h=${XDG_DATA_HOME:-$HOME/.local/share}/signalbox; fi; fi; "
    "if [ ! -e \"$h/run/core.json\" ] && [ %1 = start ]; then signalboxctl core start >&2 || exit 4; fi; "
    "cat \"$h/run/core.json\"");

/// A port of the loopback that nobody listens on.
quint16 freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

SshTransport::SshTransport(SshOptions options, Millis requestLimit, Millis silenceLimit)
    : HttpTransport(Endpoint(), requestLimit, silenceLimit), m_options(std::move(options)) {
    m_timer.setInterval(knockMs);
    connect(&m_timer, &QTimer::timeout, this, &SshTransport::knock);
}

SshTransport::~SshTransport() {
    for (QProcess* process : {m_ask.get(), m_tunnel.get()})
        if (process) {
            process->disconnect(this);
            process->kill();
            process->waitForFinished(2000);
        }
}

QStringList SshTransport::arguments(const QStringList& more) const {
    QStringList all{QStringLiteral("-o"), QStringLiteral("BatchMode=yes"),
                    QStringLiteral("-o"), QStringLiteral("ServerAliveInterval=15"),
                    QStringLiteral("-o"), QStringLiteral("ConnectTimeout=20")};
    if (m_options.port > 0)
        all << QStringLiteral("-p") << QString::number(m_options.port);
    return all + more;
}

void SshTransport::prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) {
    m_done = std::move(done);
    m_context = context;
    m_began.start();
    if (m_tunnel && m_tunnel->state() == QProcess::Running && !endpoint().url.isEmpty())
        return callLater(this, [this] { m_timer.start(); }); // the way is open: see whether it leads there
    callLater(this, [this, mayStart] { askWhere(mayStart); });
}

void SshTransport::askWhere(bool mayStart) {
    const QString program = m_options.program.isEmpty()
                                ? QStandardPaths::findExecutable(QStringLiteral("ssh"))
                                : m_options.program;
    if (program.isEmpty())
        return finish(Error{ErrorKind::Unavailable, QStringLiteral("there is no ssh on this machine"),
                            QStringLiteral("Install it: apt install openssh-client")});
    m_options.program = program;
    emit progress(QStringLiteral("asking %1 for its core").arg(m_options.destination));
    if (m_ask)
        m_ask.release()->deleteLater();
    m_ask = std::make_unique<QProcess>();
    m_ask->setStandardInputFile(QProcess::nullDevice());
    connect(m_ask.get(), &QProcess::finished, this, &SshTransport::takeWhere);
    connect(m_ask.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(failed(QStringLiteral("ssh cannot be started"), m_ask->errorString().toUtf8()));
    });
    const QString script = findCore.arg(mayStart ? QStringLiteral("start") : QStringLiteral("look"));
    m_ask->start(program, arguments({m_options.destination, script}));
    QTimer::singleShot(int(m_options.limit.count()), m_ask.get(),
                       [process = m_ask.get()] { process->kill(); });
}

void SshTransport::takeWhere() {
    const QByteArray said = m_ask->readAllStandardError();
    if (m_ask->exitStatus() != QProcess::NormalExit)
        return finish(Error{ErrorKind::Timeout,
                            QStringLiteral("%1 did not answer within %2")
                                .arg(m_options.destination, humanDuration(m_options.limit)),
                            {}});
    if (m_ask->exitCode() == 255)
        return finish(failed(QStringLiteral("%1 cannot be reached by SSH").arg(m_options.destination), said));
    if (m_ask->exitCode() != 0)
        return finish(failed(QStringLiteral("no core runs on %1").arg(m_options.destination), said));
    const auto file = parseAnswer<CoreFile>(m_ask->readAllStandardOutput());
    const QUrl there = file ? QUrl(file->url) : QUrl();
    if (!file || there.port() <= 0)
        return finish(
            Error{ErrorKind::Corrupt,
                  QStringLiteral("what %1 says of its core cannot be read").arg(m_options.destination),
                  file ? file->url : file.error().message});
    forward(there, m_options.token.isEmpty() ? file->token : m_options.token);
}

void SshTransport::forward(const QUrl& there, const QString& token) {
    const quint16 port = freePort();
    const QString host = there.host() == QLatin1String("::1") ? QStringLiteral("[::1]") : there.host();
    if (m_tunnel) {
        m_tunnel->disconnect(this);
        m_tunnel->kill();
        m_tunnel.release()->deleteLater();
    }
    m_tunnel = std::make_unique<QProcess>();
    m_tunnel->setStandardInputFile(QProcess::nullDevice());
    connect(m_tunnel.get(), &QProcess::finished, this, [this] {
        finish(failed(QStringLiteral("the way to %1 closed").arg(m_options.destination),
                      m_tunnel->readAllStandardError()));
    });
    QUrl here(QStringLiteral("http://127.0.0.1"));
    here.setPort(port);
    setEndpoint({here, token, {}});
    m_tunnel->start(m_options.program,
                    arguments({QStringLiteral("-o"), QStringLiteral("ExitOnForwardFailure=yes"),
                               QStringLiteral("-N"), QStringLiteral("-L"),
                               QStringLiteral("127.0.0.1:%1:%2:%3").arg(port).arg(host).arg(there.port()),
                               m_options.destination}));
    m_timer.start();
}

/// The tunnel says nothing when it stands: it does when the core answers through it.
void SshTransport::knock() {
    if (!m_done)
        return m_timer.stop();
    if (m_began.elapsed() > m_options.limit.count()) {
        if (m_tunnel) {
            m_tunnel->disconnect(this);
            m_tunnel->kill();
        }
        return finish(Error{ErrorKind::Timeout,
                            QStringLiteral("the core on %1 did not answer within %2")
                                .arg(m_options.destination, humanDuration(m_options.limit)),
                            {}});
    }
    m_timer.stop();
    ApiRequest ping;
    ping.path = QStringLiteral("/v1/ping");
    HttpTransport::request(ping, this, [this](const Delivery& delivery) {
        if (delivery.reply && delivery.reply->status == 200)
            finish({});
        else if (m_done)
            m_timer.start();
    });
}

Error SshTransport::failed(const QString& what, const QByteArray& said) const {
    const QString text = QString::fromUtf8(said.right(600)).trimmed();
    return {ErrorKind::Unavailable, what,
            text.isEmpty() ? QStringLiteral("Does “ssh %1” work in a terminal, without a question?")
                                 .arg(m_options.destination)
                           : QStringLiteral("ssh said: %1").arg(text)};
}

void SshTransport::finish(const Result<void>& result) {
    m_timer.stop();
    auto done = std::exchange(m_done, {});
    if (done && m_context)
        done(result);
}

} // namespace signalbox
