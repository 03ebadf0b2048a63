// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/transport.h"

#include <QUrl>

class QNetworkAccessManager;

namespace signalbox {

/// Where a core listens, and how it knows us and we know it.
struct Endpoint {
    QUrl url; ///< http://127.0.0.1:PORT or https://host[:port]; empty: not known yet
    QString token;
    QByteArray pinnedSha256; ///< hex, lower case; empty: the certificate is checked the usual way
};

/// HTTP/1.1 over QNetworkAccessManager. Every stream has a connection of its own, so that no number of them
/// holds up the requests; nothing is buffered beyond the caps; redirects are refused, for they would carry
/// the token elsewhere.
class HttpTransport : public Transport {
    Q_OBJECT
public:
    HttpTransport(Endpoint endpoint, Millis requestLimit, Millis silenceLimit);
    ~HttpTransport() override;

    void prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) override;
    void request(const ApiRequest& request, QObject* context, std::function<void(Delivery)> done) override;
    std::unique_ptr<ByteStream> stream(const ApiRequest& request) override;

protected:
    void setEndpoint(Endpoint endpoint) { m_endpoint = std::move(endpoint); }
    [[nodiscard]] const Endpoint& endpoint() const { return m_endpoint; }

private:
    Endpoint m_endpoint;
    Millis m_requestLimit;
    Millis m_silenceLimit;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QNetworkAccessManager> m_writes; ///< for what must not be done twice
};

} // namespace signalbox
