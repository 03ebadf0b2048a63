// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/together.h"

#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

bool sameQuestion(const ApprovalEntry& a, const ApprovalEntry& b) {
    return a.task.repository == b.task.repository && a.approval.blueprint == b.approval.blueprint &&
           a.approval.step == b.approval.step && a.approval.needed == b.approval.needed;
}

/// Whether a vote on the one would be a vote on the other.
bool sameMatter(const Approval& a, const Approval& b) {
    return a.commit == b.commit && a.tree == b.tree && a.evidence == b.evidence && a.blueprint == b.blueprint;
}

int passedIn(const EvidenceBundle& bundle) {
    return int(std::count_if(bundle.evidence.begin(), bundle.evidence.end(),
                             [](const GateResult& gate) { return gate.verdict == Verdict::Passed; }));
}

} // namespace

Together::Together(CoreClient& client, ApprovalsModel& approvals, Decisions& decisions,
                   std::function<void()> began, std::function<void()> ended, QObject* parent)
    : QAbstractTableModel(parent), m_client(client), m_approvals(approvals), m_decisions(decisions),
      m_began(std::move(began)), m_ended(std::move(ended)) {
    connect(&approvals, &QAbstractItemModel::dataChanged, this, &Together::follow);
    connect(&approvals, &QAbstractItemModel::rowsInserted, this, &Together::follow);
    connect(&approvals, &QAbstractItemModel::rowsRemoved, this, &Together::follow);
    connect(&decisions, &Decisions::tookBack, this, &Together::markAgain);
    connect(&decisions, &Decisions::voted, this, [this](qint64 approval) { takeAnswer(approval, {}); });
    connect(&decisions, &Decisions::failed, this,
            [this](qint64 approval, const Error& error) { takeAnswer(approval, error); });
}

QList<ApprovalEntry> Together::sameRule(qint64 approval) const {
    const QList<ApprovalEntry>& all = m_approvals.entries();
    const auto about = std::find_if(
        all.begin(), all.end(), [&](const ApprovalEntry& entry) { return entry.approval.id == approval; });
    QList<ApprovalEntry> same;
    if (about == all.end())
        return same;
    same.append(*about);
    for (const ApprovalEntry& entry : all)
        if (entry.approval.id != approval && sameQuestion(entry, *about) && same.size() < mostRows)
            same.append(entry);
    return same;
}

void Together::open(qint64 approval) {
    const QList<ApprovalEntry> same = sameRule(approval);
    beginResetModel();
    m_rows.clear();
    m_about = same.isEmpty() ? 0 : approval;
    if (!same.isEmpty())
        m_rule = same.first();
    for (const ApprovalEntry& entry : same)
        m_rows.append({entry, votedOn(entry.approval) ? Row::Decided : Row::Reading, false, {}, {}, {}});
    endResetModel();
    for (const Item& item : QList<Item>(m_rows))
        read(item);
    emit changed();
}

bool Together::votedOn(const Approval& approval) const {
    const QString user = m_client.mirror().coreInfo().user;
    return !user.isEmpty() && std::any_of(approval.votes.begin(), approval.votes.end(),
                                          [&](const Vote& vote) { return vote.by == user; });
}

void Together::close() {
    beginResetModel();
    m_rows.clear();
    m_about = 0;
    endResetModel();
    emit changed();
}

void Together::append(const ApprovalEntry& entry) {
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
    m_rows.append(
        {entry, Row::Changed, false, {}, {}, {}}); // nobody has seen it before: nothing marks it but a person
    endInsertRows();
    read(m_rows.last());
}

/// Evidence and change of what the row shows; what comes for something else is not taken.
void Together::read(const Item& item) {
    const qint64 approval = item.entry.approval.id;
    const Approval matter = item.entry.approval;
    const bool fresh = item.state == Row::Reading;
    const auto take = [this, approval, matter, fresh](auto member) {
        return [this, approval, matter, fresh, member](const auto& answer) {
            const int row = rowOf(approval);
            if (row >= 0 && sameMatter(m_rows.at(row).entry.approval, matter)) {
                if (answer)
                    m_rows[row].*member = *answer;
                else
                    m_rows[row].trouble = answer.error().message;
                settle(row, fresh);
            }
            m_ended();
        };
    };
    m_began();
    m_client.fetchEvidence(item.entry.task.id, this, take(&Item::evidence));
    m_began();
    m_client.fetchChanges(item.entry.task.id, this, take(&Item::change));
}

void Together::settle(int row, bool mark) {
    Item& item = m_rows[row];
    const Approval& bound = item.entry.approval;
    if (item.evidence && (item.evidence->digest != bound.evidence || item.evidence->tree != bound.tree))
        item.trouble = tr("the evidence that stands is not the one that is asked about");
    if (item.change && item.change->commit != bound.commit)
        item.trouble = tr("the change that stands is not the one that is asked about");
    if (item.state == Row::Reading && item.evidence && item.change && item.trouble.isEmpty()) {
        item.state = Row::Ready;
        item.marked = mark && passedIn(*item.evidence) == item.evidence->evidence.size();
    }
    tell(row);
}

void Together::tell(int row) {
    emit dataChanged(index(row, 0), index(row, columns - 1));
    emit changed();
}

int Together::rowOf(qint64 approval) const {
    for (int row = 0; row < m_rows.size(); ++row)
        if (m_rows.at(row).entry.approval.id == approval)
            return row;
    return -1;
}

/// The open approvals are others now: what a row shows may not stand any more.
void Together::follow() {
    if (!isOpen())
        return;
    QSet<qint64> open;
    for (const ApprovalEntry& entry : QList<ApprovalEntry>(m_approvals.entries())) {
        open.insert(entry.approval.id);
        const int row = rowOf(entry.approval.id);
        if (row < 0) {
            if (sameQuestion(entry, m_rule) && m_rows.size() < mostRows)
                append(entry);
            continue;
        }
        Item& item = m_rows[row];
        const bool same = sameMatter(item.entry.approval, entry.approval);
        item.entry = entry;
        if (same)
            continue;
        item.marked = false;
        item.state = Row::Changed;
        item.evidence.reset();
        item.change.reset();
        item.trouble.clear();
        tell(row);
        read(item);
    }
    for (int row = 0; row < m_rows.size(); ++row) {
        Item& item = m_rows[row];
        const bool waits =
            item.state != Row::Recorded && item.state != Row::Sent && item.state != Row::Refused;
        if (open.contains(item.entry.approval.id) || !waits || item.state == Row::Gone)
            continue;
        item.marked = false;
        item.state = Row::Gone;
        tell(row);
    }
}

bool Together::mayMark(const Item& item) const {
    const bool known = item.evidence && item.change && item.trouble.isEmpty();
    return known && (item.state == Row::Ready || item.state == Row::Changed);
}

void Together::setMarked(int row, bool marked) {
    if (row < 0 || row >= m_rows.size() || !mayMark(m_rows.at(row)))
        return;
    m_rows[row].marked = marked;
    if (marked)
        m_rows[row].state = Row::Ready; // seen as it is now
    tell(row);
}

int Together::marked() const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [](const Item& item) { return item.marked; }));
}

QList<CoreClient::Ballot> Together::ballots(bool approve, const QString& comment) const {
    QList<CoreClient::Ballot> ballots;
    for (const Item& item : m_rows)
        if (item.marked && item.state == Row::Ready)
            ballots.append({item.entry.approval.id, approve, comment, item.entry.approval.tree,
                            item.entry.approval.evidence});
    return ballots;
}

void Together::vote(bool approve, const QString& comment) {
    const QList<CoreClient::Ballot> cast = ballots(approve, comment);
    for (const CoreClient::Ballot& ballot : cast) {
        const int row = rowOf(ballot.approval);
        m_rows[row].state = Row::Sent;
        m_rows[row].marked = false;
        tell(row);
    }
    m_decisions.voteAll(cast);
}

void Together::takeAnswer(qint64 approval, const std::optional<Error>& error) {
    const int row = rowOf(approval);
    if (row < 0)
        return;
    m_rows[row].state = error ? Row::Refused : Row::Recorded;
    m_rows[row].trouble = error ? error->message : QString();
    tell(row);
}

/// What was taken back before it was sent is marked as it was.
void Together::markAgain(const QList<qint64>& approvals) {
    for (const qint64 approval : approvals)
        if (const int row = rowOf(approval); row >= 0 && m_rows.at(row).state == Row::Sent) {
            m_rows[row].state = Row::Ready;
            m_rows[row].marked = true;
            tell(row);
        }
}

} // namespace signalbox
