// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/text.h"

#include "core/report/checkout.h"

namespace signalbox {

namespace {

// The end of the escape sequence that begins at `at`: CSI (ESC [ ... letter), OSC (ESC ] ... BEL or ESC \),
// or two characters. An unfinished sequence ends with its line, so that it cannot hide what follows.
qsizetype afterEscape(const QString& text, qsizetype at) {
    qsizetype i = at + 1;
    if (i >= text.size())
        return i;
    const QChar kind = text.at(i);
    if (kind == u'[') {
        for (++i; i < text.size() && text.at(i) != u'\n'; ++i)
            if (text.at(i) >= u'@' && text.at(i) <= u'~')
                return i + 1;
        return i;
    }
    if (kind == u']') {
        for (++i; i < text.size() && text.at(i) != u'\n'; ++i) {
            if (text.at(i) == u'\a')
                return i + 1;
            if (text.at(i) == u'\x1b')
                return i + 1 < text.size() && text.at(i + 1) == u'\\' ? i + 2 : i;
        }
        return i;
    }
    return kind == u'\n' ? i : i + 1;
}

bool isHarmless(QChar c) {
    if (c == u'\n' || c == u'\t')
        return true;
    // Format characters (bidirectional overrides and the like) can make a text read as what it is not.
    const auto category = c.category();
    return category != QChar::Other_Control && category != QChar::Other_Format;
}

} // namespace

QString cleanText(const QString& text) {
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text.at(i);
        if (c == u'\x1b') {
            i = afterEscape(text, i);
            continue;
        }
        if (isHarmless(c))
            clean.append(c);
        ++i;
    }
    return clean;
}

QString cleanText(const QByteArray& bytes) {
    return cleanText(QString::fromUtf8(bytes));
}

QString clip(const QString& text, qsizetype maxChars) {
    if (text.size() <= maxChars)
        return text;
    qsizetype end = maxChars > 0 ? maxChars - 1 : 0;
    if (end > 0 && text.at(end - 1).isHighSurrogate())
        --end;
    return text.left(end) + QChar(u'…');
}

QString clipLine(const QString& text, qsizetype maxChars) {
    // Cut first: simplified() of a text of megabytes would be wasted work.
    return clip(text.left(maxChars * 4).simplified(), maxChars);
}

QString lastLines(const QString& text, int maxLines, qsizetype maxChars) {
    qsizetype end = text.size();
    while (end > 0 && text.at(end - 1).isSpace())
        --end;
    qsizetype begin = end;
    for (int lines = 0; begin > 0 && end - begin < maxChars; --begin)
        if (text.at(begin - 1) == u'\n' && ++lines >= maxLines)
            break;
    if (begin > 0 && begin < text.size() && text.at(begin).isLowSurrogate())
        ++begin;
    return text.mid(begin, end - begin);
}

QString inCheckout(const QString& path) {
    QString name = path;
    const QString place = QLatin1String(checkoutDirectory) + QLatin1Char('/');
    if (name.startsWith(QLatin1String("file://")))
        name = name.mid(7);
    if (name.startsWith(place))
        name = name.mid(place.size());
    while (name.startsWith(QLatin1String("./")))
        name = name.mid(2);
    return name;
}

} // namespace signalbox
