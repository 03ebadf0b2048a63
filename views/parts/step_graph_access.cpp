// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader sees of a step graph: a list whose items are the steps.
#include "views/parts/step_graph.h"

#include <QAccessibleWidget>
#include <QPointer>

namespace signalbox {

namespace {

class StepItem final : public QAccessibleInterface {
public:
    StepItem(StepGraph* graph, int step) : m_graph(graph), m_step(step) {}

    bool isValid() const override { return m_graph && m_step < m_graph->cards().size(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_graph); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? m_graph->cards().at(m_step).spoken() : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        if (!isValid())
            return {};
        const QRect box = m_graph->boxOf(m_step);
        return {m_graph->mapToGlobal(box.topLeft()), box.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        if (isValid() && m_graph->selected() == m_graph->cards().at(m_step).id) {
            state.selected = true;
            state.focused = m_graph->hasFocus();
        }
        return state;
    }

private:
    QPointer<StepGraph> m_graph;
    int m_step;
};

class StepList final : public QAccessibleWidget {
public:
    explicit StepList(StepGraph* graph) : QAccessibleWidget(graph, QAccessible::List), m_graph(graph) {}
    ~StepList() override {
        for (const QAccessible::Id id : m_items)
            QAccessible::deleteAccessibleInterface(id);
    }
    int childCount() const override { return int(m_graph->cards().size()); }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        while (m_items.size() <= index)
            m_items.append(
                QAccessible::registerAccessibleInterface(new StepItem(m_graph, int(m_items.size()))));
        return QAccessible::accessibleInterface(m_items.at(index));
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        for (int i = 0; i < m_items.size(); ++i)
            if (QAccessible::accessibleInterface(m_items.at(i)) == child)
                return i;
        return -1;
    }

private:
    StepGraph* m_graph;
    mutable QList<QAccessible::Id> m_items;
};

} // namespace

QAccessibleInterface* stepGraphAccess(const QString& className, QObject* object) {
    auto* graph =
        className == QLatin1String("signalbox::StepGraph") ? qobject_cast<StepGraph*>(object) : nullptr;
    return graph ? new StepList(graph) : nullptr;
}

} // namespace signalbox
