// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/tree_names.h"

#include <QList>
#include <QStringDecoder>

namespace signalbox::git {

namespace {

bool isControl(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

/// Characters that turn the reading direction, so that a name shows as another one.
bool isBidi(char32_t c) {
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool isInvisible(char32_t c) {
    return c == 0xad || (c >= 0x200b && c <= 0x200d) || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x206a && c <= 0x206f) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

/// What HFS+ leaves out when it compares names.
bool isIgnoredByHfs(char32_t c) {
    return (c >= 0x200c && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x206a && c <= 0x206f) ||
           c == 0xfeff;
}

bool decode(const QByteArray& bytes, QList<char32_t>& points) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return false;
    for (const uint point : text.toUcs4())
        points.append(point);
    return true;
}

/// NTFS gives a long name like .gitmodules a short one: six letters, ~ and a digit, or a hashed form.
bool isShortName(const QByteArray& lower, const QByteArray& wanted) {
    const QByteArray stem = wanted.mid(1);
    if (wanted == ".git")
        return lower == "git~1";
    if (lower.size() < 8 || lower[6] != '~' || lower[7] < '1' || lower[7] > '9')
        return lower.startsWith("gi7eba~");
    return lower.left(6) == stem.left(6);
}

} // namespace

bool readsAs(const QByteArray& name, const QByteArray& wanted) {
    QByteArray plain;
    QList<char32_t> points;
    if (decode(name, points)) {
        for (const char32_t c : std::as_const(points))
            if (!isIgnoredByHfs(c))
                plain += c < 0x80 ? char(c) : '?';
    } else {
        plain = name;
    }
    plain = plain.toLower();
    // NTFS: a stream's name follows a colon; trailing dots and spaces do not count.
    if (const qsizetype colon = plain.indexOf(':'); colon >= 0)
        plain.truncate(colon);
    while (plain.endsWith('.') || plain.endsWith(' '))
        plain.chop(1);
    return plain == wanted || isShortName(plain, wanted);
}

QString nameProblem(const QByteArray& name) {
    if (name.isEmpty())
        return QStringLiteral("it has an empty name");
    if (name.size() > 255)
        return QStringLiteral("its name has more than 255 bytes");
    QList<char32_t> points;
    if (!decode(name, points))
        return QStringLiteral("its name is not UTF-8");
    for (const char32_t c : std::as_const(points)) {
        if (isControl(c))
            return QStringLiteral("its name contains a control character (U+%1)")
                .arg(uint(c), 4, 16, QLatin1Char('0'));
        if (isBidi(c))
            return QStringLiteral("its name contains a character that changes the reading direction (U+%1)")
                .arg(uint(c), 4, 16, QLatin1Char('0'));
        if (isInvisible(c))
            return QStringLiteral("its name contains an invisible character (U+%1)")
                .arg(uint(c), 4, 16, QLatin1Char('0'));
    }
    // A backslash divides names on Windows.
    QByteArray divided = name;
    divided.replace('\\', '/');
    for (const QByteArray& part : divided.split('/')) {
        if (part == "." || part == "..")
            return QStringLiteral("it is named \"%1\"").arg(QString::fromUtf8(part));
        if (readsAs(part, ".git"))
            return QStringLiteral("some file systems take its name for .git");
    }
    if (name.contains('/'))
        return QStringLiteral("its name contains a slash");
    return {};
}

QString shown(const QByteArray& path) {
    QString text = QStringLiteral("\"");
    QList<char32_t> points;
    if (!decode(path, points))
        for (const char c : path)
            points.append(static_cast<unsigned char>(c));
    for (const char32_t c : std::as_const(points)) {
        if (isControl(c) || isBidi(c) || isInvisible(c))
            text += QStringLiteral("\\u{%1}").arg(uint(c), 4, 16, QLatin1Char('0'));
        else
            text += QString::fromUcs4(&c, 1);
    }
    return text + QLatin1Char('"');
}

} // namespace signalbox::git
