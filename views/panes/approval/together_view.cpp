// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/together_view.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/visible_text.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

namespace {

/// Titles and file names come from outside: what would hide or reorder text is spelt out.
class PlainDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QString displayText(const QVariant& value, const QLocale&) const override {
        return inReadingOrder(visibleText(value.toString()));
    }
};

} // namespace

TogetherView::TogetherView(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_title(plainLabel(this, true)), m_common(plainLabel(this, true)),
      m_differing(plainLabel(this, true)), m_table(new QTreeView(this)) {
    m_title->setFont(boldFont(font()));
    setTone(m_differing, Tone::Warning);
    m_table->setModel(&desk.together());
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAlternatingRowColors(true);
    m_table->setAccessibleName(tr("Decisions that ask the same"));
    m_table->setToolTip(tr("Space marks, Enter shows one by itself"));
    m_table->header()->setStretchLastSection(true);
    m_table->setItemDelegate(new PlainDelegate(m_table));
    QHeaderView* header = m_table->header();
    header->moveSection(Together::Change, Together::columns - 1); // it takes the room that is left
    const int letter = fontMetrics().averageCharWidth();
    header->resizeSection(Together::Task, 24 * letter);
    header->resizeSection(Together::Gates, 15 * letter);
    header->resizeSection(Together::State, 12 * letter);
    setFocusProxy(m_table);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(2 * grid, grid * 3 / 2, 2 * grid, grid);
    head->setSpacing(grid / 2);
    head->addWidget(m_title);
    head->addWidget(m_common);
    head->addWidget(m_differing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex& index) {
        emit taskWanted(index.data(Together::TaskRole).toLongLong());
    });
    connect(&desk.together(), &Together::changed, this, &TogetherView::refresh);
    connect(&desk.together(), &QAbstractItemModel::modelReset, m_table, [this] {
        m_table->setCurrentIndex(m_desk.together().index(0, 0));
        m_table->resizeColumnToContents(Together::Waits);
    });
    refresh();
}

void TogetherView::refresh() {
    const Together& together = m_desk.together();
    m_title->setText(
        tr("Decisions that ask the same: %1, marked: %2").arg(together.rowCount()).arg(together.marked()));
    setPlain(m_common, together.common().join(QLatin1Char('\n')));
    setPlain(m_differing, together.differing().join(QLatin1Char('\n')));
    m_differing->setVisible(!together.differing().isEmpty());
}

} // namespace signalbox
