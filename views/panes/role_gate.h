// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/role.h"

class QAbstractButton;
class QAction;

namespace signalbox {

class Desk;

/// The action needs a role of the person who looks: without it, it is disabled whatever setSensible() says,
/// and its tool tip says why. Follows the core's word, live.
void needsRole(QAction* action, Desk& desk, Role role);
/// setEnabled() for an action that needs a role; for any other it is just that.
void setSensible(QAction* action, bool sensible);
/// The action has a new tool tip.
void refreshRole(QAction* action);
/// The button is enabled when the action is, and says the same when it is not.
void followAction(QAbstractButton* button, QAction* action);

} // namespace signalbox
