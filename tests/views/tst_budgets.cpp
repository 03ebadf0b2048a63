// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: each budget is seen with its use, limit and future, in words and not by colour alone; the use
// over time belongs to what is chosen; a task that its budget stopped goes on when a person raises it, from
// the keyboard; a core without a gateway says how to turn it on; nobody is asked while nobody looks.
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/budgets/budgets_pane.h"
#include "views/panes/raise_card.h"
#include "views/panes/task/task_pane.h"
#include "views/parts/budget_chart.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeView>

using namespace signalbox;
using Tester = QAbstractItemModelTester;

namespace {

QAction* actionOf(const QWidget& pane, const QString& text) {
    for (QAction* action : pane.actions())
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    return nullptr;
}

QString wordsOn(const QWidget& pane) {
    QStringList words;
    for (const QLabel* label : pane.findChildren<QLabel*>())
        if (label->isVisibleTo(&pane))
            words.append(label->text());
    return words.join(u'\n');
}

} // namespace

class Budgets : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_desk = deskOn(QStringLiteral("budgets"));
        m_pane = std::make_unique<BudgetsPane>(*m_desk);
        m_pane->resize(1100, 360);
        m_view = m_pane->findChild<QTreeView*>();
    }
    void cleanup() {
        m_pane.reset();
        m_desk.reset();
    }
    void eachLevelIsThereInWords();
    void chartBelongsToWhatIsChosen();
    void aRaiseSendsTheTaskOn();
    void itIsRaisedWhereTheTaskWaits();
    void theDecisionPaneSaysWhatWaits();
    void nothingIsRaisedByNothing();
    void aFinishedTaskIsNotRaised();
    void withoutAGatewayItSaysHow();
    void nobodyIsAskedWhileNobodyLooks();
    void rowsKeepTheirPlace();

private:
    void open() {
        m_pane->show();
        m_desk->open();
        QTRY_VERIFY(m_desk->settled());
        QTRY_VERIFY(m_desk->budgets().rowCount() > 0);
    }
    void choose(TaskId task) {
        for (int row = 0; row < m_desk->budgets().rowCount(); ++row)
            if (m_desk->budgets().index(row, 0).data(BudgetsModel::TaskRole).toLongLong() == task)
                m_view->setCurrentIndex(m_desk->budgets().index(row, 0));
        QTRY_VERIFY(m_desk->settled());
    }
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<BudgetsPane> m_pane;
    QTreeView* m_view = nullptr;
};

void Budgets::eachLevelIsThereInWords() {
    const Tester tester(&m_desk->budgets(), Tester::FailureReportingMode::QtTest);
    open();
    QStringList levels;
    for (const BudgetLine& line : m_desk->budgets().report().budgets)
        if (!levels.contains(line.level))
            levels.append(line.level);
    QCOMPARE(levels, QStringList({QStringLiteral("month"), QStringLiteral("repository"),
                                  QStringLiteral("agent"), QStringLiteral("task")}));
    const BudgetLine* stopped = m_desk->budgets().line(QStringLiteral("task:63"));
    QVERIFY(stopped);
    QCOMPARE(BudgetsModel::forecastText(*stopped, m_desk->client().now()), QStringLiteral("used up"));
    for (int row = 0; row < m_desk->budgets().rowCount(); ++row)
        QVERIFY(m_desk->budgets()
                    .index(row, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("tokens")));
    choose(63);
    QVERIFY(wordsOn(*m_pane).contains(QStringLiteral("The task waits")));
    QVERIFY(m_pane->findChild<BudgetChart*>()->accessibleDescription().contains(QStringLiteral("used")));
}

void Budgets::chartBelongsToWhatIsChosen() {
    open();
    choose(64);
    QTRY_COMPARE(m_desk->budgets().history().id, QStringLiteral("task:64"));
    qint64 sum = 0;
    for (const BudgetSlice& slice : m_desk->budgets().history().slices)
        sum += slice.tokens;
    QCOMPARE(sum, m_desk->budgets().line(QStringLiteral("task:64"))->tokens); // it began less than a day ago
    QComboBox* span = m_pane->findChild<QComboBox*>();
    const Millis slice = m_desk->budgets().history().slice;
    span->setCurrentIndex(span->findData(168));
    emit span->activated(span->currentIndex());
    QTRY_VERIFY(m_desk->settled() && m_desk->budgets().history().slice > slice);
    // Another one is chosen before the answer to the first question came: the last choice counts.
    const auto rowOf = [this](TaskId task) {
        int row = 0;
        while (m_desk->budgets().index(row, 0).data(BudgetsModel::TaskRole).toLongLong() != task)
            ++row;
        return m_desk->budgets().index(row, 0);
    };
    m_view->setCurrentIndex(rowOf(61));
    m_view->setCurrentIndex(rowOf(66));
    QTRY_COMPARE(m_desk->budgets().history().id, QStringLiteral("task:66"));
}

void Budgets::aRaiseSendsTheTaskOn() {
    open();
    choose(63);
    QAction* raise = actionOf(*m_pane, QStringLiteral("Raise the task's budget ..."));
    QVERIFY(raise && raise->isEnabled());
    QCOMPARE(raise->statusTip(), QStringLiteral("signalboxctl budget raise 63 --tokens N"));
    QSignalSpy proposed(m_desk.get(), &Desk::commandProposed);
    raise->trigger();
    auto* card = m_pane->findChild<RaiseCard*>();
    QVERIFY(card->isVisible());
    QCOMPARE(card->task(), 63);
    QTest::keyClicks(card->findChild<QSpinBox*>(), QStringLiteral("500"));
    auto* reason = card->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly);
    QTest::keyClicks(reason, QStringLiteral("a large file"));
    QCOMPARE(proposed.last().first().toString(),
             QStringLiteral("signalboxctl budget raise 63 --tokens 500000 --reason 'a large file'"));
    QStringList happened;
    connect(&m_desk->mirror(), &CoreMirror::recordArrived, this,
            [&](const RecordView& record) { happened.append(record.type); });
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_COMPARE(happened, QStringList({QStringLiteral("budget_raised"), QStringLiteral("task_resumed")}));
    QVERIFY(!card->isVisible());
    QCOMPARE(scriptOf(*m_desk).core().task(63)->extraTokens, 500'000);
    QTRY_COMPARE(*m_desk->budgets().line(QStringLiteral("task:63"))->tokenLimit, 900'000);
}

void Budgets::itIsRaisedWhereTheTaskWaits() {
    TaskPane pane(*m_desk);
    pane.resize(900, 600);
    pane.show();
    open();
    m_desk->chooseTask(64);
    QTRY_VERIFY(m_desk->settled() && m_desk->task());
    QAction* raise = actionOf(pane, QStringLiteral("Grant the task a larger budget ..."));
    QVERIFY(raise && !raise->isEnabled()); // it works, and nothing stopped it
    m_desk->chooseTask(63);
    QTRY_VERIFY(raise->isEnabled());
    raise->trigger();
    auto* card = pane.findChild<RaiseCard*>();
    QVERIFY(card->isVisible());
    m_desk->chooseTask(64); // another one is looked at: nobody raises the wrong one
    QTRY_VERIFY(m_desk->settled() && !card->isVisible());
}

/// A person is asked although no step asks: the pane for decisions must not deny it.
void Budgets::theDecisionPaneSaysWhatWaits() {
    ApprovalPane pane(*m_desk);
    pane.resize(700, 600);
    pane.show();
    open();
    m_desk->chooseTask(63);
    QTRY_VERIFY(m_desk->settled() && m_desk->task());
    QTRY_VERIFY(wordsOn(pane).contains(QStringLiteral("Its budget stopped this task")));
    QVERIFY(!wordsOn(pane).contains(QStringLiteral("No decision is asked for")));
    m_desk->chooseTask(64); // which works
    QTRY_VERIFY(m_desk->settled() && m_desk->task());
    QTRY_VERIFY(!wordsOn(pane).contains(QStringLiteral("Its budget stopped")));
}

void Budgets::nothingIsRaisedByNothing() {
    open();
    choose(63);
    actionOf(*m_pane, QStringLiteral("Raise the task's budget ..."))->trigger();
    auto* card = m_pane->findChild<RaiseCard*>();
    QSignalSpy raised(card, &RaiseCard::raised);
    QTest::keyClick(card->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly), Qt::Key_Return);
    QCOMPARE(raised.count(), 0);
    QTest::keyClick(card, Qt::Key_Escape);
    QVERIFY(!card->isVisible());
}

void Budgets::aFinishedTaskIsNotRaised() {
    open();
    choose(61);
    QVERIFY(!actionOf(*m_pane, QStringLiteral("Raise the task's budget ..."))->isEnabled());
    actionOf(*m_pane, QStringLiteral("Go to the budget's task"))->trigger();
    QCOMPARE(m_desk->taskId(), 61);
}

void Budgets::withoutAGatewayItSaysHow() {
    m_pane.reset();
    m_desk = deskOn(QStringLiteral("running"));
    BudgetsPane pane(*m_desk);
    pane.resize(900, 320);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QTRY_VERIFY(wordsOn(pane).contains(QStringLiteral("ANTHROPIC_API_KEY")));
    QVERIFY(!actionOf(pane, QStringLiteral("Raise the task's budget ..."))->isEnabled());
}

void Budgets::nobodyIsAskedWhileNobodyLooks() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QVERIFY(m_desk->budgets().unknown());
    m_pane->show();
    QTRY_VERIFY(!m_desk->budgets().unknown());
    m_pane->hide();
    QSignalSpy updated(&m_desk->budgets(), &BudgetsModel::updated);
    scriptOf(*m_desk).core().post(BudgetRaised{64, QStringLiteral("maria"), 5, 0, {}});
    QTRY_VERIFY(m_desk->mirror().lastSeq() == scriptOf(*m_desk).core().info().seq);
    QCOMPARE(updated.count(), 0);
}

void Budgets::rowsKeepTheirPlace() {
    open();
    choose(64);
    QSignalSpy reset(&m_desk->budgets(), &QAbstractItemModel::modelReset);
    scriptOf(*m_desk).core().post(BudgetRaised{64, QStringLiteral("maria"), 1000, 0, {}});
    QTRY_COMPARE(*m_desk->budgets().line(QStringLiteral("task:64"))->tokenLimit, 401'000);
    QCOMPARE(m_view->currentIndex().data(BudgetsModel::TaskRole).toLongLong(), 64);
    QCOMPARE(reset.count(), 0);
}

QTEST_MAIN(Budgets)
#include "tst_budgets.moc"
