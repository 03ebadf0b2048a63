// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace signalbox {

/// `signalboxd restore FILE [--force] [--home DIR]`: puts a backup in the place of a home's journal. Says
/// what it did on standard output or standard error; gives the program's exit code.
int restoreHome(const QStringList& arguments);

} // namespace signalbox
