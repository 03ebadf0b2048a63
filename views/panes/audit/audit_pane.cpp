// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/audit/audit_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"
#include "views/parts/empty_state.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QSaveFile>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

AuditPane::AuditPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new QTreeView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_view->setModel(&desk.audit());
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Audit log"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->header()->setStretchLastSection(true);
    for (const auto& [column, letters] :
         {std::pair(AuditModel::When, 18), std::pair(AuditModel::Kind, 14), std::pair(AuditModel::Who, 12),
          std::pair(AuditModel::Action, 14), std::pair(AuditModel::About, 22)})
        m_view->setColumnWidth(column, fontMetrics().averageCharWidth() * letters);
    setFocusProxy(m_view);
    makeActions();
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_view);
    split->addWidget(makeDetail());
    m_view->setMinimumWidth(44 * grid);
    split->setSizes({3400, 1600});
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(
        presentLine(desk, tr("The audit log is read to its end; each entry has its time."), this));
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &AuditPane::showDetail);
    connect(m_view, &QTreeView::activated, m_visit, &QAction::trigger);
    connect(&desk.audit(), &AuditModel::updated, this, &AuditPane::refresh);
    connect(&desk.mirror(), &CoreMirror::reset, this, &AuditPane::refresh);
    connect(&desk, &Desk::taskChosen, this, [this] {
        if (m_onlyTask->isChecked())
            applyFilter();
        refresh();
    });
    refresh();
}

void AuditPane::makeActions() {
    m_onlyTask = paneAction(this, tr("Only the chosen &task"));
    m_onlyTask->setCheckable(true);
    m_visit = paneAction(this, tr("&Go to the entry's task"));
    m_export = paneAction(this, tr("&Take the audit log along ..."), {},
                          QStringLiteral("signalboxctl audit export audit.ndjson"));
    m_view->addActions({m_visit, m_onlyTask, m_export});
    connect(m_onlyTask, &QAction::toggled, this, &AuditPane::applyFilter);
    connect(m_visit, &QAction::triggered, this, [this] {
        if (const TaskId task = m_view->currentIndex().data(AuditModel::TaskRole).toLongLong(); task > 0)
            m_desk.chooseTask(task);
    });
    connect(m_export, &QAction::triggered, this, &AuditPane::takeAlong);
}

QWidget* AuditPane::makeHead() {
    auto* head = new QWidget(this);
    m_kind = new QComboBox(head);
    m_kind->setAccessibleName(tr("Kind of entries"));
    m_kind->addItem(tr("every kind"), QString());
    for (const char* kind : EnumWords<AuditKind>::words)
        m_kind->addItem(AuditModel::kindText(QLatin1String(kind)), QLatin1String(kind));
    m_who = new QLineEdit(head);
    m_who->setAccessibleName(tr("Person"));
    m_who->setPlaceholderText(tr("person, agent, gate or core"));
    m_who->setClearButtonEnabled(true);
    m_who->setMaximumWidth(fontMetrics().averageCharWidth() * 32);
    m_chain = new StatusMark(head);
    m_words = quietLabel(head);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    row->addWidget(m_kind);
    row->addWidget(m_who);
    row->addWidget(actionButton(m_onlyTask, head));
    row->addWidget(m_chain);
    row->addWidget(m_words, 1);
    row->addWidget(actionButton(m_visit, head));
    row->addWidget(actionButton(m_export, head));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AuditPane::applyFilter);
    connect(m_who, &QLineEdit::editingFinished, this, &AuditPane::applyFilter);
    return head;
}

QWidget* AuditPane::makeDetail() {
    auto* area = new QScrollArea(this);
    auto* inner = new QWidget(area);
    m_facts = new FactGrid(inner);
    auto* facts = new QVBoxLayout(inner);
    facts->setContentsMargins(grid, grid, grid, grid);
    facts->addWidget(m_facts);
    facts->addStretch(1);
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setBackgroundRole(QPalette::Base);
    inner->setBackgroundRole(QPalette::Base);
    area->setMinimumWidth(30 * grid);
    return area;
}

void AuditPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_desk.audit().watch(true);
}

void AuditPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_desk.audit().watch(false);
}

void AuditPane::applyFilter() {
    m_desk.audit().setFilter({m_onlyTask->isChecked() ? m_desk.taskId() : 0, m_kind->currentData().toString(),
                              m_who->text().trimmed()});
}

void AuditPane::refresh() {
    const AuditModel& audit = m_desk.audit();
    const bool any = audit.rowCount() > 0;
    const bool filtered = audit.filter() != AuditModel::Filter{};
    if (!m_desk.mirror().loaded())
        m_empty->setWords(tr("Connecting to the core ..."), {});
    else if (audit.error())
        m_empty->setWords(tr("The audit log cannot be read"), audit.error()->message);
    else if (audit.busy())
        m_empty->setWords(tr("Reading the audit log ..."), {});
    else if (filtered)
        m_empty->setWords(tr("No such entry"), tr("Another kind, person or task may have some."));
    else
        m_empty->setWords(tr("Nothing was done yet"),
                          tr("Acts of people, decisions, machines, credentials and requests to the world "
                             "outside stand here, chained so that nobody can change them unseen."));
    m_stack->setCurrentIndex(any ? 0 : 1);
    m_chain->setVisible(any);
    const AuditModel::Links& links = audit.links();
    if (links.broken > 0)
        m_chain->setLook({Shape::Cross, Tone::Bad, tr("the chain is broken at entry %1").arg(links.broken)});
    else if (!audit.page().trouble.isEmpty())
        m_chain->setLook({Shape::Cross, Tone::Bad, tr("cannot be written")});
    else
        m_chain->setLook({Shape::Check, Tone::Good, tr("chain holds: %1 links").arg(links.checked)});
    setPlain(m_words, !audit.page().trouble.isEmpty() ? audit.page().trouble
                      : any ? tr("entries %1 to %2 are kept").arg(audit.page().first).arg(audit.page().last)
                            : QString());
    m_words->setToolTip(tr("Its head: %1").arg(audit.page().head).toHtmlEscaped());
    m_onlyTask->setEnabled(m_desk.taskId() > 0);
    setCommand(m_onlyTask, QStringLiteral("signalboxctl audit list --task %1").arg(m_desk.taskId()));
    m_export->setEnabled(any);
    if (any && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_desk.audit().index(0, 0));
    showDetail();
}

void AuditPane::showDetail() {
    const QModelIndex index = m_view->currentIndex();
    const AuditEntry entry = index.isValid() ? m_desk.audit().entries().value(index.row()) : AuditEntry();
    const bool there = entry.seq > 0;
    m_visit->setEnabled(entry.task > 0);
    setCommand(m_visit, QStringLiteral("signalboxctl task show %1").arg(entry.task));
    m_facts->set(tr("entry"), there ? QString::number(entry.seq) : QString());
    m_facts->set(tr("when"), there ? entry.at.iso() : QString());
    m_facts->set(tr("who"), entry.who);
    m_facts->set(tr("did"), QString(entry.action).replace(u'_', u' '));
    m_facts->set(tr("what"), entry.text);
    m_facts->set(tr("repository"), entry.repository);
    m_facts->set(tr("machine"), entry.machine);
    m_facts->set(
        tr("detail"),
        there && !entry.detail.isEmpty()
            ? QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Indented)).trimmed()
            : QString());
    m_facts->set(tr("chain"), entry.chain.left(16), entry.chain);
}

void AuditPane::takeAlong() {
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Take the audit log along"), QStringLiteral("audit.ndjson"));
    if (path.isEmpty())
        return;
    auto file = std::make_shared<QSaveFile>(path); // a broken export never replaces a whole one
    if (!file->open(QIODevice::WriteOnly)) {
        m_desk.complain(
            {ErrorKind::Unavailable, tr("%1 cannot be written: %2").arg(path, file->errorString()), {}});
        return;
    }
    m_desk.began();
    m_desk.client().exportAudit(file.get(), this, [this, file, path](const Result<qint64>& bytes) {
        if (!bytes)
            m_desk.complain(bytes.error());
        else if (!file->commit())
            m_desk.complain(
                {ErrorKind::Unavailable, tr("%1 cannot be written: %2").arg(path, file->errorString()), {}});
        else
            emit m_desk.done(tr("The audit log is in %1; \"signalboxctl audit verify\" checks it").arg(path));
        m_desk.ended();
    });
}

} // namespace signalbox
