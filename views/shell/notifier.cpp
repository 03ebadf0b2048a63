// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/notifier.h"

#include "core/domain/event.h"
#include "views/models/desk.h"
#include "views/parts/mark.h"
#include "views/shell/desktop_notices.h"

#include <QIcon>
#include <QPainter>
#include <QSet>
#include <QSystemTrayIcon>
#include <QTime>
#include <QWidget>

namespace signalbox {

QIcon signalIcon(bool needsYou) {
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0xff2b3037));
        painter.drawRoundedRect(QRectF(size * 0.2, size * 0.04, size * 0.6, size * 0.92), size * 0.16,
                                size * 0.16);
        const QRectF upper(size * 0.31, size * 0.14, size * 0.38, size * 0.32);
        const QRectF lower(size * 0.31, size * 0.54, size * 0.38, size * 0.32);
        const QColor dim(0xff5c646e);
        paintMark(painter, upper, Shape::Diamond, needsYou ? QColor(0xffffb340) : dim);
        paintMark(painter, lower, Shape::Disc, needsYou ? dim : QColor(0xff63c78a));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

Notifier::Notifier(Desk& desk, LayoutStore settings, QWidget* window)
    : QObject(window), m_desk(desk), m_settings(std::move(settings)), m_window(window),
      m_notices(new DesktopNotices(this)), m_refresh(Millis(250), [this] { refresh(); }), m_minute([] {
          const QTime now = QTime::currentTime();
          return now.hour() * 60 + now.minute();
      }) {
    m_live.follow(desk.mirror()); // also while one looks at the past
    connect(&m_live, &ApprovalsModel::arrived, this, &Notifier::announce);
    connect(&m_live, &QAbstractItemModel::rowsRemoved, this, &Notifier::settle);
    connect(&desk.mirror(), &CoreMirror::recordArrived, this, &Notifier::announceEscalation);
    connect(&desk.fleet(), &FleetModel::countsChanged, this, [this] { m_refresh.ask(); });
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_icon = new QSystemTrayIcon(signalIcon(false), this);
        connect(m_icon, &QSystemTrayIcon::messageClicked, this, [this] { emit taskWanted(m_last); });
        connect(m_icon, &QSystemTrayIcon::activated, this, [this] { emit taskWanted(0); });
        m_icon->show();
    }
    refresh();
}

void Notifier::refresh() {
    if (m_desk.fleetPast())
        return; // what one looks at is not what is
    const int waiting = m_desk.fleet().count(FleetModel::Group::NeedsYou);
    if (std::exchange(m_waiting, waiting) == waiting)
        return;
    m_window->setWindowIcon(signalIcon(waiting > 0));
    const QString core = tr("Signalbox: %1").arg(m_desk.client().name());
    m_window->setWindowTitle(waiting > 0 ? tr("(%1) %2").arg(waiting).arg(core) : core);
    m_notices->setBadge(waiting);
    if (m_icon) {
        m_icon->setIcon(signalIcon(waiting > 0));
        m_icon->setToolTip(tr("Signalbox: needs you: %1").arg(waiting));
    }
}

/// A notice each, so that a click opens the right one; when many come at once one tells of all.
void Notifier::announce(const QList<ApprovalEntry>& entries) {
    constexpr qsizetype apart = 3;
    if (isQuietNow() || !m_desk.mayNot(Role::Approver).isEmpty())
        return;
    QList<ApprovalEntry> ours;
    for (const ApprovalEntry& entry : entries)
        if (m_desk.notAsked(entry.approval).isEmpty())
            ours.append(entry);
    if (ours.isEmpty())
        return;
    if (ours.size() > apart)
        return tell(QStringLiteral("many"), tr("A decision is needed"),
                    tr("Decisions asked for: %1").arg(ours.size()), ours.first().task.id);
    for (const ApprovalEntry& entry : ours) {
        const QString key = QStringLiteral("approval %1").arg(entry.approval.id);
        m_told.insert(entry.approval.id, key);
        tell(key, tr("A decision is needed"),
             tr("#%1 %2 (%3)").arg(entry.task.id).arg(entry.task.title, entry.task.repository),
             entry.task.id);
    }
}

void Notifier::announceEscalation(const RecordView& record) {
    if (record.type != QLatin1String(ApprovalEscalated::type) || isQuietNow())
        return;
    const auto event = fromJson<ApprovalEscalated>(record.body);
    const TaskSummary* task = m_desk.mirror().task(record.task);
    if (!event || !task || !m_desk.isAmong(event->to))
        return;
    const QString key = QStringLiteral("approval %1").arg(event->approval);
    m_told.insert(event->approval, key);
    tell(key, tr("A decision was escalated to you"),
         tr("#%1 %2 (%3)").arg(task->id).arg(task->title, task->repository), task->id);
}

bool Notifier::isQuietNow() const {
    return m_window->isActiveWindow() || isQuiet(m_settings.value(QStringLiteral("quiet")), m_minute());
}

void Notifier::tell(const QString& key, const QString& title, const QString& text, TaskId task) {
    m_notices->show(
        key, title, text, [this, task] { emit taskWanted(task); },
        [this, title, text, task] {
            m_last = task;
            if (m_icon)
                m_icon->showMessage(title, text, signalIcon(true));
        });
}

/// What was decided meanwhile, here or by others, needs no notice any more.
void Notifier::settle() {
    QSet<qint64> open;
    for (const ApprovalEntry& entry : m_live.entries())
        open.insert(entry.approval.id);
    for (auto it = m_told.begin(); it != m_told.end();) {
        if (open.contains(it.key())) {
            ++it;
            continue;
        }
        m_notices->close(it.value());
        it = m_told.erase(it);
    }
}

} // namespace signalbox
