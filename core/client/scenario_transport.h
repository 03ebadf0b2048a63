// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/scenario_core.h"
#include "core/client/transport.h"

#include <QUrl>

namespace signalbox {

struct Scenario {
    QString name;
    QString description;
    void (*build)(ScenarioCore& core);
    Millis lostFor{0}; ///< more than zero: the connection is lost right after it was made, since so long
};
const QList<Scenario>& scenarios();

/// test:///NAME: the way to a scripted core in this process.
class ScenarioTransport final : public Transport {
    Q_OBJECT
public:
    /// NotFound: no such scenario; the hint names those that there are. `?freeze` in the URL freezes it too,
    /// `?as=operator,approver` says as whom one looks; Invalid: those are no roles.
    static Result<std::unique_ptr<ScenarioTransport>> create(const QUrl& url, bool frozen);

    void prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) override;
    void request(const ApiRequest& request, QObject* context, std::function<void(Delivery)> done) override;
    std::unique_ptr<ByteStream> stream(const ApiRequest& request) override;
    [[nodiscard]] Moment now() const override { return m_core.now(); }

    [[nodiscard]] ScenarioCore& core() { return m_core; }
    /// Cuts all streams and refuses everything from now on.
    void lose();

signals:
    void lost();

private:
    ScenarioTransport(const Scenario& scenario, bool frozen);
    [[nodiscard]] Error gone() const;
    void loseOnceRead();

    ScenarioCore m_core;
    Millis m_lostFor;
    int m_pending = 0; ///< requests that were not answered yet
    bool m_lost = false;
};

} // namespace signalbox
