// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace signalbox {

/// One word of a command, without its quotes.
struct ShellWord {
    QString text;         ///< as far as it is known: an expansion stands as it was written
    bool dynamic = false; ///< the shell puts something into it that is not known here
    bool glob = false;    ///< it may stand for several names
    bool operator==(const ShellWord&) const = default;
};

/// One simple command: what would be run by itself.
struct ShellCommand {
    QList<ShellWord> words;  ///< its name and what it gets; assignments before it are left out
    QList<ShellWord> writes; ///< files that its redirections write
    QList<ShellWord> reads;
    [[nodiscard]] QString name() const { return words.isEmpty() ? QString() : words.first().text; }
    bool operator==(const ShellCommand&) const = default;
};

/// What a text for a POSIX shell (and most of what bash adds) would run: every simple command in it, however
/// they are joined, those in $(...), backticks, (...), <(...) too.
struct ShellScript {
    QList<ShellCommand> commands;
    QString trouble; ///< why it is not understood; what was understood of it is in `commands`
    [[nodiscard]] bool understood() const { return trouble.isEmpty(); }
};

/// Pure and bounded: no more than this many commands and levels are looked at; a longer text is not
/// understood.
constexpr qsizetype longestScript = 64 * 1024;
constexpr int mostCommands = 500;
constexpr int deepestScript = 12;
ShellScript readShell(const QString& text);

/// A variable that changes which program is run, what it loads, or what a path means.
bool isTellingVariable(const QString& name);

} // namespace signalbox
