// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the engine without its thread: what a turn decides is told to nobody before it is durable, one
// batch is on its way at a time, a batch that fails has not happened, and time alone brings a deadline about.
#include "core/engine/engine_core.h"
#include "tests/core/flow/flow_fixture.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// A journal whose appends wait until the test lets them succeed or fail.
class HeldJournal final : public Journal {
public:
    Result<qint64> lastSeq() override { return qint64(records.size()); }
    Digest head() override { return {}; }
    void append(QList<Event> events, Moment at, Done done) override {
        held = std::move(events);
        heldAt = at;
        heldDone = std::move(done);
    }
    Result<void> read(qint64 afterSeq, qint64, const Visitor& visit) override {
        for (const Record& record : records)
            if (record.seq > afterSeq)
                visit(record);
        return {};
    }
    Result<void> readTask(TaskId, qint64, qint64, const Visitor&) override { return {}; }
    Result<Verification> verify() override { return Verification{}; }
    Result<void> exportTo(const LineSink&) override { return {}; }
    JournalCounters counters() const override { return {}; }

    void letThrough() {
        const qint64 first = records.size() + 1;
        for (const Event& event : held)
            records.append({records.size() + 1, heldAt, event});
        std::exchange(heldDone, nullptr)(first);
    }
    void letFail(ErrorKind kind = ErrorKind::LimitReached) {
        std::exchange(heldDone, nullptr)(Error{kind, u"no room"_qs, {}});
    }

    QList<Record> records;
    QList<Event> held;
    Moment heldAt;
    Done heldDone;
};

class Sink final : public EffectSink {
public:
    void owed(const Task&, const Effect& effect) override { told.append(u"+"_qs + effect.key); }
    void dropped(const QString& key) override { told.append(u"-"_qs + key); }
    QStringList told;
};

} // namespace

class EngineCoreTest : public QObject {
    Q_OBJECT

    HeldJournal* m_journal = nullptr;
    std::unique_ptr<EngineCore> m_core;
    Sink m_sink;
    Moment m_now{1000};
    QStringList m_log; ///< what became known, in order

    bool turn() {
        return m_core->turn(m_now, [this](const Result<qint64>& first) { m_core->committed(first, m_now); });
    }
    void give(Command command, const QString& name) {
        m_core->submit(std::move(command), [this, name](const Result<Accepted>& r) {
            m_log.append(r ? name : name + u" refused: "_qs + r.error().message);
        });
    }
    static Command submission(const QString& key = {}) {
        TaskSpec spec;
        spec.repository = u"x"_qs;
        spec.title = u"t"_qs;
        spec.idempotencyKey = key;
        return SubmitTask{spec, u"ann"_qs};
    }

private Q_SLOTS:
    void init() {
        m_core.reset();
        delete m_journal;
        m_journal = new HeldJournal;
        m_log.clear();
        m_sink.told.clear();
        m_now = {1000};
        auto core = EngineCore::open(*m_journal);
        QVERIFY(core.ok());
        m_core = std::move(*core);
        m_core->setEffectSink(&m_sink);
        m_core->addObserver([this](const State& state, const QList<Record>& records) {
            m_log.append(QStringLiteral("observed to %1").arg(records.last().seq));
            QCOMPARE(state.seq, records.last().seq);
        });
        m_core->begin();
        Repository repository;
        repository.name = u"x"_qs;
        repository.url = u"/srv/x"_qs;
        give(AddRepository{repository}, u"add"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        m_log.clear();
    }
    void cleanup() {
        m_core.reset();
        delete std::exchange(m_journal, nullptr);
    }

    void nothingIsToldBeforeItIsDurable() {
        give(submission(), u"a"_qs);
        give(submission(), u"b"_qs);
        QVERIFY(turn());
        QVERIFY(m_core->committing() && m_log.isEmpty() && m_sink.told.isEmpty());
        QCOMPARE(m_journal->held.size(), 2); // both in one unit
        give(submission(), u"c"_qs);         // queues behind
        QVERIFY(m_core->hasWaiting());
        m_journal->letThrough();
        // Observers first: who has an answer sees what it did.
        QCOMPARE(m_log, (QStringList{u"observed to 3"_qs, u"a"_qs, u"b"_qs}));
        QCOMPARE(m_sink.told, (QStringList{u"+t1/admission/1"_qs, u"+t2/admission/1"_qs}));
        QVERIFY(turn());
        m_journal->letThrough();
        QVERIFY(m_log.contains(u"c"_qs));
    }

    void whatIsRefusedOrDoneBeforeNeedsNoJournal() {
        give(submission(u"k"_qs), u"a"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        m_log.clear();
        give(CancelTask{77, u"ann"_qs, {}}, u"cancel"_qs);
        m_core->submit(submission(u"k"_qs), [this](const Result<Accepted>& r) {
            QVERIFY(r.ok());
            m_log.append(QStringLiteral("again task %1 events %2").arg(r->task).arg(r->events));
        });
        QVERIFY(!turn());
        QVERIFY(!m_core->committing());
        QCOMPARE(m_log,
                 (QStringList{u"cancel refused: there is no task 77"_qs, u"again task 1 events 0"_qs}));
    }

    void aBatchThatFailsHasNotHappened() {
        give(submission(u"k"_qs), u"a"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        const Task before = *m_core->state().task(1);
        const qint64 seq = m_core->state().seq;
        m_log.clear();
        m_sink.told.clear();
        give(CancelTask{9, u"ann"_qs, {}}, u"nonsense"_qs);
        give(submission(u"l"_qs), u"b"_qs);
        give(CancelTask{1, u"ann"_qs, {}}, u"cancel"_qs);
        // Refused only for what came before it in the same batch: that refusal has not happened either.
        give(CancelTask{1, u"ann"_qs, {}}, u"cancel again"_qs);
        QVERIFY(turn());
        m_journal->letFail();
        QCOMPARE(m_log.size(), 4);
        QCOMPARE(m_log.at(0), u"nonsense refused: there is no task 9"_qs);
        for (const QString& name : {u"b"_qs, u"cancel"_qs, u"cancel again"_qs})
            QVERIFY2(m_log.join(u'\n').contains(name + u" refused: the journal cannot be written"_qs),
                     qPrintable(name));
        QVERIFY(m_sink.told.isEmpty());
        QVERIFY(*m_core->state().task(1) == before && !m_core->state().task(2));
        QCOMPARE(m_core->state().seq, seq);
        give(submission(u"l"_qs), u"again"_qs); // the key was not used up
        QVERIFY(turn());
        m_journal->letThrough();
        QVERIFY(m_log.contains(u"again"_qs));
        QVERIFY(m_core->state().task(2));
    }

    void oneThatCanNeverBeWrittenTakesNobodyWithIt() {
        give(submission(u"l"_qs), u"a"_qs);
        give(submission(u"m"_qs), u"poison"_qs);
        give(submission(u"n"_qs), u"c"_qs);
        QVERIFY(turn());
        give(submission(u"o"_qs), u"later"_qs);
        m_journal->letFail(ErrorKind::Invalid);
        QVERIFY(m_log.isEmpty()); // each is tried alone
        QVERIFY(m_core->hasWaiting() && turn());
        m_journal->letThrough();
        QVERIFY(turn());
        m_journal->letFail(ErrorKind::Invalid);
        QVERIFY(turn());
        m_journal->letThrough();
        m_log.removeIf([](const QString& line) { return line.startsWith(u"observed"_qs); });
        QCOMPARE(m_log.size(), 3);
        QCOMPARE(m_log.at(0), u"a"_qs);
        QVERIFY(m_log.at(1).startsWith(u"poison refused"_qs));
        QCOMPARE(m_log.at(2), u"c"_qs);
        QVERIFY(turn()); // and then those who came meanwhile
        m_journal->letThrough();
        QVERIFY(m_log.contains(u"later"_qs) && !m_core->hasWaiting());
        QCOMPARE(m_core->state().nextTask, TaskId(4));
    }

    void aFailureAfterALongHistoryGivesTheSameState() {
        for (int i = 0; i < 2500; ++i)
            give(submission(), u"s"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        for (int i = 0; i < 10; ++i)
            give(CancelTask{TaskId(100 + i), u"ann"_qs, {}}, u"c"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        give(CancelTask{1, u"ann"_qs, {}}, u"c"_qs);
        QVERIFY(turn());
        m_journal->letFail();
        State whole;
        for (const Record& record : m_journal->records)
            apply(whole, record);
        QVERIFY(whole == m_core->state());
    }

    void timeAloneBringsADeadlineAbout() {
        Blueprint blueprint = smallBlueprint();
        blueprint.wallTime = Millis(500);
        give(submission(), u"a"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        QVERIFY(!m_core->nextDeadline());
        give(ReportAdmitted{1, u"t1/admission/1"_qs, u"main"_qs, u"b"_qs, u"t"_qs, blueprint},
             u"admitted"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        QCOMPARE(m_core->nextDeadline(), std::optional(Moment{1500}));
        m_now = {1499};
        QVERIFY(!turn());
        m_now = {1500};
        QVERIFY(turn());
        m_journal->letFail(); // it stays past, but asking at once again would spin
        QCOMPARE(m_core->nextDeadline(), std::optional(Moment{2500}));
        m_now = {2500};
        QVERIFY(turn());
        m_journal->letThrough();
        QVERIFY(m_core->state().task(1)->ending == Outcome::Exhausted);
        QVERIFY(!m_core->nextDeadline());
    }

    void whatWaitsIsRefusedAtTheEnd() {
        give(submission(), u"a"_qs);
        m_core->refuseWaiting({ErrorKind::Unavailable, u"stopping"_qs, {}});
        QCOMPARE(m_log, QStringList{u"a refused: stopping"_qs});
        QVERIFY(!turn());
    }

    void aNewOneOwesTheSame() {
        give(submission(), u"a"_qs);
        QVERIFY(turn());
        m_journal->letThrough();
        give(submission(), u"b"_qs);
        QVERIFY(turn()); // lost: it never became durable
        auto core = EngineCore::open(*m_journal);
        QVERIFY(core.ok());
        Sink sink;
        (*core)->setEffectSink(&sink);
        (*core)->begin();
        QCOMPARE(sink.told, QStringList{u"+t1/admission/1"_qs});
    }
};

QTEST_GUILESS_MAIN(EngineCoreTest)
#include "tst_engine_core.moc"
