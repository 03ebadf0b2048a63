// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/blueprints/blueprints_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"
#include "views/parts/code_editor.h"
#include "views/parts/empty_state.h"
#include "views/parts/step_graph.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSaveFile>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace signalbox {

namespace {
enum PlaceRole { RepositoryRole = Qt::UserRole + 1, ShippedRole };
enum FindingRole { LineRole = Qt::UserRole + 1, ColumnRole, StepRole };
} // namespace

BlueprintsPane::BlueprintsPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_editor(new CodeEditor(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_editor->setAccessibleName(tr("Text of the blueprint"));
    m_editor->setMinimumWidth(44 * grid);
    makeActions();
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_editor);
    split->addWidget(makeSide());
    split->setSizes({3300, 1700});
    split->setStretchFactor(0, 2); // the text is what one writes; the drawing scrolls
    split->setStretchFactor(1, 1);
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeFoot());
    setFocusProxy(m_editor);

    BlueprintDraft& draft = desk.draft();
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_filling)
            m_desk.draft().setText(m_editor->toPlainText());
    });
    connect(&draft, &BlueprintDraft::loaded, this, [this] {
        const QScopedValueRollback filling(m_filling, true);
        m_editor->load(m_desk.draft().text());
    });
    connect(&draft, &BlueprintDraft::updated, this, &BlueprintsPane::refresh);
    connect(&draft, &BlueprintDraft::failed, &desk, &Desk::complain);
    connect(&desk.mirror(), &CoreMirror::reset, this, &BlueprintsPane::fetchShipped);
    connect(&desk.mirror(), &CoreMirror::repositoriesChanged, this, &BlueprintsPane::fillPlaces);
    connect(&desk, &Desk::taskChosen, this, &BlueprintsPane::refresh);
    connect(m_graph, &StepGraph::stepSelected, this, [this](const QString& step) {
        // To the line that begins the step.
        for (QTextBlock block = m_editor->document()->firstBlock(); block.isValid(); block = block.next())
            if (block.text().contains(QStringLiteral("id: %1").arg(step)))
                return m_editor->goTo(block.blockNumber() + 1, 1);
    });
    fillPlaces();
    if (desk.mirror().loaded())
        fetchShipped();
}

void BlueprintsPane::makeActions() {
    m_next = paneAction(this, tr("Next &problem of the blueprint"), QKeySequence(Qt::Key_F8),
                        QStringLiteral("signalboxctl blueprint check FILE"));
    m_try = paneAction(this, tr("&Try the blueprint on the task"));
    m_copy = paneAction(this, tr("&Copy the change as a patch"));
    m_save = paneAction(this, tr("&Save the blueprint as a file ..."));
    m_revert = paneAction(this, tr("&Back to the blueprint that holds"));
    // On the buttons there is less room than in the palette.
    m_next->setIconText(tr("Next problem"));
    m_try->setIconText(tr("Try it on the task"));
    m_copy->setIconText(tr("Copy patch"));
    m_save->setIconText(tr("Save ..."));
    m_revert->setIconText(tr("Back"));
    connect(m_next, &QAction::triggered, this, [this] {
        if (m_editor->goToNextProblem())
            m_editor->setFocus();
    });
    connect(m_try, &QAction::triggered, this, [this] { m_desk.draft().tryOn(m_desk.taskId()); });
    connect(m_copy, &QAction::triggered, this, &BlueprintsPane::copyPatch);
    connect(m_save, &QAction::triggered, this, &BlueprintsPane::save);
    connect(m_revert, &QAction::triggered, this, &BlueprintsPane::revert);
}

QWidget* BlueprintsPane::makeHead() {
    auto* head = new QWidget(this);
    m_places = new QComboBox(head);
    m_places->setAccessibleName(tr("Whose blueprint"));
    m_places->setMinimumContentsLength(16);
    m_state = new StatusMark(head);
    m_origin = quietLabel(head);
    m_origin->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    row->addWidget(m_places);
    row->addWidget(m_state);
    row->addWidget(m_origin, 1);
    connect(m_places, &QComboBox::activated, this, &BlueprintsPane::openPlace);
    return head;
}

QWidget* BlueprintsPane::makeSide() {
    auto* side = new QSplitter(Qt::Vertical, this);
    side->setChildrenCollapsible(false);
    m_graph = new StepGraph(side);
    m_graph->setAccessibleName(tr("Steps of the blueprint"));
    auto* ground = new QWidget(side);
    ground->setBackgroundRole(QPalette::Base);
    ground->setAutoFillBackground(true);
    auto* inner = new QVBoxLayout(ground);
    inner->setContentsMargins(grid, grid, grid, grid);
    inner->addWidget(m_graph);
    inner->addStretch(1);
    auto* area = new QScrollArea(side);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(ground);
    auto* below = new QWidget(side);
    m_findingsTitle = plainLabel(below, true);
    m_findingsTitle->setContentsMargins(grid, grid / 2, grid, grid / 2);
    m_findings = new QTreeWidget(below);
    m_findings->setColumnCount(2);
    m_findings->setRootIsDecorated(false);
    m_findings->setWordWrap(true);
    m_findings->setFrameShape(QFrame::NoFrame);
    m_findings->setAccessibleName(tr("What is wrong, or what would have gone otherwise"));
    m_findings->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_findings->header()->setStretchLastSection(true);
    auto* lower = new QVBoxLayout(below);
    lower->setContentsMargins(0, 0, 0, 0);
    lower->setSpacing(0);
    lower->addWidget(m_findingsTitle);
    lower->addWidget(m_findings, 1);
    side->addWidget(area);
    side->addWidget(below);
    side->setSizes({1000, 1000});
    connect(m_findings, &QTreeWidget::itemActivated, this, &BlueprintsPane::visit);
    connect(m_findings, &QTreeWidget::itemClicked, this, &BlueprintsPane::visit);
    return side;
}

QWidget* BlueprintsPane::makeFoot() {
    auto* foot = new QWidget(this);
    m_way = quietLabel(foot);
    m_way->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid);
    for (QAction* action : {m_try, m_next, m_copy, m_save, m_revert})
        row->addWidget(actionButton(action, foot));
    row->addStretch(1);
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(grid, grid / 2, grid, grid / 2);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_way);
    layout->addLayout(row);
    return foot;
}

void BlueprintsPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    openPlace();
}

void BlueprintsPane::fetchShipped() {
    m_desk.began();
    m_desk.client().listBlueprints(this, [this](const Result<QList<BlueprintInfo>>& all) {
        m_shipped.clear();
        if (all) // without them the repositories' own are there still
            for (const BlueprintInfo& one : *all)
                m_shipped.append(one.name);
        fillPlaces();
        m_desk.ended();
    });
}

void BlueprintsPane::fillPlaces() {
    const QString before = m_places->currentText();
    m_places->clear();
    for (const Repository& repository : m_desk.mirror().repositories()) {
        m_places->addItem(repository.name);
        m_places->setItemData(m_places->count() - 1, repository.name, RepositoryRole);
    }
    for (const QString& name : std::as_const(m_shipped)) {
        m_places->addItem(tr("%1 (ships)").arg(name));
        m_places->setItemData(m_places->count() - 1, name, ShippedRole);
    }
    m_places->setCurrentIndex(std::max(0, m_places->findText(before)));
    if (isVisible())
        openPlace();
    refresh();
}

/// Another place only: what is being written is not lost because a repository was added somewhere.
void BlueprintsPane::openPlace() {
    if (!m_desk.mirror().loaded())
        return;
    const BlueprintDraft::Place place{m_places->currentData(RepositoryRole).toString(),
                                      m_places->currentData(ShippedRole).toString()};
    if (place != m_desk.draft().place())
        m_desk.draft().open(place);
}

void BlueprintsPane::refresh() {
    const BlueprintDraft& draft = m_desk.draft();
    const bool there = !draft.source().text.isEmpty();
    m_stack->setCurrentIndex(there ? 0 : 1);
    if (!m_desk.mirror().loaded())
        m_empty->setWords(tr("Connecting to the core ..."), {});
    else if (draft.sourceError())
        m_empty->setWords(
            tr("This blueprint cannot be read"),
            QStringLiteral("%1\n%2").arg(draft.sourceError()->message, draft.sourceError()->hint));
    else
        m_empty->setWords(tr("Reading the blueprint ..."), {});
    m_editor->setProblems(draft.checking() ? m_editor->problems() : draft.examination().problems);
    if (draft.sound())
        m_graph->setBlueprint(*draft.examination().blueprint);
    else if (!there)
        m_graph->clear();
    showState();
    showFindings();
}

void BlueprintsPane::showState() {
    const BlueprintDraft& draft = m_desk.draft();
    const bool there = !draft.source().text.isEmpty();
    const int problems = int(draft.examination().problems.size());
    m_state->setVisible(there);
    if (draft.checking())
        m_state->setLook({Shape::Ring, Tone::Quiet, tr("being checked")});
    else if (problems > 0)
        m_state->setLook({Shape::Cross, Tone::Bad, tr("problems: %1").arg(problems)});
    else
        m_state->setLook({Shape::Check, Tone::Good,
                          draft.changed() ? tr("sound; it holds nowhere yet") : tr("sound; this one holds")});
    setPlain(m_origin, draft.source().origin);
    QString way;
    if (draft.source().from == QLatin1String("repository"))
        way =
            tr("The blueprint is a file of the protected branch. What you write here is no rule until it is "
               "there: take it out as a patch and bring it in the way that the repository has for changes.");
    else if (draft.source().from == QLatin1String("core"))
        way = tr(
            "The core keeps this one for the repository, as its owner gave it. What you write here changes "
            "nothing: save it as a file, and register the repository with it (repo add --blueprint-file).");
    else if (there)
        way =
            tr("This one ships with the program. A copy of it as .signalbox/blueprint.yaml on a repository's "
               "protected branch makes it that repository's own.");
    setPlain(m_way, way);
    const TaskId task = m_desk.taskId();
    m_try->setEnabled(draft.sound() && task > 0);
    setCommand(m_try, QStringLiteral("signalboxctl blueprint try FILE %1").arg(task));
    m_next->setEnabled(problems > 0);
    m_copy->setEnabled(there && (draft.changed() || draft.source().from != QLatin1String("repository")));
    m_save->setEnabled(there);
    m_revert->setEnabled(draft.changed());
}

void BlueprintsPane::showFindings() {
    const BlueprintDraft& draft = m_desk.draft();
    m_findings->clear();
    if (draft.tried()) {
        const WhatIf& found = *draft.tried();
        m_findings->setHeaderLabels({tr("Step"), tr("What would have gone otherwise")});
        for (const WhatIfNote& note : found.notes) {
            const QString step =
                note.attempt > 0 ? tr("%1, attempt %2").arg(note.step).arg(note.attempt) : note.step;
            auto* item = new QTreeWidgetItem(
                m_findings, {step, note.known ? note.text : tr("not known: %1").arg(note.text)});
            item->setData(0, StepRole, note.step);
            item->setForeground(1, toneColor(palette(), note.known ? Tone::Warning : Tone::Quiet));
        }
        QString title = found.same() ? tr("Task %1 would have gone just the same with it.").arg(found.task)
                                     : tr("Task %1, looked at with this blueprint:").arg(found.task);
        if (found.parted)
            title += QLatin1Char(' ') +
                     tr("from there on it would have been another story, and nobody can tell it.");
        setPlain(m_findingsTitle, title);
        return;
    }
    m_findings->setHeaderLabels({tr("Line"), tr("What is wrong")});
    for (const TextProblem& problem : draft.examination().problems) {
        auto* item = new QTreeWidgetItem(
            m_findings, {QStringLiteral("%1:%2").arg(problem.line).arg(problem.column), problem.message});
        item->setData(0, LineRole, problem.line);
        item->setData(0, ColumnRole, problem.column);
        item->setForeground(1, toneColor(palette(), Tone::Bad));
    }
    setPlain(m_findingsTitle,
             m_findings->topLevelItemCount() > 0
                 ? tr("To be mended before it can hold:")
                 : tr("Nothing is wrong with it. \"Try\" shows what it would have changed in "
                      "the past of the task that is chosen."));
}

void BlueprintsPane::visit(const QTreeWidgetItem* item) {
    if (const int line = item->data(0, LineRole).toInt(); line > 0) {
        m_editor->goTo(line, item->data(0, ColumnRole).toInt());
        m_editor->setFocus();
    } else if (const QString step = item->data(0, StepRole).toString(); !step.isEmpty()) {
        m_desk.chooseStep(step);
    }
}

void BlueprintsPane::save() {
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save the blueprint"), QStringLiteral("blueprint.yaml"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray text = m_desk.draft().text().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        m_desk.complain(
            {ErrorKind::Unavailable, tr("%1 cannot be written: %2").arg(path, file.errorString()), {}});
    else
        emit m_desk.done(tr("The blueprint is in %1; it holds nowhere yet").arg(path));
}

void BlueprintsPane::copyPatch() {
    QApplication::clipboard()->setText(QString::fromUtf8(m_desk.draft().patch()));
    emit m_desk.done(tr("The patch is in the clipboard; \"git apply\" takes it in a clone"));
}

/// As an edit of its own, so that Ctrl+Z brings the change back.
void BlueprintsPane::revert() {
    QTextCursor cursor(m_editor->document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(m_desk.draft().source().text);
    cursor.endEditBlock();
}

} // namespace signalbox
