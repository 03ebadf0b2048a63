// SPDX-License-Identifier: GPL-3.0-or-later
// A vote must never be a guess: when its answer is lost, what the core holds says whether it counts.
#include "core/client/api_call.h"
#include "core/client/core_client.h"

#include <QJsonDocument>
#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace signalbox {

namespace {

constexpr int asksAfterLoss = 4;
constexpr int askAgainMs = 500;

struct Answer {
    Approval approval;
    SB_FIELDS(Answer, approval)
};

struct LostVote {
    CoreClient::Ballot ballot;
    QString user;
    Error first;          ///< why there was no (good) answer
    bool refused = false; ///< the core did answer: with Conflict
    Callback<Approval> done;
};

bool stands(const Approval& approval, const LostVote& lost) {
    return std::any_of(approval.votes.begin(), approval.votes.end(), [&](const Vote& vote) {
        return vote.approve == lost.ballot.approve && vote.comment == lost.ballot.comment &&
               vote.onBehalf == lost.ballot.onBehalf && (lost.user.isEmpty() || vote.by == lost.user);
    });
}

void judge(const LostVote& lost, const Approval& approval) {
    if (stands(approval, lost))
        return lost.done(approval);
    if (lost.refused)
        return lost.done(lost.first);
    if (approval.state != ApprovalState::Open)
        return lost.done(
            Error{ErrorKind::Conflict,
                  QStringLiteral("your vote was lost on the way (%1), and approval %2 is %3 by now")
                      .arg(lost.first.message)
                      .arg(approval.id)
                      .arg(enumWord(approval.state)),
                  {}});
    lost.done(
        Error{ErrorKind::Unavailable,
              QStringLiteral("your vote was lost on the way (%1); it does not count").arg(lost.first.message),
              QStringLiteral("Vote again.")});
}

void lookUp(CoreClient& client, QObject* context, const LostVote& lost, int left) {
    client.fetchApproval(lost.ballot.approval, context, [&client, context, lost, left](const auto& entry) {
        if (entry)
            return judge(lost, entry->approval);
        if (lost.refused)
            return lost.done(lost.first);
        if (left > 1) {
            QTimer::singleShot(askAgainMs, context, [again = QPointer(&client), context, lost, left] {
                if (again)
                    lookUp(*again, context, lost, left - 1);
            });
            return;
        }
        lost.done(
            Error{ErrorKind::Timeout,
                  QStringLiteral("it is not known whether your vote on approval %1 arrived: %2")
                      .arg(lost.ballot.approval)
                      .arg(lost.first.message),
                  QStringLiteral("Look at the approval once the core answers again; voting the same twice "
                                 "does no harm.")});
    });
}

} // namespace

void CoreClient::vote(const Ballot& ballot, QObject* context, Callback<Approval> done) {
    ApiRequest request;
    request.method = QByteArrayLiteral("POST");
    request.path = QStringLiteral("/v1/approvals/%1/vote").arg(ballot.approval);
    request.body = QJsonDocument(QJsonObject{{QStringLiteral("approve"), ballot.approve},
                                             {QStringLiteral("comment"), ballot.comment},
                                             {QStringLiteral("tree"), ballot.tree},
                                             {QStringLiteral("evidence"), ballot.evidence},
                                             {QStringLiteral("onBehalf"), ballot.onBehalf}})
                       .toJson(QJsonDocument::Compact);
    m_transport->request(request, context, [this, ballot, context, done](const Delivery& delivery) {
        const QString user = m_mirror->coreInfo().user;
        if (!delivery.reply) {
            if (!delivery.unclear)
                return done(delivery.reply.error()); // it never left
            return lookUp(*this, context, {ballot, user, delivery.reply.error(), false, done}, asksAfterLoss);
        }
        const int status = delivery.reply->status;
        if (status == 409) // perhaps because the very same vote had arrived before
            return lookUp(*this, context, {ballot, user, errorFrom(*delivery.reply), true, done}, 1);
        if (status == 502 || status == 504) // a proxy speaks, not the core
            return lookUp(*this, context, {ballot, user, errorFrom(*delivery.reply), false, done},
                          asksAfterLoss);
        if (status < 200 || status >= 400)
            return done(errorFrom(*delivery.reply));
        const Result<Answer> answer = parseAnswer<Answer>(delivery.reply->body);
        if (!answer)
            return lookUp(*this, context, {ballot, user, answer.error(), false, done}, asksAfterLoss);
        done(answer->approval);
    });
}

} // namespace signalbox
