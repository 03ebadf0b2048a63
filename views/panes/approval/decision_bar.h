// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QAction;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace signalbox {

/// The three answers, with the line in which one writes. Knows nothing of approvals: it says what was chosen.
class DecisionBar final : public QWidget {
    Q_OBJECT
public:
    explicit DecisionBar(QWidget* parent = nullptr);

    /// `blocked` says in a few words why no decision can be given now; empty: it can. A person who cannot
    /// approve because the change cannot be shown may still reject.
    void setState(const QString& blocked, bool mayReject, bool mayAsk);
    /// How many comments on lines go with a decision: with some, a no needs no words of its own.
    void setNotes(int count);
    /// One more thing to do instead of deciding; the action stays its owner's.
    void addChoice(QAction* action);
    void setCommands(const QString& approve, const QString& reject, const QString& ask);
    [[nodiscard]] QAction* approveAction() const { return m_approve; }
    [[nodiscard]] QAction* rejectAction() const { return m_reject; }
    [[nodiscard]] QAction* askAction() const { return m_ask; }
    /// Puts away what is being written.
    void reset();
    [[nodiscard]] bool writing() const { return m_mode != Mode::Choose; }

signals:
    void approved();
    void rejected(const QString& feedback);
    void asked(const QString& question);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Mode { Choose, Reject, Ask };
    void setMode(Mode mode);
    void send();
    void updateSend();
    QPushButton* button(QAction* action);
    void paintApprove();
    void makeWriter();
    void showCommand();
    void showPrompt();

    Mode m_mode = Mode::Choose;
    int m_notes = 0;
    bool m_mayApprove = false;
    QAction* m_approve;
    QAction* m_reject;
    QAction* m_ask;
    QLabel* m_blocked;
    QLabel* m_command;
    QHBoxLayout* m_below = nullptr;
    QWidget* m_choice = nullptr;
    QWidget* m_writer = nullptr;
    QLabel* m_prompt = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_approveButton = nullptr;
};

} // namespace signalbox
