// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/visible_text.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace signalbox {

namespace {

bool isHidden(char32_t c) {
    if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
        return true;
    if (c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0)
        return true;
    if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f))
        return true;
    if (c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff))
        return true;
    return (c >= 0xd800 && c <= 0xdfff) || QChar::category(c) == QChar::Other_NotAssigned;
}

QString spelled(char32_t c) {
    if (c < 0x100)
        return QStringLiteral("\\x%1").arg(quint32(c), 2, 16, QLatin1Char('0'));
    return QStringLiteral("<U+%1>").arg(
        QString::number(quint32(c), 16).toUpper().rightJustified(4, QLatin1Char('0')));
}

} // namespace

QString visibleText(QStringView text, int tabWidth, QList<EscapedRange>* escaped) {
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text.at(i);
        if (unit.unicode() >= 0x20 && unit.unicode() < 0x7f) {
            out.append(unit);
            continue;
        }
        if (unit == QLatin1Char('\t')) {
            out.append(QString(tabWidth - out.size() % tabWidth, QLatin1Char(' ')));
            continue;
        }
        char32_t c = unit.unicode();
        const bool pair = unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (pair)
            c = QChar::surrogateToUcs4(unit, text.at(i + 1));
        if (isHidden(c)) {
            const QString name = spelled(c);
            if (escaped)
                escaped->append({int(out.size()), int(name.size())});
            out.append(name);
        } else {
            out.append(text.mid(i, pair ? 2 : 1));
        }
        i += pair ? 1 : 0;
    }
    return out;
}

QString inLogicalOrder(const QString& text) {
    const bool needed = std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x590; }) &&
                        text.isRightToLeft();
    const bool anywhere = needed || std::any_of(text.begin(), text.end(), [](QChar c) {
                              const auto d = c.direction();
                              return d == QChar::DirR || d == QChar::DirAL || d == QChar::DirAN;
                          });
    return anywhere ? QChar(0x202d) + text : text;
}

QString inReadingOrder(const QString& text) {
    return QGuiApplication::layoutDirection() == Qt::RightToLeft ? text : inLogicalOrder(text);
}

QString cutLong(const QString& text, int limit) {
    if (text.size() <= limit)
        return text;
    int keep = limit;
    if (text.at(keep - 1).isHighSurrogate())
        --keep;
    return text.left(keep) + QCoreApplication::translate("signalbox::VisibleText", " ... +%1 characters")
                                 .arg(QLocale().toString(text.size() - keep));
}

} // namespace signalbox
