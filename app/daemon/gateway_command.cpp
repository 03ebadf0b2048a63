// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/gateway_command.h"

#include "app/daemon/gateway_options.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>

namespace signalbox {

namespace {

void tell(std::FILE* to, const QString& text) {
    std::fprintf(to, "%s\n", text.toUtf8().constData());
    std::fflush(to);
}

} // namespace

int runGateway(const QStringList& arguments, int signalDescriptor) {
    if (arguments.contains(QStringLiteral("--help"))) {
        tell(stdout, GatewayCommandLine::usage());
        return 0;
    }
    auto line = GatewayCommandLine::parse(arguments);
    if (!line) {
        tell(stderr, line.error().text());
        return 2;
    }
    const SystemClock clock;
    const auto ledger = BudgetLedger::open(line->ledger, clock);
    if (!ledger) {
        tell(stderr, QStringLiteral("signalboxd gateway cannot start: ") + ledger.error().text());
        return 1;
    }
    // Who may connect is known by the client key; all of them share one budget.
    line->gateway.identify = [budget = line->budget](const Peer&) -> Result<GatewayCaller> {
        return GatewayCaller{{budget}};
    };
    line->gateway.refused = [](const Peer&, const BudgetVerdict&) {
        qWarning("a call was refused: the budget is used up");
    };
    auto gateway = Gateway::start(line->gateway, **ledger, clock);
    if (!gateway) {
        tell(stderr, QStringLiteral("signalboxd gateway cannot start: ") + gateway.error().text());
        return 1;
    }
    for (const QString& remark : line->remarks)
        tell(stderr, remark);
    const QString host =
        line->gateway.listen.contains(u':') ? u'[' + line->gateway.listen + u']' : line->gateway.listen;
    tell(stdout,
         QStringLiteral("signalboxd gateway listens on http://%1:%2").arg(host).arg((*gateway)->port()));
    QSocketNotifier signalled(signalDescriptor, QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    (*gateway)->stop();
    return code;
}

} // namespace signalbox
