// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QList>

namespace signalbox {

/// A network of IP addresses.
struct IpNetwork {
    QByteArray bytes; ///< 4 or 16, in the order of the wire
    int prefix = 0;   ///< bits

    /// "203.0.113.0/24", "2001:db8::/32", or one address. Invalid otherwise.
    static Result<IpNetwork> parse(const QString& text);
    [[nodiscard]] bool contains(QByteArrayView address) const;
};

/// Whether an address (4 or 16 bytes) is one of the world's: not private, loopback, link-local, multicast,
/// reserved, for documentation, and none that only wraps another one (mapped, 6to4, Teredo, NAT64). Pure.
bool isPublicAddress(QByteArrayView address);

} // namespace signalbox
