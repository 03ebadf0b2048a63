// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;

namespace signalbox {

class Desk;
class EmptyState;

/// What the window shows as long as the core knows no task and no repository: what it runs on, and the three
/// things one can begin with.
class Welcome final : public QWidget {
    Q_OBJECT
public:
    Welcome(Desk& desk, const QList<QAction*>& offers, QWidget* parent = nullptr);
    /// The line in which the address of a shared core is typed.
    void showConnect();

signals:
    void connectWanted(const QString& url, const QString& token);

private:
    void refresh();
    Desk& m_desk;
    EmptyState* m_words;
    QLabel* m_core;
    QWidget* m_connect;
    QLineEdit* m_url;
    QLineEdit* m_token;
};

} // namespace signalbox
