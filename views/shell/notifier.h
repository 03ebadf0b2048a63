// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QObject>

class QSystemTrayIcon;
class QWidget;

namespace signalbox {

class Desk;

/// Tells the desktop when a decision is needed while the window is not looked at. Silent where the desktop
/// has no place for it.
class Notifier final : public QObject {
    Q_OBJECT
public:
    Notifier(Desk& desk, QWidget* window);

signals:
    /// The person clicked a notification.
    void taskWanted(signalbox::TaskId task);

private:
    void announce(const QList<ApprovalEntry>& entries);
    Desk& m_desk;
    QWidget* m_window;
    QSystemTrayIcon* m_icon = nullptr;
    TaskId m_last = 0;
};

/// The program's icon: a signal at stop or clear, drawn, so that it is sharp at every size.
QIcon signalIcon(bool needsYou);

} // namespace signalbox
