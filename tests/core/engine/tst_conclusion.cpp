// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the end of an effect: a result that the journal cannot take now is told again until it can, one
// that it can never take becomes a trouble that the task knows of, and a task that went another way is left
// alone.
#include "core/engine/conclusion.h"

#include <QTest>

using namespace signalbox;

namespace {

using Next = Conclusion::Next;

Result<Accepted> failed(ErrorKind kind) {
    return Error{kind, u"why"_qs, {}};
}

Result<Command> result() {
    return Command(ReportAttempt{7, u"t7/implement/1"_qs, {}});
}

bool isTrouble(const Conclusion& conclusion) {
    return std::holds_alternative<ReportTrouble>(conclusion.report());
}

} // namespace

class ConclusionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takenAtOnce() {
        Conclusion conclusion(7, u"t7/implement/1"_qs, result());
        QVERIFY(!isTrouble(conclusion));
        QVERIFY(conclusion.after(Accepted{}) == Next::Told);
    }

    void aFailureIsTrouble() {
        Conclusion conclusion(7, u"t7/implement/1"_qs, Error{ErrorKind::Unavailable, u"no machine"_qs, {}});
        const auto& report = std::get<ReportTrouble>(conclusion.report());
        QCOMPARE(report.task, TaskId(7));
        QCOMPARE(report.key, u"t7/implement/1"_qs);
        QCOMPARE(report.error.message, u"no machine"_qs);
        QVERIFY(conclusion.after(failed(ErrorKind::Conflict)) == Next::Told);
    }

    void neverTakeable_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("unreadable") << int(ErrorKind::Invalid);
        QTest::newRow("went another way") << int(ErrorKind::Conflict);
        QTest::newRow("unknown") << int(ErrorKind::NotFound);
    }
    void neverTakeable() {
        QFETCH(int, kind);
        Conclusion conclusion(7, u"t7/implement/1"_qs, result());
        QVERIFY(conclusion.after(failed(ErrorKind(kind))) == Next::Again);
        QVERIFY(isTrouble(conclusion));
        QVERIFY(conclusion.after(failed(ErrorKind::Unavailable)) == Next::Later); // also that is not lost
        QVERIFY(isTrouble(conclusion));
        QVERIFY(conclusion.after(failed(ErrorKind::Conflict)) == Next::Told);
    }

    void aFullDiskKeepsTheResult() {
        Conclusion conclusion(7, u"t7/implement/1"_qs, result());
        int asked = 0;
        for (int i = 0; i < 40; ++i) {
            const Next next = conclusion.after(failed(ErrorKind::LimitReached));
            QVERIFY(next != Next::Told);
            if (next == Next::Again) {
                ++asked;
                QVERIFY(isTrouble(conclusion));
            } else {
                QVERIFY(!isTrouble(conclusion));
                QVERIFY(conclusion.wait() >= Millis(1000) && conclusion.wait() <= Millis(60'000));
            }
        }
        QVERIFY(asked > 5); // is there room for a word, at least?
    }

    void aReportThatIsTooLargeIsToldAsSuch() {
        Conclusion conclusion(7, u"t7/implement/1"_qs, result());
        int tries = 0;
        while (conclusion.after(failed(ErrorKind::LimitReached)) != Next::Again)
            QVERIFY(++tries < 10);
        QVERIFY(isTrouble(conclusion));
        QVERIFY(conclusion.after(Accepted{}) == Next::Told);
    }

    void anUnavailableJournalIsWaitedOut() {
        Conclusion conclusion(7, u"t7/implement/1"_qs, result());
        for (int i = 0; i < 40; ++i) {
            QVERIFY(conclusion.after(failed(ErrorKind::Unavailable)) == Next::Later);
            QVERIFY(!isTrouble(conclusion));
        }
    }
};

QTEST_GUILESS_MAIN(ConclusionTest)
#include "tst_conclusion.moc"
