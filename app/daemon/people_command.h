// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace signalbox {

/// The person who runs this process, as far as the environment tells.
QString localUser();

/// `signalboxd people ...`: adds, changes and lists who may use the core of this home; a running core knows
/// it at once. Prints, and gives the exit code.
int managePeople(const QString& home, const QStringList& arguments);

} // namespace signalbox
