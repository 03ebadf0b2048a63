// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/ansi.h"

#include "views/parts/theme.h"

#include <QStringList>

#include <array>

namespace signalbox {

namespace {

constexpr char16_t escape = 0x1b;

/// Reads 38/48 sequences ("5;n" or "2;r;g;b"); moves `i` behind what it used.
std::int32_t extendedColor(const QList<int>& codes, qsizetype& i) {
    if (i + 2 < codes.size() && codes[i + 1] == 5) {
        const int n = codes[i + 2];
        i += 2;
        return n >= 0 && n < 256 ? n : -1;
    }
    if (i + 4 < codes.size() && codes[i + 1] == 2) {
        const auto byte = [&](qsizetype k) { return qBound(0, codes[k], 255); };
        const std::int32_t rgb = (byte(i + 2) << 16) | (byte(i + 3) << 8) | byte(i + 4);
        i += 4;
        return 256 + rgb;
    }
    i = codes.size();
    return -1;
}

void applySgr(QStringView parameters, AnsiStyle& style) {
    QList<int> codes;
    for (const auto part : parameters.split(u';')) {
        bool ok = false;
        const int value = part.toInt(&ok);
        codes.append(ok ? value : 0);
    }
    for (qsizetype i = 0; i < codes.size(); ++i) {
        const int c = codes[i];
        if (c == 0)
            style = {};
        else if (c == 1)
            style.bold = true;
        else if (c == 2)
            style.faint = true;
        else if (c == 4)
            style.underline = true;
        else if (c == 7)
            style.inverse = true;
        else if (c == 22)
            style.bold = style.faint = false;
        else if (c == 24)
            style.underline = false;
        else if (c == 27)
            style.inverse = false;
        else if (c >= 30 && c <= 37)
            style.foreground = c - 30;
        else if (c == 38)
            style.foreground = extendedColor(codes, i);
        else if (c == 39)
            style.foreground = -1;
        else if (c >= 40 && c <= 47)
            style.background = c - 40;
        else if (c == 48)
            style.background = extendedColor(codes, i);
        else if (c == 49)
            style.background = -1;
        else if (c >= 90 && c <= 97)
            style.foreground = c - 90 + 8;
        else if (c >= 100 && c <= 107)
            style.background = c - 100 + 8;
    }
}

/// Behind the escape sequence that begins at `i`; an SGR sequence is applied.
qsizetype skipEscape(QStringView line, qsizetype i, AnsiStyle& style) {
    qsizetype j = i + 1;
    if (j >= line.size())
        return j;
    const char16_t kind = line.at(j).unicode();
    if (kind == u'[') {
        qsizetype end = ++j;
        while (end < line.size() && (line.at(end).unicode() < 0x40 || line.at(end).unicode() > 0x7e))
            ++end;
        if (end < line.size() && line.at(end) == u'm')
            applySgr(line.mid(j, end - j), style);
        return end + 1;
    }
    if (kind == u']' || kind == u'P' || kind == u'_' ||
        kind == u'^') { // a string, up to BEL or ESC backslash
        for (++j; j < line.size(); ++j) {
            if (line.at(j).unicode() == 0x07)
                return j + 1;
            if (line.at(j).unicode() == escape)
                return j + 2;
        }
        return j;
    }
    while (j < line.size() && line.at(j).unicode() >= 0x20 && line.at(j).unicode() <= 0x2f)
        ++j;
    return j + 1;
}

QRgb tableColor(int n, bool dark) {
    // The first sixteen are ours, so that they can be read on both backgrounds.
    static constexpr std::array<QRgb, 16> light{
        0xff1b1f24, 0xffb3261e, 0xff1b7438, 0xff7a5c00, 0xff1f5fae, 0xff8b2a86, 0xff006b75, 0xff5c646e,
        0xff626a74, 0xffc62828, 0xff177a35, 0xff856400, 0xff2468bd, 0xff9c3297, 0xff00747f, 0xff3a4048};
    static constexpr std::array<QRgb, 16> night{
        0xff747d89, 0xffff8a80, 0xff63c78a, 0xffd9b450, 0xff7db4f5, 0xffdb9bd7, 0xff5cc5cf, 0xffcfd4da,
        0xff939ca8, 0xffff9d94, 0xff7ad69d, 0xffe6c66b, 0xff94c2f8, 0xffe6afe2, 0xff76d3dc, 0xfff2f5f8};
    if (n < 16)
        return dark ? night.at(std::size_t(n)) : light.at(std::size_t(n));
    if (n >= 232) {
        const int grey = 8 + (n - 232) * 10;
        return qRgb(grey, grey, grey);
    }
    const auto level = [](int v) { return v == 0 ? 0 : 55 + v * 40; };
    const int cube = n - 16;
    return qRgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
}

QColor colorOf(std::int32_t code, bool dark) {
    return code >= 256 ? QColor(QRgb(0xff000000U | std::uint32_t(code - 256)))
                       : QColor(tableColor(code, dark));
}

} // namespace

AnsiLine parseAnsi(QStringView line, const AnsiStyle& before) {
    AnsiLine out;
    AnsiStyle style = before;
    int start = 0;
    const auto close = [&] {
        if (out.text.size() > start && !(style == AnsiStyle{}))
            out.spans.append({start, int(out.text.size()) - start, style});
        start = int(out.text.size());
    };
    qsizetype i = 0;
    while (i < line.size()) {
        const qsizetype next = line.indexOf(QChar(escape), i);
        const qsizetype end = next < 0 ? line.size() : next;
        out.text.append(line.mid(i, end - i));
        i = end;
        if (next >= 0) {
            AnsiStyle changed = style;
            i = std::min(skipEscape(line, next, changed), line.size());
            if (!(changed == style)) {
                close();
                style = changed;
            }
        }
    }
    close();
    out.after = style;
    return out;
}

QColor ansiForeground(const AnsiStyle& style, const QPalette& palette) {
    const bool dark = isDark(palette);
    const QColor own = palette.color(QPalette::Text);
    if (style.inverse)
        return style.background < 0 ? palette.color(QPalette::Base) : colorOf(style.background, dark);
    QColor color = style.foreground < 0 ? own : colorOf(style.foreground, dark);
    const QColor paper =
        style.background < 0 ? palette.color(QPalette::Base) : colorOf(style.background, dark);
    if (style.faint)
        color = mixed(color, paper, 0.3);
    if (contrast(color, paper) < 3.0)
        color = contrast(Qt::black, paper) > contrast(Qt::white, paper) ? mixed(color, Qt::black, 0.6)
                                                                        : mixed(color, Qt::white, 0.6);
    return color;
}

QColor ansiBackground(const AnsiStyle& style, const QPalette& palette) {
    const bool dark = isDark(palette);
    if (style.inverse)
        return style.foreground < 0 ? palette.color(QPalette::Text) : colorOf(style.foreground, dark);
    return style.background < 0 ? QColor() : colorOf(style.background, dark);
}

} // namespace signalbox
