// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/machine_shell.h"

#include "core/base/json_fields.h"
#include "core/client/core_client.h"
#include "core/client/sse_parser.h"
#include "core/client/transport.h"

#include <QJsonDocument>
#include <QTimer>
#include <QUrl>

namespace signalbox {

namespace {

constexpr int tryAgainMs = 250;
constexpr qsizetype mostAtOnce = 16 * 1024;
constexpr qsizetype largestEvent = 1024 * 1024;

QByteArray sizeText(const QJsonObject& more, int columns, int rows) {
    QJsonObject size = more;
    size.insert(QStringLiteral("columns"), columns);
    size.insert(QStringLiteral("rows"), rows);
    return QJsonDocument(size).toJson(QJsonDocument::Compact);
}

} // namespace

class MachineShell::Line : public QObject {
    Q_OBJECT
public:
    Line(MachineShell& owner, CoreClient& client, Wish wish)
        : m_owner(owner), m_client(client), m_wish(std::move(wish)), m_parser(largestEvent) {
        m_again.setSingleShot(true);
        m_again.setInterval(tryAgainMs);
        connect(&m_again, &QTimer::timeout, this, &Line::send);
    }
    ~Line() override { drop(); }

    void start() {
        ApiRequest request;
        request.method = QByteArrayLiteral("POST");
        request.path = QStringLiteral("/v1/machines/%1/terminal")
                           .arg(QString::fromLatin1(QUrl::toPercentEncoding(m_wish.machine)));
        request.accept = QByteArrayLiteral("text/event-stream");
        request.body = sizeText(
            {{QStringLiteral("user"), m_wish.root ? QStringLiteral("root") : QStringLiteral("agent")}},
            m_wish.columns, m_wish.rows);
        m_stream = m_client.transport().stream(request);
        connect(m_stream.get(), &ByteStream::bytesArrived, this, &Line::take);
        connect(m_stream.get(), &ByteStream::failed, this, &Line::fail);
        connect(m_stream.get(), &ByteStream::finished, this, [this] {
            fail({ErrorKind::Unavailable, QStringLiteral("the connection to the terminal was lost"), {}});
        });
    }
    bool type(const QByteArray& bytes) {
        if (m_over || m_waiting.size() + bytes.size() > mostWaiting)
            return false;
        m_waiting += bytes;
        send();
        return true;
    }
    void resize(int columns, int rows) {
        if (columns == m_wish.columns && rows == m_wish.rows)
            return;
        m_wish.columns = columns;
        m_wish.rows = rows;
        m_resized = true;
        send();
    }
    [[nodiscard]] const Wish& wish() const { return m_wish; }
    [[nodiscard]] bool isOpen() const { return !m_terminal.isEmpty() && !m_over; }

private:
    void drop() {
        if (!m_stream)
            return;
        m_stream->disconnect(this);
        m_stream.release()->deleteLater(); // it may be the one that calls us
    }
    void take(const QByteArray& bytes) {
        const Result<QList<SseEvent>> events = m_parser.feed(bytes);
        if (!events)
            return fail(events.error());
        const QPointer<Line> self(this);
        for (const SseEvent& event : *events) {
            const QJsonObject about = QJsonDocument::fromJson(event.data).object();
            if (event.type == "opened") {
                m_terminal = about.value(QLatin1String("terminal")).toString();
                emit m_owner.opened();
                if (self)
                    send();
            } else if (event.type == "output") {
                emit m_owner.printed(QByteArray::fromBase64(event.data));
            } else if (event.type == "end") {
                m_over = true;
                drop();
                emit m_owner.ended(about.value(QLatin1String("reason")).toString());
            }
            if (!self || m_over)
                return;
        }
    }
    void fail(const Error& error) {
        if (std::exchange(m_over, true))
            return;
        drop();
        emit m_owner.failed(error);
    }
    /// One request at a time, so that nothing overtakes; what comes meanwhile goes with the next one.
    void send() {
        if (!isOpen() || m_sending || m_again.isActive() || (m_waiting.isEmpty() && !m_resized))
            return;
        ApiRequest request;
        request.method = QByteArrayLiteral("POST");
        const bool size = std::exchange(m_resized, false);
        const QByteArray typed = size ? QByteArray() : m_waiting.left(mostAtOnce);
        request.path = size ? QStringLiteral("/v1/terminals/%1/size").arg(m_terminal)
                            : QStringLiteral("/v1/terminals/%1/input?from=%2").arg(m_terminal).arg(m_typed);
        request.body = size ? sizeText({}, m_wish.columns, m_wish.rows) : typed;
        if (!size)
            request.contentType = QByteArrayLiteral("application/octet-stream");
        request.repeatable = true;
        m_sending = true;
        m_client.transport().request(request, this, [this, typed, size](const Delivery& delivery) {
            m_sending = false;
            const bool done = delivery.reply && delivery.reply->status < 300;
            // Numbered, so it does no harm to send it again; if it is over, the stream says so.
            if (done) {
                m_waiting.remove(0, typed.size());
                m_typed += typed.size();
                send();
            } else {
                m_resized = m_resized || size;
                m_again.start();
            }
        });
    }

    MachineShell& m_owner;
    CoreClient& m_client;
    Wish m_wish;
    SseParser m_parser;
    std::unique_ptr<ByteStream> m_stream;
    QString m_terminal;   ///< its name in the core, once it is open
    QByteArray m_waiting; ///< to be typed
    qint64 m_typed = 0;   ///< that the core has
    bool m_resized = false;
    bool m_sending = false;
    bool m_over = false;
    QTimer m_again;
};

MachineShell::MachineShell(CoreClient& client, Wish wish, QObject* parent)
    : QObject(parent), m_line(std::make_unique<Line>(*this, client, std::move(wish))) {}

MachineShell::~MachineShell() = default;

void MachineShell::start() {
    m_line->start();
}

bool MachineShell::type(const QByteArray& bytes) {
    return m_line->type(bytes);
}

void MachineShell::resize(int columns, int rows) {
    m_line->resize(columns, rows);
}

const QString& MachineShell::machine() const {
    return m_line->wish().machine;
}

bool MachineShell::isOpen() const {
    return m_line->isOpen();
}

} // namespace signalbox

#include "machine_shell.moc"
