// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/graph_layout.h"

#include <QAccessible>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace signalbox {

/// A task's state machine: its steps with what became of them, the ways back that were taken, the current
/// step alive. Left and Right (or J and K of the window) move between steps; a click or Enter chooses one.
class StepGraph final : public QWidget {
    Q_OBJECT
public:
    explicit StepGraph(QWidget* parent = nullptr);

    /// Where durations of what still runs are taken from; without it they stand as of the last setTask().
    void setClock(std::function<Moment()> clock);
    void setTask(const Task& task);
    /// The steps of a blueprint that no task goes through: what each does, and where it sends back to.
    void setBlueprint(const Blueprint& blueprint);
    void clear();
    /// Whether the current step's ring moves; off for pictures and for people whom it disturbs.
    void setAnimated(bool animated);

    [[nodiscard]] const QList<StepCard>& cards() const { return m_cards; }
    [[nodiscard]] QString selected() const;
    void select(const QString& stepId);
    [[nodiscard]] QRect boxOf(int step) const;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void stepSelected(const QString& stepId);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QSizeF boxSize() const;
    [[nodiscard]] int stepAt(const QPointF& point) const;
    void choose(int step);
    void layOut();
    void beat();
    void paintBox(QPainter& painter, int step);
    void paintForward(QPainter& painter, int step);
    void paintBack(QPainter& painter, const GraphLayout::Way& way);

    std::function<Moment()> m_clock;
    QList<StepCard> m_cards;
    QList<StepRoute> m_routes;
    GraphLayout m_layout;
    int m_selected = -1;
    QTimer m_beat;
    int m_phase = 0;
    bool m_animated = true;
};

/// Makes the steps of every StepGraph known to screen readers; installed by the first graph.
QAccessibleInterface* stepGraphAccess(const QString& className, QObject* object);

} // namespace signalbox
