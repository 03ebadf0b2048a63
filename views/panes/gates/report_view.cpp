// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/gates/report_view.h"

#include "views/models/gate_report.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/log_view.h"
#include "views/parts/mark.h"
#include "views/parts/visible_text.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTabBar>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

namespace {

Look lookOfRow(ReportRow::Kind kind) {
    switch (kind) {
    case ReportRow::Kind::Failed:
        return {Shape::Cross, Tone::Bad, ReportView::tr("failed")};
    case ReportRow::Kind::Skipped:
        return {Shape::Slash, Tone::Quiet, ReportView::tr("skipped")};
    case ReportRow::Kind::Low:
        return {Shape::Minus, Tone::Warning, ReportView::tr("low")};
    case ReportRow::Kind::Fine:
        break;
    }
    return {Shape::Check, Tone::Good, ReportView::tr("fine")};
}

/// The mark before the name; names come from outside and are shown with what is hidden in them.
class ReportDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool first = index.column() == 0;
        const int mark = first ? option.fontMetrics.height() : 0;
        QStyleOptionViewItem rest = option;
        rest.rect = visualBox(option.direction, option.rect, option.rect.adjusted(mark, 0, 0, 0));
        if (first && (option.state & QStyle::State_Selected))
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        QStyledItemDelegate::paint(painter, rest, index);
        if (!first)
            return;
        const Look look = lookOfRow(ReportRow::Kind(index.data(GateReport::KindRole).toInt()));
        const double size = option.fontMetrics.ascent() * 0.8;
        const QRectF box(option.rect.left() + 2, option.rect.center().y() - size / 2 + 1, size, size);
        paintMark(*painter, visualBox(option.direction, option.rect, box), look.shape,
                  toneColor(option.palette, look.tone));
    }
    [[nodiscard]] QString displayText(const QVariant& value, const QLocale&) const override {
        return inLogicalOrder(visibleText(value.toString()));
    }
};

} // namespace

ReportView::ReportView(GateReport& report, QWidget* parent)
    : QWidget(parent), m_report(report), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(this)),
      m_tabs(new QTabBar(this)), m_words(quietLabel(this)), m_sides(new QStackedWidget(this)),
      m_rows(new QTreeView(this)), m_text(new QPlainTextEdit(this)), m_output(new LogView(this)) {
    m_rows->setModel(&report);
    m_rows->setItemDelegate(new ReportDelegate(m_rows));
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setAllColumnsShowFocus(true);
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setAccessibleName(tr("Tests and files of the report"));
    m_rows->header()->setStretchLastSection(false);
    m_rows->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->header()->setSectionResizeMode(GateReport::Name, QHeaderView::Stretch);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(fixedFont(smallFont(font())));
    m_text->setLayoutDirection(Qt::LeftToRight);
    m_text->setAccessibleName(tr("What the test says"));
    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_rows);
    split->addWidget(m_text);
    split->setSizes({2000, 1000});
    m_sides->addWidget(split);
    m_sides->addWidget(m_output);
    m_output->setBare(true);
    m_output->setAccessibleName(tr("Output"));
    m_tabs->addTab(tr("Report"));
    m_tabs->addTab(tr("Output"));
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Report or output"));
    connect(m_tabs, &QTabBar::currentChanged, m_sides, &QStackedWidget::setCurrentIndex);
    auto* content = new QWidget(this);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(grid, 0, grid, 0);
    head->addWidget(m_tabs);
    head->addWidget(m_words, 1);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_sides, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_empty);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    connect(m_rows->selectionModel(), &QItemSelectionModel::currentChanged, this, &ReportView::showText);
    connect(&report, &GateReport::changed, this, &ReportView::refresh);
    refresh();
}

void ReportView::refresh() {
    const bool rows = m_report.rowCount() > 0;
    const bool output = !m_report.output().isEmpty();
    m_stack->setCurrentIndex(rows || output ? 0 : 1);
    switch (m_report.state()) {
    case GateReport::State::Reading:
        m_empty->setWords(tr("Reading the report ..."), {});
        break;
    case GateReport::State::Trouble:
        m_empty->setWords(tr("The report cannot be read"), m_report.words());
        break;
    default:
        m_empty->setWords(tr("No report"), m_report.gate().isEmpty()
                                               ? tr("Choose a gate to see what its programs reported.")
                                               : tr("This gate's programs left no report and no output."));
    }
    setPlain(m_words, m_report.words());
    m_tabs->setTabEnabled(0, rows);
    m_tabs->setTabEnabled(1, output);
    // The report first, as soon as it is there; whoever has turned to the output of this gate stays with it.
    if (!rows && output)
        m_tabs->setCurrentIndex(1);
    else if (rows && m_report.gate() != m_turnedTo)
        m_tabs->setCurrentIndex(0);
    m_turnedTo = rows ? m_report.gate() : QString();
    if (m_report.output() != m_shown) {
        m_shown = m_report.output();
        m_output->clear();
        QList<LogEntry> entries;
        for (const QByteArray& line : m_shown.split('\n'))
            entries.append({{}, m_report.gate(), 1, LogKind::Output, QString::fromUtf8(line)});
        m_output->append(entries);
    }
    if (rows && !m_rows->currentIndex().isValid())
        m_rows->setCurrentIndex(m_report.index(0, 0));
    showText();
}

void ReportView::showText() {
    QStringList lines = m_rows->currentIndex().data(GateReport::TextRole).toString().split(QLatin1Char('\n'));
    for (QString& line : lines)
        line = inLogicalOrder(visibleText(line));
    const QString text = lines.join(QLatin1Char('\n'));
    m_text->setPlainText(text);
    m_text->setVisible(!text.trimmed().isEmpty());
}

} // namespace signalbox
