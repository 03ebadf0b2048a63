// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/terminal/terminal_pane.h"

#include "core/client/machine_shell.h"
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/terminal_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace signalbox {

TerminalPane::TerminalPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new TerminalView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    setFocusProxy(m_view);
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    m_warning = quietLabel(this, tr("What you do in an attempt's machine can change its result. Who opens a "
                                    "terminal, and when, is in the audit log and in the task's log."));
    m_warning->setWordWrap(true);
    m_warning->setContentsMargins(grid, 0, grid, grid / 2);
    layout->addWidget(m_warning);
    layout->addWidget(m_stack, 1);
    m_empty->addAction(m_open);
    connect(m_view, &TerminalView::typed, this, [this](const QByteArray& bytes) {
        if (m_shell && !m_shell->type(bytes))
            say(tr("Too much waits to be typed."), true);
    });
    connect(m_view, &TerminalView::resized, this, [this](int columns, int rows) {
        if (m_shell)
            m_shell->resize(columns, rows);
    });
    connect(m_view, &TerminalView::pasteRefused, this, [this](qsizetype length) {
        say(tr("%1 characters are too much to paste.").arg(QLocale().toString(length)), true);
    });
    connect(&desk, &Desk::terminalWanted, this, &TerminalPane::open);
    connect(&desk, &Desk::pastChanged, this, &TerminalPane::refresh);
    connect(&desk, &Desk::taskChosen, this, &TerminalPane::fillMachines);
    const auto fill = [this] { fillMachines(); };
    connect(&desk.machines(), &QAbstractItemModel::rowsInserted, this, fill);
    connect(&desk.machines(), &QAbstractItemModel::rowsRemoved, this, fill);
    connect(&desk.machines(), &QAbstractItemModel::dataChanged, this, fill);
    fillMachines();
}

TerminalPane::~TerminalPane() {
    if (m_shell)
        m_shell->disconnect(this);
}

void TerminalPane::makeActions() {
    m_open = paneAction(this, tr("&Open a terminal"));
    m_close = paneAction(this, tr("&Close the terminal"));
    connect(m_open, &QAction::triggered, this, [this] { open(chosen()); });
    connect(m_close, &QAction::triggered, this, &TerminalPane::close);
}

QWidget* TerminalPane::makeBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    m_machines = new QComboBox(bar);
    m_machines->setAccessibleName(tr("Machine"));
    // Long names must not take room from the panes beside.
    m_machines->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_machines->setMinimumContentsLength(18);
    connect(m_machines, &QComboBox::currentIndexChanged, this, &TerminalPane::refresh);
    row->addWidget(m_machines);
    row->addWidget(actionButton(m_open, bar));
    row->addWidget(actionButton(m_close, bar));
    m_state = quietLabel(bar);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_state, 1);
    return bar;
}

QString TerminalPane::chosen() const {
    return m_machines->currentData().toString();
}

/// Those that run and serve a task; the chosen task's stands first.
void TerminalPane::fillMachines() {
    const QString before = chosen();
    const QSignalBlocker blocker(m_machines);
    m_machines->clear();
    const MachinesModel& model = m_desk.machines();
    int mine = -1;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        const TaskId task = index.data(MachinesModel::TaskRole).toLongLong();
        if (task == 0 || index.data(MachinesModel::StateRole).toString() != QLatin1String("running"))
            continue;
        const QString name = index.data(MachinesModel::NameRole).toString();
        m_machines->addItem(tr("Task %1: %2").arg(task).arg(name), name);
        if (task == m_desk.taskId())
            mine = m_machines->count() - 1;
    }
    const int same = m_machines->findData(m_shell ? m_shell->machine() : before);
    m_machines->setCurrentIndex(m_shell && same >= 0 ? same : mine >= 0 ? mine : std::max(0, same));
    refresh();
}

void TerminalPane::refresh() {
    const QString machine = chosen();
    m_machines->setVisible(m_machines->count() > 0);
    m_machines->setEnabled(!m_shell);
    m_open->setEnabled(!m_shell && !machine.isEmpty() && !m_desk.past());
    m_close->setEnabled(m_shell != nullptr);
    setCommand(m_open, machine.isEmpty()
                           ? QString()
                           : QStringLiteral("signalboxctl machine shell %1").arg(shellWord(machine)));
    if (m_desk.past() && !m_shell)
        m_empty->setWords(tr("The past has no terminals"), tr("Go back to now to enter a machine."));
    else if (machine.isEmpty())
        m_empty->setWords(tr("No machine can be entered"),
                          tr("Only the machine of an attempt can be, while it runs."));
    else
        m_empty->setWords(tr("No terminal is open"),
                          tr("It runs as the agent's user, beside the agent's own session."));
}

void TerminalPane::say(const QString& text, bool bad) {
    setPlain(m_state, text);
    setTone(m_state, bad ? Tone::Bad : Tone::Quiet);
}

void TerminalPane::open(const QString& machine) {
    if (machine.isEmpty() || m_desk.past())
        return;
    if (m_shell) {
        if (m_shell->machine() != machine)
            say(tr("Close this terminal before you open one in %1.").arg(machine), true);
        m_view->setFocus();
        return;
    }
    m_view->clear();
    m_view->setAccessibleName(tr("Terminal in %1").arg(machine));
    m_stack->setCurrentWidget(m_view);
    const QSize size = m_view->characters();
    m_shell = std::make_unique<MachineShell>(m_desk.client(),
                                             MachineShell::Wish{machine, false, size.width(), size.height()});
    m_waiting = true;
    m_desk.began();
    connect(m_shell.get(), &MachineShell::printed, m_view, &TerminalView::print);
    connect(m_shell.get(), &MachineShell::opened, this, [this, machine] {
        say(tr("Open in %1, as the agent's user").arg(machine));
        if (std::exchange(m_waiting, false))
            m_desk.ended();
    });
    connect(m_shell.get(), &MachineShell::ended, this,
            [this](const QString& why) { over(tr("It is closed: %1").arg(why)); });
    connect(m_shell.get(), &MachineShell::failed, this, [this](const Error& error) {
        m_desk.complain(error);
        over(tr("It is closed: %1").arg(error.message));
    });
    m_shell->start();
    say(tr("Opening a terminal in %1").arg(machine));
    m_view->setFocus();
    fillMachines();
}

void TerminalPane::close() {
    if (m_shell)
        over(tr("You closed it."));
}

/// What was printed stays to be read.
void TerminalPane::over(const QString& why) {
    m_shell->disconnect(this);
    m_shell->disconnect(m_view);
    m_shell.release()->deleteLater(); // it may be the one that calls
    m_view->setEnded(true);
    say(why);
    if (std::exchange(m_waiting, false))
        m_desk.ended();
    fillMachines();
}

} // namespace signalbox
