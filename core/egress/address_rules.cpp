// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/address_rules.h"

#include <QString>

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr std::array closed4{"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
                             "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
                             "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                             "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
/// Of IPv6 only this is given out; and of it these are not for everybody, or wrap something else.
constexpr const char* open6 = "2000::/3";
constexpr std::array closed6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

template <std::size_t N>
QList<IpNetwork> networks(const std::array<const char*, N>& texts) {
    QList<IpNetwork> list;
    for (const char* text : texts)
        list.append(*IpNetwork::parse(QLatin1String(text)));
    return list;
}

bool isIn(const QList<IpNetwork>& list, QByteArrayView address) {
    return std::any_of(list.begin(), list.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

} // namespace

Result<IpNetwork> IpNetwork::parse(const QString& text) {
    const Error wrong{ErrorKind::Invalid, QStringLiteral("\"%1\" is no network").arg(text.left(60)),
                      QStringLiteral("give one like 203.0.113.0/24")};
    const qsizetype slash = text.indexOf(QLatin1Char('/'));
    const QByteArray host = text.left(slash < 0 ? text.size() : slash).toLatin1();
    IpNetwork network;
    std::array<char, 16> raw{};
    if (::inet_pton(AF_INET, host.constData(), raw.data()) == 1)
        network.bytes = QByteArray(raw.data(), 4);
    else if (::inet_pton(AF_INET6, host.constData(), raw.data()) == 1)
        network.bytes = QByteArray(raw.data(), 16);
    else
        return wrong;
    const int all = int(network.bytes.size()) * 8;
    bool good = true;
    network.prefix = slash < 0 ? all : text.mid(slash + 1).toInt(&good);
    if (!good || network.prefix < 0 || network.prefix > all)
        return wrong;
    return network;
}

bool IpNetwork::contains(QByteArrayView address) const {
    if (address.size() != bytes.size())
        return false;
    for (int bit = 0; bit < prefix; ++bit) {
        const int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask))
            return false;
    }
    return true;
}

bool isPublicAddress(QByteArrayView address) {
    static const QList<IpNetwork> never4 = networks(closed4);
    static const QList<IpNetwork> never6 = networks(closed6);
    static const IpNetwork world6 = *IpNetwork::parse(QLatin1String(open6));
    if (address.size() == 4)
        return !isIn(never4, address);
    return world6.contains(address) && !isIn(never6, address);
}

} // namespace signalbox
