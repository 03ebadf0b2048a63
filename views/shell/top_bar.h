// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace signalbox {

class CountBadge;
class Desk;
class StatusMark;
struct CoreInfo;

/// The window's first line: the core and how it is, how many tasks need a person, run and failed, and the way
/// to all commands.
class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(Desk& desk, QAction* commands, QWidget* parent = nullptr);

signals:
    /// The reader wants to see the first task of a group (FleetModel::Group).
    void groupWanted(int group);
    void alertsWanted();

private:
    void refreshCore();
    void refreshCounts();
    void refreshAlerts();
    Desk& m_desk;
    StatusMark* m_core;
    StatusMark* m_isolation;
    QLabel* m_machines;
    CountBadge* m_needs;
    CountBadge* m_running;
    CountBadge* m_failed;
    CountBadge* m_alerts;
};

/// One line on what the core runs on: hypervisor, accelerator, image.
QString coreLine(const Desk& desk);
/// One line on what the core's organs do; empty where the core does not tell.
QString organLine(const CoreInfo& info);

} // namespace signalbox
