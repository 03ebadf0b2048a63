// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/desktop_notices.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QRegularExpression>
#include <QTime>

namespace signalbox {

namespace {

const auto noticeService = QStringLiteral("org.freedesktop.Notifications");
const auto noticePath = QStringLiteral("/org/freedesktop/Notifications");

std::optional<std::pair<int, int>> spanOf(const QString& hours) {
    static const QRegularExpression form(
        QStringLiteral("^\\s*(\\d{1,2})(?::(\\d{2}))?\\s*[-\u2013]\\s*(\\d{1,2})(?::(\\d{2}))?\\s*$"));
    const auto match = form.match(hours);
    if (!match.hasMatch())
        return std::nullopt;
    const auto minute = [&](int hour, int rest) {
        const int h = match.captured(hour).toInt() % 24;
        const int m = match.captured(rest).toInt();
        return match.captured(hour).toInt() > 24 || m > 59 ? -1 : h * 60 + m;
    };
    const int from = minute(1, 2);
    const int to = minute(3, 4);
    if (from < 0 || to < 0 || from == to)
        return std::nullopt;
    return std::pair(from, to);
}

} // namespace

DesktopNotices::DesktopNotices(QObject* parent) : QObject(parent) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(noticeService, noticePath, noticeService, QStringLiteral("ActionInvoked"), this,
                SLOT(onAction(uint, QString)));
    bus.connect(noticeService, noticePath, noticeService, QStringLiteral("NotificationClosed"), this,
                SLOT(onClosed(uint, uint)));
}

bool DesktopNotices::available() const {
    return QDBusConnection::sessionBus().isConnected();
}

void DesktopNotices::show(const QString& key, const QString& title, const QString& text,
                          std::function<void()> clicked, std::function<void()> failed) {
    if (!available())
        return failed();
    QDBusMessage call =
        QDBusMessage::createMethodCall(noticeService, noticePath, noticeService, QStringLiteral("Notify"));
    // Text from outside is shown as it is: the body of a notice may be taken as markup.
    call << QStringLiteral("Signalbox") << m_ids.value(key, 0U) << QStringLiteral("signalbox") << title
         << text.toHtmlEscaped()
         << QStringList{QStringLiteral("default"),
                        QCoreApplication::translate("signalbox::DesktopNotices", "Open")}
         << QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("signalbox")},
                        {QStringLiteral("category"), QStringLiteral("im")},
                        {QStringLiteral("suppress-sound"), true}}
         << -1;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 5000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key, clicked = std::move(clicked),
             failed = std::move(failed)](QDBusPendingCallWatcher* call_) {
                const QDBusPendingReply<uint> reply = *call_;
                call_->deleteLater();
                if (reply.isError())
                    return failed();
                m_ids.insert(key, reply.value());
                m_shown.insert(reply.value(), {key, clicked});
            });
}

void DesktopNotices::close(const QString& key) {
    const uint id = m_ids.take(key);
    if (id == 0)
        return;
    m_shown.remove(id);
    QDBusMessage call = QDBusMessage::createMethodCall(noticeService, noticePath, noticeService,
                                                       QStringLiteral("CloseNotification"));
    call << id;
    QDBusConnection::sessionBus().asyncCall(call, 5000);
}

void DesktopNotices::setBadge(int count) {
    if (!available())
        return;
    QDBusMessage signal = QDBusMessage::createSignal(QStringLiteral("/org/signalbox/console"),
                                                     QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                                     QStringLiteral("Update"));
    signal << QStringLiteral("application://signalbox.desktop")
           << QVariantMap{{QStringLiteral("count"), qint64(count)},
                          {QStringLiteral("count-visible"), count > 0}};
    QDBusConnection::sessionBus().send(signal);
}

void DesktopNotices::onAction(uint id, const QString&) {
    if (const auto it = m_shown.constFind(id); it != m_shown.constEnd())
        it->clicked();
}

void DesktopNotices::onClosed(uint id, uint) {
    if (const auto it = m_shown.constFind(id); it != m_shown.constEnd()) {
        m_ids.remove(it->key);
        m_shown.erase(it);
    }
}

bool isQuiet(const QString& hours, int minute) {
    const auto span = spanOf(hours);
    if (!span)
        return false;
    const auto [from, to] = *span;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

QString quietHoursFrom(const QString& typed) {
    const auto span = spanOf(typed);
    if (!span)
        return {};
    const auto text = [](int minute) {
        return QTime(minute / 60, minute % 60).toString(QStringLiteral("HH:mm"));
    };
    return text(span->first) + QLatin1Char('-') + text(span->second);
}

} // namespace signalbox
