// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/top_bar.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace signalbox {

QString coreLine(const Desk& desk) {
    const CoreInfo& info = desk.mirror().coreInfo();
    const ProviderReport& provider = info.provider;
    if (!info.providerError.isEmpty())
        return TopBar::tr("no machines: %1").arg(info.providerError);
    if (provider.uri.isEmpty())
        return TopBar::tr("looking at what machines this host can run ...");
    QStringList parts;
    if (!provider.isolated)
        parts.append(TopBar::tr("NOT ISOLATED: tasks run as processes of this host"));
    parts.append(provider.uri +
                 (provider.version.isEmpty() ? QString() : QStringLiteral(" ") + provider.version));
    if (provider.accelerator == QLatin1String("kvm"))
        parts.append(TopBar::tr("hardware virtualization (kvm)"));
    else if (provider.isolated && !provider.accelerator.isEmpty())
        parts.append(TopBar::tr("software emulation (%1), slower").arg(provider.accelerator));
    QStringList ready;
    for (auto it = info.images.begin(); it != info.images.end(); ++it)
        if (!it.value().isEmpty())
            ready.append(it.key());
    parts.append(ready.isEmpty() ? TopBar::tr("no image built yet")
                                 : TopBar::tr("images: %1").arg(ready.join(QStringLiteral(", "))));
    return parts.join(QStringLiteral("   \u00b7   "));
}

QString organLine(const CoreInfo& info) {
    QStringList running;
    QStringList others;
    for (const OrganInfo& organ : info.organs)
        if (organ.state == QLatin1String("running"))
            running.append(organ.name);
        else
            others.append(QStringLiteral("%1: %2").arg(organ.name, QString(organ.state).replace(u'_', u' ')));
    if (!running.isEmpty())
        others.prepend(TopBar::tr("%1 at work").arg(running.join(QStringLiteral(", "))));
    return others.join(QStringLiteral("   \u00b7   "));
}

TopBar::TopBar(Desk& desk, QAction* commands, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_core(new StatusMark(this)), m_isolation(new StatusMark(this)),
      m_machines(quietLabel(this)), m_needs(new CountBadge(Shape::Diamond, Tone::NeedsYou, this)),
      m_running(new CountBadge(Shape::Disc, Tone::Active, this)),
      m_failed(new CountBadge(Shape::Cross, Tone::Bad, this)),
      m_alerts(new CountBadge(Shape::Question, Tone::Bad, this)) {
    auto* palette = new QPushButton(this);
    palette->setText(
        tr("Search and commands   %1").arg(commands->shortcut().toString(QKeySequence::NativeText)));
    palette->setAccessibleName(tr("Search and commands"));
    connect(palette, &QPushButton::clicked, commands, &QAction::trigger);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(grid * 3 / 2, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    row->addWidget(m_needs);
    row->addWidget(m_running);
    row->addWidget(m_failed);
    row->addWidget(m_alerts);
    row->addSpacing(2 * grid);
    row->addWidget(m_core);
    row->addWidget(m_isolation);
    row->addWidget(m_machines);
    row->addStretch(1);
    row->addWidget(palette);

    const auto want = [this](FleetModel::Group group) {
        return [this, group] { emit groupWanted(int(group)); };
    };
    connect(m_needs, &QAbstractButton::clicked, this, want(FleetModel::Group::NeedsYou));
    connect(m_running, &QAbstractButton::clicked, this, want(FleetModel::Group::Running));
    connect(m_failed, &QAbstractButton::clicked, this, want(FleetModel::Group::Failed));
    connect(m_alerts, &QAbstractButton::clicked, this, &TopBar::alertsWanted);
    connect(&desk.alerts(), &AlertsModel::countsChanged, this, &TopBar::refreshAlerts);
    connect(&desk.fleet(), &FleetModel::countsChanged, this, &TopBar::refreshCounts);
    connect(&desk.client(), &CoreClient::stateChanged, this, &TopBar::refreshCore);
    connect(&desk.mirror(), &CoreMirror::coreInfoChanged, this, &TopBar::refreshCore);
    connect(&desk.mirror(), &CoreMirror::machinesChanged, this, &TopBar::refreshCore);
    m_isolation->setFont(boldFont(font()));
    m_isolation->setLook({Shape::Minus, Tone::Bad, tr("not isolated")}, tr("NOT ISOLATED"));
    m_isolation->setToolTip(
        tr("Tasks run as processes of this host, without a virtual machine: for development only."));
    refreshCounts();
    refreshAlerts();
    refreshCore();
}

/// Only there when something is wrong: a zero would be one more thing to read.
void TopBar::refreshAlerts() {
    const int open = m_desk.alerts().open();
    m_alerts->setVisible(open > 0);
    m_alerts->setCount(m_desk.alerts().openBad(), tr("alerts: %1").arg(open));
}

void TopBar::refreshCounts() {
    const FleetModel& fleet = m_desk.fleet();
    const int needs = fleet.count(FleetModel::Group::NeedsYou);
    m_needs->setCount(needs, needs == 0 ? tr("nothing needs you") : tr("needs you: %1").arg(needs));
    const int running = fleet.count(FleetModel::Group::Running);
    m_running->setCount(running, tr("running: %1").arg(running));
    const int failed = fleet.count(FleetModel::Group::Failed);
    m_failed->setCount(failed, tr("failed: %1").arg(failed));
}

void TopBar::refreshCore() {
    const QString name = m_desk.client().name();
    switch (m_desk.client().state()) {
    case ConnectionState::Connected: {
        const bool trouble = !m_desk.mirror().coreInfo().providerError.isEmpty();
        m_core->setLook(trouble ? Look{Shape::Question, Tone::Warning, tr("no machines")}
                                : Look{Shape::Check, Tone::Good, tr("ready")},
                        tr("core: %1, %2").arg(name, trouble ? tr("no machines") : tr("ready")));
        break;
    }
    case ConnectionState::Connecting:
        m_core->setLook({Shape::Loop, Tone::Active, tr("connecting")}, tr("core: %1, connecting").arg(name));
        break;
    case ConnectionState::Reconnecting:
        m_core->setLook({Shape::Loop, Tone::Warning, tr("lost")}, tr("core: %1, connection lost").arg(name));
        break;
    case ConnectionState::Disconnected:
        m_core->setLook({Shape::Cross, Tone::Bad, tr("not connected")},
                        tr("core: %1, not connected").arg(name));
        break;
    }
    const CoreInfo& info = m_desk.mirror().coreInfo();
    QStringList roles;
    for (const QString& word : info.roles)
        roles.append(Desk::roleText(word));
    m_core->setToolTip(roles.isEmpty()
                           ? coreLine(m_desk)
                           : tr("%1\nYou are %2 here: %3.")
                                 .arg(coreLine(m_desk), info.user, roles.join(QStringLiteral(", "))));
    const bool bare = !info.provider.uri.isEmpty() && !info.provider.isolated;
    m_isolation->setVisible(bare);
    QStringList machines;
    if (info.machineSlots > 0)
        machines.append(tr("%1 of %2 machines busy").arg(info.machinesBusy).arg(info.machineSlots));
    if (info.machinesReady > 0)
        machines.append(tr("%1 ready").arg(info.machinesReady));
    m_machines->setText(machines.join(QStringLiteral(", ")));
    m_machines->setToolTip(info.machinesPerRepository > 0
                               ? tr("at most %1 of one repository").arg(info.machinesPerRepository)
                               : QString());
}

} // namespace signalbox
