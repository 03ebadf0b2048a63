// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/budget_report.h"
#include "views/parts/mark.h"

#include <QStyledItemDelegate>

namespace signalbox {

class BudgetsModel;

/// How a budget's future looks: shape and tone beside its words.
Look lookOf(BudgetForecast::Kind kind);

/// Draws the column of use as a bar: used solid, held hatched, its end the limit; and a mark before the
/// forecast.
class BudgetDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    BudgetDelegate(const BudgetsModel& model, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintBar(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    const BudgetsModel& m_model;
};

} // namespace signalbox
