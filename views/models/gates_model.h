// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QAbstractItemModel>

namespace signalbox {

/// A task's gates in the order of its blueprint, with what each found. A gate that has not judged the present
/// commit says so; an older verdict never stands in for it.
class GatesModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Gate, Verdict, Summary, Numbers, Took, columns };
    /// The numbers are those of EvidenceTable::Role; a test holds them together.
    enum Role { VerdictRole = Qt::UserRole + 1, SeverityRole, PlaceRole, MessageRole, ExcerptRole, StepRole };

    explicit GatesModel(QObject* parent = nullptr);
    /// Updates row by row while it is the same task with the same gates.
    void setTask(const Task& task);
    void clear();
    /// Gates that passed, and all gates.
    [[nodiscard]] int passed() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString step;
        QString title;
        bool judged = false;  ///< of the present commit
        bool earlier = false; ///< there is a result, but of another commit
        GateResult result;
        bool operator==(const Row& other) const;
    };
    static QList<Row> rowsOf(const Task& task);
    void update(int at, const Row& row);
    [[nodiscard]] QVariant gateData(const Row& row, int column, int role) const;
    [[nodiscard]] QVariant findingData(const Finding& finding, int column, int role) const;

    TaskId m_task = 0;
    QList<Row> m_rows;
};

} // namespace signalbox
