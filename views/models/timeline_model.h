// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QAbstractTableModel>

namespace signalbox {

/// The events of one task, newest last. Grows only at its end.
class TimelineModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { At, What, Seq, columns };
    enum Role { TypeRole = Qt::UserRole + 1, BodyRole };
    explicit TimelineModel(QObject* parent = nullptr);
    void load(TaskId task, const QList<RecordView>& records);
    /// Takes the record when it is of this task and newer than all that is there.
    void append(const RecordView& record);
    [[nodiscard]] TaskId task() const { return m_task; }
    [[nodiscard]] const RecordView& record(int row) const { return m_records.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    TaskId m_task = 0;
    QList<RecordView> m_records;
};

} // namespace signalbox
