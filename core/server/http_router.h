// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/server/http_server.h"

#include <QByteArrayList>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

namespace signalbox {

/// What the {names} of a pattern matched.
using PathValues = QMap<QString, QString>;
using RouteHandler = std::function<void(const HttpRequest&, const PathValues&, HttpReply)>;

/// A parameter beside those of the path, or the description of one of the path.
struct RouteParameter {
    enum class In { Query, Path, Header };
    QString name;
    In in = In::Query;
    QString description;
    bool required = false;
    QJsonObject schema{{QStringLiteral("type"), QStringLiteral("string")}};
};

/// One line of an API's table: what is served, and all that its description says of it.
struct HttpRoute {
    QByteArray method; ///< upper case
    /// Segments are literal, "{name}" for one of any text, or, at the end, "{name...}" for one or more.
    QString pattern;
    QString summary;
    QString tag;
    RouteHandler handler;
    QList<RouteParameter> parameters = {};
    QJsonObject requestSchema = {};  ///< of a JSON body; empty: no body
    QJsonObject responseSchema = {}; ///< of a JSON answer; empty: no schema is stated
    int successStatus = 200;
    QString responseType = QStringLiteral("application/json"); ///< empty: the answer has no body
    qint64 maxBody = -1;                                       ///< bytes; negative: the server's own limit
    /// Media types that a body may be declared as; one without a declaration is taken as the first.
    QByteArrayList bodyTypes = {QByteArrayLiteral("application/json")};
    bool needsToken = true; ///< for the description only
    QString operation = {}; ///< a unique name; empty: made of method and pattern
    QString role = {};      ///< that is needed, for the description only; empty: none is stated
};

/// Finds the handler for a request in a table of routes. Literal segments win over captures, whatever the
/// order in the table. Immutable, hence thread-safe. HEAD is served by GET; OPTIONS is answered from the
/// table.
class HttpRouter {
public:
    /// Invalid for a bad pattern, Conflict for two routes that match the same requests.
    static Result<HttpRouter> make(QList<HttpRoute> table);

    /// Calls the handler, or answers 404, 405 with Allow, or 415.
    void handle(const HttpRequest& request, HttpReply reply) const;
    /// The route that handle() would take; nullptr: it would answer by itself.
    [[nodiscard]] const HttpRoute* routeFor(const QByteArray& method, const QString& path) const;
    /// For HttpOptions::bodyLimit: the limit of the route, or otherwise.
    [[nodiscard]] qint64 bodyLimit(const QByteArray& method, const QString& path, qint64 otherwise) const;
    /// The table in the order given.
    [[nodiscard]] QList<HttpRoute> routes() const;

private:
    struct Segment {
        enum class Kind { Literal, One, Rest }; // in the order of precedence
        Kind kind = Kind::Literal;
        QString text; ///< the literal, or the name
    };
    struct Entry {
        HttpRoute route;
        QList<Segment> segments;
        qsizetype place = 0; ///< in the table
    };
    struct Match {
        const HttpRoute* route = nullptr; ///< null: none
        PathValues values;
        QStringList allowed; ///< methods that this path knows
    };

    static Result<QList<Segment>> parsePattern(const QString& pattern);
    static bool precedes(const QList<Segment>& a, const QList<Segment>& b);
    static bool sameShape(const QList<Segment>& a, const QList<Segment>& b);
    static bool matches(const QList<Segment>& segments, const QStringList& path, PathValues& values);
    [[nodiscard]] Match find(const QByteArray& method, const QString& path) const;

    QList<Entry> m_entries; ///< more specific ones first
};

} // namespace signalbox
