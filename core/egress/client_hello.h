// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox {

/// The name that a TLS client asks for, read from its first bytes.
struct ClientHello {
    enum class State {
        More, ///< not whole yet
        Done,
        Bad, ///< no TLS, broken, without a name, with two, or with one that is hidden (ECH)
    };
    static constexpr qsizetype longest = 32 * 1024; ///< longer is bad
    State state = State::More;
    QByteArray serverName; ///< lower case; when Done
};

/// bytes: all that the client has sent so far. Pure.
ClientHello readClientHello(QByteArrayView bytes);

} // namespace signalbox
