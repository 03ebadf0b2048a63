// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"
#include "core/client/http_transport.h"

#include <QElapsedTimer>
#include <QTimer>

namespace signalbox {

/// Where the core of this machine and user keeps everything: SIGNALBOX_HOME, else /var/lib/signalbox for root
/// and the user's data folder for others.
QString defaultHome();

/// signalboxd: as given, else beside this program, else in PATH; empty when there is none.
QString findDaemon(const QString& given);

/// What a running local core leaves for its clients in HOME/run/core.json.
struct CoreFile {
    QString url;
    QString token;
    qint64 pid = 0;
    QString version;
    QString instance;
    SB_FIELDS(CoreFile, url, token, pid, version, instance)
};
/// NotFound: no core ran here, or it ended in order. Unavailable: it is there but its process is gone.
/// Denied: it may be read by others or belongs to somebody else. Corrupt: it cannot be read.
Result<CoreFile> readCoreFile(const QString& home);

struct LocalCoreOptions {
    QString home;
    QString token;         ///< replaces the one in the file
    QString daemonProgram; ///< empty: beside this program, else in PATH
    Millis startLimit{60'000};
};

/// The core of this machine: found by its file, or started detached, so that it outlives us.
class LocalTransport final : public HttpTransport {
    Q_OBJECT
public:
    LocalTransport(LocalCoreOptions options, Millis requestLimit, Millis silenceLimit);
    /// mayStart false: still starts a core whose process died without tidying up; never one that was stopped.
    void prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) override;
    /// Never starts anything: for `core status`.
    void setNeverStart() { m_neverStart = true; }

private:
    void look();
    void ping(const CoreFile& file);
    void startDaemon();
    void waitOn();
    void finish(const Result<void>& result);
    [[nodiscard]] Error tookTooLong() const;
    [[nodiscard]] QString logPath() const;

    LocalCoreOptions m_options;
    std::function<void(Result<void>)> m_done;
    QPointer<QObject> m_context;
    QTimer m_timer;
    QElapsedTimer m_started;
    qint64 m_daemonPid = 0;   ///< of the one that we started; 0: none
    qint64 m_toldSeconds = 0; ///< progress is told once a second
    bool m_mayStart = false;
    bool m_neverStart = false;
    int m_round = 0; ///< answers to pings of an earlier prepare() are not for this one
};

} // namespace signalbox
