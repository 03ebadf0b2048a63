// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_router.h"

#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

Error badPattern(const QString& pattern, const QString& why) {
    return {ErrorKind::Invalid, QStringLiteral("The route \"%1\" is not valid: %2.").arg(pattern, why),
            QStringLiteral("Write it like /v1/tasks/{task} or /v1/files/{path...}.")};
}

void addMethod(QStringList& methods, const QString& method) {
    if (!methods.contains(method))
        methods.append(method);
}

/// Not only strictness: a page of a stranger can make a browser send forms, but no JSON.
bool bodyTypeFits(const HttpRequest& request, const QByteArrayList& types) {
    const QByteArray declared = request.headers.value("Content-Type");
    if (request.body.isEmpty() || declared.isEmpty())
        return true;
    return types.contains(declared.split(';').first().trimmed().toLower());
}

} // namespace

Result<QList<HttpRouter::Segment>> HttpRouter::parsePattern(const QString& pattern) {
    static const QRegularExpression capture(QStringLiteral("^\\{([a-z][A-Za-z0-9_]*)(\\.\\.\\.)?\\}$"));
    if (!pattern.startsWith(u'/') || (pattern.size() > 1 && pattern.endsWith(u'/')))
        return badPattern(pattern, QStringLiteral("it must begin with a slash and not end with one"));
    QList<Segment> segments;
    QStringList names;
    const QStringList parts = pattern.mid(1).split(u'/');
    for (qsizetype i = 0; i < parts.size() && pattern.size() > 1; ++i) {
        const QString& part = parts[i];
        const auto match = capture.match(part);
        if (!match.hasMatch()) {
            if (part.isEmpty() || part.contains(u'{') || part.contains(u'}'))
                return badPattern(pattern, QStringLiteral("\"%1\" is neither a text nor a {name}").arg(part));
            segments.append({Segment::Kind::Literal, part});
            continue;
        }
        const bool rest = !match.captured(2).isEmpty();
        if (rest && i + 1 < parts.size())
            return badPattern(pattern, QStringLiteral("%1 can only stand at the end").arg(part));
        if (names.contains(match.captured(1)))
            return badPattern(pattern, QStringLiteral("%1 stands in it twice").arg(part));
        names.append(match.captured(1));
        segments.append({rest ? Segment::Kind::Rest : Segment::Kind::One, match.captured(1)});
    }
    return segments;
}

bool HttpRouter::precedes(const QList<Segment>& a, const QList<Segment>& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const Segment& x, const Segment& y) { return x.kind < y.kind; });
}

bool HttpRouter::sameShape(const QList<Segment>& a, const QList<Segment>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Segment& x, const Segment& y) {
        return x.kind == y.kind && (x.kind != Segment::Kind::Literal || x.text == y.text);
    });
}

Result<HttpRouter> HttpRouter::make(QList<HttpRoute> table) {
    HttpRouter router;
    for (HttpRoute& route : table) {
        auto segments = parsePattern(route.pattern);
        if (!segments)
            return segments.error();
        if (route.method.isEmpty() || route.method != route.method.toUpper() || !route.handler)
            return badPattern(route.pattern, QStringLiteral("it needs a method in upper case and a handler"));
        for (const Entry& other : router.m_entries)
            if (other.route.method == route.method && sameShape(other.segments, *segments))
                return Error{ErrorKind::Conflict,
                             QStringLiteral("The routes \"%1\" and \"%2\" both take %3.")
                                 .arg(other.route.pattern, route.pattern, QString::fromLatin1(route.method)),
                             QStringLiteral("Remove one of them.")};
        router.m_entries.append({std::move(route), std::move(*segments), router.m_entries.size()});
    }
    std::stable_sort(router.m_entries.begin(), router.m_entries.end(),
                     [](const Entry& a, const Entry& b) { return precedes(a.segments, b.segments); });
    return router;
}

bool HttpRouter::matches(const QList<Segment>& segments, const QStringList& path, PathValues& values) {
    values.clear();
    const bool open = !segments.isEmpty() && segments.last().kind == Segment::Kind::Rest;
    if (open ? path.size() < segments.size() : path.size() != segments.size())
        return false;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const Segment& segment = segments[i];
        if (segment.kind == Segment::Kind::Literal && segment.text != path[i])
            return false;
        if (segment.kind == Segment::Kind::One)
            values.insert(segment.text, path[i]);
        if (segment.kind == Segment::Kind::Rest)
            values.insert(segment.text, path.mid(i).join(u'/'));
    }
    return true;
}

HttpRouter::Match HttpRouter::find(const QByteArray& method, const QString& path) const {
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    Match best;
    PathValues values;
    for (const Entry& entry : m_entries) {
        if (!matches(entry.segments, parts, values))
            continue;
        addMethod(best.allowed, QString::fromLatin1(entry.route.method));
        const bool exact = entry.route.method == method;
        const bool asHead = method == "HEAD" && entry.route.method == "GET";
        if (!best.route && (exact || asHead)) {
            best.route = &entry.route;
            best.values = values;
        }
    }
    if (best.allowed.contains(QLatin1String("GET")))
        addMethod(best.allowed, QStringLiteral("HEAD"));
    if (!best.allowed.isEmpty())
        addMethod(best.allowed, QStringLiteral("OPTIONS"));
    best.allowed.sort();
    return best;
}

void HttpRouter::handle(const HttpRequest& request, HttpReply reply) const {
    const Match match = find(request.method, request.path);
    if (match.route && !bodyTypeFits(request, match.route->bodyTypes)) {
        reply.send(problemResponse(
            415,
            {ErrorKind::Invalid,
             QStringLiteral("A body of type \"%1\" is not understood at %2.")
                 .arg(QString::fromLatin1(request.headers.value("Content-Type").left(100)), request.path),
             QStringLiteral("Send Content-Type: %1.")
                 .arg(QString::fromLatin1(match.route->bodyTypes.join(" or ")))}));
        return;
    }
    if (match.route) {
        match.route->handler(request, match.values, std::move(reply));
        return;
    }
    if (match.allowed.isEmpty()) {
        reply.send(problemResponse(404, {ErrorKind::NotFound,
                                         QStringLiteral("There is nothing at %1.").arg(request.path),
                                         QStringLiteral("The API's description lists all that there is.")}));
        return;
    }
    const QString allowed = match.allowed.join(QLatin1String(", "));
    HttpResponse response;
    if (request.method == "OPTIONS") {
        response.status = 204;
        response.contentType.clear();
    } else {
        response = problemResponse(405, {ErrorKind::Invalid,
                                         QStringLiteral("%1 is not possible at %2.")
                                             .arg(QString::fromLatin1(request.method), request.path),
                                         QStringLiteral("Possible here: %1.").arg(allowed)});
    }
    response.headers.append(HttpHeader{"Allow", allowed.toLatin1()});
    reply.send(std::move(response));
}

const HttpRoute* HttpRouter::routeFor(const QByteArray& method, const QString& path) const {
    return find(method, path).route;
}

qint64 HttpRouter::bodyLimit(const QByteArray& method, const QString& path, qint64 otherwise) const {
    const Match match = find(method, path);
    return match.route && match.route->maxBody >= 0 ? match.route->maxBody : otherwise;
}

QList<HttpRoute> HttpRouter::routes() const {
    QList<const Entry*> inOrder;
    for (const Entry& entry : m_entries)
        inOrder.append(&entry);
    std::sort(inOrder.begin(), inOrder.end(),
              [](const Entry* a, const Entry* b) { return a->place < b->place; });
    QList<HttpRoute> table;
    for (const Entry* entry : inOrder)
        table.append(entry->route);
    return table;
}

} // namespace signalbox
