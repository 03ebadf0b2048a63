// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the core against every order of things: 200 seeds of the real engine, state machines and queue in
// virtual time with faults at every seam, checked by a model of its own. A fault that never happened fails
// the test, and so does a checker that lets a broken rule pass. A failure names the seed: sim --seed N
// --trace shows the run.
#include "tests/sim/simulation.h"

#include <QLoggingCategory>
#include <QTest>

using namespace signalbox;
using namespace signalbox::sim;

namespace {

using Records = QList<Record>;
/// Breaks a rule in a history; false where the history has nothing to break.
using Mutation = std::function<bool(Records&)>;

template <typename E>
E* eventAt(Records& records, qsizetype i) {
    return std::get_if<E>(&records[i].event);
}

template <typename E>
bool removeAll(Records& records, const std::function<bool(const E&)>& which = {}) {
    const auto before = records.size();
    records.removeIf([&](const Record& r) {
        const auto* e = std::get_if<E>(&r.event);
        return e && (!which || which(*e));
    });
    return records.size() < before;
}

/// Changes the first event of this type for which `change` says that it did.
template <typename E>
bool changeFirst(Records& records, const std::function<bool(E&)>& change) {
    for (qsizetype i = 0; i < records.size(); ++i)
        if (auto* e = eventAt<E>(records, i); e && change(*e))
            return true;
    return false;
}

template <typename E>
bool repeatFirst(Records& records) {
    for (qsizetype i = 0; i < records.size(); ++i)
        if (eventAt<E>(records, i)) {
            const Record again = records.at(i);
            records.insert(i + 1, again);
            return true;
        }
    return false;
}

QStringList judge(Records records, bool renumber = true) {
    Model model;
    for (qsizetype i = 0; i < records.size(); ++i) {
        if (renumber)
            records[i].seq = i + 1;
        model.record(records.at(i), records.at(i).at);
    }
    return model.problems;
}

} // namespace

class SimTest : public QObject {
    Q_OBJECT

    QList<Run> m_runs; ///< some, with their histories

private Q_SLOTS:
    void initTestCase() {
        QLoggingCategory::setFilterRules(u"default.warning=false"_qs); // damaged snapshots are told
        for (quint64 seed = 1; seed <= 12; ++seed)
            m_runs.append(simulate(seed));
    }

    void theSameSeedGivesTheSameRun() {
        for (const quint64 seed : {3, 7}) {
            const Run again = simulate(seed);
            QCOMPARE(again.digest, m_runs.at(qsizetype(seed) - 1).digest);
            QVERIFY(again.events > 50);
        }
        QVERIFY(m_runs.at(0).digest != m_runs.at(1).digest);
    }

    void everythingHoldsOnEverySeed() {
        const int seeds = std::max(200, qEnvironmentVariableIntValue("SIGNALBOX_SIM_SEEDS"));
        std::array<qint64, std::size_t(Fault::Count)> faults{};
        std::map<QString, qint64> outcomes;
        qint64 events = 0, crashes = 0;
        for (quint64 seed = 1; seed <= quint64(seeds); ++seed) {
            const Run run = seed <= quint64(m_runs.size()) ? m_runs.at(qsizetype(seed) - 1) : simulate(seed);
            QVERIFY2(run.problems.isEmpty(),
                     qPrintable(u"seed %1: %2"_qs.arg(seed).arg(run.problems.join(u"; "_qs))));
            for (std::size_t i = 0; i < faults.size(); ++i)
                faults[i] += run.faults[i];
            for (const auto& [word, count] : run.outcomes)
                outcomes[word] += count;
            events += run.events;
            crashes += run.crashes;
        }
        for (std::size_t i = 0; i < faults.size(); ++i)
            QVERIFY2(faults[i] > 0, qPrintable(u"never happened: %1"_qs.arg(QLatin1String(faultWords[i]))));
        for (const Outcome outcome : {Outcome::Published, Outcome::Refused, Outcome::Rejected,
                                      Outcome::Failed, Outcome::Exhausted, Outcome::Cancelled})
            QVERIFY2(outcomes[enumWord(outcome)] > 0, qPrintable(u"no task ended "_qs + enumWord(outcome)));
        QVERIFY(events > 20'000 && crashes > 500);
        qInfo("%d seeds: %lld events, %lld crashes", seeds, static_cast<long long>(events),
              static_cast<long long>(crashes));
    }

    void theCheckerSeesABrokenRule_data() {
        QTest::addColumn<Mutation>("mutation");
        const auto row = [](const char* name, const Mutation& mutation) { QTest::newRow(name) << mutation; };
        row("approved without votes", [](Records& r) {
            const bool approves = std::any_of(r.constBegin(), r.constEnd(), [](const Record& record) {
                const auto* closed = std::get_if<ApprovalClosed>(&record.event);
                return closed && closed->state == ApprovalState::Approved;
            });
            return removeAll<ApprovalVoted>(r) && approves;
        });
        row("approved by one person twice", [](Records& r) {
            std::map<qint64, int> votes;
            bool changed = false;
            for (qsizetype i = 0; i < r.size(); ++i)
                if (auto* vote = eventAt<ApprovalVoted>(r, i)) {
                    vote->by = u"ann"_qs;
                    changed |= ++votes[vote->approval] > 1;
                }
            return changed;
        });
        row("published without an approval", [](Records& r) {
            bool publishes = false;
            for (qsizetype i = 0; i < r.size(); ++i)
                if (const auto* started = eventAt<AttemptStarted>(r, i))
                    publishes |= started->step.startsWith(u"publish"_qs);
            removeAll<ApprovalRequested>(r);
            removeAll<ApprovalVoted>(r);
            removeAll<ApprovalClosed>(r);
            return publishes;
        });
        row("an approval of another tree", [](Records& r) {
            return changeFirst<ApprovalRequested>(r, [](ApprovalRequested& e) {
                e.approval.tree += u"x"_qs;
                return true;
            });
        });
        row("an approval of other evidence", [](Records& r) {
            return changeFirst<ApprovalRequested>(r, [](ApprovalRequested& e) {
                e.approval.evidence = sha256("other");
                return true;
            });
        });
        row("two results of one attempt", [](Records& r) { return repeatFirst<AttemptFinished>(r); });
        row("an attempt twice", [](Records& r) { return repeatFirst<AttemptStarted>(r); });
        row("a step is skipped", [](Records& r) {
            return changeFirst<AttemptStarted>(r, [](AttemptStarted& e) {
                const bool may = e.step.startsWith(u"workspace"_qs);
                e.step = may ? u"publish-9"_qs : e.step;
                return may;
            });
        });
        row("routed back beyond the limit", [](Records& r) {
            return changeFirst<TaskAdmitted>(r, [&r](TaskAdmitted& e) {
                const bool goesBack = std::any_of(r.constBegin(), r.constEnd(), [&](const Record& record) {
                    const auto* back = std::get_if<RoutedBack>(&record.event);
                    return back && back->task == e.task;
                });
                e.blueprint.iterations = goesBack ? -9 : e.blueprint.iterations;
                return goesBack;
            });
        });
        row("more tries than allowed", [](Records& r) {
            return changeFirst<EffectDelayed>(r, [](EffectDelayed& e) {
                e.tries += 1;
                return true;
            });
        });
        row("undone out of order", [](Records& r) {
            return changeFirst<CompensationStarted>(r, [](CompensationStarted& e) {
                const bool several = e.position > 1;
                e.position = several ? 1 : e.position;
                return several;
            });
        });
        row("not undone", [](Records& r) {
            const bool had = removeAll<CompensationFinished>(r);
            removeAll<CompensationStarted>(r);
            return had;
        });
        row("finished with a machine leased", [](Records& r) { return removeAll<MachineReleased>(r); });
        row("finished without being torn down", [](Records& r) { return removeAll<TearDownStarted>(r); });
        row("finished twice", [](Records& r) { return repeatFirst<TaskFinished>(r); });
        row("parked without a reason", [](Records& r) {
            return changeFirst<TaskParked>(r, [](TaskParked& e) {
                e.reason.clear();
                return true;
            });
        });
        row("goes on by itself", [](Records& r) { return removeAll<TaskResumed>(r); });
        row("a way back that was not taken", [](Records& r) { return removeAll<RoutedBack>(r); });
    }
    void theCheckerSeesABrokenRule() {
        QFETCH(Mutation, mutation);
        int broken = 0;
        for (const Run& run : m_runs) {
            Records records = run.records;
            if (!mutation(records))
                continue;
            ++broken;
            QVERIFY2(!judge(records).isEmpty(), qPrintable(u"seed %1: nothing was seen"_qs.arg(run.seed)));
        }
        QVERIFY2(broken > 0, "no history has what is to be broken");
    }

    void theCheckerAcceptsWhatHappened() {
        for (const Run& run : m_runs)
            QCOMPARE(judge(run.records), QStringList());
    }

    void theCheckerSeesALostEvent() {
        Records records = m_runs.at(0).records;
        records.removeAt(records.size() / 2);
        QVERIFY(!judge(records, false).isEmpty());
        Model model;
        model.record({1, {}, RepositoryAdded{}}, {});
        model.acknowledged(1);
        QVERIFY(model.problems.isEmpty());
        model.acknowledged(2); // told, but not there
        QVERIFY(!model.problems.isEmpty());
    }

    void theCheckerSeesAWrongWorld() {
        const auto wrong = [](const std::function<void(Model&)>& happens) {
            Model model;
            TaskSubmitted submitted;
            submitted.task = 1;
            model.record({1, {}, submitted}, {});
            happens(model);
            return !model.problems.isEmpty();
        };
        QVERIFY(!wrong([](Model& m) { m.toldOwed(u"t1/admission/1"_qs); }));
        QVERIFY(wrong([](Model& m) { m.toldOwed(u"t1/implement/1"_qs); }));
        QVERIFY(wrong([](Model& m) { m.toldDropped(u"t1/admission/1"_qs); }));
        QVERIFY(wrong([](Model& m) { m.machineMade(u"vm"_qs, 1, u"t1/implement/1"_qs, {}); }));
        QVERIFY(wrong([](Model& m) { m.published(1, u"c"_qs, u"t"_qs); }));
        QVERIFY(wrong([](Model& m) { m.running(3, 2, 1, 0); }));
        QVERIFY(wrong([](Model& m) { m.running(2, 2, 2, 1); }));
        QVERIFY(wrong([](Model& m) { m.atRest(); }));
        QVERIFY(wrong([](Model& m) { m.tookLate(u"t1/implement/1"_qs); }));
        QVERIFY(wrong([](Model& m) {
            m.machineMade(u"vm"_qs, 1, u"t1/admission/1"_qs, {});
            TaskFinished finished;
            finished.task = 1;
            m.record({2, {}, EndingBegun{1, Outcome::Cancelled, u"why"_qs, {}}}, {});
            for (int minute = 0; minute < 5; ++minute)
                m.lookAtMachines();
        }));
    }
};

QTEST_GUILESS_MAIN(SimTest)
#include "tst_sim.moc"
