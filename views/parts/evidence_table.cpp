// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/evidence_table.h"

#include "views/parts/mark.h"
#include "views/parts/visible_text.h"

#include <QHeaderView>
#include <QPainter>

namespace signalbox {

namespace {

constexpr int excerptLines = 12;

QStringList excerptOf(const QModelIndex& index) {
    QStringList lines = index.data(EvidenceTable::ExcerptRole).toString().split(QLatin1Char('\n'));
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    const auto more = lines.size() - excerptLines;
    if (more > 0) {
        lines = lines.mid(0, excerptLines);
        lines.append(EvidenceTable::tr("... more lines: %1").arg(more));
    }
    return lines;
}

bool isFinding(const QModelIndex& index) {
    return index.parent().isValid();
}

Look lookOfGate(const QModelIndex& index) {
    const int verdict = index.siblingAtColumn(0).data(EvidenceTable::VerdictRole).toInt();
    if (verdict < 0)
        return {Shape::Ring, Tone::Quiet, EvidenceTable::tr("not yet")};
    return lookOf(Verdict(verdict));
}

} // namespace

EvidenceTable::EvidenceTable(QWidget* parent) : QTreeView(parent) {
    setItemDelegate(new EvidenceDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(true);
    setAllColumnsShowFocus(true);
    setIndentation(2 * grid);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAccessibleName(tr("Gates and their evidence"));
    header()->setStretchLastSection(false);
    header()->setHighlightSections(false);
}

void EvidenceTable::setModel(QAbstractItemModel* model) {
    QTreeView::setModel(model);
    if (!model)
        return;
    const auto refresh = [this] {
        spanFindings();
        openFailures();
    };
    connect(model, &QAbstractItemModel::modelReset, this, refresh);
    connect(model, &QAbstractItemModel::rowsInserted, this, refresh);
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { scheduleDelayedItemsLayout(); });
    for (int c = 0; c < model->columnCount(); ++c)
        header()->setSectionResizeMode(c, c == 2 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    refresh();
}

void EvidenceTable::spanFindings() {
    for (int gate = 0; gate < model()->rowCount(); ++gate) {
        const QModelIndex parent = model()->index(gate, 0);
        for (int finding = 0; finding < model()->rowCount(parent); ++finding)
            setFirstColumnSpanned(finding, parent, true);
    }
}

void EvidenceTable::openFailures() {
    for (int gate = 0; gate < model()->rowCount(); ++gate) {
        const QModelIndex index = model()->index(gate, 0);
        const int verdict = index.data(VerdictRole).toInt();
        if (verdict >= 0 && Verdict(verdict) != Verdict::Passed)
            expand(index);
    }
}

void EvidenceTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void EvidenceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
    isFinding(index) ? paintFinding(*painter, option, index) : paintGate(*painter, option, index);
    painter->restore();
}

void EvidenceDelegate::paintGate(QPainter& painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    const Look look = lookOfGate(index);
    const QColor tone = toneColor(option.palette, look.tone);
    QRect area = option.rect.adjusted(grid / 2, 0, -grid / 2, 0);
    const double size = option.fontMetrics.ascent() * 0.85;
    if (index.column() == 0) {
        const QRectF box(area.left(), area.center().y() - size / 2 + 1, size, size);
        paintMark(painter, visualBox(option.direction, option.rect, box), look.shape, tone);
        area.setLeft(area.left() + int(size) + grid * 3 / 4);
        area = visualBox(option.direction, option.rect, area);
    }
    painter.setFont(option.font);
    painter.setPen(index.column() == 1   ? tone
                   : index.column() >= 3 ? toneColor(option.palette, Tone::Quiet)
                                         : option.palette.color(QPalette::Text));
    const QString text = index.column() == 1 ? look.word : visibleText(index.data().toString());
    const Qt::Alignment align = index.column() == 4 ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(area, align | Qt::AlignVCenter,
                     option.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
}

void EvidenceDelegate::paintFinding(QPainter& painter, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
    const QString severity = index.data(EvidenceTable::SeverityRole).toString();
    const Tone tone = severity == QLatin1String("error")     ? Tone::Bad
                      : severity == QLatin1String("warning") ? Tone::Warning
                                                             : Tone::Quiet;
    const QFontMetrics& metrics = option.fontMetrics;
    QRect line(option.rect.left() + grid / 2, option.rect.top() + 2, option.rect.width() - grid,
               metrics.height() + 2);
    painter.setFont(option.font);
    painter.setPen(toneColor(option.palette, tone));
    const QString word = severity + QStringLiteral(": ");
    painter.drawText(line, Qt::AlignVCenter, word);
    QRect rest = line.adjusted(metrics.horizontalAdvance(word), 0, 0, 0);
    const QString place = visibleText(index.data(EvidenceTable::PlaceRole).toString());
    if (!place.isEmpty()) {
        painter.setFont(fixedFont(option.font));
        const int width = painter.fontMetrics().horizontalAdvance(place) + grid;
        painter.setPen(option.palette.color(QPalette::Link));
        painter.drawText(rest, Qt::AlignVCenter, place);
        rest.setLeft(rest.left() + width);
        painter.setFont(option.font);
    }
    painter.setPen(option.palette.color(QPalette::Text));
    const QString message = visibleText(index.data(EvidenceTable::MessageRole).toString());
    painter.drawText(rest, Qt::AlignVCenter, metrics.elidedText(message, Qt::ElideRight, rest.width()));

    const QStringList excerpt = excerptOf(index);
    if (excerpt.isEmpty())
        return;
    painter.setFont(fixedFont(smallFont(option.font)));
    const QFontMetrics fixed = painter.fontMetrics();
    QRect box(line.left(), line.bottom() + 2, line.width(), int(excerpt.size()) * fixed.height() + grid / 2);
    painter.fillRect(box, option.palette.color(QPalette::AlternateBase));
    painter.fillRect(QRect(box.left(), box.top(), 2, box.height()), toneColor(option.palette, tone));
    painter.setClipRect(box);
    int y = box.top() + grid / 4 + fixed.ascent();
    for (const QString& text : excerpt) {
        painter.drawText(box.left() + grid, y, inLogicalOrder(visibleText(cutLong(text, 400))));
        y += fixed.height();
    }
}

QSize EvidenceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    if (isFinding(index)) {
        const QStringList excerpt = excerptOf(index);
        const int fixed = QFontMetrics(fixedFont(smallFont(option.font))).height();
        return {0, metrics.height() + 8 + (excerpt.isEmpty() ? 0 : int(excerpt.size()) * fixed + grid)};
    }
    const QString text = index.column() == 1 ? lookOfGate(index).word : index.data().toString();
    const int mark = index.column() == 0 ? metrics.ascent() + grid : 0;
    return {metrics.horizontalAdvance(text) + mark + 2 * grid, metrics.height() + grid};
}

} // namespace signalbox
