// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/badge.h"

#include <QPainter>
#include <QStyleOptionFocusRect>

namespace signalbox {

namespace {

QRectF markBox(const QWidget& widget, int left) {
    const double size = widget.fontMetrics().ascent() * 0.85;
    return {double(left), (widget.height() - size) / 2.0, size, size};
}

} // namespace

StatusMark::StatusMark(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusMark::setLook(const Look& look, const QString& text) {
    m_look = look;
    m_text = text.isEmpty() ? look.word : text;
    setAccessibleName(text.isEmpty() ? look.word : look.word + QStringLiteral(": ") + text);
    updateGeometry();
    update();
}

QSize StatusMark::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_text) + fontMetrics().ascent() + grid,
            fontMetrics().height() + 4};
}

QSize StatusMark::minimumSizeHint() const {
    return {fontMetrics().ascent() + 4 * grid, fontMetrics().height() + 4};
}

void StatusMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection()); // also when it is painted for an effect
    const QColor color = toneColor(palette(), isEnabled() ? m_look.tone : Tone::Quiet);
    const QRectF box = markBox(*this, 1);
    paintMark(painter, visualBox(layoutDirection(), rect(), box), m_look.shape, color);
    painter.setPen(color);
    const QRect words =
        visualBox(layoutDirection(), rect(), rect().adjusted(int(box.right()) + grid * 3 / 4, 0, 0, 0));
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, words.width()));
}

CountBadge::CountBadge(Shape shape, Tone tone, QWidget* parent)
    : QAbstractButton(parent), m_shape(shape), m_tone(tone) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CountBadge::setCount(int count, const QString& words) {
    m_count = count;
    setText(words);
    setAccessibleName(words);
    updateGeometry();
    update();
}

QSize CountBadge::sizeHint() const {
    const QFontMetrics metrics(boldFont(font()));
    return {metrics.horizontalAdvance(text()) + metrics.ascent() + 3 * grid, metrics.height() + grid};
}

void CountBadge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection()); // also when it is painted for an effect
    painter.setRenderHint(QPainter::Antialiasing);
    const bool loud = m_count > 0 && m_tone == Tone::NeedsYou;
    const QColor color = toneColor(palette(), m_count > 0 ? m_tone : Tone::Quiet);
    if (loud || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(loud ? toneWash(palette(), m_tone) : palette().color(QPalette::AlternateBase));
        painter.drawRoundedRect(rect(), grid / 2.0, grid / 2.0);
    }
    const QRectF box = markBox(*this, grid);
    paintMark(painter, visualBox(layoutDirection(), rect(), box), m_shape, color);
    painter.setFont(loud ? boldFont(font()) : font());
    painter.setPen(m_count > 0 ? (m_tone == Tone::Active ? toneColor(palette(), Tone::Plain) : color)
                               : color);
    painter.drawText(
        visualBox(layoutDirection(), rect(), rect().adjusted(int(box.right()) + grid * 3 / 4, 0, 0, 0)),
        Qt::AlignVCenter | Qt::AlignLeft, text());
    if (hasFocus()) {
        painter.setPen(QPen(color, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), grid / 2.0, grid / 2.0);
    }
}

} // namespace signalbox
