// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/console.h"
#include "views/shell/language.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>

namespace {

/// A picture is taken by programs: only what is wrong is told, and not what the surface cannot do.
void tellOnlyErrors(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(text));
}

/// A picture needs no display, nor do a few words; the platform must be chosen before QApplication exists.
void chooseSurface(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const bool words = qstrcmp(argv[i], "--help") == 0 || qstrcmp(argv[i], "-h") == 0 ||
                           qstrcmp(argv[i], "--version") == 0;
        if (words || qstrncmp(argv[i], "--screenshot", 12) == 0) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
            qInstallMessageHandler(tellOnlyErrors);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    chooseSurface(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("signalbox"));
    QApplication::setApplicationDisplayName(QStringLiteral("Signalbox"));
    QApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("signalbox"));

    const auto options = signalbox::parseConsoleOptions(QApplication::arguments().mid(1),
                                                        qEnvironmentVariable("SIGNALBOX_CORE"));
    if (!options) {
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(options.error().text()));
        return 2;
    }
    signalbox::ConsoleOptions wanted = options.value();
    if (wanted.help || wanted.version) {
        std::fputs(qPrintable(wanted.help ? signalbox::consoleUsage()
                                          : QStringLiteral("signalbox " SIGNALBOX_VERSION "\n")),
                   stdout);
        return 0;
    }
    const bool picture = !wanted.screenshot.isEmpty();
    const signalbox::LayoutStore layouts({}, !picture);
    auto theme = wanted.theme;
    if (theme == signalbox::ThemeChoice::System && !layouts.value(QStringLiteral("theme")).isEmpty())
        theme = layouts.value(QStringLiteral("theme")) == QLatin1String("dark")
                    ? signalbox::ThemeChoice::Dark
                    : signalbox::ThemeChoice::Light;
    signalbox::applyTheme(application, theme);
    QString language =
        wanted.language.isEmpty() ? layouts.value(QStringLiteral("language")) : wanted.language;
    if (language.isEmpty() && !picture)
        language = signalbox::desktopLanguage();
    signalbox::applyLanguage(application, language);
    if (wanted.textPercent == 0)
        wanted.textPercent = std::clamp(layouts.value(QStringLiteral("text")).toInt(), 0, 200);
    if (wanted.textPercent < 80)
        wanted.textPercent = 100;
    signalbox::applyTextSize(application, wanted.textPercent);

    signalbox::Console console(wanted, layouts);
    QObject::connect(&console, &signalbox::Console::finished, &application, &QApplication::exit);
    if (const auto started = console.start(); !started) {
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(started.error().text()));
        return 2;
    }
    return QApplication::exec();
}
