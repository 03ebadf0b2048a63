// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace signalbox {

/// Text that came out of a guest, made fit to be shown and stored: valid UTF-8, without terminal escapes and
/// other control characters but line feeds and tabs.
QString cleanText(const QByteArray& bytes);
QString cleanText(const QString& text);

/// At most maxChars characters; says that it was cut by an ellipsis at its end.
QString clip(const QString& text, qsizetype maxChars);
/// The same on one line: white space runs, line ends included, become one blank.
QString clipLine(const QString& text, qsizetype maxChars);
/// The last lines of a text, at most this many of them and of characters; blank lines at the end do not
/// count.
QString lastLines(const QString& text, int maxLines, qsizetype maxChars);

/// A file name as the checkout knows it: without the checkout's place in the guest and without "./" in front.
QString inCheckout(const QString& path);

} // namespace signalbox
