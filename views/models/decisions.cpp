// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/decisions.h"

#include <algorithm>
#include <utility>

namespace signalbox {

Decisions::Decisions(CoreClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Decisions::flush);
}

Decisions::~Decisions() {
    flush(); // the person decided; closing the window does not undecide
}

void Decisions::voteAll(const QList<CoreClient::Ballot>& ballots) {
    flush();
    m_held = ballots;
    if (m_delay.count() <= 0)
        return flush();
    if (!m_held.isEmpty())
        m_timer.start(m_delay);
    emit changed();
}

bool Decisions::takeBack() {
    if (m_held.isEmpty())
        return false;
    QList<qint64> approvals;
    for (const CoreClient::Ballot& ballot : std::exchange(m_held, {}))
        approvals.append(ballot.approval);
    m_timer.stop();
    emit changed();
    emit tookBack(approvals);
    return true;
}

void Decisions::flush() {
    m_timer.stop();
    for (const CoreClient::Ballot& ballot : std::exchange(m_held, {}))
        send(ballot);
}

bool Decisions::busy(qint64 approval) const {
    return m_sent.contains(approval) ||
           std::any_of(m_held.begin(), m_held.end(),
                       [&](const CoreClient::Ballot& ballot) { return ballot.approval == approval; });
}

void Decisions::send(const CoreClient::Ballot& ballot) {
    m_sent.append(ballot.approval);
    emit changed();
    m_client.vote(ballot, this, [this, ballot](const Result<Approval>& answer) {
        m_sent.removeOne(ballot.approval);
        emit changed();
        if (answer)
            emit voted(ballot.approval, ballot.approve);
        else
            emit failed(ballot.approval, answer.error());
    });
}

void Decisions::ask(qint64 approval, const QString& text) {
    m_client.ask(approval, text, this, [this, approval](const Result<void>& answer) {
        if (answer)
            emit asked(approval);
        else
            emit failed(approval, answer.error());
    });
}

} // namespace signalbox
