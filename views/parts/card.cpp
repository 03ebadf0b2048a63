// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/card.h"

#include "views/parts/theme.h"

#include <QPainter>

namespace signalbox {

Card::Card(QWidget* parent) : QWidget(parent) {
    setBackgroundRole(QPalette::Base);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setPen(QPen(mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.45), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace signalbox
