// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/session.h"

#include "core/client/api_call.h"

#include <QElapsedTimer>

#include <algorithm>

namespace signalbox {

namespace {
constexpr int infoPollMs = 30'000;
constexpr int infoPollWhileProbingMs = 2'000; ///< the core does not say when it is done probing
constexpr int refreshPauseMs = 100;           ///< between two questions for the same list, at least

struct Tasks {
    QList<TaskSummary> tasks;
    qint64 seq = 0;
    SB_FIELDS(Tasks, tasks, seq)
};
struct Told {
    RecordView record;
    std::optional<TaskSummary> summary;
    SB_FIELDS(Told, record, summary)
};
} // namespace

Result<void> checkVersion(const QString& coreVersion) {
    const auto compatible = [](const QString& version) {
        const QStringList parts = version.split(QLatin1Char('.'));
        // Before 1.0 every minor version may change the API.
        return parts.value(0) == QLatin1String("0") ? parts.mid(0, 2) : parts.mid(0, 1);
    };
    const QString ours = QStringLiteral(SIGNALBOX_VERSION);
    if (compatible(coreVersion) == compatible(ours))
        return {};
    return Error{
        ErrorKind::Invalid,
        QStringLiteral("the core has version %1, this program has %2: they do not go together")
            .arg(coreVersion.isEmpty() ? QStringLiteral("unknown") : coreVersion, ours),
        QStringLiteral("Update the older one; a local core: signalboxctl core stop, then start it again.")};
}

CoreClient::Session::Session(CoreClient& client, Transport& transport, CoreMirror& mirror,
                             const ClientOptions& options)
    : QObject(&client), m_client(client), m_transport(transport), m_mirror(mirror), m_options(options),
      m_text(QStringLiteral("not connected")) {
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, [this] { tryToConnect(false); });
    connect(&m_infoTimer, &QTimer::timeout, this, &Session::refreshInfo);
    connect(&m_transport, &Transport::progress, this, [this](const QString& line) {
        if (m_phase == Phase::Reaching)
            setState(m_state, line);
    });
}

void CoreClient::Session::open() {
    if (m_phase != Phase::Idle)
        return;
    m_backoff = m_options.firstBackoff;
    setState(m_mirror.loaded() ? ConnectionState::Reconnecting : ConnectionState::Connecting,
             QStringLiteral("connecting to %1").arg(m_client.name()));
    tryToConnect(m_options.startLocalCore);
}

void CoreClient::Session::close() {
    ++m_try;
    m_phase = Phase::Idle;
    m_stream.reset();
    m_retryTimer.stop();
    m_infoTimer.stop();
    setState(ConnectionState::Disconnected, QStringLiteral("not connected"));
}

void CoreClient::Session::reconnectNow() {
    if (m_phase == Phase::Idle)
        return open();
    if (m_phase != Phase::Waiting)
        return;
    m_retryTimer.stop();
    m_backoff = m_options.firstBackoff;
    tryToConnect(m_options.startLocalCore);
}

void CoreClient::Session::reach(bool mayStart, QObject* context, Callback<CoreInfo> done) {
    m_transport.prepare(mayStart, context, [this, context, done](const Result<void>& ready) {
        if (!ready)
            return done(ready.error());
        ApiRequest request;
        request.path = QStringLiteral("/v1/core");
        m_transport.request(request, context, [this, done](const Delivery& delivery) {
            if (!delivery.reply)
                return done(delivery.reply.error());
            if (delivery.reply->status != 200)
                return done(errorFrom(*delivery.reply));
            Result<CoreInfo> info = parseAnswer<CoreInfo>(delivery.reply->body);
            if (info)
                if (const Result<void> fits = checkVersion(info->version); !fits)
                    return done(fits.error());
            if (info)
                m_mirror.setCoreInfo(*info);
            done(std::move(info));
        });
    });
}

void CoreClient::Session::tryToConnect(bool mayStart) {
    m_phase = Phase::Reaching;
    m_stream.reset();
    reach(mayStart, this, [this, number = ++m_try](const Result<CoreInfo>& info) {
        if (number != m_try)
            return;
        if (!info)
            return lose(info.error());
        heard();
        loadAll(*info);
    });
}

void CoreClient::Session::loadAll(const CoreInfo& info) {
    m_phase = Phase::Loading;
    // The same core still runs and has all that we know: the stream alone brings us up to date. Otherwise
    // the tasks are read anew.
    const bool same = m_mirror.loaded() && info.instance == m_instance && info.seq >= m_mirror.lastSeq();
    m_instance = info.instance;
    m_approvals = m_machines = m_repositories = m_delegations = {};
    refreshApprovals();
    refreshMachines();
    refreshRepositories();
    refreshDelegations();
    if (same)
        return openStream();
    loadTasks(info.seq);
}

void CoreClient::Session::loadTasks(qint64 coreSeq) {
    // After a restart of the core its events since we last knew are still to be told; a core that knows less
    // than we do is another one.
    const qint64 known = coreSeq >= m_mirror.lastSeq() ? m_mirror.lastSeq() : 0;
    ApiRequest request;
    request.path = QStringLiteral("/v1/tasks");
    callApi<Tasks>(m_transport, request, this, parseAnswer<Tasks>,
                   [this, number = m_try, known](const Result<Tasks>& answer) {
                       if (number != m_try)
                           return;
                       if (!answer)
                           return lose(answer.error());
                       heard();
                       m_mirror.load(answer->tasks, known > 0 ? known : answer->seq);
                       openStream();
                   });
}

void CoreClient::Session::openStream() {
    m_parser = SseParser();
    ApiRequest request;
    request.path = QStringLiteral("/v1/events?from=%1").arg(m_mirror.lastSeq());
    request.accept = QByteArrayLiteral("text/event-stream");
    m_stream = m_transport.stream(request);
    connect(m_stream.get(), &ByteStream::opened, this, [this] {
        m_phase = Phase::Streaming;
        m_backoff = m_options.firstBackoff;
        m_lastError.reset();
        heard();
        m_infoTimer.start(m_mirror.coreInfo().provider.uri.isEmpty() ? infoPollWhileProbingMs : infoPollMs);
        setState(ConnectionState::Connected, QStringLiteral("connected to %1").arg(m_client.name()));
    });
    connect(m_stream.get(), &ByteStream::bytesArrived, this, &Session::onBytes);
    connect(m_stream.get(), &ByteStream::failed, this, &Session::lose);
    connect(m_stream.get(), &ByteStream::finished, this, [this] {
        lose({ErrorKind::Unavailable, QStringLiteral("the core ended the event stream"), {}});
    });
}

void CoreClient::Session::onBytes(const QByteArray& bytes) {
    heard();
    const int number = m_try;
    const Result<QList<SseEvent>> events = m_parser.feed(bytes);
    if (!events)
        return lose(events.error());
    for (const SseEvent& event : *events) {
        onEvent(event);
        if (number != m_try || m_phase != Phase::Streaming)
            return; // lost, closed or begun anew by what the event led to
    }
}

void CoreClient::Session::onEvent(const SseEvent& event) {
    if (event.type == "record")
        return onRecord(event.data);
    if (event.type == "machines") {
        refreshMachines();
        refreshInfo();
    } else if (event.type == "people") {
        refreshInfo();
    } else if (event.type == "log") {
        const Result<QJsonObject> hint = jsonObjectFrom(event.data);
        if (hint)
            m_mirror.noteLogGrew(hint->value(QLatin1String("task")).toInteger(),
                                 hint->value(QLatin1String("end")).toInteger());
    } // an event of a newer core that we do not know is none of our business
}

void CoreClient::Session::onRecord(const QByteArray& data) {
    const Result<Told> told = parseAnswer<Told>(data);
    if (!told)
        return lose(told.error());
    if (m_mirror.apply(told->record, told->summary) == CoreMirror::Applied::Gap) {
        // Never seen from a sound core. Reading all anew is always right.
        m_instance.clear();
        return lose({ErrorKind::Corrupt,
                     QStringLiteral("the event stream jumped from %1 to %2")
                         .arg(m_mirror.lastSeq())
                         .arg(told->record.seq),
                     {}});
    }
    const QString& type = told->record.type;
    if (type.startsWith(QLatin1String("approval_")) || type.startsWith(QLatin1String("question_")))
        refreshApprovals();
    else if (type.startsWith(QLatin1String("repository_")))
        refreshRepositories();
    else if (type.startsWith(QLatin1String("delegation_")))
        refreshDelegations();
    else if (type.startsWith(QLatin1String("machine_")))
        refreshMachines();
}

void CoreClient::Session::lose(const Error& error) {
    if (m_phase == Phase::Idle)
        return;
    ++m_try;
    m_phase = Phase::Waiting;
    m_lastError = error;
    m_infoTimer.stop();
    if (m_stream) {
        // It may be the one that is telling us: it must not be deleted under its own feet.
        m_stream->disconnect(this);
        m_stream.release()->deleteLater();
    }
    // What only a person can mend is not tried again every few seconds.
    const bool hopeless = error.kind == ErrorKind::Denied || error.kind == ErrorKind::Invalid;
    const Millis wait = hopeless ? std::max(m_options.backoffLimit, m_backoff) : m_backoff;
    m_backoff = std::min(m_backoff * 2, m_options.backoffLimit);
    m_retryTimer.start(int(wait.count()));
    const QString what =
        m_mirror.loaded() ? QStringLiteral("connection lost") : QStringLiteral("not connected");
    setState(m_mirror.loaded() ? ConnectionState::Reconnecting : ConnectionState::Connecting,
             QStringLiteral("%1, trying again in %2: %3").arg(what, humanDuration(wait), error.message));
}

void CoreClient::Session::setState(ConnectionState state, const QString& text) {
    if (m_state == state && m_text == text)
        return;
    m_state = state;
    m_text = text;
    emit m_client.stateChanged(state, text);
}

void CoreClient::Session::refresh(Refresh& what, const Ask& ask) {
    if (what.running) {
        what.wanted = true;
        return;
    }
    what.running = true;
    // On a busy core there is always a reason: the longer an answer takes, the longer is waited before the
    // next.
    QElapsedTimer took;
    took.start();
    ask([this, &what, ask, took, number = m_try] {
        QTimer::singleShot(std::max(refreshPauseMs, int(took.elapsed()) * 3), this,
                           [this, &what, ask, number] {
                               if (number != m_try)
                                   return;
                               what.running = false;
                               if (std::exchange(what.wanted, false))
                                   refresh(what, ask);
                           });
    });
}

void CoreClient::Session::refreshApprovals() {
    refresh(m_approvals, [this](const std::function<void()>& finished) {
        m_client.listApprovals(false, this, [this, finished](const Result<QList<ApprovalEntry>>& list) {
            if (list)
                m_mirror.setApprovals(*list);
            finished();
        });
    });
}

void CoreClient::Session::refreshMachines() {
    refresh(m_machines, [this](const std::function<void()>& finished) {
        m_client.listMachines(this, [this, finished](const Result<QList<MachineInfo>>& list) {
            if (list)
                m_mirror.setMachines(*list);
            finished();
        });
    });
}

void CoreClient::Session::refreshDelegations() {
    refresh(m_delegations, [this](const std::function<void()>& finished) {
        m_client.listDelegations(this, [this, finished](const Result<QList<Delegation>>& list) {
            if (list)
                m_mirror.setDelegations(*list);
            finished();
        });
    });
}

void CoreClient::Session::refreshRepositories() {
    refresh(m_repositories, [this](const std::function<void()>& finished) {
        m_client.listRepositories(this, [this, finished](const Result<QList<Repository>>& list) {
            if (list)
                m_mirror.setRepositories(*list);
            finished();
        });
    });
}

void CoreClient::Session::refreshInfo() {
    ApiRequest request;
    request.path = QStringLiteral("/v1/core");
    callApi<CoreInfo>(m_transport, request, this, parseAnswer<CoreInfo>,
                      [this, number = m_try](const Result<CoreInfo>& info) {
                          if (!info || number != m_try)
                              return;
                          m_mirror.setCoreInfo(*info);
                          if (!info->provider.uri.isEmpty() || !info->providerError.isEmpty())
                              m_infoTimer.setInterval(infoPollMs);
                      });
}

} // namespace signalbox
