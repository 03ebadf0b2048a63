// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_target.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace signalbox {

namespace {

Error badTarget(const QString& why) {
    return {ErrorKind::Invalid, QStringLiteral("The address of the request is not acceptable: ") + why,
            QStringLiteral("Send a path such as /v1/tasks, with other characters percent-encoded once.")};
}

std::optional<int> hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

/// Decodes percent escapes; nothing when one is broken.
std::optional<QByteArray> percentDecoded(const QByteArray& text) {
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.append(text[i]);
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const auto high = hexDigit(text[i + 1]);
        const auto low = hexDigit(text[i + 2]);
        if (!high || !low)
            return std::nullopt;
        out.append(static_cast<char>(*high * 16 + *low));
        i += 2;
    }
    return out;
}

std::optional<QString> fromUtf8(const QByteArray& bytes) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

bool hasControl(const QByteArray& bytes) {
    return std::any_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<QString> segmentText(const QByteArray& raw, bool escapedSlash) {
    const auto bytes = percentDecoded(raw);
    if (!bytes)
        return badTarget(QStringLiteral("a percent sign is not followed by two hexadecimal digits."));
    if (hasControl(*bytes))
        return badTarget(QStringLiteral("it holds a control character."));
    if (bytes->contains('/') && !escapedSlash)
        return badTarget(QStringLiteral("it holds an escaped slash."));
    const QByteArrayList parts = bytes->split('/');
    if (parts.contains(".") || parts.contains(".."))
        return badTarget(QStringLiteral("it holds a \".\" or \"..\" segment."));
    const auto text = fromUtf8(*bytes);
    if (!text)
        return badTarget(QStringLiteral("it is not UTF-8."));
    return *text;
}

Result<QString> normalisedPath(const QByteArray& raw, bool escapedSlash) {
    QString path;
    for (const QByteArray& segment : raw.split('/')) {
        if (segment.isEmpty())
            continue;
        auto text = segmentText(segment, escapedSlash);
        if (!text)
            return text.error();
        path += u'/' + *text;
    }
    return path.isEmpty() ? QStringLiteral("/") : path;
}

Result<QUrlQuery> parsedQuery(const QByteArray& raw) {
    const auto bytes = percentDecoded(raw);
    if (!bytes || hasControl(*bytes) || !fromUtf8(*bytes))
        return badTarget(QStringLiteral("its query is not percent-encoded UTF-8 text."));
    return QUrlQuery(QString::fromUtf8(raw));
}

} // namespace

Result<HttpTarget> parseHttpTarget(const QByteArray& target, bool escapedSlash) {
    HttpTarget parsed;
    if (target == "*") {
        parsed.path = QStringLiteral("*");
        return parsed;
    }
    QByteArray rest = target;
    const QByteArray lower = target.left(8).toLower();
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
        const qsizetype start = target.indexOf("//") + 2;
        qsizetype end = start;
        while (end < target.size() && target[end] != '/' && target[end] != '?')
            ++end;
        parsed.authority = target.mid(start, end - start);
        if (!isHttpAuthority(parsed.authority))
            return badTarget(QStringLiteral("its host is not one."));
        rest = target.mid(end);
        if (!rest.startsWith('/'))
            rest.prepend('/');
    }
    if (!rest.startsWith('/'))
        return badTarget(QStringLiteral("it does not begin with a slash."));
    if (rest.contains('#'))
        return badTarget(QStringLiteral("it holds a fragment."));

    const qsizetype mark = rest.indexOf('?');
    auto path = normalisedPath(mark < 0 ? rest : rest.left(mark), escapedSlash);
    if (!path)
        return path.error();
    parsed.path = *path;
    if (mark >= 0) {
        auto query = parsedQuery(rest.mid(mark + 1));
        if (!query)
            return query.error();
        parsed.query = *query;
    }
    return parsed;
}

bool isHttpAuthority(const QByteArray& text) {
    QByteArray host = text;
    const bool bracketed = text.startsWith('[');
    const qsizetype hostEnd = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (bracketed && hostEnd == 0)
        return false;
    if (hostEnd >= 0) {
        host = text.left(hostEnd);
        const QByteArray port = text.mid(hostEnd);
        if (!port.isEmpty() && (!port.startsWith(':') || port.size() > 6))
            return false;
        if (!std::all_of(port.begin() + (port.isEmpty() ? 0 : 1), port.end(),
                         [](char c) { return c >= '0' && c <= '9'; }))
            return false;
    }
    if (host.isEmpty())
        return false;
    const QByteArray allowed = bracketed ? QByteArrayLiteral("[]:.%") : QByteArrayLiteral("-._");
    return std::all_of(host.begin(), host.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               allowed.contains(c);
    });
}

QString hostOfAuthority(const QByteArray& authority) {
    QByteArray host = authority;
    if (authority.startsWith('['))
        host = authority.mid(1, authority.indexOf(']') - 1);
    else if (const qsizetype colon = authority.indexOf(':'); colon >= 0)
        host = authority.left(colon);
    if (host.endsWith('.'))
        host.chop(1);
    return QString::fromLatin1(host).toLower();
}

} // namespace signalbox
