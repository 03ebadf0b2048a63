// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"

#include <algorithm>

namespace signalbox::ctl {

namespace {

QString usageLine(const Command& command) {
    QString line = QStringLiteral("signalboxctl ") + command.name;
    if (!command.operands.isEmpty())
        line += QLatin1Char(' ') + command.operands;
    if (!command.options.isEmpty())
        line += QStringLiteral(" [OPTIONS]");
    return line;
}

QString optionLines(const QList<Option>& options) {
    QString text;
    for (const Option& option : options) {
        const QString left = QStringLiteral("--%1%2").arg(
            option.name, option.value.isEmpty() ? QString() : QStringLiteral(" ") + option.value);
        text += QStringLiteral("  %1  %2%3\n")
                    .arg(left, -24)
                    .arg(option.help, option.repeated ? QStringLiteral(" (may be given again)") : QString());
    }
    return text;
}

QString commandLines(const QString& prefix) {
    QString text;
    for (const Command& command : commands())
        if (prefix.isEmpty() || command.name == prefix || command.name.startsWith(prefix + QLatin1Char(' ')))
            text += QStringLiteral("  %1  %2\n").arg(command.name, -18).arg(command.summary);
    return text;
}

bool isGroup(const QString& word) {
    return std::any_of(commands().begin(), commands().end(), [&](const Command& command) {
        return command.name.startsWith(word + QLatin1Char(' '));
    });
}

} // namespace

const QList<Command>& commands() {
    static const QList<Command> all = doctorCommands() + repoCommands() + taskCommands() + taskLogCommands() +
                                      approvalCommands() + blueprintCommands() + budgetCommands() +
                                      deadLetterCommands() + shellCommands() + coreCommands() +
                                      journalCommands() + auditCommands() + delegationCommands() +
                                      peopleCommands() + gatewayCommands() + completionCommands();
    return all;
}

QList<Option> commonOptions() {
    return {{QStringLiteral("core"), QStringLiteral("URL"),
             QStringLiteral("which core: local: (the default), ssh://[USER@]HOST, https://HOST, "
                            "http://127.0.0.1:PORT, test:///SCENARIO"),
             false},
            {QStringLiteral("pin"), QStringLiteral("SHA256"),
             QStringLiteral("https: accept exactly the certificate with this SHA-256"), false},
            {QStringLiteral("json"), {}, QStringLiteral("print one JSON document"), false},
            {QStringLiteral("help"), {}, QStringLiteral("explain and do nothing"), false}};
}

const Command* findCommand(const QStringList& words, int& used) {
    for (used = 2; used >= 1; --used) {
        if (words.size() < used)
            continue;
        const QString name = words.mid(0, used).join(QLatin1Char(' '));
        for (const Command& command : commands())
            if (command.name == name)
                return &command;
    }
    used = 0;
    return nullptr;
}

Error unknownCommand(const QStringList& words) {
    const QString first = words.value(0);
    QStringList names;
    if (isGroup(first)) {
        for (const Command& command : commands())
            if (command.name.startsWith(first + QLatin1Char(' ')))
                names.append(command.name.section(QLatin1Char(' '), 1));
        if (words.size() < 2)
            return {ErrorKind::Invalid, QStringLiteral("“%1” needs to be told what to do").arg(first),
                    QStringLiteral("One of: %1.").arg(names.join(QStringLiteral(", ")))};
        const QString near = nearest(words.at(1), names);
        return {ErrorKind::Invalid, QStringLiteral("there is no command “%1 %2”").arg(first, words.at(1)),
                near.isEmpty() ? QStringLiteral("There are: %1.").arg(names.join(QStringLiteral(", ")))
                               : QStringLiteral("Did you mean “%1 %2”?").arg(first, near)};
    }
    for (const Command& command : commands())
        for (const QString& name : {command.name, command.name.section(QLatin1Char(' '), 0, 0)})
            if (!names.contains(name))
                names.append(name);
    QString near = nearest(words.mid(0, 2).join(QLatin1Char(' ')), names);
    if (near.isEmpty())
        near = nearest(first, names);
    return {ErrorKind::Invalid, QStringLiteral("there is no command “%1”").arg(first),
            near.isEmpty() ? QStringLiteral("See: signalboxctl --help")
                           : QStringLiteral("Did you mean “%1”?").arg(near)};
}

QString programHelp() {
    return QStringLiteral(
               "Usage: signalboxctl [--core URL] [--json] COMMAND …\n"
               "\n"
               "Talks to a Signalbox core, which takes coding tasks through machines, gates and approvals.\n"
               "\n"
               "Commands (signalboxctl COMMAND --help tells more):\n") +
           commandLines({}) + QStringLiteral("\nOptions:\n") + optionLines(commonOptions()) +
           QStringLiteral(
               "\nEnvironment: SIGNALBOX_CORE (URL), SIGNALBOX_TOKEN, SIGNALBOX_HOME, NO_COLOR.\n"
               "Exit codes: 0 done, 1 failed, 2 usage, 3 not allowed or not yet, 4 core unreachable.\n");
}

QString groupHelp(const QString& group) {
    return isGroup(group) ? QStringLiteral("Commands:\n") + commandLines(group) : QString();
}

QString commandHelp(const Command& command) {
    QString text = QStringLiteral("Usage: %1\n\n%2.\n").arg(usageLine(command), command.summary);
    if (!command.help.isEmpty())
        text += QLatin1Char('\n') + command.help + QLatin1Char('\n');
    if (!command.options.isEmpty())
        text += QStringLiteral("\nOptions:\n") + optionLines(command.options);
    return text + QStringLiteral("\nCommon options:\n") + optionLines(commonOptions());
}

} // namespace signalbox::ctl
