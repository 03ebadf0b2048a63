// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"
#include "core/client/sse_parser.h"
#include "core/client/transport.h"

#include <QTimer>

namespace signalbox {

/// Keeps a CoreClient connected: reach, load, stream, and again after a loss. The phases in order:
///     Idle -> Reaching -> Loading -> Streaming -> (lost) Waiting -> Reaching ...
/// Every try has a number; what belongs to an earlier one is not listened to.
class CoreClient::Session : public QObject {
    Q_OBJECT
public:
    Session(CoreClient& client, Transport& transport, CoreMirror& mirror, const ClientOptions& options);

    void open();
    void close();
    void reconnectNow();
    void reach(bool mayStart, QObject* context, Callback<CoreInfo> done);

    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] std::optional<Error> lastError() const { return m_lastError; }
    [[nodiscard]] Moment lastSeen() const { return m_lastSeen; }

private:
    enum class Phase { Idle, Reaching, Loading, Streaming, Waiting };

    void tryToConnect(bool mayStart);
    void loadAll(const CoreInfo& info);
    void loadTasks(qint64 coreSeq);
    void openStream();
    void onBytes(const QByteArray& bytes);
    void onEvent(const SseEvent& event);
    void onRecord(const QByteArray& data);
    void lose(const Error& error);
    void setState(ConnectionState state, const QString& text);
    void heard() { m_lastSeen = m_transport.now(); }
    /// Asks for one list again: at most one request at a time, and one more when there was a reason
    /// meanwhile.
    struct Refresh {
        bool wanted = false;
        bool running = false;
    };
    using Ask = std::function<void(std::function<void()> finished)>;
    void refresh(Refresh& what, const Ask& ask);
    void refreshApprovals();
    void refreshMachines();
    void refreshRepositories();
    void refreshDelegations();
    void refreshInfo();

    CoreClient& m_client;
    Transport& m_transport;
    CoreMirror& m_mirror;
    ClientOptions m_options;
    Phase m_phase = Phase::Idle;
    ConnectionState m_state = ConnectionState::Disconnected;
    QString m_text;
    std::optional<Error> m_lastError;
    Moment m_lastSeen;
    Millis m_backoff{0};
    int m_try = 0;
    QString m_instance; ///< of the core that the mirror was loaded from
    std::unique_ptr<ByteStream> m_stream;
    SseParser m_parser;
    QTimer m_retryTimer;
    QTimer m_infoTimer;
    Refresh m_approvals;
    Refresh m_machines;
    Refresh m_repositories;
    Refresh m_delegations;
};

/// Whether a core of that version can be spoken to by us.
Result<void> checkVersion(const QString& coreVersion);

} // namespace signalbox
