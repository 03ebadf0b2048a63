// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"
#include "views/shell/command_palette.h"
#include "views/shell/help_card.h"
#include "views/shell/language.h"
#include "views/shell/main_window.h"
#include "views/shell/welcome.h"

#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QPointer>
#include <QStackedWidget>

namespace signalbox {

QAction* MainWindow::add(const QString& text, const QKeySequence& key, std::function<void()> run,
                         const QString& command) {
    QAction* action = paneAction(this, text, key, command);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions.append(action);
    return action;
}

void MainWindow::makeActions() {
    m_commands =
        add(tr("Search and &commands"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_palette->popUp(); });
    m_sample = add(
        tr("&Run the sample task"), {}, [this] { m_desk.runSample(); },
        QStringLiteral("signalboxctl task sample"));
    needsRole(m_sample, m_desk, Role::Operator);
    m_addRepository = add(
        tr("Add a re&pository"), {}, [this] { showPane(QStringLiteral("repositories")); },
        QStringLiteral("signalboxctl repo add NAME URL"));
    m_connect = add(
        tr("Connect to another c&ore ..."), {}, [this] { m_cores->popUp(); },
        QStringLiteral("signalboxctl --core URL core status"));
    m_undo =
        add(tr("&Take the decision back"), QKeySequence::Undo, [this] { m_desk.decisions().takeBack(); });
    m_undo->setEnabled(false);
    makeLayoutActions();
}

/// Each pane by its number, from the keyboard.
void MainWindow::makeGoTo() {
    int number = 0;
    for (const PaneInfo& info : allPanes()) {
        ++number;
        const QKeySequence key =
            number > 9 ? QKeySequence() : QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number));
        QAction* action = paneAction(this, tr("Go to: %1").arg(info.title), key);
        connect(action, &QAction::triggered, this, [this, id = info.id] { showPane(id); });
        m_goTo.append(action);
    }
}

void MainWindow::makePalette() {
    const auto entries = [this] {
        QList<CommandPalette::Entry> all;
        for (QAction* action : commands())
            if (!action->isSeparator() && action->isEnabled() && !action->text().isEmpty())
                all.append({action->text().remove(QLatin1Char('&')),
                            action->shortcut().toString(QKeySequence::NativeText), action->statusTip(),
                            [this, action = QPointer<QAction>(action)] {
                                if (action)
                                    trigger(action);
                            }});
        for (const Choice& choice : savedChoices())
            all.append({choice.text, {}, {}, choice.run});
        const QMap<TaskId, TaskSummary>& tasks = m_desk.mirror().tasks();
        for (auto it = tasks.end(); it != tasks.begin();) { // the newest first
            const TaskSummary& task = *--it;
            all.append({tr("Go to #%1 %2").arg(task.id).arg(task.title), task.repository,
                        QStringLiteral("signalboxctl task show %1").arg(task.id),
                        [this, id = task.id] { m_desk.chooseTask(id); }});
        }
        return all;
    };
    m_palette = new CommandPalette(entries, this);
}

void MainWindow::makeMenus(QMenuBar* bar) {
    QMenu* core = bar->addMenu(tr("&Core"));
    core->addAction(m_sample);
    core->addAction(m_addRepository);
    core->addAction(m_connect);
    core->addAction(add(
        tr("&Try the connection again"), {}, [this] { m_desk.client().reconnectNow(); },
        QStringLiteral("signalboxctl doctor")));
    core->addSeparator();
    core->addAction(add(tr("&Quit"), QKeySequence::Quit, [this] { close(); }));

    QMenu* task = bar->addMenu(tr("&Task"));
    task->addAction(add(
        tr("&New task"), QKeySequence::New, [this] { showPane(QStringLiteral("submit")); },
        QStringLiteral("signalboxctl task submit")));
    task->addAction(add(
        tr("Next &decision"), QKeySequence(Qt::Key_N), [this] { nextDecision(); },
        QStringLiteral("signalboxctl approval list")));
    task->addSeparator();
    for (const QString& id : {QStringLiteral("fleet"), QStringLiteral("task")})
        for (QAction* action : m_panes.value(id)->actions())
            task->addAction(action);

    QMenu* decide = bar->addMenu(tr("&Decide"));
    for (QAction* action : m_panes.value(QStringLiteral("approval"))->actions())
        decide->addAction(action);
    decide->addSeparator();
    decide->addAction(m_undo);

    QMenu* view = bar->addMenu(tr("&View"));
    view->addAction(m_commands);
    view->addSeparator();
    for (const PaneInfo& info : allPanes())
        if (QDockWidget* dock = m_docks.value(info.id))
            view->addAction(dock->toggleViewAction());
    view->addSeparator();
    QMenu* saved = view->addMenu(tr("La&youts and views"));
    connect(saved, &QMenu::aboutToShow, this, [this, saved] { fillSavedMenu(saved); });
    view->addAction(add(tr("&Reset the layout"), {}, [this] { resetLayout(); }));
    view->addSeparator();
    view->addActions(m_sizes);
    view->addSeparator();
    view->addAction(add(tr("&Light colours"), {}, [this] { emit themeWanted(ThemeChoice::Light); }));
    view->addAction(add(tr("&Dark colours"), {}, [this] { emit themeWanted(ThemeChoice::Dark); }));
    view->addAction(
        add(tr("Colours of the des&ktop"), {}, [this] { emit themeWanted(ThemeChoice::System); }));

    view->addAction(m_quiet);
    QMenu* speech = view->addMenu(tr("Lan&guage"));
    for (const QString& code : languages())
        speech->addAction(
            add(tr("Language: %1").arg(languageName(code)), {}, [this, code] { emit languageWanted(code); }));

    QMenu* help = bar->addMenu(tr("&Help"));
    help->addAction(add(tr("&Keys and marks"), QKeySequence::HelpContents, [this] { m_help->popUp(); }));
}

void MainWindow::chooseFirstOf(int group) {
    const QModelIndex parent = m_desk.fleet().groupIndex(FleetModel::Group(group));
    const auto task = m_desk.fleet().index(0, 0, parent).data(FleetModel::TaskRole).toLongLong();
    if (task != 0)
        m_desk.chooseTask(task);
}

/// The next task that needs a person, after the chosen one, and from the first again at the end.
void MainWindow::nextDecision() {
    const QModelIndex parent = m_desk.fleet().groupIndex(FleetModel::Group::NeedsYou);
    const int waiting = m_desk.fleet().rowCount(parent);
    const QModelIndex here = m_desk.fleet().indexOf(m_desk.taskId());
    const int next = here.isValid() && here.parent() == parent ? (here.row() + 1) % std::max(1, waiting) : 0;
    const auto task = m_desk.fleet().index(next, 0, parent).data(FleetModel::TaskRole).toLongLong();
    if (task == 0)
        return;
    m_desk.chooseTask(task);
    showPane(QStringLiteral("approval"));
}

} // namespace signalbox
