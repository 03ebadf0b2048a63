// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/scenario_transport.h"

#include <QUrlQuery>

#include <algorithm>

namespace signalbox {

namespace {

/// One stream of a scripted core: sends what there is, then what comes.
class ScenarioStream final : public ByteStream {
    Q_OBJECT
public:
    ScenarioStream(ScenarioCore& core, const QString& path) : m_core(&core) {
        const QUrl url(path);
        const QStringList parts = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts);
        m_place = QUrlQuery(url).queryItemValue(QStringLiteral("from")).toLongLong();
        callLater(this, [this, parts] { begin(parts); });
    }
    void cut(const Error& error) {
        if (!std::exchange(m_over, true))
            emit failed(error);
    }

private:
    void begin(const QStringList& parts) {
        if (m_over || !m_core)
            return;
        const QPointer<ScenarioStream> self(this);
        if (parts.value(1) == QLatin1String("events")) {
            emit opened();
            if (!self)
                return;
            connect(m_core, &ScenarioCore::recordAdded, this, &ScenarioStream::sendEvents);
            connect(m_core, &ScenarioCore::machinesChanged, this,
                    [this] { send(QByteArrayLiteral("event: machines\ndata: {}\n\n")); });
            connect(m_core, &ScenarioCore::peopleChanged, this,
                    [this] { send(QByteArrayLiteral("event: people\ndata: {}\n\n")); });
            connect(m_core, &ScenarioCore::logGrew, this, [this](TaskId task, qint64 end) {
                send(QStringLiteral("event: log\ndata: {\"task\":%1,\"end\":%2}\n\n")
                         .arg(task)
                         .arg(end)
                         .toUtf8());
            });
            return sendEvents();
        }
        if (parts.value(1) == QLatin1String("audit"))
            return sendWhole(m_core->audit());
        if (parts.value(1) == QLatin1String("journal"))
            return sendWhole(m_core->journal());
        if (parts.value(3) == QLatin1String("terminal"))
            return sendTerminal(parts.at(2));
        m_task = parts.value(2).toLongLong();
        if (!m_core->task(m_task)) {
            cut({ErrorKind::NotFound, QStringLiteral("there is no task %1").arg(m_task), {}});
            return;
        }
        if (parts.value(4) != QLatin1String("follow"))
            return sendWhole(m_core->log(m_task).mid(m_place));
        emit opened();
        if (!self)
            return;
        connect(m_core, &ScenarioCore::logGrew, this, [this](TaskId task) {
            if (task == m_task)
                sendLog();
        });
        connect(m_core, &ScenarioCore::recordAdded, this, &ScenarioStream::sendLog);
        sendLog();
    }
    void send(const QByteArray& bytes) {
        if (!m_over && !bytes.isEmpty())
            emit bytesArrived(bytes);
    }
    void sendWhole(const QByteArray& bytes) {
        const QPointer<ScenarioStream> self(this);
        emit opened();
        for (qsizetype i = 0; self && !m_over && i < bytes.size(); i += piece)
            send(bytes.mid(i, piece));
        if (!self || m_over)
            return;
        m_over = true;
        emit finished();
    }
    void sendTerminal(const QString& machine) {
        const QByteArray first = m_core->openTerminal(machine);
        if (first.isEmpty())
            return cut({ErrorKind::NotFound, QStringLiteral("there is no machine %1").arg(machine), {}});
        connect(m_core, &ScenarioCore::terminalSaid, this,
                [this, machine](const QString& in, const QByteArray& text) {
                    if (in == machine)
                        send(text);
                });
        const QPointer<ScenarioStream> self(this);
        emit opened();
        if (self)
            send(first);
    }
    void sendEvents() { send(m_core->eventsAfter(m_place)); }
    /// One piece at a time, so that a long log does not hold up the event loop.
    void sendLog() {
        if (m_over || !m_core)
            return;
        const QByteArray log = m_core->log(m_task);
        QByteArray text;
        while (m_place < log.size() && text.size() < piece) {
            const qint64 end = log.indexOf('\n', m_place) + 1;
            text +=
                "id: " + QByteArray::number(end) + "\ndata: " + log.mid(m_place, end - 1 - m_place) + "\n\n";
            m_place = end;
        }
        const QPointer<ScenarioStream> self(this);
        send(text);
        if (!self || m_over)
            return;
        if (m_place < log.size()) {
            callLater(this, [this] { sendLog(); });
        } else if (m_core->isFinished(m_task)) {
            send(QByteArrayLiteral("event: end\ndata: {}\n\n"));
            if (self)
                m_over = true;
        }
    }

    static constexpr qsizetype piece = 64 << 10;
    QPointer<ScenarioCore> m_core;
    TaskId m_task = 0;
    qint64 m_place = 0;
    bool m_over = false;
};

} // namespace

Result<std::unique_ptr<ScenarioTransport>> ScenarioTransport::create(const QUrl& url, bool frozen) {
    const QString name = url.path().mid(1);
    const auto it = std::find_if(scenarios().begin(), scenarios().end(),
                                 [&](const Scenario& scenario) { return scenario.name == name; });
    if (it == scenarios().end()) {
        QStringList names;
        for (const Scenario& scenario : scenarios())
            names.append(scenario.name);
        return Error{ErrorKind::NotFound, QStringLiteral("there is no scenario “%1”").arg(name),
                     QStringLiteral("There are: %1.").arg(names.join(QStringLiteral(", ")))};
    }
    const QUrlQuery query(url);
    const bool freeze = frozen || query.hasQueryItem(QStringLiteral("freeze"));
    std::unique_ptr<ScenarioTransport> transport(new ScenarioTransport(*it, freeze));
    if (const QString as = query.queryItemValue(QStringLiteral("as")); !as.isEmpty()) {
        const auto roles = rolesFrom(as.split(u','));
        if (!roles)
            return roles.error();
        transport->core().setRoles(*roles);
    }
    return transport;
}

ScenarioTransport::ScenarioTransport(const Scenario& scenario, bool frozen)
    : m_core(frozen), m_lostFor(scenario.lostFor) {
    CoreInfo& info = m_core.info();
    info.version = QStringLiteral(SIGNALBOX_VERSION);
    info.instance = QStringLiteral("scenario-%1").arg(scenario.name);
    info.started = ScenarioCore::epoch() + Millis(-9 * 3'600'000);
    info.user = QStringLiteral("alex");
    info.roles = roleWords({Role::Admin});
    info.provider = {
        QStringLiteral("qemu:///embed"), true,
        QStringLiteral("kvm"),           QStringLiteral("a probe machine booted with it in 1.4 s"),
        QStringLiteral("QEMU 7.2.17"),   {}};
    info.images = {{QStringLiteral("base"), sha256("image base")},
                   {QStringLiteral("cpp"), sha256("image cpp")},
                   {QStringLiteral("python"), sha256("image python")},
                   {QStringLiteral("node"), sha256("image node")}};
    info.machineSlots = 16;
    info.machinesReady = 2;
    const Moment since = info.started;
    info.organs = {{QStringLiteral("steward"), QStringLiteral("running"), 0, {}, since},
                   {QStringLiteral("pool"), QStringLiteral("running"), 0, {}, since},
                   {QStringLiteral("retention"), QStringLiteral("running"), 0, {}, since}};
    scenario.build(m_core);
    m_core.start();
}

void ScenarioTransport::prepare(bool, QObject* context, std::function<void(Result<void>)> done) {
    callLater(context, [this, done = std::move(done)] {
        if (m_lost)
            return done(gone());
        done({});
    });
}

void ScenarioTransport::request(const ApiRequest& request, QObject* context,
                                std::function<void(Delivery)> done) {
    // The core acts when the request arrives, the caller hears of it later: as over a wire.
    ++m_pending;
    callLater(this, [this, request, context = QPointer<QObject>(context), done = std::move(done)] {
        --m_pending;
        const Delivery delivery = m_lost ? Delivery{gone(), false} : Delivery{m_core.handle(request), false};
        if (context)
            callLater(context, [done, delivery] { done(delivery); });
    });
}

std::unique_ptr<ByteStream> ScenarioTransport::stream(const ApiRequest& request) {
    auto stream = std::make_unique<ScenarioStream>(m_core, request.path);
    ScenarioStream* raw = stream.get();
    if (m_lost) {
        callLater(raw, [this, raw] { raw->cut(gone()); });
        return stream;
    }
    connect(this, &ScenarioTransport::lost, raw, [this, raw] { raw->cut(gone()); });
    if (m_lostFor.count() > 0)
        loseOnceRead();
    return stream;
}

void ScenarioTransport::loseOnceRead() {
    QTimer::singleShot(300, this, [this] { m_pending > 0 ? loseOnceRead() : lose(); });
}

void ScenarioTransport::lose() {
    if (std::exchange(m_lost, true))
        return;
    m_core.skip(m_lostFor);
    emit lost();
}

Error ScenarioTransport::gone() const {
    return {ErrorKind::Unavailable, QStringLiteral("the core does not answer"),
            QStringLiteral("Is its machine on, and the network up?")};
}

} // namespace signalbox

#include "scenario_transport.moc"
