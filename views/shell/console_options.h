// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "views/parts/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace signalbox {

/// What the program was asked for on its command line.
struct ConsoleOptions {
    QUrl core{QStringLiteral("local:")};
    QString pin;        ///< SHA-256 of the core's certificate; empty: none is pinned
    QString screenshot; ///< empty: an ordinary window
    QSize size;         ///< invalid: as stored, else the default
    ThemeChoice theme = ThemeChoice::System;
    QString pane;        ///< to bring to the front
    QString command;     ///< of the palette, to run once all is there
    qint64 task = 0;     ///< to choose first; 0: what needs a person
    int holdSeconds = 5; ///< how long a decision can be taken back
    int textPercent = 0; ///< size of the text; 0: as stored, else 100
    QString language;    ///< empty: as stored, else the desktop's
    bool help = false;
    bool version = false;
};

/// `arguments` without the program's name; `fallbackCore` (the environment's) where no --connect is given.
/// Invalid names the argument and what was expected.
Result<ConsoleOptions> parseConsoleOptions(const QStringList& arguments, const QString& fallbackCore);
QString consoleUsage();

} // namespace signalbox
