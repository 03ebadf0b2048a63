// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the audit log is read back as far as it goes, page by page and without a double; new acts come by
// themselves; filters show what they say and nothing else; a chain that does not hold is seen at the entry
// where it breaks; the log can be taken along.
#include "tests/views/views_test.h"
#include "views/panes/audit/audit_pane.h"
#include "views/parts/badge.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>
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

} // namespace

class AuditPaneTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_desk = deskOn(QStringLiteral("trouble"));
        m_pane = std::make_unique<AuditPane>(*m_desk);
        m_pane->resize(1100, 360);
        m_view = m_pane->findChild<QTreeView*>();
    }
    void cleanup() {
        m_pane.reset();
        m_desk.reset();
    }
    void itIsReadToItsBeginning();
    void newActsComeByThemselves();
    void filtersShowWhatTheySay();
    void aBrokenChainIsSeen();
    void nothingYetSaysSo();
    void nobodyIsAskedWhileNobodyLooks();

private:
    void open() {
        m_pane->show();
        m_desk->open();
        QTRY_VERIFY(m_desk->settled());
        QTRY_VERIFY(m_desk->audit().rowCount() > 0);
    }
    void readAll() {
        while (m_desk->audit().canFetchMore({})) {
            m_desk->audit().fetchMore({});
            QTRY_VERIFY(!m_desk->audit().busy());
        }
    }
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<AuditPane> m_pane;
    QTreeView* m_view = nullptr;
};

void AuditPaneTest::itIsReadToItsBeginning() {
    const Tester tester(&m_desk->audit(), Tester::FailureReportingMode::QtTest);
    open();
    readAll();
    const QList<AuditEntry>& entries = m_desk->audit().entries();
    QVERIFY(entries.size() > 200); // more than a page
    QCOMPARE(entries.first().seq, m_desk->audit().page().last);
    QCOMPARE(entries.last().seq, 1);
    for (qsizetype i = 1; i < entries.size(); ++i)
        QCOMPARE(entries.at(i).seq, entries.at(i - 1).seq - 1);
    QCOMPARE(m_desk->audit().links().checked, int(entries.size()) - 1);
    QCOMPARE(m_desk->audit().links().broken, 0);
    QVERIFY(!m_desk->audit().index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
}

void AuditPaneTest::newActsComeByThemselves() {
    open();
    QSignalSpy reset(&m_desk->audit(), &QAbstractItemModel::modelReset);
    m_view->setCurrentIndex(m_desk->audit().index(3, 0));
    const qint64 chosen = m_view->currentIndex().data(AuditModel::SeqRole).toLongLong();
    const qint64 last = m_desk->audit().entries().first().seq;
    scriptOf(*m_desk).core().post(BudgetRaised{54, QStringLiteral("maria"), 5, 0, QStringLiteral("more")});
    QTRY_COMPARE(m_desk->audit().entries().first().seq, last + 1);
    QCOMPARE(m_desk->audit().entries().first().who, QStringLiteral("maria"));
    QCOMPARE(m_view->currentIndex().data(AuditModel::SeqRole).toLongLong(), chosen);
    QCOMPARE(m_desk->audit().links().broken, 0);
    QCOMPARE(reset.count(), 0);
}

void AuditPaneTest::filtersShowWhatTheySay() {
    open();
    auto* kind = m_pane->findChild<QComboBox*>();
    kind->setCurrentIndex(kind->findData(QStringLiteral("decision")));
    QTRY_VERIFY(m_desk->settled() && m_desk->audit().rowCount() > 0);
    for (const AuditEntry& entry : m_desk->audit().entries())
        QVERIFY(entry.kind == AuditKind::Decision);
    auto* who = m_pane->findChild<QLineEdit*>(QString(), Qt::FindChildrenRecursively);
    kind->setCurrentIndex(0);
    who->setText(QStringLiteral("JONAS"));
    emit who->editingFinished();
    QTRY_VERIFY(m_desk->settled() && m_desk->audit().rowCount() > 0);
    readAll();
    for (const AuditEntry& entry : m_desk->audit().entries())
        QCOMPARE(entry.who, QStringLiteral("jonas"));
    who->clear();
    emit who->editingFinished();
    m_desk->chooseTask(54);
    actionOf(*m_pane, QStringLiteral("Only the chosen task"))->setChecked(true);
    QTRY_VERIFY(m_desk->settled() && m_desk->audit().rowCount() > 0);
    for (const AuditEntry& entry : m_desk->audit().entries())
        QCOMPARE(entry.task, 54);
    m_desk->chooseTask(55); // and the filter follows
    QTRY_VERIFY(m_desk->settled() && m_desk->audit().rowCount() > 0);
    QCOMPARE(m_desk->audit().entries().first().task, 55);
    who->setText(QStringLiteral("nobody at all"));
    emit who->editingFinished();
    QTRY_VERIFY(m_desk->settled());
    QCOMPARE(m_desk->audit().rowCount(), 0);
}

void AuditPaneTest::aBrokenChainIsSeen() {
    open();
    // The same sums as auditors do, on a page in which a word was changed.
    QList<AuditEntry> entries = m_desk->audit().entries();
    QCOMPARE(AuditModel::brokenAt(entries), 0);
    entries[4].text += QLatin1Char('!');
    QCOMPARE(AuditModel::brokenAt(entries), entries.at(4).seq);
    entries = m_desk->audit().entries();
    entries[7].who = QStringLiteral("maria");
    entries[7].chain = entries.at(8).chain; // with a sum that does not fit
    QCOMPARE(AuditModel::brokenAt(entries), entries.at(7).seq);
    entries = m_desk->audit().entries();
    entries.removeAt(5); // a gap is no link; the log's verifier sees it by the numbers
    QCOMPARE(AuditModel::brokenAt(entries), 0);
}

void AuditPaneTest::nothingYetSaysSo() {
    m_pane.reset();
    m_desk = deskOn(QStringLiteral("first-start"));
    AuditPane pane(*m_desk);
    pane.resize(900, 320);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QCOMPARE(m_desk->audit().rowCount(), 0);
    QVERIFY(!m_desk->audit().canFetchMore({}));
    QVERIFY(!actionOf(pane, QStringLiteral("Take the audit log along ..."))->isEnabled());
}

void AuditPaneTest::nobodyIsAskedWhileNobodyLooks() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QCOMPARE(m_desk->audit().rowCount(), 0);
    m_pane->show();
    QTRY_VERIFY(m_desk->audit().rowCount() > 0);
}

QTEST_MAIN(AuditPaneTest)
#include "tst_audit_pane.moc"
