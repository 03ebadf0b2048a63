// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/timeline_model.h"

#include "core/client/event_text.h"
#include "views/models/header_words.h"

#include <QDateTime>
#include <QJsonDocument>

namespace signalbox {

TimelineModel::TimelineModel(QObject* parent) : QAbstractTableModel(parent) {}

void TimelineModel::load(TaskId task, const QList<RecordView>& records) {
    const bool whole = task == m_task && !records.isEmpty() && !m_records.isEmpty() &&
                       m_records.first().seq <= records.first().seq;
    if (whole) { // the same task read again: only what is new
        for (const RecordView& record : records)
            append(record);
        return;
    }
    QList<RecordView> later; // came live before the first answer
    if (task == m_task && !records.isEmpty())
        for (const RecordView& record : std::as_const(m_records))
            if (record.seq > records.last().seq)
                later.append(record);
    beginResetModel();
    m_task = task;
    m_records = records + later;
    endResetModel();
}

void TimelineModel::append(const RecordView& record) {
    if (record.task != m_task || (!m_records.isEmpty() && record.seq <= m_records.last().seq))
        return;
    const int row = int(m_records.size());
    beginInsertRows({}, row, row);
    m_records.append(record);
    endInsertRows();
}

int TimelineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_records.size());
}

int TimelineModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RecordView& record = m_records.at(index.row());
    switch (role) {
    case TypeRole:
        return record.type;
    case BodyRole:
    case Qt::ToolTipRole:
        return QString::fromUtf8(QJsonDocument(record.body).toJson(QJsonDocument::Indented)).left(4000);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case At:
        return QDateTime::fromMSecsSinceEpoch(record.at.ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case What:
        return eventText(record);
    case Seq:
        return record.seq;
    default:
        return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role, {tr("When"), tr("What happened"), tr("Event")});
}

} // namespace signalbox
