// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QObject>
#include <QTimer>

namespace signalbox {

/// Sends decisions, and can hold each back for a moment in which it can still be taken back. What is held
/// back is sent at once when the next decision comes; flush() sends it before the program ends. Several that
/// are decided together are held back and taken back together, and each is sent and answered by itself.
class Decisions final : public QObject {
    Q_OBJECT
public:
    explicit Decisions(CoreClient& client, QObject* parent = nullptr);
    ~Decisions() override;
    /// Zero: sent at once.
    void setDelay(Millis delay) { m_delay = delay; }
    [[nodiscard]] Millis delay() const { return m_delay; }

    void vote(const CoreClient::Ballot& ballot) { voteAll({ballot}); }
    void voteAll(const QList<CoreClient::Ballot>& ballots);
    void ask(qint64 approval, const QString& text);
    /// Takes back what was not sent yet; false when there is nothing.
    bool takeBack();
    /// Sends what is held back now.
    void flush();
    [[nodiscard]] const QList<CoreClient::Ballot>& held() const { return m_held; }
    /// Nothing is held back or under way.
    [[nodiscard]] bool idle() const { return m_held.isEmpty() && m_sent.isEmpty(); }
    /// A vote on this approval is held back or under way.
    [[nodiscard]] bool busy(qint64 approval) const;

signals:
    /// A vote is held back, was taken back, is under way or was answered: look at held() and busy().
    void changed();
    void voted(qint64 approval, bool approve);
    /// These were taken back before they were sent.
    void tookBack(const QList<qint64>& approvals);
    void asked(qint64 approval);
    void failed(qint64 approval, const signalbox::Error& error);

private:
    void send(const CoreClient::Ballot& ballot);

    CoreClient& m_client;
    Millis m_delay{0};
    QList<CoreClient::Ballot> m_held;
    QList<qint64> m_sent;
    QTimer m_timer;
};

} // namespace signalbox
