// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

#include <functional>

namespace signalbox {

/// Notices of the desktop (org.freedesktop.Notifications), each with what happens when it is clicked. Never
/// waits for the desktop; where it offers no notices nothing happens.
class DesktopNotices final : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotices(QObject* parent = nullptr);
    /// Whether the session has a bus at all; whether somebody shows notices is known when one is sent.
    [[nodiscard]] bool available() const;
    /// A notice with the same key replaces the former one. `failed` is called when nobody shows it.
    void show(const QString& key, const QString& title, const QString& text, std::function<void()> clicked,
              std::function<void()> failed);
    /// Takes it away: what it was about is settled.
    void close(const QString& key);
    /// The number on the program's launcher, where the desktop has one; 0: none.
    void setBadge(int count);

private slots:
    void onAction(uint id, const QString& action);
    void onClosed(uint id, uint reason);

private:
    struct Shown {
        QString key;
        std::function<void()> clicked;
    };
    QHash<uint, Shown> m_shown;
    QHash<QString, uint> m_ids;
};

/// Hours in which nothing is announced, "22:00-07:30", also over midnight; empty: none. `minute` counts from
/// midnight. What is no such span quiets nothing.
bool isQuiet(const QString& hours, int minute);
/// The span as it is kept, or an empty text when it is none.
QString quietHoursFrom(const QString& typed);

} // namespace signalbox
