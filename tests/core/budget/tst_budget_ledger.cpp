// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a process that dies between reservation and settlement neither loses a call nor counts it twice;
// two processes never share a ledger; five threads never together pass a limit.
#include "core/budget/budget_ledger.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace signalbox;
using Kind = BudgetVerdict::Kind;

namespace {

const QString scopeName = QStringLiteral("task:1");

BudgetScope limited(qint64 tokens) {
    BudgetScope scope;
    scope.id = scopeName;
    scope.level = QStringLiteral("task");
    scope.tokens = tokens;
    return scope;
}

CallNeed needOf(qint64 input, qint64 output) {
    CallNeed need;
    need.input = input;
    need.leastOutput = need.comfortableOutput = need.mostOutput = output;
    need.price = {2, 2, 2, 2, 3};
    return need;
}

const CallLabel label{QStringLiteral("chat"), QStringLiteral("m")};

} // namespace

class TestBudgetLedger : public QObject {
    Q_OBJECT
    SystemClock m_clock;

private slots:
    void remembersWhatWasSettled() {
        QTemporaryDir home;
        const QString file = home.filePath(QStringLiteral("ledger.db"));
        {
            auto ledger = BudgetLedger::open(file, m_clock);
            QVERIFY(ledger.ok());
            const auto verdict = (*ledger)->reserve({limited(1000)}, needOf(10, 20), label);
            QVERIFY(verdict.ok() && verdict->kind == Kind::Granted);
            (*ledger)->settle(verdict->id, {5, 4, 3, 2, 1}, CallEnding::Whole);
        }
        auto again = BudgetLedger::open(file, m_clock);
        QVERIFY(again.ok());
        const BudgetTotals totals = (*again)->totals(scopeName);
        QVERIFY(totals.usage == (TokenUsage{5, 4, 3, 2, 1}));
        QCOMPARE(totals.cost, 12 * 2 + 2 * 3);
        QCOMPARE(totals.calls, 1);
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void callsAMinuteHoldOverARestart() {
        QTemporaryDir home;
        const QString file = home.filePath(QStringLiteral("ledger.db"));
        BudgetScope scope = limited(1'000'000);
        scope.callsPerMinute = 1;
        {
            auto ledger = BudgetLedger::open(file, m_clock);
            QVERIFY((*ledger)->reserve({scope}, needOf(1, 1), label)->kind == Kind::Granted);
        }
        auto again = BudgetLedger::open(file, m_clock);
        QVERIFY((*again)->reserve({scope}, needOf(1, 1), label)->kind == Kind::Wait);
        scope.callsPerMinute = 3;
        QVERIFY((*again)->reserve({scope}, needOf(1, 1), label)->kind == Kind::Granted);
    }

    void aDeadProcessIsCountedOnceAndInFull() {
        QTemporaryDir home;
        const QString file = home.filePath(QStringLiteral("ledger.db"));
        const pid_t child = ::fork();
        if (child == 0) {
            const SystemClock clock;
            auto ledger = BudgetLedger::open(file, clock);
            if (!ledger)
                ::_exit(1);
            const auto first = (*ledger)->reserve({limited(1000)}, needOf(10, 20), label);
            const auto second = (*ledger)->reserve({limited(1000)}, needOf(100, 200), label);
            (*ledger)->settle(first->id, {1, 0, 0, 1, 0}, CallEnding::Whole);
            ::_exit(second.ok() ? 0 : 2); // no destructor: as if killed
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        for (int start = 0; start < 3; ++start) {
            auto ledger = BudgetLedger::open(file, m_clock);
            QVERIFY(ledger.ok());
            const BudgetTotals totals = (*ledger)->totals(scopeName);
            QCOMPARE(totals.usage.total(), 2 + 300);
            QCOMPARE(totals.usage.output, 1 + 200);
            QCOMPARE(totals.reservedTokens, 0);
            QCOMPARE(totals.calls, 2);
        }
    }

    void aLedgerHasOneProcess() {
        QTemporaryDir home;
        const QString file = home.filePath(QStringLiteral("ledger.db"));
        auto first = BudgetLedger::open(file, m_clock);
        QVERIFY(first.ok());
        const auto second = BudgetLedger::open(file, m_clock);
        QVERIFY(!second.ok());
        QVERIFY(second.error().kind == ErrorKind::Conflict);
    }

    void aForeignFileIsNotTaken() {
        QTemporaryDir home;
        const QString path = home.filePath(QStringLiteral("ledger.db"));
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto ledger = BudgetLedger::open(path, m_clock);
        QVERIFY(!ledger.ok());
        QVERIFY(ledger.error().message.contains(QLatin1String("budget ledger")));
        QVERIFY(!BudgetLedger::open(home.filePath(QStringLiteral("no/such/dir.db")), m_clock).ok());
    }

    void settlesOnce() {
        auto ledger = BudgetLedger::open({}, m_clock);
        QVERIFY(ledger.ok());
        const auto verdict = (*ledger)->reserve({limited(1000)}, needOf(10, 20), label);
        (*ledger)->settle(verdict->id, {5, 0, 0, 5, 0}, CallEnding::Whole);
        (*ledger)->settle(verdict->id, {5, 0, 0, 5, 0}, CallEnding::Cut);
        (*ledger)->settle(12345, {5, 0, 0, 5, 0}, CallEnding::Cut);
        QCOMPARE((*ledger)->totals(scopeName).usage.total(), 10);
    }

    void fiveThreadsNeverPassALimit() {
        QTemporaryDir home;
        auto ledger = BudgetLedger::open(home.filePath(QStringLiteral("ledger.db")), m_clock);
        QVERIFY(ledger.ok());
        std::atomic<int> granted = 0;
        std::atomic<bool> passed = false;
        std::vector<std::thread> threads;
        for (int i = 0; i < 5; ++i)
            threads.emplace_back([&] {
                for (;;) {
                    const auto verdict = (*ledger)->reserve({limited(2000)}, needOf(10, 20), label);
                    if (!verdict || verdict->kind == Kind::Refused)
                        return;
                    if (verdict->kind == Kind::Wait)
                        continue;
                    ++granted;
                    const BudgetTotals totals = (*ledger)->totals(scopeName);
                    passed = passed || totals.reservedTokens > 2000;
                    (*ledger)->settle(verdict->id, {10, 0, 0, 20, 0}, CallEnding::Whole);
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(!passed);
        QCOMPARE(granted.load(), 66);
        QCOMPARE((*ledger)->totals(scopeName).usage.total(), 66 * 30);
    }
};

QTEST_GUILESS_MAIN(TestBudgetLedger)
#include "tst_budget_ledger.moc"
