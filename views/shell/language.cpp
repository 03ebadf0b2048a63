// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/language.h"

#include <QApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace signalbox {

namespace {

const auto own = QStringLiteral("signalbox-translator");
const auto toolkit = QStringLiteral("signalbox-toolkit-translator");

void dropTranslator(QApplication& application, const QString& name) {
    if (auto* before = application.findChild<QTranslator*>(name)) {
        QApplication::removeTranslator(before);
        delete before;
    }
}

void addTranslator(QApplication& application, const QString& name, const QString& file,
                   const QString& folder) {
    auto* translator = new QTranslator(&application);
    translator->setObjectName(name);
    if (translator->load(file, folder))
        QApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

QStringList languages() {
    QStringList codes{QStringLiteral("en")};
    for (const QString& file : QDir(QStringLiteral(":/i18n")).entryList({QStringLiteral("signalbox_*.qm")}))
        codes.append(file.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0));
    return codes;
}

QString languageName(const QString& code) {
    const QString name = QLocale(code).nativeLanguageName();
    return code == QLatin1String("en") ? QStringLiteral("English") : name.isEmpty() ? code : name;
}

QString desktopLanguage() {
    const QStringList known = languages();
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QString code = QLocale(wanted).name().section(QLatin1Char('_'), 0, 0);
        if (known.contains(code))
            return code;
    }
    return QStringLiteral("en");
}

void applyLanguage(QApplication& application, const QString& code) {
    const QString chosen = languages().contains(code) ? code : QStringLiteral("en");
    dropTranslator(application, own);
    dropTranslator(application, toolkit);
    if (chosen != QLatin1String("en")) {
        addTranslator(application, toolkit, QStringLiteral("qtbase_") + chosen,
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        addTranslator(application, own, QStringLiteral("signalbox_") + chosen, QStringLiteral(":/i18n"));
    }
    // Where the desktop speaks the language too, its own numbers and dates hold.
    const QLocale system = QLocale::system();
    QLocale::setDefault(QLocale(chosen).language() == system.language() ? system : QLocale(chosen));
    QApplication::setLayoutDirection(QLocale(chosen).textDirection());
}

} // namespace signalbox
