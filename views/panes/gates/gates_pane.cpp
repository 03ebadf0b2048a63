// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/gates/gates_pane.h"

#include "views/models/desk.h"
#include "views/panes/gates/report_view.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/evidence_table.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace signalbox {

GatesPane::GatesPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_table(new EvidenceTable(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_table->setModel(&desk.gates());
    auto* split = new QSplitter(this);
    split->addWidget(m_table);
    split->addWidget(new ReportView(desk.report(), this));
    split->setSizes({1000, 1000});
    m_table->setMinimumWidth(32 * grid);
    m_table->setColumnHidden(GatesModel::Numbers, true); // the report says more
    m_stack->addWidget(split);
    setFocusProxy(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &GatesPane::showReport);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(&desk.gates(), &QAbstractItemModel::modelReset, this, &GatesPane::refresh);
    connect(&desk, &Desk::taskUpdated, this, &GatesPane::refresh);
    // A step that was chosen in the graph is shown here, where it is a gate.
    connect(&desk, &Desk::stepChosen, this, [this](const QString& step) {
        for (int row = 0; row < m_desk.gates().rowCount(); ++row) {
            const QModelIndex index = m_desk.gates().index(row, 0);
            if (index.data(GatesModel::StepRole).toString() == step) {
                m_table->setCurrentIndex(index);
                m_table->expand(index);
            }
        }
    });
    refresh();
}

void GatesPane::refresh() {
    if (m_desk.taskId() == 0)
        m_empty->setWords(tr("No task chosen"), tr("Choose a task in the fleet to see what its gates say."));
    else if (m_desk.task())
        m_empty->setWords(tr("No gates"), tr("The blueprint of this task has no gates yet."));
    else
        m_empty->setWords(tr("Reading the task ..."), {});
    m_stack->setCurrentIndex(m_desk.gates().rowCount() > 0 ? 0 : 1);
    showReport();
}

/// The gate that was chosen, else the first one that did not pass, else the last one that judged.
void GatesPane::showReport() {
    const Task* task = m_desk.task();
    if (!task || !isVisible())
        return;
    QModelIndex index = m_table->currentIndex();
    if (index.parent().isValid())
        index = index.parent();
    QString step = index.siblingAtColumn(0).data(GatesModel::StepRole).toString();
    for (int row = 0; step.isEmpty() && row < m_desk.gates().rowCount(); ++row) {
        const QModelIndex gate = m_desk.gates().index(row, 0);
        const int verdict = gate.data(GatesModel::VerdictRole).toInt();
        if (verdict > int(Verdict::Passed))
            step = gate.data(GatesModel::StepRole).toString();
    }
    for (int row = m_desk.gates().rowCount() - 1; step.isEmpty() && row >= 0; --row)
        if (m_desk.gates().index(row, 0).data(GatesModel::VerdictRole).toInt() >= 0)
            step = m_desk.gates().index(row, 0).data(GatesModel::StepRole).toString();
    const Attempt* attempt = task->lastAttempt(step);
    if (attempt && attempt->result && attempt->result->gate)
        m_desk.report().show(*attempt->result->gate);
    else
        m_desk.report().clear();
}

void GatesPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showReport(); // what nobody looks at is not fetched
}

} // namespace signalbox
