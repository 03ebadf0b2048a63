// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/budget_chart.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox {

namespace {

constexpr double foresight = 0.28; ///< of the time shown, behind now
constexpr qint64 minuteMs = 60'000;

/// 1, 2 or 5 times a power of ten: about four lines up to `top`.
double niceStep(double top) {
    const double raw = std::max(top / 4, 1e-9);
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double part : {1.0, 2.0, 5.0})
        if (part * power >= raw)
            return part * power;
    return 10 * power;
}

qint64 timeStep(qint64 span, int most) {
    constexpr std::array<qint64, 14> steps{1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200};
    for (const qint64 minutes : steps)
        if (span / (minutes * minuteMs) <= most)
            return minutes * minuteMs;
    return steps.back() * 2 * minuteMs;
}

QString briefNumber(double value) {
    const QLocale locale;
    if (value >= 1e6)
        return BudgetChart::tr("%1 M", "million").arg(locale.toString(value / 1e6, 'g', 3));
    if (value >= 1e3)
        return BudgetChart::tr("%1 k", "thousand").arg(locale.toString(value / 1e3, 'g', 3));
    return locale.toString(value, 'g', 3);
}

} // namespace

BudgetChart::BudgetChart(QWidget* parent) : QWidget(parent) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Use over time"));
}

void BudgetChart::show(const BudgetLine& line, const BudgetHistory& history, bool money) {
    m_line = line;
    m_history = history;
    m_money = money;
    setAccessibleDescription(spoken());
    update();
}

void BudgetChart::clear() {
    m_line.reset();
    m_history = {};
    setAccessibleDescription({});
    update();
}

QSize BudgetChart::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 12};
}

QSize BudgetChart::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 36, fontMetrics().height() * 7};
}

double BudgetChart::valueOf(const BudgetSlice& slice) const {
    return m_money ? slice.cost : double(slice.tokens);
}

double BudgetChart::used() const {
    return m_money ? m_line->cost : double(m_line->tokens);
}

double BudgetChart::held() const {
    return m_money ? m_line->heldCost : double(m_line->heldTokens);
}

std::optional<double> BudgetChart::limit() const {
    if (m_money)
        return m_line->costLimit;
    return m_line->tokenLimit ? std::optional<double>(double(*m_line->tokenLimit)) : std::nullopt;
}

double BudgetChart::ratePerMs() const {
    const double span = double(m_line->recent.count());
    return span > 0 ? (m_money ? m_line->recentCost : double(m_line->recentTokens)) / span : 0;
}

QString BudgetChart::amount(double value) const {
    return m_money ? tr("$%1").arg(QLocale().toString(value, 'f', value < 10 ? 2 : 0)) : briefNumber(value);
}

QString BudgetChart::spoken() const {
    if (!m_line)
        return {};
    QString text = limit() ? tr("%1 of %2 used").arg(amount(used()), amount(*limit()))
                           : tr("%1 used, no limit").arg(amount(used()));
    if (ratePerMs() > 0)
        text += tr(", %1 in an hour at the present rate").arg(amount(ratePerMs() * 60 * minuteMs));
    return text;
}

QPointF BudgetChart::Scale::at(qint64 ms, double value) const {
    return {area.left() + area.width() * double(ms - from) / double(std::max<qint64>(1, to - from)),
            area.bottom() - area.height() * value / top};
}

BudgetChart::Scale BudgetChart::scale() const {
    Scale scale;
    scale.from = m_history.from.ms;
    const qint64 now = std::max(m_history.to.ms, scale.from + minuteMs);
    scale.to = now + qint64(double(now - scale.from) * foresight);
    double top = used() + held();
    if (limit()) // a limit that is far away would press the line flat: it is told in words then
        top = std::max(top, *limit() <= std::max(used() + held(), 1e-9) * 8 ? *limit() : top);
    const double ahead = used() + ratePerMs() * double(scale.to - now) * 0.5;
    if (!limit())
        top = std::max(top, ahead);
    else if (used() < *limit())
        top = std::max(top, std::min(ahead, *limit()));
    scale.top = std::max(top * 1.12, m_money ? 0.01 : 10.0);
    const int left = fontMetrics().horizontalAdvance(amount(scale.top * 8)) + grid * 2;
    scale.area = QRectF(rect()).adjusted(left, grid * 1.5, -grid * 1.5, -fontMetrics().height() - grid);
    return scale;
}

/// The steps from the left edge to now.
QList<QPointF> BudgetChart::course(const Scale& scale) const {
    double before = used();
    for (const BudgetSlice& slice : m_history.slices)
        before -= valueOf(slice);
    before = std::max(0.0, before);
    QList<QPointF> points{scale.at(scale.from, before)};
    double sum = before;
    for (const BudgetSlice& slice : m_history.slices) {
        points.append(scale.at(slice.at.ms, sum));
        sum += valueOf(slice);
        points.append(scale.at(std::min((slice.at + m_history.slice).ms, m_history.to.ms), sum));
    }
    points.append(scale.at(m_history.to.ms, std::max(sum, used())));
    return points;
}

void BudgetChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_line || m_history.to.ms == 0) {
        painter.setPen(toneColor(palette(), Tone::Quiet));
        painter.drawText(rect(), Qt::AlignCenter, m_line ? tr("Reading the past ...") : QString());
        return;
    }
    const Scale scale = this->scale();
    if (scale.area.width() < 20 || scale.area.height() < 20)
        return;
    paintAxes(painter, scale);
    paintUse(painter, scale);
    paintForecast(painter, scale);
    paintLimit(painter, scale);
}

void BudgetChart::paintAxes(QPainter& painter, const Scale& scale) const {
    const QColor rule = ruleColor(palette());
    const QColor quiet = toneColor(palette(), Tone::Quiet);
    const double step = niceStep(scale.top);
    for (double value = 0; value <= scale.top; value += step) {
        const QPointF at = scale.at(scale.from, value);
        painter.setPen(QPen(rule, 1));
        painter.drawLine(QPointF(scale.area.left(), at.y()), QPointF(scale.area.right(), at.y()));
        painter.setPen(quiet);
        painter.drawText(QRectF(0, at.y() - grid * 2, scale.area.left() - grid, grid * 4),
                         Qt::AlignRight | Qt::AlignVCenter, amount(value));
    }
    const int wide = fontMetrics().horizontalAdvance(QStringLiteral("00:00")) * 2;
    const int most = std::max(2, int(scale.area.width()) / std::max(1, wide));
    const qint64 every = timeStep(scale.to - scale.from, most);
    const qint64 offset = QDateTime::fromMSecsSinceEpoch(scale.to).offsetFromUtc() * 1000LL;
    const bool days = every >= 1440 * minuteMs;
    const QLocale locale;
    for (qint64 at = ((scale.from + offset) / every + 1) * every - offset; at < scale.to; at += every) {
        const double x = scale.at(at, 0).x();
        painter.setPen(QPen(rule, 1));
        painter.drawLine(QPointF(x, scale.area.bottom()), QPointF(x, scale.area.bottom() + 4));
        painter.setPen(quiet);
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(at);
        painter.drawText(QRectF(x - wide, scale.area.bottom() + 4, wide * 2, fontMetrics().height()),
                         Qt::AlignHCenter | Qt::AlignTop,
                         days ? locale.toString(when.date(), QLocale::ShortFormat)
                              : when.toString(QStringLiteral("HH:mm")));
    }
}

void BudgetChart::paintUse(QPainter& painter, const Scale& scale) const {
    const QColor active = toneColor(palette(), Tone::Active);
    const QList<QPointF> points = course(scale);
    QPainterPath line(points.first());
    for (const QPointF& point : points.mid(1))
        line.lineTo(point);
    QPainterPath area = line;
    area.lineTo(points.last().x(), scale.area.bottom());
    area.lineTo(points.first().x(), scale.area.bottom());
    area.closeSubpath();
    painter.fillPath(area, toneWash(palette(), Tone::Active));
    painter.setPen(QPen(active, 2));
    painter.drawPath(line);
    if (held() > 0) {
        const QPointF top = scale.at(m_history.to.ms, used() + held());
        const QRectF box(QPointF(points.last().x() - grid, top.y()),
                         QPointF(points.last().x(), points.last().y()));
        painter.fillRect(box, QBrush(active, Qt::BDiagPattern));
        painter.setPen(QPen(active, 1));
        painter.drawRect(box);
        if (box.height() > fontMetrics().height())
            paintWord(painter, scale, box.topLeft() - QPointF(grid / 2.0, 0),
                      tr("held %1").arg(amount(held())), active);
    }
    painter.setPen(QPen(toneColor(palette(), Tone::Quiet), 1, Qt::DotLine));
    painter.drawLine(QPointF(points.last().x(), scale.area.top()),
                     QPointF(points.last().x(), scale.area.bottom()));
    if (!limit() || used() < *limit()) // else the limit's word says it
        paintWord(painter, scale, points.last() - QPointF(grid * 1.5, -grid / 2.0),
                  tr("used %1").arg(amount(used())), active);
}

void BudgetChart::paintLimit(QPainter& painter, const Scale& scale) const {
    if (!limit())
        return;
    const bool reached = used() >= *limit();
    const QColor color = toneColor(palette(), reached ? Tone::Bad : Tone::Plain);
    const QString word = tr("limit %1").arg(amount(*limit()));
    if (*limit() > scale.top) { // beyond the picture: an arrow says where
        paintWord(painter, scale, scale.area.topRight(), tr("%1 ↑").arg(word), color);
        return;
    }
    const QPointF at = scale.at(scale.from, *limit());
    painter.setPen(QPen(color, 1.6, Qt::DashLine));
    painter.drawLine(QPointF(scale.area.left(), at.y()), QPointF(scale.area.right(), at.y()));
    const bool roomAbove = at.y() - scale.area.top() > fontMetrics().height();
    // At the left: what is used is told at the right, where now is.
    const double right = scale.area.left() + fontMetrics().horizontalAdvance(word) + grid * 1.5;
    paintWord(painter, scale, QPointF(right, at.y() - (roomAbove ? fontMetrics().height() + 2 : -2)), word,
              color);
}

void BudgetChart::paintForecast(QPainter& painter, const Scale& scale) const {
    const double rate = ratePerMs();
    if (rate <= 0 || (limit() && used() >= *limit()))
        return;
    double end = double(scale.to - m_history.to.ms);
    const double top = limit() && *limit() < scale.top ? *limit() : scale.top;
    const bool stops = used() + rate * end > top;
    if (stops)
        end = (top - used()) / rate;
    const QColor color = toneColor(palette(), Tone::Warning);
    const QPointF from = scale.at(m_history.to.ms, used());
    const QPointF to = scale.at(m_history.to.ms + qint64(end), used() + rate * end);
    painter.setPen(QPen(color, 2, Qt::DotLine));
    painter.drawLine(from, to);
    if (stops && limit() && top == *limit()) {
        painter.setBrush(color);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(to, 4, 4);
        painter.setBrush(Qt::NoBrush);
    }
    paintWord(painter, scale,
              QPointF(scale.area.right(), scale.area.bottom() - fontMetrics().height() - grid / 2.0),
              tr("at this rate %1/h").arg(amount(rate * 60 * minuteMs)), color);
}

/// A word whose right end is at `at`, kept inside, on a ground that keeps lines from crossing it.
void BudgetChart::paintWord(QPainter& painter, const Scale& scale, QPointF at, const QString& word,
                            const QColor& color) const {
    const double width = fontMetrics().horizontalAdvance(word) + grid;
    const double height = fontMetrics().height();
    QRectF box(at.x() - width, at.y(), width, height);
    box.moveLeft(
        std::clamp(box.left(), scale.area.left(), std::max(scale.area.left(), scale.area.right() - width)));
    box.moveTop(std::clamp(box.top(), scale.area.top() - grid,
                           std::max(scale.area.top(), scale.area.bottom() - height)));
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.85F);
    painter.fillRect(box, ground);
    painter.setPen(color);
    painter.drawText(box, Qt::AlignCenter, word);
}

} // namespace signalbox
