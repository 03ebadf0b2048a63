// SPDX-License-Identifier: GPL-3.0-or-later
// Completion for bash, made from the table of commands, so that both always agree.
#include "app/ctl/ctl.h"

#include <QMap>

namespace signalbox::ctl {

namespace {

QString dashed(const QList<Option>& options) {
    QStringList names;
    for (const Option& option : options)
        names.append(QStringLiteral("--") + option.name);
    return names.join(QLatin1Char(' '));
}

/// Options of any command that are followed by a value: it is no word of the command.
QString valued() {
    QStringList names;
    const auto add = [&](const QList<Option>& options) {
        for (const Option& option : options)
            if (!option.value.isEmpty() && !names.contains(QStringLiteral("--") + option.name))
                names.append(QStringLiteral("--") + option.name);
    };
    add(commonOptions());
    for (const Command& command : commands())
        add(command.options);
    return names.join(QLatin1Char('|'));
}

QString script() {
    QMap<QString, QStringList> groups; // "task" to what can follow it
    QString cases;
    for (const Command& command : commands()) {
        const QString first = command.name.section(QLatin1Char(' '), 0, 0);
        const QString second = command.name.section(QLatin1Char(' '), 1);
        groups[first];
        if (!second.isEmpty())
            groups[first].append(second);
        cases += QStringLiteral("        \"%1\"%2) options='%3' ;;\n")
                     .arg(second.isEmpty() ? first + QLatin1Char(' ') : command.name,
                          second.isEmpty() ? QStringLiteral("*") : QString(), dashed(command.options));
    }
    QString seconds;
    for (auto it = groups.begin(); it != groups.end(); ++it)
        if (!it->isEmpty())
            seconds +=
                QStringLiteral("            %1) words='%2' ;;\n").arg(it.key(), it->join(QLatin1Char(' ')));
    return QStringLiteral(
               "# bash completion for signalboxctl; printed by: signalboxctl completion\n"
               "_signalboxctl() {\n"
               "    local current=${COMP_WORDS[COMP_CWORD]} first='' second='' options='' words='' "
               "skip='' word\n"
               "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
               "        if [ -n \"$skip\" ]; then skip=''; continue; fi\n"
               "        case $word in\n"
               "        %1) skip=1; continue ;;\n"
               "        -*) continue ;;\n"
               "        esac\n"
               "        if [ -z \"$first\" ]; then first=$word\n"
               "        elif [ -z \"$second\" ]; then second=$word; fi\n"
               "    done\n"
               "    [ -n \"$skip\" ] && return 0 # a value: bash completes files\n"
               "    case \"$first $second\" in\n%2    esac\n"
               "    if [ -z \"$first\" ]; then words='%3'\n"
               "    elif [ -z \"$second\" ]; then\n"
               "        case $first in\n%4        esac\n"
               "    fi\n"
               "    case $current in -*) words=\"$options %5\" ;; esac\n"
               "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
               "}\n"
               "complete -o default -F _signalboxctl signalboxctl")
        .arg(valued(), cases, QStringList(groups.keys()).join(QLatin1Char(' ')), seconds,
             dashed(commonOptions()));
}

int print(Ctl& ctl, const Arguments&) {
    ctl.out().line(script());
    return Done;
}

} // namespace

QList<Command> completionCommands() {
    return {{QStringLiteral("completion"),
             {},
             QStringLiteral("Print completion for bash"),
             QStringLiteral("Example: source <(signalboxctl completion)"),
             {},
             0,
             0,
             print}};
}

} // namespace signalbox::ctl
