// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace signalbox {

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent), m_text(new QLabel(this)), m_action(new QPushButton(this)),
      m_close(new QPushButton(tr("Close"), this)) {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_action->setAccessibleName(tr("Act on this notice"));
    m_close->setFlat(true);
    m_close->setAccessibleName(tr("Close this notice"));
    auto* layout = new QHBoxLayout(this);
    const bool fromRight = isRightToLeft(); // margins are not mirrored by themselves
    layout->setContentsMargins(fromRight ? grid : 4 * grid, grid / 2, fromRight ? 4 * grid : grid, grid / 2);
    layout->setSpacing(grid);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::acted);
    connect(m_close, &QPushButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    hide();
}

void NoticeBar::say(const Look& look, const QString& text, const QString& action) {
    m_look = look;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    show();
    update();
}

QString NoticeBar::text() const {
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor tone = toneColor(palette(), m_look.tone);
    painter.fillRect(rect(), toneWash(palette(), m_look.tone));
    painter.fillRect(visualBox(layoutDirection(), rect(), QRect(0, 0, 3, height())), tone);
    const double size = fontMetrics().ascent() * 0.9;
    const QRectF box(grid * 1.5, (height() - size) / 2.0, size, size);
    paintMark(painter, visualBox(layoutDirection(), rect(), box), m_look.shape, tone);
}

} // namespace signalbox
