// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrlQuery>

namespace signalbox {

/// Who is at the other end of a connection, as far as the connection itself proves it.
struct Peer {
    enum class Kind {
        Network, ///< came in through the listening socket: nothing is known but the address
        Guest,   ///< came in through a machine's own channel: identity names that machine
    };
    Kind kind = Kind::Network;
    QString identity; ///< the machine's name for a Guest; empty for Network
    QString address;  ///< IP address for Network; free text for Guest
    bool operator==(const Peer&) const = default;
};

struct HttpHeader {
    QByteArray name;
    QByteArray value;
    bool operator==(const HttpHeader&) const = default;
};

/// Header fields in the order received. Names are compared without regard to case.
class HttpHeaders {
public:
    /// The first value with that name; empty when there is none.
    [[nodiscard]] QByteArray value(const QByteArray& name) const;
    [[nodiscard]] bool contains(const QByteArray& name) const;
    [[nodiscard]] int count(const QByteArray& name) const;
    [[nodiscard]] const QList<HttpHeader>& all() const { return m_fields; }
    void add(QByteArray name, QByteArray value) { m_fields.append({std::move(name), std::move(value)}); }

private:
    QList<HttpHeader> m_fields;
};

/// A complete request whose framing was checked. What an application must still check: who may do this.
struct HttpRequest {
    quint64 connection = 0; ///< unique in the life of a server; never reused
    QByteArray method;      ///< as sent, for example "GET"
    QByteArray target;      ///< as sent (with its escapes), for relays
    /// Percent-decoded UTF-8 that begins with '/', without empty, "." or ".." segments and without a trailing
    /// '/'.
    QString path;
    QUrlQuery query; ///< use queryValue() to read one: QUrlQuery's own accessor leaves some escapes in
    HttpHeaders headers;
    QByteArray body;
    Peer peer;
    bool secure = false; ///< came over TLS

    /// The fully decoded value of a query parameter, or otherwise. A '+' stays a '+'.
    [[nodiscard]] QString queryValue(const QString& key, const QString& otherwise = {}) const;
};

/// A whole answer. The server adds the framing fields (Content-Length, Transfer-Encoding, Connection) itself
/// and drops them, and any field with a line break in it, from headers; only "Connection: close" is honoured.
struct HttpResponse {
    int status = 200;
    QByteArray contentType = QByteArrayLiteral("application/json");
    QByteArray body;
    QList<HttpHeader> headers;
};

/// The status that fits a kind of failure (NotFound: 404, Denied: 403, ...).
int httpStatusFor(ErrorKind kind);
/// {"error":{"kind":..,"message":..,"hint":..}}; with Retry-After where the same may go well later (429,
/// 503).
HttpResponse problemResponse(int status, const Error& error);
HttpResponse problemResponse(const Error& error);
HttpResponse jsonResponse(const QJsonObject& body, int status = 200);

} // namespace signalbox
