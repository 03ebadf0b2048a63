// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/daemon_options.h"

#include <QObject>

#include <memory>

namespace signalbox {

/// A whole core: opens its files, wires engine, organs and API, and takes it down in order. Lives on the main
/// thread.
class Daemon : public QObject {
    Q_OBJECT

public:
    /// Conflict when another core uses the same home.
    static Result<std::unique_ptr<Daemon>> start(const DaemonOptions& options);
    ~Daemon() override;

    /// Where clients reach it.
    [[nodiscard]] QString url() const;

Q_SIGNALS:
    /// A client asked it to end.
    void stopAsked();
    /// An organ cannot be kept alive: whatever started the core (systemd) is to start it anew.
    void failed();

private:
    struct Parts;
    explicit Daemon(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox
