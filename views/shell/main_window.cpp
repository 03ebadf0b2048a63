// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/main_window.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/notice_bar.h"
#include "views/parts/step_graph.h"
#include "views/shell/command_palette.h"
#include "views/shell/help_card.h"
#include "views/shell/name_card.h"
#include "views/shell/notifier.h"
#include "views/shell/top_bar.h"
#include "views/shell/welcome.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace signalbox {

MainWindow::MainWindow(Desk& desk, WindowOptions options, QWidget* parent)
    : QMainWindow(parent), m_desk(desk), m_options(std::move(options)), m_centre(new QStackedWidget(this)) {
    setWindowTitle(tr("Signalbox: %1").arg(desk.client().name()));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setDocumentMode(true);
    resize(1600, 1000);
    makeActions();
    makeDocks();
    makeGoTo();
    makeTop();
    makeStatusLine();
    connectNotices();
    makePalette();
    m_help = new HelpCard(this);
    m_name = new NameCard(this);
    m_cores = new CoreCard(m_options.layouts, this);
    connect(m_cores, &CoreCard::connectWanted, this, &MainWindow::connectWanted);
    m_desk.decisions().setDelay(std::chrono::seconds(m_options.still ? 0 : m_options.holdSeconds));
    if (m_options.still) {
        for (StepGraph* graph : findChildren<StepGraph*>())
            graph->setAnimated(false);
    } else {
        auto* notifier = new Notifier(desk, m_options.layouts, this);
        connect(notifier, &Notifier::taskWanted, this, [this](TaskId task) {
            showNormal();
            raise();
            activateWindow();
            if (task != 0)
                m_desk.chooseTask(task);
        });
    }
    m_firstState = saveState();
    restoreLayout();
    showCentre();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeDocks() {
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_welcome = new Welcome(m_desk, {m_sample, m_addRepository, m_connect}, m_centre);
    m_centre->addWidget(m_welcome);
    setCentralWidget(m_centre);
    QHash<int, QDockWidget*> firstAt;
    for (const PaneInfo& info : allPanes()) {
        QWidget* pane = info.make(m_desk, this);
        m_panes.insert(info.id, pane);
        if (info.home == PaneHome::Centre) {
            m_centre->addWidget(pane);
            continue;
        }
        auto* dock = new QDockWidget(info.title, this);
        dock->setObjectName(info.id);
        dock->setWidget(pane);
        dock->toggleViewAction()->setText(tr("Pane: %1").arg(info.title));
        const Qt::DockWidgetArea area = info.home == PaneHome::Left    ? Qt::LeftDockWidgetArea
                                        : info.home == PaneHome::Right ? Qt::RightDockWidgetArea
                                                                       : Qt::BottomDockWidgetArea;
        addDockWidget(area, dock);
        if (QDockWidget* first = firstAt.value(area))
            tabifyDockWidget(first, dock);
        else
            firstAt.insert(area, dock);
        dock->setVisible(info.shown);
        m_docks.insert(info.id, dock);
    }
    for (QDockWidget* first : firstAt)
        first->raise();
    m_docks.value(QStringLiteral("log"))
        ->raise(); // what goes on is seen first; the gates stand with the decision
    const auto centre = [this] { showCentre(); };
    connect(&m_desk.mirror(), &CoreMirror::reset, this, centre);
    connect(&m_desk.mirror(), &CoreMirror::taskAdded, this, centre);
    connect(&m_desk.mirror(), &CoreMirror::repositoriesChanged, this, centre);
}

void MainWindow::makeTop() {
    auto* top = new QWidget(this);
    auto* bar = new QMenuBar(top);
    bar->setNativeMenuBar(false);
    makeMenus(bar);
    auto* line = new TopBar(m_desk, m_commands, top);
    connect(line, &TopBar::groupWanted, this, &MainWindow::chooseFirstOf);
    connect(line, &TopBar::alertsWanted, this, [this] { showPane(QStringLiteral("alerts")); });
    m_lost = new NoticeBar(top);
    m_past = new NoticeBar(top);
    m_held = new NoticeBar(top);
    m_error = new NoticeBar(top);
    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(line);
    layout->addWidget(m_lost);
    layout->addWidget(m_past);
    layout->addWidget(m_held);
    layout->addWidget(m_error);
    setMenuWidget(top);
}

void MainWindow::makeStatusLine() {
    m_core = quietLabel(this);
    m_core->setContentsMargins(0, 0, grid, 0);
    statusBar()->addPermanentWidget(m_core);
    statusBar()->setSizeGripEnabled(false);
    const auto refresh = [this] {
        QStringList parts{coreLine(m_desk), organLine(m_desk.mirror().coreInfo())};
        parts.removeAll(QString());
        setPlain(m_core, parts.join(QStringLiteral("   \u00b7   ")));
    };
    connect(&m_desk.mirror(), &CoreMirror::coreInfoChanged, this, refresh);
    refresh();
}

/// The fleet gets what two lines need, the decision what a diff needs, the rest goes to the task.
void MainWindow::proportion() {
    const int wide = width();
    const int unit = grid * std::max(100, m_options.textPercent) / 100;
    resizeDocks({m_docks.value(QStringLiteral("fleet")), m_docks.value(QStringLiteral("approval"))},
                {std::clamp(wide / 5, 28 * grid, 44 * unit), std::clamp(wide * 2 / 5, 48 * grid, 96 * unit)},
                Qt::Horizontal);
    resizeDocks({m_docks.value(QStringLiteral("log"))}, {height() * 3 / 10}, Qt::Vertical);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (m_unarranged && m_keptState.isEmpty())
        proportion();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    // A decision that was given is sent before the window goes; if that fails, the window stays and says so.
    if (!m_desk.decisions().idle()) {
        event->ignore();
        m_closing = true;
        m_desk.decisions().flush();
        statusBar()->showMessage(tr("Sending your decision ..."));
        return;
    }
    bringDocksBack();
    m_options.layouts.save(*this);
    QMainWindow::closeEvent(event);
}

void MainWindow::resetLayout() {
    m_options.layouts.forget();
    m_keptState.clear();
    restoreState(m_firstState);
    proportion();
    showCentre();
}

void MainWindow::run(const QString& command) {
    for (QAction* action : QList<QAction*>{m_commands} + commands())
        if (action->isEnabled() && action->text().remove(QLatin1Char('&')) == command)
            return trigger(action);
    m_error->say({Shape::Cross, Tone::Bad, {}}, tr("There is no command \u201c%1\u201d now.").arg(command));
}

void MainWindow::showPane(const QString& id) {
    if (QDockWidget* dock = m_docks.value(id)) {
        dock->show();
        dock->raise();
    }
    if (QWidget* pane = m_panes.value(id))
        pane->setFocus(Qt::ShortcutFocusReason);
}

/// Nothing to oversee yet: the welcome has the whole window. Otherwise the chosen task, among its docks.
void MainWindow::showCentre() {
    const CoreMirror& mirror = m_desk.mirror();
    const bool nothing = !mirror.loaded() || mirror.tasks().isEmpty();
    m_centre->setCurrentWidget(nothing ? static_cast<QWidget*>(m_welcome)
                                       : m_panes.value(QStringLiteral("task")));
    nothing ? hideDocks() : bringDocksBack();
}

void MainWindow::hideDocks() {
    if (!m_keptState.isEmpty())
        return;
    m_keptState = saveState();
    for (QDockWidget* dock : m_docks)
        dock->hide();
}

void MainWindow::bringDocksBack() {
    if (m_keptState.isEmpty())
        return;
    restoreState(m_keptState);
    m_keptState.clear();
    if (m_unarranged)
        proportion();
    if (!m_wantedPane.isEmpty())
        showPane(std::exchange(m_wantedPane, {}));
}

/// What can be done about the decision on the screen comes first.
QList<QAction*> MainWindow::commands() const {
    QList<QAction*> all = m_panes.value(QStringLiteral("approval"))->actions();
    for (QAction* action : m_actions)
        if (action != m_commands)
            all.append(action);
    for (const PaneInfo& info : allPanes())
        for (QAction* action : m_panes.value(info.id)->actions())
            if (!all.contains(action))
                all.append(action);
    return all + m_goTo;
}

void MainWindow::trigger(QAction* action) {
    for (auto it = m_panes.begin(); it != m_panes.end(); ++it)
        if (it.value()->actions().contains(action) && !it.value()->isVisible())
            showPane(it.key());
    action->trigger();
}

} // namespace signalbox
