// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/command_palette.h"

#include "views/parts/theme.h"
#include "views/parts/visible_text.h"
#include "views/shell/fuzzy.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox {

namespace {

constexpr int shownEntries = 60;
constexpr int entryRole = Qt::UserRole;
constexpr int detailRole = Qt::UserRole + 1;

class EntryDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool chosen = option.state & QStyle::State_Selected;
        if (chosen)
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        const QRect inner = option.rect.adjusted(grid * 3 / 2, 0, -grid * 3 / 2, 0);
        const QString detail = index.data(detailRole).toString();
        const int right = option.fontMetrics.horizontalAdvance(detail);
        painter->setPen(chosen ? option.palette.color(QPalette::HighlightedText)
                               : toneColor(option.palette, Tone::Quiet));
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
        const int room = inner.width() - right - 2 * grid;
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room));
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {0, option.fontMetrics.height() + grid};
    }
};

} // namespace

CommandPalette::CommandPalette(std::function<QList<Entry>()> entries, QWidget* parent)
    : Card(parent), m_ask(std::move(entries)), m_field(new QLineEdit(this)), m_list(new QListWidget(this)),
      m_command(new QLabel(this)) {
    setAccessibleName(tr("Commands"));
    m_field->setPlaceholderText(tr("A command or a task: type some of its letters"));
    m_field->setAccessibleName(tr("Command"));
    m_field->setMinimumHeight(4 * grid);
    m_list->setAccessibleName(tr("Matching commands"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid, grid, grid, grid);
    layout->setSpacing(grid);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_command);
    m_command->setTextFormat(Qt::PlainText);
    m_command->setFont(fixedFont(smallFont(font())));
    m_command->setForegroundRole(QPalette::PlaceholderText);
    m_command->setAccessibleName(tr("The same on the command line"));
    connect(m_list, &QListWidget::currentItemChanged, this, &CommandPalette::showCommand);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::popUp() {
    m_before = QApplication::focusWidget();
    m_entries = m_ask();
    const QWidget* window = parentWidget();
    const int width = std::min(80 * grid, window->width() - 4 * grid);
    const int height = std::min(56 * grid, window->height() - 16 * grid);
    setGeometry((window->width() - width) / 2, 8 * grid, width, height);
    m_field->clear();
    refresh();
    show();
    raise();
    m_field->setFocus();
}

void CommandPalette::refresh() {
    const QString typed = m_field->text();
    QList<std::pair<int, int>> ranked;
    for (int i = 0; i < m_entries.size(); ++i)
        if (const int score = fuzzyScore(typed, m_entries.at(i).text); score >= 0)
            ranked.append({score, i});
    if (!typed.trimmed().isEmpty())
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
    m_list->clear();
    for (qsizetype i = 0; i < std::min<qsizetype>(ranked.size(), shownEntries); ++i) {
        const Entry& entry = m_entries.at(ranked.at(i).second);
        auto* item = new QListWidgetItem(visibleText(entry.text), m_list);
        item->setData(entryRole, ranked.at(i).second);
        item->setData(detailRole, entry.detail);
    }
    m_list->setCurrentRow(0);
}

/// The line keeps its place when there is nothing to say: the list must not jump.
void CommandPalette::showCommand() {
    const QListWidgetItem* item = m_list->currentItem();
    const QString command = item ? m_entries.at(item->data(entryRole).toInt()).command : QString();
    m_command->setText(fontMetrics().elidedText(command.isEmpty() ? QStringLiteral(" ") : command,
                                                Qt::ElideRight, width() - 3 * grid));
}

void CommandPalette::run(const QListWidgetItem* item) {
    if (!item)
        return;
    const auto command = m_entries.at(item->data(entryRole).toInt()).run;
    leave();
    command();
}

void CommandPalette::leave() {
    hide();
    if (m_before)
        m_before->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            leave();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run(m_list->currentItem());
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
        case Qt::Key_PageDown:
        case Qt::Key_PageUp:
            QApplication::sendEvent(m_list, key);
            return true;
        default:
            break;
        }
    }
    if (watched == m_field && event->type() == QEvent::FocusOut && isVisible())
        hide();
    return Card::eventFilter(watched, event);
}

} // namespace signalbox
