// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace signalbox {

/// Who did what, the newest first. Older entries come page by page as one scrolls down, new ones by
/// themselves. The chain over the entries that are here is checked here, and not believed.
class AuditModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { When, Kind, Who, Action, About, What, columns };
    enum Role { SeqRole = Qt::UserRole + 1, TaskRole, KindRole };
    /// What is asked for; empty and 0: all.
    struct Filter {
        TaskId task = 0;
        QString kind;
        QString who; ///< a part of the name
        bool operator==(const Filter&) const = default;
    };
    explicit AuditModel(QObject* parent = nullptr);
    /// `began` and `ended` frame each request.
    void follow(CoreClient& client, std::function<void()> began, std::function<void()> ended);
    /// Whether somebody looks.
    void watch(bool on);
    void setFilter(const Filter& filter);
    [[nodiscard]] const Filter& filter() const { return m_filter; }

    [[nodiscard]] const QList<AuditEntry>& entries() const { return m_entries; }
    /// Of the last page; `last` 0: nothing was heard yet, or nothing is kept.
    [[nodiscard]] const AuditPage& page() const { return m_page; }
    [[nodiscard]] bool busy() const { return m_fetching; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    /// What the check of the chain came to.
    struct Links {
        int checked = 0;   ///< neighbours whose chain was done again
        qint64 broken = 0; ///< the first entry whose chain is another one; 0: none
    };
    [[nodiscard]] const Links& links() const { return m_links; }
    /// The first of these entries, the newest first, whose chain does not follow on from its neighbour's; 0:
    /// none. Entries without their neighbour are passed over. Pure.
    static qint64 brokenAt(const QList<AuditEntry>& newestFirst);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    static QString kindText(const QString& kind);

signals:
    void updated();

private:
    void restart();
    void fetchOlder();
    void fetchNewer();
    void takeOlder(const AuditPage& page);
    void takeNewer(const AuditPage& page);
    [[nodiscard]] bool fits(const AuditEntry& entry) const;
    void checkLinks(QList<AuditEntry> newestFirst, const AuditEntry* newer);

    CoreClient* m_client = nullptr;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    QTimer m_soon;
    bool m_watched = false;
    bool m_fetching = false;
    bool m_again = false; ///< something happened while a request was under way
    bool m_complete = false;
    int m_round = 0; ///< answers to the filter before are not listened to
    Filter m_filter;
    QList<AuditEntry> m_entries;
    std::optional<AuditEntry> m_oldest; ///< heard of, whether it fits or not
    std::optional<AuditEntry> m_newest;
    AuditPage m_page;
    std::optional<Error> m_error;
    Links m_links;
};

} // namespace signalbox
