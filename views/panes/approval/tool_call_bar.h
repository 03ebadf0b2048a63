// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace signalbox {

class Desk;

/// The tool calls of the chosen task's agent that wait for a person, one after the other, each with its exact
/// action. Hidden where none waits. What is answered is what was on the screen.
class ToolCallBar final : public QWidget {
    Q_OBJECT
public:
    explicit ToolCallBar(Desk& desk, QWidget* parent = nullptr);
    [[nodiscard]] QAction* allowAction() const { return m_allow; }
    [[nodiscard]] QAction* alwaysAction() const { return m_always; }
    [[nodiscard]] QAction* denyAction() const { return m_deny; }
    /// What the agent wants to do, as it is shown.
    [[nodiscard]] QString actionText() const;

private:
    void refresh();
    void answer(bool allow, bool remember);

    Desk& m_desk;
    QLabel* m_title;
    QLabel* m_why;
    QPlainTextEdit* m_action;
    QLineEdit* m_comment;
    QLabel* m_trouble;
    QAction* m_allow;
    QAction* m_always;
    QAction* m_deny;
    qint64 m_shown = 0;
    qint64 m_sent = 0; ///< the question whose answer is on its way
    Digest m_seen;
};

} // namespace signalbox
