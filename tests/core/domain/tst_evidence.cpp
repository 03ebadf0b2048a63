// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what an approval is bound to: the digest covers every part of the evidence for the present commit,
// and nothing that speaks for another commit or was overtaken by a later run counts as evidence. And what a
// task is said to be doing follows from its facts.
#include "core/domain/summary.h"
#include "tests/core/domain/samples.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

GateResult resultOn(const QString& gate, const QString& commit) {
    GateResult result = full<GateResult>();
    result.gate = gate;
    result.commit = commit;
    return result;
}

void addAttempt(Task& task, const QString& step, std::optional<GateResult> gate) {
    Attempt attempt;
    attempt.number = int(task.step(step)->attempts.size()) + 1;
    if (gate) {
        attempt.result.emplace();
        attempt.result->verdict = gate->verdict;
        attempt.result->gate = std::move(gate);
    }
    task.step(step)->attempts.append(attempt);
}

Task judgedTask() {
    Task task;
    task.commit = u"c1"_qs;
    for (const auto& [id, kind] :
         {std::pair(u"implement"_qs, StepKind::Agent), std::pair(u"lint"_qs, StepKind::Gate),
          std::pair(u"tests"_qs, StepKind::Gate)}) {
        Step step;
        step.id = id;
        step.kind = kind;
        task.blueprint.steps.append(step);
        task.steps.append({id, {}});
    }
    addAttempt(task, u"lint"_qs, resultOn(u"lint"_qs, u"c1"_qs));
    addAttempt(task, u"tests"_qs, resultOn(u"tests"_qs, u"c1"_qs));
    return task;
}

} // namespace

class EvidenceTest : public QObject {
    Q_OBJECT

private slots:
    void digestChangesWithEveryPart() {
        const Task task = judgedTask();
        const Digest digest = evidenceDigest(task);
        QCOMPARE(evidenceDigest(judgedTask()), digest);
        int leaves = 0;
        GateResult counted = full<GateResult>();
        eachLeaf(counted, [&](auto&) { ++leaves; });
        QVERIFY(leaves > 25);
        QSet<Digest> seen{digest};
        for (int wanted = 0; wanted < leaves; ++wanted) {
            Task other = judgedTask();
            GateResult& result = *other.lastAttempt(u"tests"_qs)->result->gate;
            int at = 0;
            eachLeaf(result, [&](auto& leaf) {
                if (at++ == wanted)
                    change(leaf, 1);
            });
            if (result.commit != other.commit)
                continue; // then it is no evidence at all
            QVERIFY2(!seen.contains(evidenceDigest(other)), qPrintable(QString::number(wanted)));
            seen.insert(evidenceDigest(other));
        }
    }

    void digestChangesWhenPartsComeOrGo() {
        const Digest digest = evidenceDigest(judgedTask());
        Task other = judgedTask();
        other.lastAttempt(u"tests"_qs)->result->gate->findings.removeLast();
        QVERIFY(evidenceDigest(other) != digest);
        other = judgedTask();
        other.lastAttempt(u"tests"_qs)->result->gate->images.remove(u"key"_qs);
        QVERIFY(evidenceDigest(other) != digest);
        other = judgedTask();
        other.step(u"lint"_qs)->attempts.clear();
        QVERIFY(evidenceDigest(other) != digest);
    }

    void onlyTheLastRunOnThePresentCommitCounts() {
        Task task = judgedTask();
        QCOMPARE(currentEvidence(task).size(), 2);
        QCOMPARE(currentEvidence(task).first().gate, u"lint"_qs);
        const Digest digest = evidenceDigest(task);
        // A second run that has not ended overtakes the first.
        addAttempt(task, u"tests"_qs, std::nullopt);
        QCOMPARE(currentEvidence(task).size(), 1);
        QVERIFY(evidenceDigest(task) != digest);
        // New work: what was judged before says nothing about it.
        task.commit = u"c2"_qs;
        QVERIFY(currentEvidence(task).isEmpty());
        addAttempt(task, u"lint"_qs, resultOn(u"lint"_qs, u"c2"_qs));
        QCOMPARE(currentEvidence(task).size(), 1);
        QVERIFY(evidenceDigest(Task()) == evidenceDigest(Task()));
    }

    void statusFollowsFromFacts() {
        Task task = judgedTask();
        task.current = u"tests"_qs;
        const auto word = [&] { return enumWord(statusOf(task).word); };
        QCOMPARE(word(), u"admission"_qs);
        task.phase = TaskPhase::Parked;
        task.reason = u"out of ideas"_qs;
        QCOMPARE(word(), u"needs_person"_qs);
        QCOMPARE(statusOf(task).text, u"out of ideas"_qs);
        QVERIFY(statusOf(task).needsPerson());
        task.phase = TaskPhase::Approval;
        Approval approval;
        approval.id = 3;
        approval.needed = 2;
        approval.votes = {{u"ann"_qs, true, {}, {}}};
        task.approvals = {approval};
        QCOMPARE(word(), u"needs_decision"_qs);
        QVERIFY(statusOf(task).text.contains(u"1 of 2"));
        QCOMPARE(summaryOf(task).openApproval, qint64(3));
        task.phase = TaskPhase::Finished;
        task.approvals.clear();
        const std::pair<Outcome, QString> outcomes[] = {
            {Outcome::Published, u"done"_qs},      {Outcome::Refused, u"refused"_qs},
            {Outcome::Rejected, u"rejected"_qs},   {Outcome::Failed, u"failed"_qs},
            {Outcome::Exhausted, u"exhausted"_qs}, {Outcome::Cancelled, u"cancelled"_qs},
            {Outcome::OverBudget, u"exhausted"_qs}};
        for (const auto& [outcome, expected] : outcomes) {
            task.outcome = outcome;
            QCOMPARE(word(), expected);
            QVERIFY(!statusOf(task).needsPerson());
        }
    }

    void summaryIsOneRow() {
        Task task = judgedTask();
        task.id = 9;
        task.spec.title = u"Mend it"_qs;
        task.current = u"tests"_qs;
        task.blueprint.steps[2].title = u"Tests pass"_qs;
        const TaskSummary row = summaryOf(task);
        QCOMPARE(row.id, TaskId(9));
        QCOMPARE(row.position, 3);
        QCOMPARE(row.steps, 3);
        QCOMPARE(row.currentTitle, u"Tests pass"_qs);
        QCOMPARE(row.openApproval, qint64(0));
    }
};

QTEST_GUILESS_MAIN(EvidenceTest)
#include "tst_evidence.moc"
