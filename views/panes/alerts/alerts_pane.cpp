// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/alerts/alerts_pane.h"

#include "core/client/core_text.h"
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"
#include "views/parts/empty_state.h"
#include "views/parts/mark.h"
#include "views/parts/step_cards.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

namespace {

Look lookOfAlert(const QModelIndex& index) {
    switch (Alert::Severity(index.siblingAtColumn(0).data(AlertsModel::SeverityRole).toInt())) {
    case Alert::Severity::Bad:
        return {Shape::Cross, Tone::Bad, AlertsPane::tr("broken")};
    case Alert::Severity::Warning:
        return {Shape::Loop, Tone::Warning, AlertsPane::tr("to be watched")};
    case Alert::Severity::Over:
        break;
    }
    return {Shape::Check, Tone::Quiet, AlertsPane::tr("over")};
}

/// The mark before the subject; the rest as usual.
class AlertDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const int mark = index.column() == 0 ? option.fontMetrics.height() : 0;
        QStyleOptionViewItem rest = option;
        rest.rect = visualBox(option.direction, option.rect, option.rect.adjusted(mark, 0, 0, 0));
        if (mark > 0 && (option.state & QStyle::State_Selected))
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        QStyledItemDelegate::paint(painter, rest, index);
        if (mark == 0)
            return;
        const Look look = lookOfAlert(index);
        const double size = option.fontMetrics.ascent() * 0.8;
        const QRectF box(option.rect.left() + grid / 2.0, option.rect.center().y() - size / 2 + 1, size,
                         size);
        paintMark(*painter, visualBox(option.direction, option.rect, box), look.shape,
                  toneColor(option.palette, look.tone));
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + (index.column() == 0 ? option.fontMetrics.height() : 0),
                option.fontMetrics.height() + grid};
    }
};

} // namespace

AlertsPane::AlertsPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new QTreeView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)) {
    m_view->setModel(&desk.alerts());
    m_view->setItemDelegate(new AlertDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Alerts"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(AlertsModel::Text, QHeaderView::Stretch);
    m_view->setColumnHidden(AlertsModel::About, true); // both stand beside it, and the words need the room
    m_view->setColumnHidden(AlertsModel::Since, true);
    setFocusProxy(m_view);
    makeActions();
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_view);
    split->addWidget(makeDetail());
    m_view->setMinimumWidth(36 * grid);
    m_detail->setMinimumWidth(36 * grid);
    split->setSizes({3000, 2000});
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    for (QAction* action : {m_replay, m_visit})
        row->addWidget(actionButton(action, this));
    row->addStretch(1);
    row->addWidget(actionButton(m_all, this));
    layout->addLayout(row);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &AlertsPane::showDetail);
    connect(m_view, &QTreeView::activated, this, &AlertsPane::visit);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&desk.alerts(), signal, this, &AlertsPane::refresh);
    connect(&desk.alerts(), &QAbstractItemModel::dataChanged, this, &AlertsPane::showDetail);
    connect(&desk.mirror(), &CoreMirror::reset, this, &AlertsPane::refresh);
    refresh();
}

void AlertsPane::makeActions() {
    m_replay = paneAction(this, tr("&Replay the dead letter"));
    m_visit = paneAction(this, tr("&Go to the alert's task"));
    m_all = paneAction(this, tr("Show closed dead letters too"), {},
                       QStringLiteral("signalboxctl deadletter list --all"));
    m_all->setCheckable(true);
    m_view->addActions({m_replay, m_visit, m_all});
    needsRole(m_replay, m_desk, Role::Operator);
    connect(m_replay, &QAction::triggered, this, &AlertsPane::replay);
    connect(m_visit, &QAction::triggered, this, &AlertsPane::visit);
    connect(m_all, &QAction::toggled, this, [this](bool on) { m_desk.alerts().setAll(on); });
}

QWidget* AlertsPane::makeDetail() {
    m_detail = new QWidget(this);
    m_detail->setBackgroundRole(QPalette::Base);
    m_detail->setAutoFillBackground(true);
    m_facts = new FactGrid(m_detail);
    auto* area = new QScrollArea(m_detail);
    auto* inner = new QWidget(area);
    auto* facts = new QVBoxLayout(inner);
    facts->setContentsMargins(grid, grid, grid, grid);
    facts->addWidget(m_facts);
    facts->addStretch(1);
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setBackgroundRole(QPalette::Base);
    inner->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(m_detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(area, 1);
    return m_detail;
}

const Alert* AlertsPane::chosen() const {
    return m_desk.alerts().alert(m_view->currentIndex().data(AlertsModel::KeyRole).toString());
}

void AlertsPane::refresh() {
    const bool any = m_desk.alerts().rowCount() > 0;
    if (m_desk.mirror().loaded())
        m_empty->setWords(tr("Nothing is wrong"),
                          tr("Work that was given up, machines that hang and parts of the core that fail "
                             "stand here."));
    else
        m_empty->setWords(tr("Connecting to the core ..."), {});
    m_stack->setCurrentIndex(any || m_desk.alerts().all() ? 0 : 1);
    if (any && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_desk.alerts().index(0, 0));
    showDetail();
}

void AlertsPane::showDetail() {
    const Alert* alert = chosen();
    const Moment now = m_desk.fleetPast() ? m_desk.now() : m_desk.client().now();
    const DeadLetter* letter = alert && alert->letter ? &*alert->letter : nullptr;
    m_facts->set(tr("what"), alert ? alert->subject : QString());
    m_facts->set(tr("wrong"), alert ? alert->text : QString(), {},
                 alert && alert->severity == Alert::Severity::Bad ? Tone::Bad : Tone::Plain);
    m_facts->set(tr("known because"), alert ? alert->because : QString());
    m_facts->set(tr("since"),
                 alert && alert->since.ms > 0 ? tr("%1 ago").arg(ageText(alert->since, now)) : QString());
    m_facts->set(tr("work"),
                 letter ? tr("%1, step %2, try %3 of this attempt")
                              .arg(enumWord(letter->kind).replace(u'_', u' '), letter->step)
                              .arg(letter->tries)
                        : QString(),
                 letter ? letter->key : QString());
    m_facts->set(
        tr("state"),
        letter ? tr("%1, replayed %2 times").arg(inReadersWords(enumWord(letter->state))).arg(letter->replays)
               : QString());
    QString help;
    if (letter && letter->state == DeadLetterState::Open)
        help = tr("Mend the reason, then replay it: the work is done once more under the same key, so what "
                  "was done already is not done twice.");
    else if (alert && alert->kind == Alert::Kind::Machine)
        help =
            tr("Look at its task's log; destroying the machine lets the attempt begin again in a new one.");
    else if (alert && alert->kind == Alert::Kind::Organ)
        help = tr("The core starts it anew by itself; if that fails too often the core ends and is started "
                  "anew as a whole.");
    m_facts->set(tr("what to do"), help);

    setSensible(m_replay, letter && letter->state == DeadLetterState::Open && !m_desk.past());
    setCommand(
        m_replay,
        letter ? QStringLiteral("signalboxctl deadletter replay %1.%2").arg(alert->task).arg(letter->number)
               : QString());
    m_visit->setEnabled(alert && alert->task != 0);
    setCommand(m_visit, alert && alert->task ? QStringLiteral("signalboxctl task show %1").arg(alert->task)
                                             : QString());
}

void AlertsPane::replay() {
    if (const Alert* alert = chosen(); alert && alert->letter)
        m_desk.replayDeadLetter(alert->task, alert->letter->number);
}

void AlertsPane::visit() {
    if (const Alert* alert = chosen(); alert && alert->task != 0)
        m_desk.chooseTask(alert->task);
}

} // namespace signalbox
