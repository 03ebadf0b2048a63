// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace signalbox {

/// What stands where there is nothing yet: what this is, and what can be done about it.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);
    void setWords(const QString& title, const QString& text);
    /// A button for the action; the first one is the one to take.
    void addAction(QAction* action);

private:
    QLabel* m_title;
    QLabel* m_text;
    QVBoxLayout* m_buttons;
    int m_count = 0;
};

} // namespace signalbox
