// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the audit log takes from the journal: each act of a person with the name of that person, each
// product with its digests, and nothing twice.
#include "core/audit/journal_audit.h"
#include "core/journal/sqlite_journal.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace signalbox;

namespace {

AuditEntry entryOf(const Event& event) {
    const auto entry = auditOf({7, {1234}, event});
    return entry.value_or(AuditEntry());
}

void append(Journal& journal, const QList<Event>& events) {
    std::promise<void> done;
    journal.append(events, {1000}, [&](const Result<qint64>&) { done.set_value(); });
    done.get_future().wait();
}

} // namespace

class TestJournalAudit : public QObject {
    Q_OBJECT

private slots:
    void whoSubmittedWhatToWhichRepository() {
        TaskSubmitted submitted;
        submitted.task = 3;
        submitted.by = QStringLiteral("ann");
        submitted.spec.repository = QStringLiteral("sample");
        submitted.spec.title = QStringLiteral("mend it");
        submitted.spec.text = QStringLiteral("a secret plan");
        submitted.baseBranch = QStringLiteral("main");
        const AuditEntry entry = entryOf(submitted);
        QCOMPARE(entry.who, QStringLiteral("ann"));
        QCOMPARE(entry.task, 3);
        QCOMPARE(entry.repository, QStringLiteral("sample"));
        QCOMPARE(entry.at.ms, 1234);
        QCOMPARE(entry.detail[QStringLiteral("journal")].toInteger(), 7);
        QCOMPARE(entry.detail[QStringLiteral("branch")].toString(), QStringLiteral("main"));
        QVERIFY(!canonicalJson(toJson(entry)).contains("secret plan")); // its digest does
    }

    void everyDecisionNamesWhoMadeIt() {
        const QString ann = QStringLiteral("ann");
        const QList<std::pair<Event, QString>> decisions{
            {ApprovalVoted{1, 2, ann, true, QStringLiteral("fine")}, QStringLiteral("approved")},
            {ApprovalVoted{1, 2, ann, false, QStringLiteral("no")}, QStringLiteral("rejected")},
            {QuestionAsked{1, 2, 1, ann, QStringLiteral("why?")}, QStringLiteral("question")},
            {ToolCallClosed{1, 5, ToolQuestionState::Denied, ann, QStringLiteral("no"), false},
             QStringLiteral("tool_call_denied")},
            {TaskResumed{1, ann, QStringLiteral("implement"), {}, 1, 0}, QStringLiteral("sent_on")},
            {EndingBegun{1, Outcome::Cancelled, QStringLiteral("not needed"), ann},
             QStringLiteral("cancelled")},
            {DeadLetterReplayed{1, 1, ann}, QStringLiteral("replayed")}};
        for (const auto& [event, action] : decisions) {
            const AuditEntry entry = entryOf(event);
            QVERIFY(entry.kind == AuditKind::Decision);
            QCOMPARE(entry.action, action);
            QCOMPARE(entry.who, ann);
            QCOMPARE(entry.task, 1);
        }
    }

    void productsAreNamedByDigest() {
        AttemptFinished finished;
        finished.task = 2;
        finished.step = QStringLiteral("publish");
        finished.result.verdict = Verdict::Passed;
        finished.result.commit = QStringLiteral("c0ffee");
        finished.result.artifacts = {
            {QStringLiteral("agent.log"), QStringLiteral("text/plain"), QStringLiteral("abc"), 5}};
        QCOMPARE(entryOf(finished).action, QStringLiteral("passed"));
        QCOMPARE(entryOf(finished)
                     .detail[QStringLiteral("artifacts")]
                     .toArray()[0]
                     .toObject()[QStringLiteral("digest")]
                     .toString(),
                 QStringLiteral("abc"));
        finished.result.publication =
            Publication{QStringLiteral("/srv/x.git"), QStringLiteral("signalbox/task-2"), {}, {}};
        const AuditEntry entry = entryOf(finished);
        QCOMPARE(entry.action, QStringLiteral("published"));
        QCOMPARE(entry.detail[QStringLiteral("branch")].toString(), QStringLiteral("signalbox/task-2"));
    }

    void whatIsNobodysActIsLeftOut() {
        QVERIFY(!auditOf({1, {}, AttemptStarted{1, QStringLiteral("implement"), 1}}));
        QVERIFY(!auditOf({1, {}, TaskContinued{}}));
    }

    void aJournalIsToldInPieces() {
        QTemporaryDir home;
        auto journal = *openSqliteJournal(home.filePath(QStringLiteral("journal.sqlite")));
        QList<Event> events;
        for (int i = 1; i <= 2500; ++i)
            events.append(i % 5 ? Event(AttemptStarted{1, QStringLiteral("s"), i})
                                : Event(ApprovalVoted{1, i, QStringLiteral("ann"), true, {}}));
        append(*journal, events);
        const AuditSource source = auditOfJournal(*journal);
        qint64 at = 0;
        qsizetype entries = 0;
        for (int pieces = 0;; ++pieces) {
            const auto piece = source(at);
            QVERIFY(piece.ok());
            entries += piece->entries.size();
            if (piece->upTo == at)
                break;
            at = piece->upTo;
            QVERIFY(pieces < 10);
        }
        QCOMPARE(at, 2500);
        QCOMPARE(entries, 500);
        // One that was restored from a backup has less.
        const auto piece = source(9000);
        QCOMPARE(piece->upTo, 2500);
        QCOMPARE(piece->entries.first().action, QStringLiteral("journal_replaced"));
    }
};

QTEST_GUILESS_MAIN(TestJournalAudit)
#include "tst_journal_audit.moc"
