// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/model_options.h"

#include <QStringList>

namespace signalbox {

/// How a gateway that runs alone is started: `signalboxd gateway …`.
struct GatewayCommandLine {
    GatewayOptions gateway; ///< but for identify, which start fills in
    QString ledger;         ///< file; empty: counted in memory, from the start on
    BudgetScope budget;
    QStringList remarks; ///< what a person should know, one sentence each

    /// arguments: behind the word "gateway". Takes keys from files, the environment and systemd's
    /// credentials. Invalid with the usage for a wrong command line.
    static Result<GatewayCommandLine> parse(const QStringList& arguments);
    static QString usage();
};

} // namespace signalbox
