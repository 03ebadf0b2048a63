// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/gates_model.h"

#include "core/client/core_text.h"
#include "views/models/header_words.h"

#include <QLocale>

#include <algorithm>

namespace signalbox {

GatesModel::GatesModel(QObject* parent) : QAbstractItemModel(parent) {}

bool GatesModel::Row::operator==(const Row& other) const {
    return step == other.step && title == other.title && judged == other.judged && earlier == other.earlier &&
           toJson(result) == toJson(other.result);
}

QList<GatesModel::Row> GatesModel::rowsOf(const Task& task) {
    QList<Row> rows;
    for (const Step& step : task.blueprint.steps) {
        if (step.kind != StepKind::Gate)
            continue;
        Row row;
        row.step = step.id;
        row.title = step.title.isEmpty() ? step.id : step.title;
        // The attempt under way has no result yet: the one before it is what is known.
        if (const StepState* state = task.step(step.id))
            for (const Attempt& attempt : state->attempts)
                if (attempt.result && attempt.result->gate)
                    row.result = *attempt.result->gate;
        const bool known = !row.result.gate.isEmpty() || !row.result.summary.isEmpty();
        row.judged = known && row.result.commit == task.commit;
        row.earlier = known && !row.judged;
        rows.append(row);
    }
    return rows;
}

void GatesModel::setTask(const Task& task) {
    const QList<Row> rows = rowsOf(task);
    bool same = task.id == m_task && rows.size() == m_rows.size();
    for (qsizetype i = 0; same && i < rows.size(); ++i)
        same = rows.at(i).step == m_rows.at(i).step;
    if (!same) {
        beginResetModel();
        m_task = task.id;
        m_rows = rows;
        endResetModel();
        return;
    }
    for (int i = 0; i < rows.size(); ++i)
        if (!(rows.at(i) == m_rows.at(i)))
            update(i, rows.at(i));
}

void GatesModel::clear() {
    beginResetModel();
    m_task = 0;
    m_rows.clear();
    endResetModel();
}

void GatesModel::update(int at, const Row& row) {
    const QModelIndex parent = index(at, 0);
    const int before = int(m_rows.at(at).result.findings.size());
    const int after = int(row.result.findings.size());
    if (before > 0) {
        beginRemoveRows(parent, 0, before - 1);
        m_rows[at].result.findings.clear();
        endRemoveRows();
    }
    Row bare = row;
    bare.result.findings.clear();
    m_rows[at] = bare;
    emit dataChanged(parent, index(at, columns - 1));
    if (after > 0) {
        beginInsertRows(parent, 0, after - 1);
        m_rows[at] = row;
        endInsertRows();
    }
}

int GatesModel::passed() const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) {
        return row.judged && row.result.verdict == signalbox::Verdict::Passed;
    }));
}

QModelIndex GatesModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || column < 0 || column >= columns || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : quintptr(0));
}

QModelIndex GatesModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int GatesModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return int(m_rows.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return int(m_rows.at(parent.row()).result.findings.size());
}

int GatesModel::columnCount(const QModelIndex&) const {
    return columns;
}

QVariant GatesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == 0)
        return gateData(m_rows.at(index.row()), index.column(), role);
    const Row& row = m_rows.at(int(index.internalId()) - 1);
    return findingData(row.result.findings.at(index.row()), index.column(), role);
}

QVariant GatesModel::gateData(const Row& row, int column, int role) const {
    const QString said = inReadersWords(row.result.summary);
    const QString verdict = inReadersWords(enumWord(row.result.verdict).replace(u'_', u' '));
    switch (role) {
    case VerdictRole:
        return row.judged ? int(row.result.verdict) : -1;
    case StepRole:
        return row.step;
    case Qt::ToolTipRole:
        return row.result.command.isEmpty() ? said : tr("%1\nran: %2").arg(said, row.result.command);
    case Qt::AccessibleTextRole:
        return tr("%1: %2, %3").arg(row.title, row.judged ? verdict : tr("not judged yet"), said);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Gate:
        return row.title;
    case Verdict:
        return row.judged ? verdict : tr("not yet");
    case Summary:
        if (row.earlier)
            return tr("earlier work: %1").arg(said);
        return row.judged ? said : QString();
    case Numbers: {
        QStringList numbers;
        if (row.judged)
            for (auto it = row.result.numbers.begin(); it != row.result.numbers.end(); ++it)
                numbers.append(QStringLiteral("%1 %2").arg(QString(it.key()).replace(u'_', u' '),
                                                           QLocale().toString(it.value(), 'g', 6)));
        return numbers.join(QStringLiteral(", "));
    }
    case Took:
        return row.judged ? humanDuration(row.result.duration) : QString();
    default:
        return {};
    }
}

QVariant GatesModel::findingData(const Finding& finding, int column, int role) const {
    const QString place = finding.file.isEmpty() ? finding.test
                          : finding.line > 0     ? QStringLiteral("%1:%2").arg(finding.file).arg(finding.line)
                                                 : finding.file;
    const QString message = inReadersWords(finding.message);
    switch (role) {
    case SeverityRole:
        return finding.severity;
    case PlaceRole:
        return place;
    case MessageRole:
        return message;
    case ExcerptRole:
        return finding.excerpt;
    case Qt::AccessibleTextRole:
        return tr("%1 at %2: %3").arg(inReadersWords(finding.severity), place, message);
    case Qt::DisplayRole:
        return column == 0 ? QVariant(message) : QVariant();
    default:
        return {};
    }
}

QVariant GatesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role,
                      {tr("Gate"), tr("Verdict"), tr("What it says"), tr("Numbers"), tr("Took")});
}

} // namespace signalbox
