// SPDX-License-Identifier: GPL-3.0-or-later
// signalboxctl: everything that the console does, from a terminal.
#include "app/ctl/ctl.h"

#include <QCoreApplication>

using namespace signalbox;
using namespace signalbox::ctl;

namespace {

/// The first words that are no options: they name the command.
QStringList leadingWords(const QStringList& words) {
    QStringList result;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == QLatin1String("--core") || word == QLatin1String("--pin"))
            ++i;
        else if (!word.startsWith(QLatin1String("--")))
            result.append(word);
    }
    return result;
}

int run(const QStringList& words) {
    Output out;
    const QStringList names = leadingWords(words);
    if (words.contains(QLatin1String("--version"))) {
        out.line(QStringLiteral("signalboxctl " SIGNALBOX_VERSION));
        return Done;
    }
    const bool help = words.contains(QLatin1String("--help")) || names.value(0) == QLatin1String("help");
    int used = 0;
    const QStringList meant = names.value(0) == QLatin1String("help") ? names.mid(1) : names;
    const Command* command = findCommand(meant, used);
    if (help && command) {
        out.text(commandHelp(*command));
        return Done;
    }
    if (help && (meant.isEmpty() || !groupHelp(meant.first()).isEmpty())) {
        out.text(meant.isEmpty() ? programHelp() : groupHelp(meant.first()));
        return Done;
    }
    out.setJson(words.contains(QLatin1String("--json")));
    if (meant.isEmpty()) {
        out.note(programHelp());
        return Usage;
    }
    if (!command) {
        out.error(unknownCommand(meant));
        return Usage;
    }
    const auto all = Arguments::parse(words, commonOptions() + command->options);
    if (!all) {
        out.error(all.error());
        out.note(QStringLiteral("See: signalboxctl %1 --help").arg(command->name));
        return Usage;
    }
    // The words that name the command are no operands of it.
    QStringList operands = all->words();
    const qsizetype count = operands.size() - used;
    if (count < command->least || count > command->most) {
        out.error({ErrorKind::Invalid,
                   count < command->least
                       ? QStringLiteral("“%1” needs %2").arg(command->name, command->operands)
                       : QStringLiteral("“%1” is too much: “%2” takes %3")
                             .arg(operands.at(used + command->most), command->name,
                                  command->most == 0 ? QStringLiteral("no operand") : command->operands),
                   QStringLiteral("See: signalboxctl %1 --help").arg(command->name)});
        return Usage;
    }
    QString core = all->value(QStringLiteral("core"), qEnvironmentVariable("SIGNALBOX_CORE"));
    if (core.isEmpty())
        core = QStringLiteral("local:");
    Ctl ctl(QUrl(core), all->value(QStringLiteral("pin")).toLatin1(), all->has(QStringLiteral("json")));
    return command->run(ctl, all->withoutFirst(used));
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signalboxctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    return run(QCoreApplication::arguments().mid(1));
}
