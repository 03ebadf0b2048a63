// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/step_graph.h"

#include "views/parts/visible_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace signalbox {

namespace {
constexpr int beatInterval = 200;
constexpr int phases = 10;

void arrow(QPainter& painter, const QPointF& from, const QPointF& to) {
    const QLineF line(from, to);
    if (line.length() < 0.1)
        return;
    const QPointF u = (to - from) / line.length();
    const QPointF n(-u.y(), u.x());
    QPainterPath head(to);
    head.lineTo(to - u * 7 + n * 3.5);
    head.lineTo(to - u * 7 - n * 3.5);
    head.closeSubpath();
    painter.fillPath(head, painter.pen().color());
}

/// The polyline with its corners rounded.
QPainterPath rounded(const QPolygonF& line, double radius) {
    QPainterPath path(line.first());
    for (qsizetype i = 1; i + 1 < line.size(); ++i) {
        const QLineF in(line.at(i), line.at(i - 1));
        const QLineF out(line.at(i), line.at(i + 1));
        const double r = std::min({radius, in.length() / 2, out.length() / 2});
        path.lineTo(in.pointAt(in.length() > 0 ? r / in.length() : 0));
        path.quadTo(line.at(i), out.pointAt(out.length() > 0 ? r / out.length() : 0));
    }
    path.lineTo(line.last());
    return path;
}
} // namespace

StepGraph::StepGraph(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    static const bool installed = (QAccessible::installFactory(stepGraphAccess), true);
    Q_UNUSED(installed)
    setLayoutDirection(Qt::LeftToRight); // steps go on to the right, as in the diff and the log
    setAccessibleName(tr("Steps of the task"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_beat.setInterval(beatInterval);
    connect(&m_beat, &QTimer::timeout, this, &StepGraph::beat);
}

void StepGraph::setClock(std::function<Moment()> clock) {
    m_clock = std::move(clock);
}

void StepGraph::setTask(const Task& task) {
    const QString before = selected();
    m_cards = stepCards(task, m_clock ? m_clock() : task.updated);
    m_routes = stepRoutes(task);
    m_selected = -1;
    for (int i = 0; i < m_cards.size(); ++i)
        if (m_cards.at(i).id == before)
            m_selected = i;
    const bool alive =
        std::any_of(m_cards.begin(), m_cards.end(), [](const StepCard& card) { return card.alive; });
    alive&& m_animated ? m_beat.start() : m_beat.stop();
    layOut();
    QAccessibleEvent changed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

void StepGraph::setBlueprint(const Blueprint& blueprint) {
    m_cards = blueprintCards(blueprint);
    m_routes = blueprintRoutes(blueprint);
    m_selected = -1;
    m_beat.stop();
    layOut();
    QAccessibleEvent changed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

void StepGraph::clear() {
    m_cards.clear();
    m_routes.clear();
    m_selected = -1;
    m_beat.stop();
    layOut();
}

void StepGraph::setAnimated(bool animated) {
    m_animated = animated;
    if (!animated)
        m_beat.stop();
}

QString StepGraph::selected() const {
    return m_selected >= 0 && m_selected < m_cards.size() ? m_cards.at(m_selected).id : QString();
}

void StepGraph::select(const QString& stepId) {
    m_selected = -1;
    for (int i = 0; i < m_cards.size(); ++i)
        if (m_cards.at(i).id == stepId)
            m_selected = i;
    update();
}

QRect StepGraph::boxOf(int step) const {
    return m_layout.boxes.value(step).toAlignedRect();
}

QSizeF StepGraph::boxSize() const {
    const QFontMetrics small(smallFont(font()));
    const double width = small.horizontalAdvance(tr("0 of 1 agreed")) + small.ascent() + 2 * grid;
    return {width, QFontMetrics(font()).height() + small.height() * 2.0 + grid * 1.75};
}

int StepGraph::heightForWidth(int width) const {
    return int(layoutGraph(int(m_cards.size()), m_routes, width, boxSize()).size.height());
}

QSize StepGraph::sizeHint() const {
    return {int(boxSize().width()) * 5, heightForWidth(std::max(width(), 40 * grid))};
}

QSize StepGraph::minimumSizeHint() const {
    return {int(boxSize().width()) + 2 * grid, int(boxSize().height()) + 2 * grid};
}

void StepGraph::layOut() {
    m_layout = layoutGraph(int(m_cards.size()), m_routes, width(), boxSize());
    setMinimumHeight(int(m_layout.size.height()));
    updateGeometry();
    update();
}

void StepGraph::resizeEvent(QResizeEvent*) {
    layOut();
}

void StepGraph::beat() {
    m_phase = (m_phase + 1) % phases;
    for (int i = 0; i < m_cards.size(); ++i) {
        StepCard& card = m_cards[i];
        if (!card.alive)
            continue;
        if (m_clock)
            card.detail = shortDuration(m_clock() - card.since);
        update(boxOf(i).adjusted(-6, -6, 6, 6));
    }
}

int StepGraph::stepAt(const QPointF& point) const {
    for (int i = 0; i < m_layout.boxes.size(); ++i)
        if (m_layout.boxes.at(i).contains(point))
            return i;
    return -1;
}

void StepGraph::choose(int step) {
    if (step < 0 || step >= m_cards.size())
        return;
    m_selected = step;
    update();
    emit stepSelected(m_cards.at(step).id);
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(step);
    QAccessible::updateAccessibility(&focus);
}

void StepGraph::mousePressEvent(QMouseEvent* event) {
    choose(stepAt(event->position()));
}

void StepGraph::keyPressEvent(QKeyEvent* event) {
    const int last = int(m_cards.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Right:
        return choose(std::min(m_selected + 1, last));
    case Qt::Key_Left:
        return choose(std::max(m_selected - 1, 0));
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(last);
    default:
        QWidget::keyPressEvent(event);
    }
}

void StepGraph::focusInEvent(QFocusEvent* event) {
    if (m_selected < 0)
        for (int i = 0; i < m_cards.size(); ++i)
            if (m_cards.at(i).current)
                m_selected = i;
    QWidget::focusInEvent(event);
}

bool StepGraph::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int step = stepAt(help->pos());
        if (step >= 0)
            QToolTip::showText(help->globalPos(), visibleText(m_cards.at(step).spoken()), this, boxOf(step));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::FontChange)
        layOut();
    return QWidget::event(event);
}

void StepGraph::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < m_layout.forward.size(); ++i)
        paintForward(painter, i);
    for (const GraphLayout::Way& way : m_layout.back)
        paintBack(painter, way);
    for (int i = 0; i < m_layout.boxes.size(); ++i)
        paintBox(painter, i);
}

void StepGraph::paintForward(QPainter& painter, int step) {
    const StepCard& next = m_cards.at(step + 1);
    const bool done = next.attempts > 0 || next.current || next.look.tone == Tone::Good;
    const QColor line =
        mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), done ? 0.55 : 0.25);
    painter.setPen(QPen(line, 1.4));
    const QPolygonF& way = m_layout.forward.at(step);
    painter.drawPath(rounded(way, grid / 2.0));
    arrow(painter, way.at(way.size() - 2), way.last());
}

void StepGraph::paintBack(QPainter& painter, const GraphLayout::Way& way) {
    const QColor color = toneColor(palette(), Tone::Warning);
    painter.setPen(QPen(color, 1.4, Qt::DashLine));
    painter.drawPath(rounded(way.line, grid));
    painter.setPen(QPen(color, 1.4));
    arrow(painter, way.line.at(way.line.size() - 2), way.line.last());

    if (way.route.count == 0)
        return; // a way that nobody took yet
    const QString text = tr("sent back %1\u00d7").arg(way.route.count);
    painter.setFont(smallFont(font()));
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF box(0, 0, metrics.horizontalAdvance(text) + grid, metrics.height());
    box.moveCenter(way.label);
    painter.fillRect(box, palette().color(QPalette::Base));
    painter.setPen(color);
    painter.drawText(box, Qt::AlignCenter, text);
}

void StepGraph::paintBox(QPainter& painter, int step) {
    const StepCard& card = m_cards.at(step);
    const QRectF box = m_layout.boxes.at(step);
    const QColor tone = toneColor(palette(), card.look.tone);
    const bool loud = card.current;
    if (card.alive && m_animated) { // a ring that breathes: something is going on here
        const double swing = std::abs(m_phase - phases / 2) / double(phases / 2);
        painter.setPen(QPen(mixed(palette().color(QPalette::Base), tone, 0.15 + 0.35 * swing), 3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), grid, grid);
    }
    const QColor line = loud ? tone : ruleColor(palette());
    painter.setPen(
        QPen(line, loud ? 2 : 1,
             card.attempts > 0 || loud || card.look.tone == Tone::Good ? Qt::SolidLine : Qt::DotLine));
    painter.setBrush(loud ? toneWash(palette(), card.look.tone) : palette().color(QPalette::AlternateBase));
    painter.drawRoundedRect(box, grid * 0.75, grid * 0.75);
    if (step == m_selected) {
        painter.setPen(QPen(palette().color(QPalette::Text), 1, hasFocus() ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), grid, grid);
    }

    const QFontMetrics metrics(font());
    const QRectF inner = box.adjusted(grid * 0.75, grid * 0.75, -grid * 0.75, -grid * 0.75);
    painter.setFont(loud ? boldFont(font()) : font());
    painter.setPen(card.look.tone == Tone::Quiet && !loud ? toneColor(palette(), Tone::Quiet)
                                                          : palette().color(QPalette::Text));
    const QRectF top(inner.left(), inner.top(), inner.width(), metrics.height());
    painter.drawText(
        top, Qt::AlignVCenter,
        painter.fontMetrics().elidedText(visibleText(card.title), Qt::ElideRight, int(top.width())));

    painter.setFont(smallFont(font()));
    const QFontMetrics small = painter.fontMetrics();
    const double size = small.ascent() * 0.85;
    const QRectF word(inner.left() + size + grid / 2.0, top.bottom() + 2, inner.width() - size - grid / 2.0,
                      small.height());
    paintMark(painter, {inner.left(), word.center().y() - size / 2, size, size}, card.look.shape, tone);
    painter.setPen(tone);
    painter.drawText(word, Qt::AlignVCenter,
                     small.elidedText(card.look.word, Qt::ElideRight, int(word.width())));
    const QRectF facts(inner.left(), word.bottom(), inner.width(), small.height());
    painter.setPen(toneColor(palette(), Tone::Quiet));
    painter.drawText(facts, Qt::AlignVCenter | Qt::AlignLeft, card.detail);
    if (card.attempts > 1)
        painter.drawText(facts, Qt::AlignVCenter | Qt::AlignRight, QStringLiteral("#%1").arg(card.attempts));
}

} // namespace signalbox
