// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>

#include <cmath>

namespace signalbox {

namespace {

struct Shades {
    QRgb window, base, alternate, text, quiet, button, highlight, highlightText, link, placeholder;
};

QPalette paletteOf(const Shades& s) {
    QPalette p;
    const auto set = [&](QPalette::ColorRole role, QRgb rgb) { p.setColor(role, QColor(rgb)); };
    set(QPalette::Window, s.window);
    set(QPalette::Base, s.base);
    set(QPalette::AlternateBase, s.alternate);
    set(QPalette::Text, s.text);
    set(QPalette::WindowText, s.text);
    set(QPalette::ButtonText, s.text);
    set(QPalette::Button, s.button);
    set(QPalette::BrightText, s.highlightText);
    set(QPalette::Highlight, s.highlight);
    set(QPalette::HighlightedText, s.highlightText);
    set(QPalette::Link, s.link);
    set(QPalette::LinkVisited, s.link);
    set(QPalette::PlaceholderText, s.placeholder);
    set(QPalette::ToolTipBase, s.alternate);
    set(QPalette::ToolTipText, s.text);
    const QColor window(s.window);
    const bool dark = window.lightness() < 128;
    p.setColor(QPalette::Light, dark ? window.lighter(140) : QColor(Qt::white));
    p.setColor(QPalette::Midlight, dark ? window.lighter(120) : window.lighter(103));
    p.setColor(QPalette::Mid, dark ? window.lighter(150) : window.darker(125));
    p.setColor(QPalette::Dark, dark ? window.darker(140) : window.darker(150));
    p.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : window.darker(250));
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, QColor(s.quiet));
    p.setColor(QPalette::Disabled, QPalette::Highlight, QColor(s.alternate));
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(s.quiet));
    p.setColor(QPalette::Disabled, QPalette::Base, QColor(s.window));
    return p;
}

double channel(double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c) {
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

} // namespace

QPalette lightPalette() {
    return paletteOf({.window = 0xffeff1f3,
                      .base = 0xffffffff,
                      .alternate = 0xfff6f7f9,
                      .text = 0xff1b1f24,
                      .quiet = 0xff8a929c,
                      .button = 0xfff7f8f9,
                      .highlight = 0xffd3e0ef,
                      .highlightText = 0xff1b1f24,
                      .link = 0xff1f5fae,
                      .placeholder = 0xff69717c});
}

QPalette darkPalette() {
    return paletteOf({.window = 0xff20242a,
                      .base = 0xff181b20,
                      .alternate = 0xff1e2228,
                      .text = 0xffe3e6ea,
                      .quiet = 0xff747d89,
                      .button = 0xff2b3037,
                      .highlight = 0xff30445c,
                      .highlightText = 0xfff2f5f8,
                      .link = 0xff7db4f5,
                      .placeholder = 0xff939ca8});
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor toneColor(const QPalette& palette, Tone tone) {
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Plain:
        return palette.color(QPalette::Active, QPalette::Text);
    case Tone::Quiet:
        return QColor(dark ? 0xff9aa3ae : 0xff626a74);
    case Tone::NeedsYou:
        return QColor(dark ? 0xffffb340 : 0xffa84b00);
    case Tone::Active:
        return QColor(dark ? 0xff7db4f5 : 0xff1f5fae);
    case Tone::Good:
        return QColor(dark ? 0xff63c78a : 0xff1b7438);
    case Tone::Bad:
        return QColor(dark ? 0xffff8a80 : 0xffb3261e);
    case Tone::Warning:
        return QColor(dark ? 0xffd6c26a : 0xff6f5f00);
    }
    return palette.color(QPalette::Text);
}

QColor toneWash(const QPalette& palette, Tone tone) {
    if (tone == Tone::Plain)
        return palette.color(QPalette::AlternateBase);
    return mixed(palette.color(QPalette::Base), toneColor(palette, tone), isDark(palette) ? 0.16 : 0.10);
}

QColor ruleColor(const QPalette& palette) {
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), isDark(palette) ? 0.16 : 0.14);
}

QColor mixed(const QColor& a, const QColor& b, double part) {
    const auto mix = [part](float x, float y) { return float(x + (y - x) * part); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

void applyTheme(QApplication& application, ThemeChoice choice) {
    if (choice == ThemeChoice::System)
        application.setPalette(QPalette()); // without our own, the desktop's shows
    const bool dark =
        choice == ThemeChoice::Dark ||
        (choice == ThemeChoice::System && QApplication::palette().color(QPalette::Window).lightness() < 128);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

void applyTextSize(QApplication& application, int percent) {
    // The desktop's own size is remembered at the first call: what is set replaces it.
    constexpr auto key = "signalbox-text-size";
    if (!application.property(key).isValid())
        application.setProperty(key, QApplication::font().pointSizeF());
    const double desktop = application.property(key).toDouble();
    QFont font = QApplication::font();
    font.setPointSizeF((desktop > 0 ? desktop : 9.0) * percent / 100);
    QApplication::setFont(font);
}

QFont fixedFont(const QFont& like) {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // The offscreen platform names no fixed font; a proportional one here would break every column.
    if (!QFontDatabase::isFixedPitch(font.family()))
        font = QFont(QStringLiteral("DejaVu Sans Mono"));
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setPointSizeF(like.pointSizeF() > 0 ? like.pointSizeF() : 9.0);
    font.setKerning(false);
    return font;
}

QFont smallFont(const QFont& like) {
    QFont font = like;
    font.setPointSizeF(std::max(7.0, like.pointSizeF() - 1.0));
    return font;
}

QFont boldFont(const QFont& like) {
    QFont font = like;
    font.setBold(true);
    return font;
}

} // namespace signalbox
