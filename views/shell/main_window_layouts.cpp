// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts and views of the fleet by name; the size of the text.
#include "views/models/desk.h"
#include "views/parts/notice_bar.h"
#include "views/shell/desktop_notices.h"
#include "views/shell/main_window.h"
#include "views/shell/name_card.h"

#include <QMenu>
#include <QStatusBar>

namespace signalbox {

namespace {
constexpr int smallestText = 80;
constexpr int largestText = 200;
constexpr int textStep = 10;
} // namespace

void MainWindow::makeLayoutActions() {
    m_saveLayout = add(tr("Save the la&yout as ..."), {}, [this] {
        m_name->ask(tr("Name of the layout"), {}, [this](const QString& name) {
            m_options.layouts.saveAs(name, *this);
            statusBar()->showMessage(tr("The layout \u201c%1\u201d was saved").arg(name), 10'000);
        });
    });
    m_saveView = add(tr("Save the fleet's filter as a &view ..."), {}, [this] {
        const QString filter = m_desk.shownFleet().text();
        if (filter.isEmpty()) {
            m_error->say({Shape::Question, Tone::Warning, {}},
                         tr("The fleet is not filtered: type a filter first (/)."));
            return;
        }
        m_name->ask(tr("Name of the view \u201c%1\u201d").arg(filter), filter,
                    [this, filter](const QString& name) {
                        m_options.layouts.setView(name, filter);
                        statusBar()->showMessage(tr("The view \u201c%1\u201d was saved").arg(name), 10'000);
                    });
    });
    m_quiet = add(tr("&Quiet hours ..."), {}, [this] {
        m_name->ask(tr("Announce nothing between (22:00-07:00; \u201cnone\u201d: always announce)"),
                    m_options.layouts.value(QStringLiteral("quiet")), [this](const QString& typed) {
                        const QString hours = quietHoursFrom(typed);
                        m_options.layouts.setValue(QStringLiteral("quiet"), hours);
                        statusBar()->showMessage(hours.isEmpty() ? tr("Decisions are announced at any time")
                                                                 : tr("Quiet between %1").arg(hours),
                                                 10'000);
                    });
    });
    const auto size = [this](int step) {
        const int percent =
            step == 0 ? 100 : std::clamp(m_options.textPercent + step, smallestText, largestText);
        if (percent != m_options.textPercent)
            emit textSizeWanted(percent);
    };
    m_sizes = {add(tr("&Larger text"), QKeySequence::ZoomIn, [size] { size(textStep); }),
               add(tr("&Smaller text"), QKeySequence::ZoomOut, [size] { size(-textStep); }),
               add(tr("Text of ordinary size"), QKeySequence(Qt::CTRL | Qt::Key_0), [size] { size(0); })};
}

/// What can be chosen among what was saved, for menus and palette alike.
QList<MainWindow::Choice> MainWindow::savedChoices() {
    QList<Choice> all;
    for (const CoreProfile& profile : coreProfiles(m_options.layouts))
        all.append({tr("Core: %1").arg(profile.name), [this, profile] { emit connectWanted(profile, {}); }});
    for (const QString& name : m_options.layouts.layouts())
        all.append({tr("Layout: %1").arg(name), [this, name] { useLayout(name); }});
    for (const QString& name : m_options.layouts.views())
        all.append({tr("View: %1").arg(name),
                    [this, name] { emit m_desk.filterWanted(m_options.layouts.view(name)); }});
    if (!m_desk.shownFleet().text().isEmpty())
        all.append({tr("View: all tasks"), [this] { emit m_desk.filterWanted({}); }});
    for (const QString& name : m_options.layouts.layouts())
        all.append({tr("Forget the layout: %1").arg(name), [this, name] { m_options.layouts.forget(name); }});
    for (const QString& name : m_options.layouts.views())
        all.append(
            {tr("Forget the view: %1").arg(name), [this, name] { m_options.layouts.forgetView(name); }});
    return all;
}

void MainWindow::fillSavedMenu(QMenu* menu) {
    menu->clear();
    for (const Choice& choice : savedChoices())
        connect(menu->addAction(QString(choice.text).replace(u'&', QStringLiteral("&&"))),
                &QAction::triggered, this, choice.run);
    menu->addSeparator();
    menu->addAction(m_saveLayout);
    menu->addAction(m_saveView);
}

void MainWindow::useLayout(const QString& name) {
    bringDocksBack();
    m_unarranged = false;
    if (m_options.layouts.restore(name, *this) == LayoutStore::Restored::Broken)
        m_error->say({Shape::Cross, Tone::Warning, {}},
                     tr("The layout \u201c%1\u201d cannot be read any more; nothing was moved.").arg(name));
    showCentre();
}

void MainWindow::restoreLayout() {
    const LayoutStore::Restored restored = m_options.layouts.restore(*this);
    m_unarranged = restored != LayoutStore::Restored::Yes;
    if (restored == LayoutStore::Restored::Broken)
        m_error->say({Shape::Question, Tone::Warning, {}},
                     tr("The layout of your last session could not be read: this is the first one. Your "
                        "tasks are not concerned."));
}

} // namespace signalbox
