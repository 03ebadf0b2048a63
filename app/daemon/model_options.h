// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"

#include <QCommandLineParser>
#include <QStringList>

namespace signalbox {

/// The upstreams of model calls and what they cost: for a gateway alone and for one inside a core.
struct ModelOptions {
    QMap<Provider, GatewayUpstream> upstreams;
    PriceList prices;
    QString authorities;
    QStringList remarks; ///< what a person should know, one sentence each
    [[nodiscard]] bool any() const;

    /// The command line options that read() knows.
    static QList<QCommandLineOption> flags();
    /// Takes keys from files, the environment and systemd's credentials. Invalid or Denied, saying what is
    /// wrong.
    static Result<ModelOptions> read(const QCommandLineParser& parser);
};

/// A limit in tokens and one in US dollars, from these two options; nothing where they are not given. Invalid
/// for what is no number from 0 on.
struct SpendingLimit {
    std::optional<qint64> tokens;
    std::optional<Money> cost;
    static Result<SpendingLimit> read(const QCommandLineParser& parser, const QString& tokenOption,
                                      const QString& costOption);
};

} // namespace signalbox
