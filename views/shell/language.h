// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QApplication;

namespace signalbox {

/// The languages that the console speaks, by their codes: "en" first, then those it was translated into.
QStringList languages();
/// The language's name in itself: "Deutsch".
QString languageName(const QString& code);
/// The one of them that goes best with the desktop; "en" when none does.
QString desktopLanguage();
/// Words, direction and numbers of the language from now on; windows made before keep their words. An
/// unknown code is English.
void applyLanguage(QApplication& application, const QString& code);

} // namespace signalbox
