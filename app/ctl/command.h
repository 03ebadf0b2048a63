// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"

namespace signalbox::ctl {

class Ctl;

/// How the program ends; part of its interface.
enum ExitCode {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotAllowed = 3, ///< or not yet
    Unreachable = 4,
};

struct Command {
    QString name;     ///< "task submit"
    QString operands; ///< "REPOSITORY"
    QString summary;  ///< one line
    QString help;     ///< more, with examples
    QList<Option> options;
    int least = 0; ///< operands
    int most = 0;
    int (*run)(Ctl& ctl, const Arguments& arguments);
};

/// Every command, in the order of the help.
const QList<Command>& commands();

// One list a file.
QList<Command> repoCommands();
QList<Command> taskCommands();
QList<Command> taskLogCommands();
QList<Command> approvalCommands();
QList<Command> blueprintCommands();
QList<Command> budgetCommands();
QList<Command> deadLetterCommands();
QList<Command> shellCommands();
QList<Command> coreCommands();
QList<Command> journalCommands();
QList<Command> auditCommands();
QList<Command> delegationCommands();
QList<Command> peopleCommands();
QList<Command> gatewayCommands();
QList<Command> doctorCommands();
QList<Command> completionCommands();

/// Options that every command has, before or behind its name.
QList<Option> commonOptions();
/// The command that the words begin with, and how many of them name it; nullptr when none does.
const Command* findCommand(const QStringList& words, int& used);
/// What to say about words that name no command: the nearest, or the commands of that group.
Error unknownCommand(const QStringList& words);

QString programHelp();
/// Of a group ("task") or of one command.
QString groupHelp(const QString& group);
QString commandHelp(const Command& command);

} // namespace signalbox::ctl
