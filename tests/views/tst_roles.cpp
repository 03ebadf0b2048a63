// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the console offers to whom: what needs a role that one has not is disabled and says why, live
// when the core says otherwise; a decision that asks others cannot be made, but in the name of somebody who
// delegated it; and an escalation is seen where one decides.
#include "core/client/scenario_story.h"
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/approval/delegate_card.h"
#include "views/panes/machines/machines_pane.h"
#include "views/panes/pane_bits.h"
#include "views/panes/repositories/repositories_pane.h"
#include "views/panes/role_gate.h"
#include "views/panes/submit/submit_pane.h"
#include "views/panes/task/task_pane.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

namespace {

QAction* actionOf(const QWidget& pane, const QString& text) {
    for (QAction* action : pane.actions())
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    return nullptr;
}

QString wordsOf(const QWidget& widget) {
    QStringList words;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        if (label->isVisibleTo(&widget))
            words.append(label->text());
    return words.join(u'\n');
}

/// The open approval of the chosen task, changed.
template <typename Change>
void change(Desk& desk, Change&& change) {
    ScenarioCore& core = scriptOf(desk).core();
    Task* task = core.task(desk.taskId());
    for (Approval& approval : task->approvals)
        if (approval.state == ApprovalState::Open)
            change(approval);
}

} // namespace

class RolesTest : public QObject {
    Q_OBJECT
private slots:
    void anActionNeedsItsRole() {
        auto desk = deskOn(QStringLiteral("approval?as=viewer"));
        desk->open();
        QTRY_VERIFY(desk->settled());
        QWidget pane;
        QAction* action = paneAction(&pane, QStringLiteral("&Do it"));
        needsRole(action, *desk, Role::Operator);
        QVERIFY(!action->isEnabled());
        QVERIFY(action->toolTip().contains(
            QStringLiteral("This needs the role operator; here you are: viewer.")));
        setSensible(action, true);
        QVERIFY(!action->isEnabled());
        setCommand(action, QStringLiteral("signalboxctl do it")); // a new tool tip says it, too
        QVERIFY(action->toolTip().contains(QStringLiteral("signalboxctl do it")));
        QCOMPARE(action->toolTip().count(QStringLiteral("This needs")), 1);
        scriptOf(*desk).core().setRoles({Role::Operator});
        QTRY_VERIFY(action->isEnabled());
        QVERIFY(!action->toolTip().contains(QStringLiteral("This needs")));
        setSensible(action, false);
        QVERIFY(!action->isEnabled());
        scriptOf(*desk).core().setRoles({Role::Viewer});
        scriptOf(*desk).core().setRoles({Role::Admin});
        QTRY_VERIFY(!action->isEnabled()); // what is not sensible is not, whoever one is
        QAction plain(&pane);
        setSensible(&plain, false);
        QVERIFY(!plain.isEnabled());
    }

    void aViewerLooks() {
        auto desk = deskOn(QStringLiteral("approval?as=viewer"));
        ApprovalPane approval(*desk);
        SubmitPane submit(*desk);
        TaskPane task(*desk);
        RepositoriesPane repositories(*desk);
        desk->open();
        QTRY_VERIFY(desk->settled() && desk->task());
        DecisionBar& bar = *approval.findChild<DecisionBar*>();
        QVERIFY(!bar.approveAction()->isEnabled() && !bar.rejectAction()->isEnabled() &&
                !bar.askAction()->isEnabled());
        QVERIFY2(wordsOf(bar).contains(QStringLiteral("This needs the role approver")),
                 qPrintable(wordsOf(bar)));
        QVERIFY(wordsOf(submit).contains(QStringLiteral("This needs the role operator")));
        QVERIFY(!actionOf(task, QStringLiteral("Cancel the task ..."))->isEnabled());
        QVERIFY(wordsOf(repositories).contains(QStringLiteral("This needs the role admin")));
        // The role changes while one looks.
        scriptOf(*desk).core().setRoles({Role::Operator, Role::Approver});
        QTRY_VERIFY(bar.approveAction()->isEnabled());
        QVERIFY(bar.askAction()->isEnabled());
        QVERIFY(actionOf(task, QStringLiteral("Cancel the task ..."))->isEnabled());
        QVERIFY(!wordsOf(submit).contains(QStringLiteral("This needs")));
        QVERIFY(wordsOf(repositories).contains(QStringLiteral("here you are: operator, approver")));
    }

    void theCoreRefusesInAnyCase() {
        auto desk = deskOn(QStringLiteral("approval?as=viewer"));
        QSignalSpy failed(desk.get(), &Desk::failed);
        desk->open();
        QTRY_VERIFY(desk->settled());
        desk->cancelTask(desk->taskId(), QStringLiteral("no"));
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed.first().first().value<Error>();
        QVERIFY(error.kind == ErrorKind::Denied && error.message.contains(QStringLiteral("role operator")));
        QVERIFY(CoreClient::create(QUrl(QStringLiteral("test:///approval?as=emperor"))).error().kind ==
                ErrorKind::Invalid);
    }

    void whoIsNotAskedMayDecideInAName() {
        auto desk = deskOn(QStringLiteral("approval?as=approver"));
        ApprovalPane pane(*desk);
        desk->open();
        QTRY_VERIFY(desk->settled() && desk->task());
        change(*desk, [](Approval& a) {
            a.approvers = {QStringLiteral("maria"), QStringLiteral("role:admin")};
        });
        const TaskId id = desk->taskId();
        desk->chooseTask(0);
        desk->chooseTask(id);
        DecisionBar& bar = *pane.findChild<DecisionBar*>();
        QTRY_VERIFY(wordsOf(bar).contains(QStringLiteral("Others are asked: maria, every admin.")));
        QVERIFY(!bar.approveAction()->isEnabled());
        Delegation d{1, QStringLiteral("maria"), QStringLiteral("alex"), 0, {}, desk->now()};
        scriptOf(*desk).core().post(DelegationMade{d});
        QTRY_VERIFY(bar.approveAction()->isEnabled());
        QVERIFY2(wordsOf(pane).contains(QStringLiteral("you decide as alex for maria")),
                 qPrintable(wordsOf(pane)));
        bar.approveAction()->trigger();
        QTRY_VERIFY(desk->task()->approvals.last().state == ApprovalState::Approved);
        QCOMPARE(desk->task()->approvals.last().votes.last().onBehalf, QStringLiteral("maria"));
    }

    void anEscalationIsSeen() {
        auto desk = deskOn(QStringLiteral("approval"));
        ApprovalPane pane(*desk);
        desk->open();
        QTRY_VERIFY(desk->settled() && desk->task());
        change(*desk, [&](Approval& a) {
            a.escalates = desk->now() + Millis(7'200'000);
            a.escalateTo = {QStringLiteral("zoe")};
        });
        const TaskId id = desk->taskId();
        desk->chooseTask(0);
        desk->chooseTask(id);
        QTRY_VERIFY2(wordsOf(pane).contains(QStringLiteral("to zoe in 2 h")), qPrintable(wordsOf(pane)));
        const qint64 approval = desk->task()->openApproval()->id;
        scriptOf(*desk).core().post(ApprovalEscalated{id, approval, {QStringLiteral("zoe")}});
        QTRY_VERIFY2(wordsOf(pane).contains(QStringLiteral("escalated to zoe since")),
                     qPrintable(wordsOf(pane)));
    }

    void aDecisionIsHandedOverAndTakenBack() {
        auto desk = deskOn(QStringLiteral("approval"));
        ApprovalPane pane(*desk);
        pane.show();
        desk->open();
        QTRY_VERIFY(desk->settled() && desk->task());
        QAction* hand = actionOf(pane, QStringLiteral("Hand the decision over ..."));
        QVERIFY(hand && hand->isEnabled());
        hand->trigger();
        auto& card = *pane.findChild<DelegateCard*>();
        QVERIFY(card.isVisibleTo(&pane));
        card.personField()->setText(QStringLiteral("alex")); // oneself
        QTest::keyClick(card.personField(), Qt::Key_Return);
        QVERIFY(desk->mirror().delegations().isEmpty());
        card.personField()->setText(QStringLiteral("maria"));
        QTest::keyClick(card.personField(), Qt::Key_Return);
        QTRY_COMPARE(desk->mirror().delegations().size(), 1);
        QCOMPARE(desk->mirror().delegations().first().to, QStringLiteral("maria"));
        QCOMPARE(desk->mirror().delegations().first().approval, desk->task()->openApproval()->id);
        QVERIFY(!card.isVisibleTo(&pane));
        hand->trigger();
        for (QPushButton* button : card.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("back")))
                button->click();
        QTRY_VERIFY(desk->mirror().delegations().isEmpty());
    }
};

QTEST_MAIN(RolesTest)
#include "tst_roles.moc"
