// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/scenario_transport.h"
#include "views/models/desk.h"

namespace signalbox {

/// A desk on a scripted core whose clock stands still.
inline std::unique_ptr<Desk> deskOn(const QString& scenario) {
    ClientOptions options;
    options.frozen = true;
    auto client = CoreClient::create(QUrl(QStringLiteral("test:///") + scenario), options);
    return std::make_unique<Desk>(std::move(client).value());
}

/// The scripted core behind a desk, to let things happen in it.
inline ScenarioTransport& scriptOf(Desk& desk) {
    return static_cast<ScenarioTransport&>(desk.client().transport());
}

} // namespace signalbox
