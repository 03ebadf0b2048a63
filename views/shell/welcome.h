// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLabel;

namespace signalbox {

class Desk;
class EmptyState;

/// What the window shows as long as the core knows no task and no repository: what it runs on, and the three
/// things one can begin with.
class Welcome final : public QWidget {
    Q_OBJECT
public:
    Welcome(Desk& desk, const QList<QAction*>& offers, QWidget* parent = nullptr);

private:
    void refresh();
    Desk& m_desk;
    EmptyState* m_words;
    QLabel* m_core;
};

} // namespace signalbox
