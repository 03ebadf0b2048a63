// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

class QWidget;

namespace signalbox {

class Desk;

/// Where a pane stands as long as nobody has moved it.
enum class PaneHome { Centre, Left, Right, Bottom };

/// One pane, as the window needs to know it. Its actions (QWidget::actions) appear in the palette of commands
/// and work from the whole window while the pane is visible.
struct PaneInfo {
    QString id; ///< stable: layouts are stored under it
    QString title;
    PaneHome home = PaneHome::Bottom;
    bool shown = true; ///< at first
    std::function<QWidget*(Desk& desk, QWidget* parent)> make;
};

/// All panes, in the order in which they are laid out.
QList<PaneInfo> allPanes();

} // namespace signalbox
