// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/fleet/fleet_delegate.h"

#include "core/client/core_text.h"
#include "views/models/fleet_model.h"
#include "views/parts/mark.h"
#include "views/parts/step_cards.h"
#include "views/parts/visible_text.h"

#include <QPainter>

namespace signalbox {

FleetDelegate::FleetDelegate(std::function<Moment()> now, QObject* parent)
    : QStyledItemDelegate(parent), m_now(std::move(now)) {}

QSize FleetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int height = option.fontMetrics.height();
    return {20 * grid, index.parent().isValid() ? 2 * height + grid : height + grid};
}

void FleetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setLayoutDirection(option.direction); // under a veil the painter does not know it
    const auto pointer = index.data(FleetModel::SummaryRole).value<quintptr>();
    if (const auto* task = reinterpret_cast<const TaskSummary*>(pointer))
        paintTask(*painter, option, *task);
    else
        paintGroup(*painter, option, index);
    painter->restore();
}

void FleetDelegate::paintGroup(QPainter& painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const bool needsYou = index.data(FleetModel::GroupRole).toInt() == int(FleetModel::Group::NeedsYou);
    painter.setFont(boldFont(option.font));
    painter.setPen(toneColor(option.palette, needsYou ? Tone::NeedsYou : Tone::Quiet));
    painter.drawText(option.rect.adjusted(grid, grid / 2, -grid, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     index.data().toString());
}

void FleetDelegate::paintTask(QPainter& painter, const QStyleOptionViewItem& option,
                              const TaskSummary& task) const {
    const Look look = lookOf(task.status.word);
    const auto visual = [&](const auto& box) { return visualBox(option.direction, option.rect, box); };
    const bool selected = option.state & QStyle::State_Selected;
    const bool needsYou = task.status.needsPerson();
    const QColor tone = toneColor(option.palette, look.tone);
    if (selected)
        painter.fillRect(option.rect, option.palette.color(QPalette::Highlight));
    if (needsYou)
        painter.fillRect(visual(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1)),
                         tone);

    const QFontMetrics& metrics = option.fontMetrics;
    const QRect inner = option.rect.adjusted(grid, grid / 2, -grid, -grid / 2);
    const double size = metrics.ascent() * 0.85;
    paintMark(
        painter,
        visual(QRectF(inner.left() + grid / 2.0, inner.top() + (metrics.height() - size) / 2, size, size)),
        look.shape, tone);
    const int left = inner.left() + int(size) + 2 * grid;

    const QString age = ageText(needsYou ? task.status.since : task.updated, m_now());
    painter.setFont(smallFont(option.font));
    const int ageWidth = painter.fontMetrics().horizontalAdvance(age);
    const QColor quiet =
        selected ? option.palette.color(QPalette::HighlightedText) : toneColor(option.palette, Tone::Quiet);
    painter.setPen(quiet);
    painter.drawText(visual(QRect(inner.left(), inner.top(), inner.width(), metrics.height())),
                     Qt::AlignRight | Qt::AlignVCenter, age);

    painter.setFont(needsYou ? boldFont(option.font) : option.font);
    painter.setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    const QRect title(left, inner.top(), inner.right() - left - ageWidth - grid, metrics.height());
    const QString name = QStringLiteral("#%1  %2").arg(task.id).arg(visibleText(task.title));
    painter.drawText(visual(title), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(inReadingOrder(name), Qt::ElideRight, title.width()));

    const int pips =
        task.steps > 0 && task.outcome == Outcome::None ? std::min(task.steps, 16) * 5 + grid : 0;
    painter.setFont(smallFont(option.font));
    const QRect second(left, inner.top() + metrics.height(), inner.right() - left - pips, metrics.height());
    const QString said = inReadersWords(task.status.text);
    const QString state = needsYou || task.outcome != Outcome::None
                              ? (task.status.text.isEmpty() ? look.word : tr("%1: %2").arg(look.word, said))
                              : said;
    const int stateWidth =
        std::min(painter.fontMetrics().horizontalAdvance(visibleText(state)), second.width());
    painter.setPen(look.tone == Tone::Quiet || selected ? quiet : tone);
    painter.drawText(visual(second), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(visibleText(state), Qt::ElideRight, second.width()));
    const QRect rest = second.adjusted(stateWidth + grid, 0, 0, 0);
    painter.setPen(quiet);
    if (rest.width() > 4 * grid)
        painter.drawText(
            visual(rest), Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(visibleText(task.repository), Qt::ElideRight, rest.width()));
    if (pips > 0)
        paintSteps(painter, option,
                   visual(QRect(inner.right() - pips + grid, second.top(), pips - grid, second.height())),
                   task, tone);
}

/// One pip a step: those behind, the one it is at, those ahead. Not a promise about time.
void FleetDelegate::paintSteps(QPainter& painter, const QStyleOptionViewItem& option, const QRect& area,
                               const TaskSummary& task, const QColor& color) {
    const int pips = std::min(task.steps, 16);
    const int at = task.steps > 16 ? task.position * 16 / task.steps : task.position;
    for (int i = 1; i <= pips; ++i) {
        const int height = i == at ? 8 : 4;
        const QColor pip = i == at  ? color
                           : i < at ? toneColor(option.palette, Tone::Quiet)
                                    : ruleColor(option.palette);
        const QRect box(area.left() + (i - 1) * 5, area.center().y() - height / 2 + 1, 3, height);
        painter.fillRect(visualBox(option.direction, area, box), pip);
    }
}

} // namespace signalbox
