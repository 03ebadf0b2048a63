// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QAbstractTableModel>

namespace signalbox {

/// One thing that is not as it should be, whoever has to mend it.
struct Alert {
    enum class Kind { DeadLetter, Organ, Machine, Core };
    enum class Severity { Bad, Warning, Over }; ///< Over: a dead letter that is closed
    Kind kind = Kind::Core;
    Severity severity = Severity::Warning;
    QString key;     ///< the same alert has the same key
    QString subject; ///< "dead letter 41.1", "organ pool"
    QString text;    ///< what is wrong
    QString because; ///< how it is known; empty: the text says it
    Moment since;    ///< 0: not known
    TaskId task = 0;
    std::optional<DeadLetter> letter;
    QString machine;
};

/// What was given up and what is not as it should be: dead letters, organs, machines and the core's own
/// ground. What is worst stands first, then what is newest. Follows row by row.
class AlertsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Subject, Text, About, Since, columns };
    enum Role { SeverityRole = Qt::UserRole + 1, KeyRole, TaskRole, SinceRole };
    explicit AlertsModel(QObject* parent = nullptr);
    /// `began` and `ended` frame each request.
    void follow(CoreClient& client, std::function<void()> began, std::function<void()> ended);
    /// Whether dead letters that are closed are shown too.
    void setAll(bool all);
    [[nodiscard]] bool all() const { return m_all; }
    /// Shows the dead letters of a past moment and nothing else; without any, what is now again.
    void showPast(const std::optional<QList<DeadLetterEntry>>& letters);

    [[nodiscard]] const QList<Alert>& alerts() const { return m_alerts; }
    /// nullptr: there is none (any more).
    [[nodiscard]] const Alert* alert(const QString& key) const;
    /// Those that are not over.
    [[nodiscard]] int open() const;
    [[nodiscard]] int openBad() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void countsChanged();

private:
    friend struct AlertsChanges;
    void fetchLetters();
    void rebuild();
    void addCore(QList<Alert>& alerts) const;
    void addMachines(QList<Alert>& alerts) const;
    void addLetters(QList<Alert>& alerts, const QList<DeadLetterEntry>& letters) const;

    CoreClient* m_client = nullptr;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    bool m_all = false;
    bool m_fetching = false;
    bool m_stale = false;
    QList<DeadLetterEntry> m_letters;
    std::optional<QList<DeadLetterEntry>> m_past;
    QList<Alert> m_alerts;
};

} // namespace signalbox
