// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"
#include "views/models/approvals_model.h"
#include "views/models/decisions.h"

#include <QAbstractTableModel>

namespace signalbox {

/// Open approvals that ask the same: of one repository, by one blueprint, at one step. Each row keeps what it
/// was put before the person with, and that is what its vote binds: tree, evidence, commit. Whatever changes
/// meanwhile loses its mark and waits to be looked at again.
class Together final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Task, Gates, Change, Waits, State, columns };
    enum Role { TaskRole = Qt::UserRole + 1, ApprovalRole, StateRole };
    enum class Row { Reading, Ready, Changed, Gone, Decided, Sent, Recorded, Refused };
    static constexpr int mostRows = 50; ///< as many as one person can answer for at once

    /// All must outlive it. `began` and `ended` frame each request.
    Together(CoreClient& client, ApprovalsModel& approvals, Decisions& decisions, std::function<void()> began,
             std::function<void()> ended, QObject* parent = nullptr);

    /// Those that ask the same as this one, itself first; alone or empty where there are no others.
    [[nodiscard]] QList<ApprovalEntry> sameRule(qint64 approval) const;
    /// Puts those that ask the same as this one before the person, and reads what each is about.
    void open(qint64 approval);
    void close();
    [[nodiscard]] bool isOpen() const { return m_about != 0; }
    void setMarked(int row, bool marked);
    [[nodiscard]] int marked() const;
    /// Votes on each of the marked ones by itself, on exactly what its row shows.
    void vote(bool approve, const QString& comment);
    /// Their ballots, as vote() would send them.
    [[nodiscard]] QList<CoreClient::Ballot> ballots(bool approve, const QString& comment) const;
    [[nodiscard]] Row stateOf(int row) const { return m_rows.at(row).state; }
    /// What all of them have in common, and in what they differ; a line each.
    [[nodiscard]] QStringList common() const;
    [[nodiscard]] QStringList differing() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Marks, rows or what is known of them are others now.
    void changed();

private:
    struct Item {
        ApprovalEntry entry; ///< as it was put before the person
        Row state = Row::Reading;
        bool marked = false;
        std::optional<EvidenceBundle> evidence;
        std::optional<ChangeList> change;
        QString trouble;
    };
    void follow();
    void append(const ApprovalEntry& entry);
    void read(const Item& item);
    /// Takes what was read for the row when it is about what the row shows; marks it when `mark` and it is
    /// good.
    void settle(int row, bool mark);
    void tell(int row);
    [[nodiscard]] int rowOf(qint64 approval) const;
    [[nodiscard]] bool mayMark(const Item& item) const;
    [[nodiscard]] QString gatesText(const Item& item) const;
    [[nodiscard]] QString stateText(const Item& item) const;
    void takeAnswer(qint64 approval, const std::optional<Error>& error);
    void markAgain(const QList<qint64>& approvals);
    [[nodiscard]] bool votedOn(const Approval& approval) const;

    CoreClient& m_client;
    ApprovalsModel& m_approvals;
    Decisions& m_decisions;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    qint64 m_about = 0; ///< the approval that it was opened for; 0: closed
    ApprovalEntry m_rule;
    QList<Item> m_rows;
};

} // namespace signalbox
