// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/budget_report.h"
#include "views/parts/theme.h"

#include <QWidget>

namespace signalbox {

/// A budget's use over time: what was used as a filled step line, what calls under way hold hatched on top of
/// it, the limit as a dashed line, and where it goes at the present rate as a dotted one. Each says its word
/// at the line, so that none is known by its colour alone. Time goes from left to right in every language, as
/// on a clock's scale.
class BudgetChart final : public QWidget {
    Q_OBJECT
public:
    explicit BudgetChart(QWidget* parent = nullptr);
    /// Shows one budget; `money`: in US dollars instead of tokens. Without a history only an empty frame.
    void show(const BudgetLine& line, const BudgetHistory& history, bool money);
    void clear();
    /// What is to be seen on it, in one sentence.
    [[nodiscard]] QString spoken() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Scale {
        QRectF area;
        qint64 from = 0;
        qint64 to = 1;
        double top = 1;
        [[nodiscard]] QPointF at(qint64 ms, double value) const;
    };
    [[nodiscard]] double valueOf(const BudgetSlice& slice) const;
    [[nodiscard]] double used() const;
    [[nodiscard]] double held() const;
    [[nodiscard]] std::optional<double> limit() const;
    [[nodiscard]] double ratePerMs() const;
    [[nodiscard]] QString amount(double value) const;
    [[nodiscard]] Scale scale() const;
    [[nodiscard]] QList<QPointF> course(const Scale& scale) const;
    void paintAxes(QPainter& painter, const Scale& scale) const;
    void paintUse(QPainter& painter, const Scale& scale) const;
    void paintLimit(QPainter& painter, const Scale& scale) const;
    void paintForecast(QPainter& painter, const Scale& scale) const;
    void paintWord(QPainter& painter, const Scale& scale, QPointF at, const QString& word,
                   const QColor& color) const;

    std::optional<BudgetLine> m_line;
    BudgetHistory m_history;
    bool m_money = false;
};

} // namespace signalbox
