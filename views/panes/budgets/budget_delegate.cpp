// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/budgets/budget_delegate.h"

#include "views/models/budgets_model.h"
#include "views/parts/mark.h"

#include <QPainter>

#include <algorithm>

namespace signalbox {

Look lookOf(BudgetForecast::Kind kind) {
    switch (kind) {
    case BudgetForecast::Kind::Unlimited:
    case BudgetForecast::Kind::Idle:
        return {Shape::Ring, Tone::Quiet, {}};
    case BudgetForecast::Kind::Reached:
        return {Shape::Square, Tone::Bad, {}};
    case BudgetForecast::Kind::Holds:
        return {Shape::Check, Tone::Good, {}};
    case BudgetForecast::Kind::Passes:
        break;
    }
    return {Shape::Hourglass, Tone::Warning, {}};
}

BudgetDelegate::BudgetDelegate(const BudgetsModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

void BudgetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const int mark = index.column() == BudgetsModel::Forecast ? option.fontMetrics.height() : 0;
    if ((option.state & QStyle::State_Selected) && (mark > 0 || index.column() == BudgetsModel::Use))
        painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
    if (index.column() == BudgetsModel::Use)
        return paintBar(*painter, option, index);
    QStyleOptionViewItem rest = option;
    rest.rect = visualBox(option.direction, option.rect, option.rect.adjusted(mark, 0, 0, 0));
    QStyledItemDelegate::paint(painter, rest, index);
    const BudgetLine* line = m_model.line(index.data(BudgetsModel::IdRole).toString());
    if (mark == 0 || !line)
        return;
    const Look look = lookOf(forecastOf(*line, m_model.report().at).kind);
    const double size = option.fontMetrics.ascent() * 0.8;
    const QRectF box(option.rect.left() + grid / 2.0, option.rect.center().y() - size / 2 + 1, size, size);
    paintMark(*painter, visualBox(option.direction, option.rect, box), look.shape,
              toneColor(option.palette, look.tone));
}

void BudgetDelegate::paintBar(QPainter& painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const BudgetLine* line = m_model.line(index.data(BudgetsModel::IdRole).toString());
    const BudgetForecast forecast = line ? forecastOf(*line, m_model.report().at) : BudgetForecast();
    if (forecast.kind == BudgetForecast::Kind::Unlimited)
        return;
    painter.save();
    const int words = option.fontMetrics.horizontalAdvance(QStringLiteral("1000 %")) + grid / 2;
    const QRect area = option.rect.adjusted(grid / 2, 0, -words, 0);
    const int height = std::max(6, option.fontMetrics.height() / 2);
    const QRect bar(area.left(), area.center().y() - height / 2 + 1, area.width(), height);
    const Tone tone = forecast.kind == BudgetForecast::Kind::Reached ? Tone::Bad : Tone::Active;
    const QColor color = toneColor(option.palette, tone);
    const auto part = [&](double share) {
        return QRect(bar.left(), bar.top(), int(bar.width() * std::clamp(share, 0.0, 1.0)), bar.height());
    };
    const double heldPart =
        forecast.byCost ? (line->costLimit && *line->costLimit > 0 ? line->heldCost / *line->costLimit : 0)
                        : (line->tokenLimit && *line->tokenLimit > 0
                               ? double(line->heldTokens) / double(*line->tokenLimit)
                               : 0);
    const auto placed = [&](const QRect& box) { return visualBox(option.direction, option.rect, box); };
    painter.fillRect(placed(part(forecast.part + heldPart)), QBrush(color, Qt::BDiagPattern));
    painter.fillRect(placed(part(forecast.part)), color);
    painter.setPen(QPen(toneColor(option.palette, Tone::Quiet), 1));
    painter.drawRect(placed(bar));
    painter.setPen(option.palette.color(QPalette::Text));
    const QRect text(area.right() + 1, option.rect.top(), words, option.rect.height());
    painter.drawText(placed(text), Qt::AlignRight | Qt::AlignVCenter | Qt::AlignAbsolute,
                     index.data().toString());
    painter.restore();
}

QSize BudgetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    const int more = index.column() == BudgetsModel::Forecast ? option.fontMetrics.height() : 0;
    const int width =
        index.column() == BudgetsModel::Use ? option.fontMetrics.averageCharWidth() * 18 : size.width();
    return {width + more, option.fontMetrics.height() + grid};
}

} // namespace signalbox
