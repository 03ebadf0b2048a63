// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/scenario_core.h"

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace signalbox::test {

struct SeenRequest {
    QByteArray method;
    QByteArray target;
    QByteArray token;
    QByteArray body;
};

/// What goes wrong with a request.
struct Fault {
    enum Kind {
        None,
        CloseBefore, ///< the core never sees it
        CloseAfter,  ///< the core acts, the answer is lost
        HalfAnswer,  ///< the answer breaks off in its midst
        Hang,        ///< no answer ever
        Answer,      ///< this instead of the core's
    } kind = None;
    int status = 200;
    QByteArray body;
    QByteArray type = "application/json";
    QByteArray headers; ///< more of them, each with its line end
};

/// A scripted core behind a real HTTP port of this machine, with faults on request. Serves one request a
/// connection.
class TestServer : public QTcpServer {
    Q_OBJECT
public:
    explicit TestServer(bool tls = false);

    /// Listens on a free port, or again on the one that it had.
    void start();
    /// Refuses connections and cuts all that there are.
    void stop();
    [[nodiscard]] QString url() const;
    [[nodiscard]] ScenarioCore& core() { return *m_core; }
    /// Another core at the same address.
    void setCore(std::unique_ptr<ScenarioCore> core) { m_core = std::move(core); }
    static std::unique_ptr<ScenarioCore> makeCore(const QString& instance);

    std::function<Fault(const SeenRequest&)> fault;
    QByteArray token;    ///< empty: everybody may
    bool silent = false; ///< streams are opened, but nothing is sent on them
    QList<SeenRequest> seen;

    void dropStreams();
    void sendToStreams(const QByteArray& bytes);
    [[nodiscard]] int streamCount() const;
    [[nodiscard]] int count(const QByteArray& method, const QByteArray& start) const;
    /// The certificate's SHA-256 in hex.
    static QByteArray fingerprint();

protected:
    void incomingConnection(qintptr handle) override;

private:
    void onData(QTcpSocket* socket);
    void serve(QTcpSocket* socket, const SeenRequest& request);
    void answer(QTcpSocket* socket, int status, const QByteArray& type, const QByteArray& body,
                bool half = false, const QByteArray& headers = {});
    void stream(QTcpSocket* socket, const SeenRequest& request);
    void pump(QTcpSocket* socket);

    struct Stream {
        qint64 place = 0;
        TaskId task = 0; ///< 0: the events
    };
    bool m_tls;
    quint16 m_port = 0;
    std::unique_ptr<ScenarioCore> m_core;
    QMap<QTcpSocket*, Stream> m_streams;
};

} // namespace signalbox::test
