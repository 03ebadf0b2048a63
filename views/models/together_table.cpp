// SPDX-License-Identifier: GPL-3.0-or-later
// How approvals that are decided together are shown: the rows, and what they have in common.
#include "core/client/event_text.h"
#include "views/models/header_words.h"
#include "views/models/together.h"

#include "core/client/core_text.h"
#include <QMap>

#include <algorithm>

namespace signalbox {

namespace {

/// The names that stand in all of these lists, and those that stand in some.
struct Shared {
    QStringList inAll;
    QStringList inSome;
};
Shared sharedBy(const QList<QStringList>& lists) {
    QMap<QString, int> counts;
    for (const QStringList& list : lists)
        for (const QString& name : list)
            ++counts[name];
    Shared shared;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        (it.value() == lists.size() ? shared.inAll : shared.inSome).append(it.key());
    return shared;
}

QString onlyFew(QStringList names) {
    constexpr qsizetype most = 6;
    const qsizetype more = names.size() - most;
    names = names.first(std::min(names.size(), most));
    return names.join(QStringLiteral(", ")) + (more > 0 ? QStringLiteral(", +%1").arg(more) : QString());
}

int lines(const ChangeList& change) {
    int count = 0;
    for (const ChangedFile& file : change.files)
        count += file.added + file.removed;
    return count;
}

} // namespace

QString Together::gatesText(const Item& item) const {
    if (!item.evidence)
        return tr("reading ...");
    QStringList missed;
    for (const GateResult& gate : item.evidence->evidence)
        if (gate.verdict != Verdict::Passed)
            missed.append(gate.gate);
    const auto all = item.evidence->evidence.size();
    return missed.isEmpty()
               ? tr("all %1 passed").arg(all)
               : tr("%1 of %2 passed; not: %3").arg(all - missed.size()).arg(all).arg(onlyFew(missed));
}

QString Together::stateText(const Item& item) const {
    if (!item.trouble.isEmpty())
        return item.state == Row::Refused ? tr("not recorded: %1").arg(inReadersWords(item.trouble))
                                          : inReadersWords(item.trouble);
    switch (item.state) {
    case Row::Reading:
        return tr("reading ...");
    case Row::Ready:
        return item.marked ? tr("marked") : tr("not marked");
    case Row::Changed:
        return tr("new or changed a moment ago: look at it, then mark it");
    case Row::Gone:
        return tr("settled meanwhile, not by you");
    case Row::Decided:
        return tr("you have decided; others must still agree");
    case Row::Sent:
        return tr("decided, on its way");
    case Row::Recorded:
        return tr("recorded");
    case Row::Refused:
        break;
    }
    return tr("not recorded");
}

QStringList Together::common() const {
    if (m_rows.isEmpty())
        return {};
    QStringList said{
        tr("Repository %1, step %2, blueprint %3; each needs %4 to agree")
            .arg(m_rule.task.repository, m_rule.approval.step, shortId(m_rule.approval.blueprint))
            .arg(m_rule.approval.needed)};
    QList<QStringList> gates;
    QList<QStringList> files;
    for (const Item& item : m_rows) {
        QStringList passed;
        for (const GateResult& gate : item.evidence ? item.evidence->evidence : QList<GateResult>())
            if (gate.verdict == Verdict::Passed)
                passed.append(gate.gate);
        gates.append(passed);
        QStringList touched;
        for (const ChangedFile& file : item.change ? item.change->files : QList<ChangedFile>())
            touched.append(file.path);
        files.append(touched);
    }
    if (const QStringList all = sharedBy(gates).inAll; !all.isEmpty())
        said.append(tr("Passed by all: %1").arg(onlyFew(all)));
    if (const QStringList all = sharedBy(files).inAll; !all.isEmpty())
        said.append(tr("Touched by all: %1").arg(onlyFew(all)));
    return said;
}

QStringList Together::differing() const {
    QList<QStringList> missed;
    QList<int> changed;
    QStringList trees;
    QStringList votes;
    for (const Item& item : m_rows) {
        QStringList names;
        for (const GateResult& gate : item.evidence ? item.evidence->evidence : QList<GateResult>())
            if (gate.verdict != Verdict::Passed)
                names.append(gate.gate);
        missed.append(names);
        if (item.change)
            changed.append(lines(*item.change));
        trees.append(item.entry.approval.tree);
    }
    QStringList said;
    trees.removeDuplicates();
    if (m_rows.size() > 1)
        said.append(tr("Trees: %1 different ones, each vote binds its own").arg(trees.size()));
    const Shared gates = sharedBy(missed);
    if (const QStringList any = gates.inAll + gates.inSome; !any.isEmpty())
        said.append(tr("Not passed everywhere: %1").arg(onlyFew(any)));
    if (!changed.isEmpty()) {
        const auto [least, most] = std::minmax_element(changed.begin(), changed.end());
        if (*least != *most)
            said.append(tr("Lines changed: from %1 to %2").arg(*least).arg(*most));
    }
    return said;
}

int Together::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int Together::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant Together::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Item& item = m_rows.at(index.row());
    switch (role) {
    case Qt::CheckStateRole:
        return index.column() == Task ? QVariant(item.marked ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::ToolTipRole:
        return tr("binds tree %1, evidence %2").arg(item.entry.approval.tree, item.entry.approval.evidence);
    case TaskRole:
        return item.entry.task.id;
    case ApprovalRole:
        return item.entry.approval.id;
    case StateRole:
        return int(item.state);
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case Task:
        return QStringLiteral("#%1 %2").arg(item.entry.task.id).arg(item.entry.task.title);
    case Gates:
        return gatesText(item);
    case Change: {
        if (!item.change)
            return tr("reading ...");
        int added = 0;
        int removed = 0;
        QStringList files;
        for (const ChangedFile& file : item.change->files) {
            added += file.added;
            removed += file.removed;
            files.append(file.path);
        }
        return QStringLiteral("+%1 \u2212%2  %3").arg(added).arg(removed).arg(onlyFew(files));
    }
    case Waits:
        return humanDuration(Millis((m_client.now() - item.entry.approval.asked).count() / 60'000 * 60'000));
    case State:
        return stateText(item);
    default:
        return {};
    }
}

bool Together::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !index.isValid() || !mayMark(m_rows.at(index.row())))
        return false;
    setMarked(index.row(), value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags Together::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    const bool may = index.column() == Task && mayMark(m_rows.at(index.row()));
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren |
           (may ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

QVariant Together::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role,
                      {tr("Task"), tr("Gates"), tr("Change"), tr("Waits"), tr("Your vote")});
}

} // namespace signalbox
