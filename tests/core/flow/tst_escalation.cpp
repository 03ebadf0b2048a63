// SPDX-License-Identifier: GPL-3.0-or-later
// Protects who decides: only those who are asked, others once nobody did for long enough, and somebody in
// another's name only as long as it is delegated, never with more than the other may do, and never so that
// one person has two voices.
#include "core/flow/state_image.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

const Roles approver{Role::Approver};

QString name(const char* text) {
    return QString::fromLatin1(text);
}

/// A task that waits at its approval; the step is as `change` made it.
Flow waiting(const std::function<void(Step&)>& change) {
    Flow flow;
    flow.submit();
    Blueprint b = smallBlueprint();
    change(b.steps[5]);
    SB_ASSERT(flow.admit(1, b).ok() && flow.end(Verdict::Passed).ok() && flow.work(name("c1")).ok() &&
                  flow.judge(Verdict::Passed).ok() && flow.judge(Verdict::Passed).ok(),
              "the way to the approval");
    return flow;
}

Result<void> vote(Flow& flow, const char* by, const char* whose = "", const Roles& roles = approver,
                  const Roles& theirs = approver) {
    const Approval& a = flow.task().approvals.last();
    return flow.give(CastVote{a.id, name(by), true, {}, a.tree, a.evidence, roles, name(whose), theirs});
}

Result<void> hand(Flow& flow, const char* from, const char* to, qint64 approval, std::optional<Millis> time,
                  const Roles& fromRoles = approver, const Roles& toRoles = approver) {
    Delegation d{0, name(from), name(to), approval, {}, {}};
    if (time)
        d.until = flow.now + *time;
    return flow.give(Delegate{d, fromRoles, toRoles});
}

bool is(const Result<void>& result, ErrorKind kind) {
    return !result && result.error().kind == kind;
}

} // namespace

class EscalationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyThoseWhoAreAskedDecide_data() {
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<QString>("by");
        QTest::addColumn<int>("role");
        QTest::addColumn<bool>("may");
        const auto row = [](const char* what, const QStringList& asked, const char* by, Role role, bool may) {
            QTest::newRow(what) << asked << name(by) << int(role) << may;
        };
        row("nobody named", {}, "ann", Role::Approver, true);
        row("a viewer", {}, "ann", Role::Viewer, false);
        row("an operator", {}, "ann", Role::Operator, false);
        row("by name", {name("ann"), name("bob")}, "bob", Role::Approver, true);
        row("not named", {name("ann")}, "eve", Role::Approver, false);
        row("not named, admin", {name("ann")}, "eve", Role::Admin, false);
        row("named, no approver", {name("ann")}, "ann", Role::Viewer, false);
        row("by role", {name("role:admin")}, "eve", Role::Admin, true);
        row("not of the role", {name("role:admin")}, "eve", Role::Approver, false);
        row("a name like a role", {name("admin")}, "eve", Role::Admin, false);
    }
    void onlyThoseWhoAreAskedDecide() {
        QFETCH(QStringList, asked);
        QFETCH(QString, by);
        QFETCH(int, role);
        QFETCH(bool, may);
        Flow flow = waiting([&](Step& step) { step.approvers = asked; });
        const auto done = vote(flow, qPrintable(by), "", {Role(role)});
        QCOMPARE(done.ok(), may);
        QVERIFY(may || done.error().kind == ErrorKind::Denied);
        QCOMPARE(flow.task().openApproval() == nullptr, may);
    }

    void afterItsTimeOthersAreAskedAsWell() {
        Flow flow = waiting([](Step& step) {
            step.approvers = {name("ann")};
            step.escalates = 1h;
            step.escalateTo = {name("cleo"), name("role:admin")};
            step.expires = 2h;
        });
        QCOMPARE(nextDeadline(flow.state), std::optional(flow.now + 1h));
        QVERIFY(is(vote(flow, "cleo"), ErrorKind::Denied));
        flow.pass(1h - 1ms);
        QVERIFY(flow.give(Tick{}).ok() && flow.last.isEmpty());
        flow.pass(1ms);
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.last.size(), 1);
        QCOMPARE(typeOf(flow.last.first()), name("approval_escalated"));
        QCOMPARE(flow.task().openApproval()->escalated, std::optional(flow.now));
        // Once only; from here on its end is what is waited for.
        QVERIFY(flow.give(Tick{}).ok() && flow.last.isEmpty());
        QCOMPARE(nextDeadline(flow.state), std::optional(flow.now + 1h));
        QVERIFY(is(vote(flow, "dan"), ErrorKind::Denied));
        QVERIFY(vote(flow, "cleo").ok());
        QVERIFY(!flow.task().openApproval());
    }

    void whoWasAskedFirstStillMayDecide() {
        Flow flow = waiting([](Step& step) {
            step.approvers = {name("ann")};
            step.escalates = 1h;
            step.escalateTo = {name("cleo")};
        });
        flow.pass(5h);
        QVERIFY(flow.give(Tick{}).ok());
        QVERIFY(!nextDeadline(flow.state)); // it never expires
        QVERIFY(vote(flow, "ann").ok());
    }

    void theTimerIsInTheState() {
        Flow flow = waiting([](Step& step) {
            step.escalates = 1h;
            step.escalateTo = {name("cleo")};
        });
        QVERIFY(hand(flow, "ann", "bob", 0, 3h).ok());
        // As after a restart: from a snapshot, and long after it was due.
        auto read = unpackState(packState(flow.state));
        QVERIFY(read.ok());
        QVERIFY(*read == flow.state);
        flow.state = std::move(*read);
        flow.pass(30h);
        QVERIFY(flow.give(Tick{}).ok());
        QVERIFY(flow.task().openApproval()->escalated);
    }

    void whatIsOverIsPutToNobody() {
        Flow flow = waiting([](Step& step) {
            step.escalates = 1h;
            step.escalateTo = {name("cleo")};
            step.expires = 2h;
        });
        flow.pass(30h); // the core was away
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.task().approvals.last().state, ApprovalState::Expired);
        QVERIFY(!flow.task().approvals.last().escalated);
    }

    void somebodyDecidesInAName() {
        Flow flow = waiting([](Step& step) { step.approvers = {name("ann")}; });
        const qint64 id = flow.task().openApproval()->id;
        QVERIFY(is(vote(flow, "bob", "ann"), ErrorKind::Denied));
        QVERIFY(hand(flow, "ann", "bob", id, std::nullopt).ok());
        QVERIFY(is(vote(flow, "bob"), ErrorKind::Denied)); // as himself he is not asked
        QVERIFY(is(vote(flow, "eve", "ann"), ErrorKind::Denied));
        QVERIFY(vote(flow, "bob", "ann").ok());
        const Vote& cast = flow.task().approvals.last().votes.first();
        QCOMPARE(cast.by, name("bob"));
        QCOMPARE(cast.onBehalf, name("ann"));
        QCOMPARE(flow.task().approvals.last().reason, name("approved by bob for ann"));
    }

    void itIsNeverMoreThanTheOtherMayDo() {
        Flow flow = waiting([](Step& step) { step.approvers = {name("ann")}; });
        const qint64 id = flow.task().openApproval()->id;
        // Nobody hands on what is not theirs, nor to somebody who may not decide, nor to themselves.
        QVERIFY(is(hand(flow, "eve", "bob", id, std::nullopt), ErrorKind::Denied));
        QVERIFY(is(hand(flow, "ann", "bob", id, std::nullopt, {Role::Operator}), ErrorKind::Denied));
        QVERIFY(is(hand(flow, "ann", "bob", id, std::nullopt, approver, {Role::Viewer}), ErrorKind::Denied));
        QVERIFY(is(hand(flow, "ann", "bob", id, std::nullopt, approver, {}), ErrorKind::Denied));
        QVERIFY(is(hand(flow, "ann", "ann", id, std::nullopt), ErrorKind::Invalid));
        QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
        // What ann may not do any more, bob may not in her name; nor may he when he is no approver himself.
        QVERIFY(is(vote(flow, "bob", "ann", approver, {Role::Operator}), ErrorKind::Denied));
        QVERIFY(is(vote(flow, "bob", "ann", {Role::Viewer}), ErrorKind::Denied));
        // It is not passed on.
        QVERIFY(hand(flow, "bob", "eve", 0, 1h).ok());
        QVERIFY(is(vote(flow, "eve", "ann"), ErrorKind::Denied));
        QVERIFY(is(vote(flow, "eve", "bob"), ErrorKind::Denied)); // bob himself is not asked
    }

    void itsTimeEnds() {
        Flow flow = waiting([](Step&) {});
        QVERIFY(is(hand(flow, "ann", "bob", 0, std::nullopt), ErrorKind::Invalid));
        QVERIFY(is(hand(flow, "ann", "bob", 0, Millis(0)), ErrorKind::Invalid));
        QVERIFY(is(hand(flow, "ann", "bob", 0, 24h * 400), ErrorKind::Invalid));
        QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
        flow.pass(1h);
        QVERIFY(is(vote(flow, "bob", "ann"), ErrorKind::Denied));
        // What is over goes with the next one.
        QVERIFY(hand(flow, "ann", "cleo", 0, 1h).ok());
        QCOMPARE(flow.state.delegations.size(), 1);
        QCOMPARE(flow.state.delegations.first().id, 2);
    }

    void itIsTakenBack() {
        Flow flow = waiting([](Step&) {});
        QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
        QVERIFY(is(flow.give(RevokeDelegation{9, name("ann"), approver}), ErrorKind::NotFound));
        QVERIFY(is(flow.give(RevokeDelegation{1, name("eve"), approver}), ErrorKind::Denied));
        QVERIFY(flow.give(RevokeDelegation{1, name("ann"), approver}).ok());
        QVERIFY(is(vote(flow, "bob", "ann"), ErrorKind::Denied));
        QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
        QVERIFY(flow.give(RevokeDelegation{2, name("root"), {Role::Admin}}).ok());
        QVERIFY(flow.state.delegations.isEmpty());
    }

    void onePersonIsOneVoice_data() {
        QTest::addColumn<QStringList>("first"); // who, in whose name
        QTest::addColumn<QStringList>("second");
        QTest::addColumn<bool>("may");
        const auto row = [](const char* what, const QStringList& first, const QStringList& second, bool may) {
            QTest::newRow(what) << first << second << may;
        };
        const QString ann = name("ann");
        const QString bob = name("bob");
        row("two people", {ann, {}}, {bob, {}}, true);
        row("bob as himself, then for ann", {bob, {}}, {bob, ann}, false);
        row("bob for ann, then as himself", {bob, ann}, {bob, {}}, false);
        row("bob for ann, then ann", {bob, ann}, {ann, {}}, false);
        row("ann, then bob for ann", {ann, {}}, {bob, ann}, false);
        row("bob for ann, then dan for ann", {bob, ann}, {name("dan"), ann}, false);
        row("bob for ann, then bob for cleo", {bob, ann}, {bob, name("cleo")}, false);
        row("bob for ann, then dan for cleo", {bob, ann}, {name("dan"), name("cleo")}, true);
        row("bob for ann, then dan for bob", {bob, ann}, {name("dan"), bob}, false);
    }
    void onePersonIsOneVoice() {
        QFETCH(QStringList, first);
        QFETCH(QStringList, second);
        QFETCH(bool, may);
        Flow flow = waiting([](Step& step) { step.approvals = 2; });
        for (const auto& [from, to] :
             {std::pair("ann", "bob"), {"ann", "dan"}, {"cleo", "bob"}, {"cleo", "dan"}, {"bob", "dan"}})
            QVERIFY(hand(flow, from, to, 0, 1h).ok());
        QVERIFY(vote(flow, qPrintable(first[0]), qPrintable(first[1])).ok());
        const auto again = vote(flow, qPrintable(second[0]), qPrintable(second[1]));
        QCOMPARE(again.ok(), may);
        QVERIFY(may || again.error().kind == ErrorKind::Conflict);
        QCOMPARE(flow.task().openApproval() == nullptr, may);
    }

    void thereAreNotTooMany() {
        Flow flow = waiting([](Step&) {});
        for (int i = 0; i < 1000; ++i)
            QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
        QVERIFY(is(hand(flow, "ann", "bob", 0, 1h), ErrorKind::LimitReached));
        flow.pass(1h);
        QVERIFY(hand(flow, "ann", "bob", 0, 1h).ok());
    }
};

QTEST_GUILESS_MAIN(EscalationTest)
#include "tst_escalation.moc"
