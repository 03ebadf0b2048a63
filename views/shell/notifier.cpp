// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/notifier.h"

#include "views/models/desk.h"
#include "views/parts/mark.h"

#include <QIcon>
#include <QPainter>
#include <QSystemTrayIcon>
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

Notifier::Notifier(Desk& desk, QWidget* window) : QObject(window), m_desk(desk), m_window(window) {
    connect(&desk.approvals(), &ApprovalsModel::arrived, this, &Notifier::announce);
    const auto refresh = [this] {
        const int waiting = m_desk.fleet().count(FleetModel::Group::NeedsYou);
        m_window->setWindowIcon(signalIcon(waiting > 0));
        if (m_icon) {
            m_icon->setIcon(signalIcon(waiting > 0));
            m_icon->setToolTip(tr("Signalbox: needs you: %1").arg(waiting));
        }
    };
    connect(&desk.fleet(), &FleetModel::countsChanged, this, refresh);
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_icon = new QSystemTrayIcon(signalIcon(false), this);
        connect(m_icon, &QSystemTrayIcon::messageClicked, this, [this] { emit taskWanted(m_last); });
        connect(m_icon, &QSystemTrayIcon::activated, this, [this] { emit taskWanted(0); });
        m_icon->show();
    }
    refresh();
}

void Notifier::announce(const QList<ApprovalEntry>& entries) {
    if (!m_icon || m_window->isActiveWindow() || entries.isEmpty())
        return;
    m_last = entries.first().task.id;
    const QString text =
        entries.size() == 1
            ? tr("#%1 %2 (%3)").arg(m_last).arg(entries.first().task.title, entries.first().task.repository)
            : tr("Decisions asked for: %1").arg(entries.size());
    m_icon->showMessage(tr("A decision is needed"), text, signalIcon(true));
}

} // namespace signalbox
