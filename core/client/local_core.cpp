// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/local_core.h"

#include "core/base/files.h"
#include "core/base/json_fields.h"
#include "core/client/wire.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace signalbox {

namespace {

constexpr int pollMs = 100;
constexpr int deafLimitMs = 5000; ///< after it, a file whose process does not answer is not believed

bool isAlive(qint64 pid) {
    return pid > 0 && (::kill(pid_t(pid), 0) == 0 || errno == EPERM);
}

} // namespace

QString findDaemon(const QString& given) {
    if (!given.isEmpty())
        return given;
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString& candidate :
         {here.filePath(QStringLiteral("signalboxd")), here.filePath(QStringLiteral("../daemon/signalboxd"))})
        if (QFileInfo(candidate).isExecutable() && QFileInfo(candidate).isFile())
            return QDir::cleanPath(candidate);
    return QStandardPaths::findExecutable(QStringLiteral("signalboxd"));
}

QString defaultHome() {
    const QString given = qEnvironmentVariable("SIGNALBOX_HOME");
    if (!given.isEmpty())
        return given;
    if (::geteuid() == 0)
        return QStringLiteral("/var/lib/signalbox");
    QString data = qEnvironmentVariable("XDG_DATA_HOME");
    if (data.isEmpty())
        data = QDir::homePath() + QStringLiteral("/.local/share");
    return data + QStringLiteral("/signalbox");
}

Result<CoreFile> readCoreFile(const QString& home) {
    const QString path = home + QStringLiteral("/run/core.json");
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorKind::NotFound, QStringLiteral("no core is running for %1").arg(home),
                     QStringLiteral("Start it: signalboxctl core start")};
    if (info.ownerId() != ::geteuid() && ::geteuid() != 0)
        return Error{ErrorKind::Denied, QStringLiteral("%1 belongs to another user").arg(path), {}};
    if (info.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther))
        return Error{
            ErrorKind::Denied, QStringLiteral("%1 can be read or changed by others").arg(path),
            QStringLiteral("Stop the core, remove the file and start it again: its token is burnt.")};
    const Result<QByteArray> bytes = readFile(path, 64 << 10);
    if (!bytes)
        return bytes.error();
    const Result<QJsonObject> object = jsonObjectFrom(*bytes);
    Result<CoreFile> file = object ? fromJson<CoreFile>(*object) : Result<CoreFile>(object.error());
    const QUrl url = file ? QUrl(file->url) : QUrl();
    if (!file || !url.isValid() || url.scheme() != QLatin1String("http") || url.host().isEmpty())
        return Error{ErrorKind::Corrupt, QStringLiteral("%1 cannot be read").arg(path),
                     QStringLiteral("Remove it and start the core again.")};
    if (!isAlive(file->pid))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the core (process %1) ended without tidying up").arg(file->pid),
                     QStringLiteral("Start it again: signalboxctl core start")};
    return file;
}

LocalTransport::LocalTransport(LocalCoreOptions options, Millis requestLimit, Millis silenceLimit)
    : HttpTransport({}, requestLimit, silenceLimit), m_options(std::move(options)) {
    if (m_options.home.isEmpty())
        m_options.home = defaultHome();
    m_timer.setSingleShot(true);
    m_timer.setInterval(pollMs);
    connect(&m_timer, &QTimer::timeout, this, &LocalTransport::look);
}

QString LocalTransport::logPath() const {
    return m_options.home + QStringLiteral("/run/signalboxd.log");
}

void LocalTransport::prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) {
    ++m_round;
    m_done = std::move(done);
    m_context = context;
    m_mayStart = mayStart;
    m_daemonPid = 0;
    m_toldSeconds = 0;
    m_started.start();
    callLater(this, [this, round = m_round] {
        if (round == m_round)
            look();
    });
}

void LocalTransport::look() {
    const Result<CoreFile> file = readCoreFile(m_options.home);
    if (file)
        return ping(*file);
    const Error& error = file.error();
    if (m_daemonPid > 0)
        return waitOn(); // it is on its way
    const bool died = error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Corrupt;
    if (error.kind == ErrorKind::Denied || m_neverStart || (!m_mayStart && !died))
        return finish(error);
    startDaemon();
}

void LocalTransport::ping(const CoreFile& file) {
    setEndpoint({QUrl(file.url), m_options.token.isEmpty() ? file.token : m_options.token, {}});
    ApiRequest request;
    request.path = QStringLiteral("/v1/ping");
    HttpTransport::request(request, this, [this, round = m_round](const Delivery& delivery) {
        if (round != m_round || !m_done)
            return;
        if (delivery.reply && delivery.reply->status == 200)
            return finish({});
        if (delivery.reply && delivery.reply->status < 500)
            return finish(errorFrom(*delivery.reply).within(QStringLiteral("the local core refused us")));
        if (m_neverStart)
            return finish(delivery.reply ? errorFrom(*delivery.reply) : delivery.reply.error());
        // The process is there but does not listen yet, or its number now belongs to another program: then
        // a second core is tried; should the first only be slow, its lock sends the second away.
        if (m_mayStart && m_daemonPid == 0 && m_started.elapsed() > deafLimitMs)
            return startDaemon();
        waitOn();
    });
}

void LocalTransport::startDaemon() {
    const QString program = findDaemon(m_options.daemonProgram);
    if (program.isEmpty())
        return finish(Error{ErrorKind::Unavailable,
                            QStringLiteral("no core is running, and no signalboxd was found to start one"),
                            QStringLiteral("Build and install it: ./installer/run")});
    emit progress(QStringLiteral("starting the local core"));
    if (const Result<void> made = makeDirectory(m_options.home + QStringLiteral("/run"), 0700); !made)
        return finish(made.error().within(QStringLiteral("the local core cannot be started")));
    QProcess daemon;
    daemon.setProgram(program);
    daemon.setArguments({QStringLiteral("--home"), m_options.home});
    daemon.setWorkingDirectory(QStringLiteral("/"));
    daemon.setStandardInputFile(QProcess::nullDevice());
    daemon.setStandardOutputFile(logPath());
    daemon.setStandardErrorFile(logPath());
    qint64 pid = 0;
    if (!daemon.startDetached(&pid))
        return finish(Error{ErrorKind::Unavailable,
                            QStringLiteral("%1 cannot be started: %2").arg(program, daemon.errorString()),
                            {}});
    m_daemonPid = pid;
    waitOn();
}

void LocalTransport::waitOn() {
    if (m_started.elapsed() > m_options.startLimit.count())
        return finish(tookTooLong());
    if (m_daemonPid > 0 && !isAlive(m_daemonPid) && !readCoreFile(m_options.home)) {
        const Result<QByteArray> log = readFile(logPath(), 1 << 20);
        return finish(
            Error{ErrorKind::Unavailable, QStringLiteral("the local core ended right after its start"),
                  log ? QStringLiteral("It said: %1").arg(QString::fromUtf8(log->right(500)).trimmed())
                      : QString()});
    }
    if (const qint64 seconds = m_started.elapsed() / 1000; m_daemonPid > 0 && seconds > m_toldSeconds) {
        m_toldSeconds = seconds;
        emit progress(QStringLiteral("waiting for the local core, for %1 s now").arg(seconds));
    }
    m_timer.start();
}

Error LocalTransport::tookTooLong() const {
    return {
        ErrorKind::Timeout,
        QStringLiteral("the local core did not answer within %1").arg(humanDuration(m_options.startLimit)),
        QStringLiteral("Its log: %1").arg(logPath())};
}

void LocalTransport::finish(const Result<void>& result) {
    m_timer.stop();
    auto done = std::exchange(m_done, {});
    if (done && m_context)
        done(result);
}

} // namespace signalbox
