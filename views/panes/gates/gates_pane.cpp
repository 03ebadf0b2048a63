// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/gates/gates_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/evidence_table.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace signalbox {

GatesPane::GatesPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_table(new EvidenceTable(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_table->setModel(&desk.gates());
    m_stack->addWidget(m_table);
    setFocusProxy(m_table);
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
    m_stack->setCurrentWidget(m_desk.gates().rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
}

} // namespace signalbox
