// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

namespace signalbox {

/// Gates with their verdicts; each opens to what it found, with the lines of output that matter. Shows any
/// tree model of two levels that offers these roles: the parts know no models.
class EvidenceTable final : public QTreeView {
    Q_OBJECT
public:
    enum Role {
        VerdictRole = Qt::UserRole + 1, ///< gates: the Verdict as int; -1: not judged yet
        SeverityRole,                   ///< findings: "error", "warning", "note"
        PlaceRole,                      ///< findings: "src/parse.cpp:41"
        MessageRole,                    ///< findings
        ExcerptRole,                    ///< findings: output, several lines
    };
    explicit EvidenceTable(QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    /// Opens every gate that did not pass, so that what is wrong is seen without a click.
    void openFailures();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void spanFindings();
};

/// Paints the rows of an EvidenceTable.
class EvidenceDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintGate(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintFinding(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

} // namespace signalbox
