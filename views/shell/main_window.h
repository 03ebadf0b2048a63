// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "views/panes/all_panes.h"
#include "views/parts/theme.h"
#include "views/shell/core_card.h"
#include "views/shell/layout_store.h"

#include <QHash>
#include <QMainWindow>
#include <QTimer>

class QDockWidget;
class QLabel;
class QMenu;
class QMenuBar;
class QStackedWidget;

namespace signalbox {

class CommandPalette;
class Desk;
class HelpCard;
class NameCard;
class NoticeBar;
class TopBar;
class Welcome;

struct WindowOptions {
    LayoutStore layouts;
    bool still = false;  ///< for pictures: nothing moves, nothing is announced
    int holdSeconds = 5; ///< how long a decision can be taken back before it is sent
    int textPercent = 100;
};

/// The console's window: the panes as docks, the line on top, the notices, the commands. Knows the panes only
/// through their list.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Desk& desk, WindowOptions options, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] QDockWidget* dock(const QString& pane) const { return m_docks.value(pane); }
    [[nodiscard]] QWidget* pane(const QString& id) const { return m_panes.value(id); }
    [[nodiscard]] CommandPalette& palette_() const { return *m_palette; }
    /// All that can be done now, the panes' own actions included.
    [[nodiscard]] QList<QAction*> commands() const;
    /// Runs the command with this text; what is not there or cannot be done now is told in a notice.
    void run(const QString& command);
    /// Does it; a command of a pane that is not in sight brings the pane first.
    void trigger(QAction* action);
    void resetLayout();
    void showPane(const QString& id);
    /// The same, as soon as there is something to show.
    void showPaneWhenLoaded(const QString& id) { m_wantedPane = id; }

signals:
    void connectWanted(const signalbox::CoreProfile& profile, const QString& token);
    void themeWanted(signalbox::ThemeChoice choice);
    void textSizeWanted(int percent);
    void languageWanted(const QString& code);

protected:
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void makeDocks();
    void makeTop();
    void makeStatusLine();
    void proportion();
    void showCentre();
    void hideDocks();
    void bringDocksBack();

    // main_window_menus.cpp
    void makeActions();
    void makeGoTo();
    void makePalette();
    void makeMenus(QMenuBar* bar);
    QAction* add(const QString& text, const QKeySequence& key, std::function<void()> run,
                 const QString& command = {});
    void chooseFirstOf(int group);
    void nextDecision();

    // main_window_layouts.cpp
    struct Choice {
        QString text;
        std::function<void()> run;
    };
    void makeLayoutActions();
    [[nodiscard]] QList<Choice> savedChoices();
    void fillSavedMenu(QMenu* menu);
    void useLayout(const QString& name);
    void restoreLayout();

    // main_window_notices.cpp
    void connectNotices();
    void showConnection();
    void showHeld();
    void fade();
    void showPast();

    Desk& m_desk;
    WindowOptions m_options;
    QHash<QString, QDockWidget*> m_docks;
    QHash<QString, QWidget*> m_panes;
    QList<QAction*> m_actions;
    QList<QAction*> m_goTo; ///< one for each pane
    QAction* m_commands = nullptr;
    QAction* m_sample = nullptr;
    QAction* m_addRepository = nullptr;
    QAction* m_connect = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_saveLayout = nullptr;
    QAction* m_saveView = nullptr;
    QAction* m_quiet = nullptr;
    QList<QAction*> m_sizes;
    QStackedWidget* m_centre = nullptr;
    Welcome* m_welcome = nullptr;
    CommandPalette* m_palette = nullptr;
    HelpCard* m_help = nullptr;
    NameCard* m_name = nullptr;
    CoreCard* m_cores = nullptr;
    NoticeBar* m_lost = nullptr;
    NoticeBar* m_past = nullptr;
    NoticeBar* m_held = nullptr;
    NoticeBar* m_error = nullptr;
    QLabel* m_core = nullptr;
    QString m_wantedPane;
    QByteArray m_firstState;
    QByteArray m_keptState; ///< where the docks stand while the welcome has the window
    QTimer m_second;        ///< moves the words of the notices on
    int m_heldLeft = 0;
    bool m_closing = false;   ///< closes as soon as the decision under way is recorded
    bool m_unarranged = true; ///< nobody has moved anything yet: sizes follow the window
};

} // namespace signalbox
