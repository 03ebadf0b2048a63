// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/console_options.h"

#include "views/panes/all_panes.h"
#include "views/shell/language.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace signalbox {

namespace {

struct ConsoleOptionText {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ConsoleOptions)
};

Result<void> take(ConsoleOptions& options, const QString& name, const QString& value) {
    const auto invalid = [&](const QString& expected) {
        return Error{ErrorKind::Invalid,
                     ConsoleOptionText::tr("%1 %2: expected %3").arg(name, value, expected),
                     ConsoleOptionText::tr("see signalbox --help")};
    };
    bool ok = true;
    if (name == QLatin1String("--connect")) {
        options.core = QUrl(value, QUrl::StrictMode);
        if (!options.core.isValid() || options.core.scheme().isEmpty())
            return invalid(
                ConsoleOptionText::tr("an address such as local:, https://host or test:///approval"));
    } else if (name == QLatin1String("--pin")) {
        options.pin = value.toLower().remove(QLatin1Char(':'));
    } else if (name == QLatin1String("--screenshot")) {
        options.screenshot = value;
    } else if (name == QLatin1String("--size")) {
        static const QRegularExpression form(QStringLiteral("^(\\d{2,5})x(\\d{2,5})$"));
        const auto match = form.match(value);
        if (!match.hasMatch())
            return invalid(ConsoleOptionText::tr("WIDTHxHEIGHT, for example 1600x1000"));
        options.size = {match.captured(1).toInt(), match.captured(2).toInt()};
    } else if (name == QLatin1String("--theme")) {
        if (value != QLatin1String("light") && value != QLatin1String("dark"))
            return invalid(ConsoleOptionText::tr("light or dark"));
        options.theme = value == QLatin1String("dark") ? ThemeChoice::Dark : ThemeChoice::Light;
    } else if (name == QLatin1String("--pane")) {
        options.pane = value;
        QStringList known;
        for (const PaneInfo& info : allPanes())
            known.append(info.id);
        if (!known.contains(value))
            return invalid(ConsoleOptionText::tr("one of %1").arg(known.join(QStringLiteral(", "))));
    } else if (name == QLatin1String("--run")) {
        options.command = value;
    } else if (name == QLatin1String("--select")) {
        options.task = value.toLongLong(&ok);
        if (!ok || options.task <= 0)
            return invalid(ConsoleOptionText::tr("a task's number"));
    } else if (name == QLatin1String("--language")) {
        options.language = value;
        if (!languages().contains(value))
            return invalid(ConsoleOptionText::tr("one of %1").arg(languages().join(QStringLiteral(", "))));
    } else if (name == QLatin1String("--text")) {
        options.textPercent = value.toInt(&ok);
        if (!ok || options.textPercent < 80 || options.textPercent > 200)
            return invalid(ConsoleOptionText::tr("percent from 80 to 200"));
    } else if (name == QLatin1String("--hold")) {
        options.holdSeconds = value.toInt(&ok);
        if (!ok || options.holdSeconds < 0 || options.holdSeconds > 60)
            return invalid(ConsoleOptionText::tr("seconds from 0 to 60"));
    }
    return {};
}

} // namespace

Result<ConsoleOptions> parseConsoleOptions(const QStringList& arguments, const QString& fallbackCore) {
    ConsoleOptions options;
    if (!fallbackCore.isEmpty())
        if (const Result<void> core = take(options, QStringLiteral("--connect"), fallbackCore); !core)
            return core.error().within(QStringLiteral("SIGNALBOX_CORE"));
    static const QStringList valued{
        QStringLiteral("--connect"),  QStringLiteral("--screenshot"), QStringLiteral("--size"),
        QStringLiteral("--theme"),    QStringLiteral("--select"),     QStringLiteral("--pane"),
        QStringLiteral("--run"),      QStringLiteral("--hold"),       QStringLiteral("--text"),
        QStringLiteral("--language"), QStringLiteral("--pin")};
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name = arguments.at(i);
        if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
            options.help = true;
            continue;
        }
        if (name == QLatin1String("--version")) {
            options.version = true;
            continue;
        }
        QString value;
        const qsizetype equals = name.indexOf(QLatin1Char('='));
        const bool inlined = name.startsWith(QLatin1String("--")) && equals > 0;
        if (inlined) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        }
        if (!valued.contains(name))
            return Error{ErrorKind::Invalid, ConsoleOptionText::tr("unknown argument %1").arg(name),
                         ConsoleOptionText::tr("see signalbox --help")};
        if (!inlined) {
            if (i + 1 >= arguments.size())
                return Error{ErrorKind::Invalid, ConsoleOptionText::tr("%1 needs a value").arg(name),
                             ConsoleOptionText::tr("see signalbox --help")};
            value = arguments.at(++i);
        }
        if (const Result<void> taken = take(options, name, value); !taken)
            return taken.error();
    }
    return options;
}

QString consoleUsage() {
    return ConsoleOptionText::tr(
        "Usage: signalbox [options]\n"
        "The console: watch the fleet, look at what it did, decide.\n\n"
        "  --connect URL      local: (default), ssh://[USER@]HOST, https://HOST or test:///SCENARIO;\n"
        "                     SIGNALBOX_CORE sets another default\n"
        "  --pin SHA256       https: accept exactly the certificate with this SHA-256\n"
        "  --select TASK      look at this task first\n"
        "  --pane PANE        bring this pane to the front: log, gates, timeline, machines\n"
        "  --run COMMAND      run this command of the palette once all is there\n"
        "  --theme THEME      light or dark; otherwise as the desktop\n"
        "  --language CODE    en, de, ar, ja; otherwise as the desktop\n"
        "  --text PERCENT     size of the text, 80 to 200\n"
        "  --size WxH         size of the window\n"
        "  --hold SECONDS     how long a decision can be taken back before it is sent (5; 0: at once)\n"
        "  --screenshot FILE  save a picture of the window as PNG and end; needs no display\n"
        "  --version          print the version\n");
}

} // namespace signalbox
