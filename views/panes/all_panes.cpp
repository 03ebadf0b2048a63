// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/all_panes.h"

#include "views/panes/alerts/alerts_pane.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/audit/audit_pane.h"
#include "views/panes/blueprints/blueprints_pane.h"
#include "views/panes/budgets/budgets_pane.h"
#include "views/panes/fleet/fleet_pane.h"
#include "views/panes/gates/gates_pane.h"
#include "views/panes/log/log_pane.h"
#include "views/panes/machines/machines_pane.h"
#include "views/panes/repositories/repositories_pane.h"
#include "views/panes/submit/submit_pane.h"
#include "views/panes/task/task_pane.h"
#include "views/panes/terminal/terminal_pane.h"
#include "views/panes/timeline/timeline_pane.h"

#include <QCoreApplication>

namespace signalbox {

namespace {

template <typename Pane>
PaneInfo pane(const char* id, const char* title, PaneHome home, bool shown = true) {
    return {QString::fromLatin1(id), QCoreApplication::translate("signalbox::Panes", title), home, shown,
            [](Desk& desk, QWidget* parent) -> QWidget* { return new Pane(desk, parent); }};
}

} // namespace

QList<PaneInfo> allPanes() {
    return {
        pane<FleetPane>("fleet", QT_TRANSLATE_NOOP("signalbox::Panes", "Fleet"), PaneHome::Left),
        pane<TaskPane>("task", QT_TRANSLATE_NOOP("signalbox::Panes", "Task"), PaneHome::Centre),
        pane<GatesPane>("gates", QT_TRANSLATE_NOOP("signalbox::Panes", "Gates"), PaneHome::Bottom),
        pane<LogPane>("log", QT_TRANSLATE_NOOP("signalbox::Panes", "Agent log"), PaneHome::Bottom),
        pane<TimelinePane>("timeline", QT_TRANSLATE_NOOP("signalbox::Panes", "Timeline"), PaneHome::Bottom),
        pane<MachinesPane>("machines", QT_TRANSLATE_NOOP("signalbox::Panes", "Machines"), PaneHome::Bottom),
        pane<AlertsPane>("alerts", QT_TRANSLATE_NOOP("signalbox::Panes", "Alerts"), PaneHome::Bottom),
        pane<ApprovalPane>("approval", QT_TRANSLATE_NOOP("signalbox::Panes", "Decision"), PaneHome::Right),
        pane<RepositoriesPane>("repositories", QT_TRANSLATE_NOOP("signalbox::Panes", "Repositories"),
                               PaneHome::Right, false),
        pane<SubmitPane>("submit", QT_TRANSLATE_NOOP("signalbox::Panes", "New task"), PaneHome::Right, false),
        pane<BlueprintsPane>("blueprints", QT_TRANSLATE_NOOP("signalbox::Panes", "Blueprints"),
                             PaneHome::Centre, false),
        pane<BudgetsPane>("budgets", QT_TRANSLATE_NOOP("signalbox::Panes", "Budgets"), PaneHome::Bottom),
        pane<AuditPane>("audit", QT_TRANSLATE_NOOP("signalbox::Panes", "Audit"), PaneHome::Bottom, false),
        pane<TerminalPane>("terminal", QT_TRANSLATE_NOOP("signalbox::Panes", "Terminal"), PaneHome::Bottom,
                           false),
    };
}

} // namespace signalbox
