// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {

namespace {

const char* reasonFor(int status) {
    constexpr std::array<std::pair<int, const char*>, 34> reasons{{
        {100, "Continue"},
        {101, "Switching Protocols"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {426, "Upgrade Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    }};
    const auto* found = std::find_if(reasons.begin(), reasons.end(),
                                     [&](const auto& entry) { return entry.first == status; });
    return found == reasons.end() ? "Status" : found->second;
}

bool sameName(const QByteArray& a, const char* b) {
    return a.compare(QByteArrayView(b), Qt::CaseInsensitive) == 0;
}

/// A value with a line break would let its author write fields, or a whole answer, of his own.
bool isCleanValue(const QByteArray& text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

bool isCleanName(const QByteArray& text) {
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool belongsToServer(const QByteArray& name) {
    return sameName(name, "Connection") || sameName(name, "Content-Length") ||
           sameName(name, "Transfer-Encoding") || sameName(name, "Keep-Alive") ||
           sameName(name, "Content-Type");
}

void addField(QByteArray& out, const QByteArray& name, const QByteArray& value) {
    out += name + ": " + value + "\r\n";
}

} // namespace

QByteArray encodeHead(const HttpResponse& response, HttpFraming framing, qint64 length, bool keepAlive) {
    QByteArray out;
    out.reserve(256);
    out += "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonFor(response.status) + "\r\n";
    if (!response.contentType.isEmpty() && isCleanValue(response.contentType))
        addField(out, "Content-Type", response.contentType);
    for (const HttpHeader& field : response.headers)
        if (!belongsToServer(field.name) && isCleanName(field.name) && isCleanValue(field.value))
            addField(out, field.name, field.value);
    if (framing == HttpFraming::Length && !statusForbidsBody(response.status))
        addField(out, "Content-Length", QByteArray::number(length));
    if (framing == HttpFraming::Chunked)
        addField(out, "Transfer-Encoding", "chunked");
    addField(out, "Connection", keepAlive ? "keep-alive" : "close");
    out += "\r\n";
    return out;
}

QByteArray encodeChunk(const QByteArray& data) {
    if (data.isEmpty())
        return {};
    return QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n";
}

bool statusForbidsBody(int status) {
    return status < 200 || status == 204 || status == 304;
}

bool asksToClose(const HttpResponse& response) {
    return std::any_of(response.headers.begin(), response.headers.end(), [](const HttpHeader& field) {
        return sameName(field.name, "Connection") && sameName(field.value, "close");
    });
}

} // namespace signalbox
