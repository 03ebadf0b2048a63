// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace signalbox {

class Desk;
class EmptyState;
class MachineShell;
class TerminalView;

/// A terminal in the machine of an attempt that runs. One at a time; it ends with the pane's window, with its
/// machine, and when one closes it.
class TerminalPane final : public QWidget {
    Q_OBJECT
public:
    explicit TerminalPane(Desk& desk, QWidget* parent = nullptr);
    ~TerminalPane() override;

    void open(const QString& machine);
    void close();
    [[nodiscard]] TerminalView& view() const { return *m_view; }

private:
    void makeActions();
    QWidget* makeBar();
    void fillMachines();
    void refresh();
    void over(const QString& why);
    void say(const QString& text, bool bad = false);
    [[nodiscard]] QString chosen() const;

    Desk& m_desk;
    TerminalView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QComboBox* m_machines = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_warning = nullptr;
    QAction* m_open = nullptr;
    QAction* m_close = nullptr;
    std::unique_ptr<MachineShell> m_shell;
    bool m_waiting = false; ///< for the shell to begin
};

} // namespace signalbox
