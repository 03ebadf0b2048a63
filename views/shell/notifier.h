// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/throttle.h"
#include "core/client/wire.h"
#include "views/models/approvals_model.h"
#include "views/shell/layout_store.h"

#include <QHash>
#include <QObject>

#include <functional>

class QSystemTrayIcon;
class QWidget;

namespace signalbox {

class Desk;
class DesktopNotices;

/// Tells the desktop when a decision is needed while the window is not looked at, and what about; a click
/// opens exactly that one. The tray's icon and the launcher's number tell how many wait. Silent in the quiet
/// hours, without a sound at any time, and where the desktop has no place for it.
class Notifier final : public QObject {
    Q_OBJECT
public:
    Notifier(Desk& desk, LayoutStore settings, QWidget* window);
    /// For tests: the minute of the day that it is.
    void setClock(std::function<int()> minute) { m_minute = std::move(minute); }

signals:
    /// The person clicked a notice; 0: the tray's icon.
    void taskWanted(signalbox::TaskId task);

private:
    void announce(const QList<ApprovalEntry>& entries);
    /// Somebody waited for long enough: those who are asked as well are told.
    void announceEscalation(const RecordView& record);
    void tell(const QString& key, const QString& title, const QString& text, TaskId task);
    [[nodiscard]] bool isQuietNow() const;
    void refresh();
    void settle();
    Desk& m_desk;
    LayoutStore m_settings;
    QWidget* m_window;
    DesktopNotices* m_notices;
    QSystemTrayIcon* m_icon = nullptr;
    TaskId m_last = 0;
    ApprovalsModel m_live; ///< the decisions that are open now, whatever moment the desk shows
    int m_waiting = -1;    ///< decisions and tasks that need somebody, as last shown; -1: not yet
    Throttle m_refresh;
    QHash<qint64, QString> m_told; ///< approval to its notice's key
    std::function<int()> m_minute;
};

/// The program's icon: a signal at stop or clear, drawn, so that it is sharp at every size.
QIcon signalIcon(bool needsYou);

} // namespace signalbox
