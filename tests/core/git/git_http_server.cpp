// SPDX-License-Identifier: GPL-3.0-or-later
#include "git_http_server.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTcpSocket>

namespace signalbox::test {

namespace {
constexpr int wait = 20'000;

struct Request {
    QString method;
    QString target;
    QString contentType;
    QByteArray body;
};

bool fill(QTcpSocket& socket, QByteArray& buffer) {
    if (!socket.bytesAvailable() && !socket.waitForReadyRead(wait))
        return false;
    buffer += socket.readAll();
    return true;
}

bool readChunks(QTcpSocket& socket, QByteArray& buffer, QByteArray& body) {
    for (;;) {
        qsizetype line = 0;
        while ((line = buffer.indexOf("\r\n")) < 0)
            if (!fill(socket, buffer))
                return false;
        const qsizetype size = buffer.left(line).toLongLong(nullptr, 16);
        while (buffer.size() < line + 2 + size + 2)
            if (!fill(socket, buffer))
                return false;
        body += buffer.mid(line + 2, size);
        buffer.remove(0, line + 2 + size + 2);
        if (size == 0)
            return true;
    }
}

bool readRequest(QTcpSocket& socket, Request& request) {
    QByteArray buffer;
    qsizetype end = 0;
    while ((end = buffer.indexOf("\r\n\r\n")) < 0)
        if (!fill(socket, buffer))
            return false;
    const QStringList lines = QString::fromLatin1(buffer.left(end)).split(u"\r\n"_qs);
    buffer.remove(0, end + 4);
    request.method = lines[0].section(u' ', 0, 0);
    request.target = lines[0].section(u' ', 1, 1);
    qsizetype length = 0;
    bool chunked = false;
    for (const QString& line : lines.mid(1)) {
        const QString name = line.section(u':', 0, 0).toLower();
        const QString value = line.section(u':', 1).trimmed();
        if (name == u"content-type")
            request.contentType = value;
        else if (name == u"content-length")
            length = value.toLongLong();
        else if (name == u"transfer-encoding")
            chunked = value == u"chunked";
        else if (name == u"expect")
            socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (chunked)
        return readChunks(socket, buffer, request.body);
    while (buffer.size() < length)
        if (!fill(socket, buffer))
            return false;
    request.body = buffer.left(length);
    return true;
}

QByteArray runBackend(const QString& root, const Request& request) {
    QProcess backend;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GIT_PROJECT_ROOT"_qs, root);
    environment.insert(u"GIT_HTTP_EXPORT_ALL"_qs, u"1"_qs);
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_qs, u"1"_qs);
    environment.insert(u"GIT_CONFIG_GLOBAL"_qs, u"/dev/null"_qs);
    environment.insert(u"GIT_CONFIG_COUNT"_qs, u"2"_qs);
    environment.insert(u"GIT_CONFIG_KEY_0"_qs, u"safe.directory"_qs);
    environment.insert(u"GIT_CONFIG_VALUE_0"_qs, u"*"_qs);
    environment.insert(u"GIT_CONFIG_KEY_1"_qs, u"http.receivepack"_qs);
    environment.insert(u"GIT_CONFIG_VALUE_1"_qs, u"true"_qs);
    environment.insert(u"PATH_INFO"_qs, request.target.section(u'?', 0, 0));
    environment.insert(u"QUERY_STRING"_qs, request.target.section(u'?', 1));
    environment.insert(u"REQUEST_METHOD"_qs, request.method);
    environment.insert(u"CONTENT_TYPE"_qs, request.contentType);
    environment.insert(u"CONTENT_LENGTH"_qs, QString::number(request.body.size()));
    backend.setProcessEnvironment(environment);
    backend.start(u"git"_qs, {u"http-backend"_qs});
    backend.write(request.body);
    backend.closeWriteChannel();
    backend.waitForFinished(wait);
    const QByteArray out = backend.readAllStandardOutput();
    const qsizetype end = out.indexOf("\r\n\r\n");
    QByteArray status = "200 OK";
    QByteArray head;
    for (const QByteArray& line : out.left(end).split('\n')) {
        if (line.startsWith("Status: "))
            status = line.mid(8).trimmed();
        else
            head += line.trimmed() + "\r\n";
    }
    const QByteArray body = out.mid(end + 4);
    return "HTTP/1.1 " + status + "\r\n" + head + "Content-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}
} // namespace

class GitHttpServer::Listener : public QTcpServer {
public:
    Listener(QString root, Answer answer) : m_root(std::move(root)), m_answer(std::move(answer)) {}

protected:
    void incomingConnection(qintptr handle) override {
        QTcpSocket socket;
        Request request;
        if (!socket.setSocketDescriptor(handle) || !readRequest(socket, request))
            return;
        const QByteArray replaced = m_answer ? m_answer(request.target) : QByteArray();
        socket.write(replaced.isEmpty() ? runBackend(m_root, request) : replaced);
        socket.disconnectFromHost();
        if (socket.state() != QAbstractSocket::UnconnectedState)
            socket.waitForDisconnected(wait);
    }

private:
    QString m_root;
    Answer m_answer;
};

GitHttpServer::GitHttpServer(const QString& root, Answer answer)
    : m_listener(std::make_unique<Listener>(root, std::move(answer))) {
    m_listener->listen(QHostAddress::LocalHost);
    m_port = m_listener->serverPort();
    m_listener->moveToThread(&m_thread);
    QObject::connect(
        &m_thread, &QThread::finished, m_listener.get(), [this] { m_listener->close(); },
        Qt::DirectConnection);
    m_thread.start();
}

GitHttpServer::~GitHttpServer() {
    m_thread.quit();
    m_thread.wait();
}

QString GitHttpServer::url(const QString& repository) const {
    return u"http://127.0.0.1:%1/%2"_qs.arg(m_port).arg(repository);
}

} // namespace signalbox::test
