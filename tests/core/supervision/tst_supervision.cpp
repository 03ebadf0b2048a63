// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: an organ of the core that fails (by an error, an exception or a quiet end) is started anew, with
// those that its strategy names and in the right order; failures that come too fast end in giving up, said
// once, with everything stopped; a stop reaches organs that run, that wait to be started anew, and that
// failed.
#include "core/supervision/supervisor.h"

#include <QTest>

#include <atomic>
#include <future>
#include <stdexcept>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

/// Notes who starts and stops, and lets the test fail an organ when it likes.
class Ward {
public:
    Supervisor::Body body(const QString& name) {
        return [this, name](const CancelToken& cancel) -> Result<void> {
            note(u"+"_qs + name);
            cancel.onCancel([this] { wake(); });
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return cancel.cancelled() || m_fail == name; });
            const bool failed = !cancel.cancelled();
            if (failed)
                m_fail.clear();
            lock.unlock();
            note(failed ? u"!"_qs + name : u"-"_qs + name);
            if (failed)
                return Error{ErrorKind::Unavailable, name + u" broke"_qs, {}};
            return {};
        };
    }
    void fail(const QString& name) {
        {
            const std::lock_guard lock(m_mutex);
            m_fail = name;
        }
        wake();
    }
    QStringList notes() {
        const std::lock_guard lock(m_mutex);
        return m_notes;
    }
    /// Notes since the last call, once there are this many.
    QStringList next(qsizetype count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, 20s, [&] { return m_notes.size() >= m_read + count; });
        const QStringList fresh = m_notes.mid(m_read);
        m_read = m_notes.size();
        return fresh;
    }

private:
    void note(const QString& what) {
        {
            const std::lock_guard lock(m_mutex);
            m_notes.append(what);
        }
        wake();
    }
    void wake() {
        // Under the lock: whoever is between its test and its wait must not miss it.
        const std::lock_guard lock(m_mutex);
        m_changed.notify_all();
    }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    QString m_fail;
    QStringList m_notes;
    qsizetype m_read = 0;
};

SupervisionOptions options(RestartStrategy strategy, int intensity = 5) {
    return {strategy, intensity, 1min, 1ms, 4ms};
}

} // namespace

class TestSupervision : public QObject {
    Q_OBJECT

private slots:
    void strategiesNameWhoIsStartedAnew_data() {
        QTest::addColumn<RestartStrategy>("strategy");
        QTest::addColumn<QList<int>>("children");
        QTest::newRow("one for one") << RestartStrategy::OneForOne << QList<int>{1};
        QTest::newRow("one for all") << RestartStrategy::OneForAll << QList<int>{0, 1, 2};
        QTest::newRow("rest for one") << RestartStrategy::RestForOne << QList<int>{1, 2};
    }
    void strategiesNameWhoIsStartedAnew() {
        QFETCH(RestartStrategy, strategy);
        QFETCH(QList<int>, children);
        Supervision supervision(3, options(strategy));
        const auto restart = supervision.failed(1, Moment{1000});
        QVERIFY(restart);
        QCOMPARE(restart->children, children);
    }

    void tooManyFailuresInAPeriodAreGivenUp() {
        Supervision supervision(1, {RestartStrategy::OneForOne, 2, 1min, 100ms, 10s});
        QVERIFY(supervision.failed(0, Moment{0}));
        QVERIFY(supervision.failed(0, Moment{30'000}));
        // Later than a minute after the first: that one counts no more.
        QVERIFY(supervision.failed(0, Moment{70'000}));
        QVERIFY(!supervision.failed(0, Moment{80'000}));
    }

    void waitsGrowUpToALimit() {
        Supervision supervision(1, {RestartStrategy::OneForOne, 100, 1min, 100ms, 1s});
        QList<qint64> waits;
        for (int i = 0; i < 6; ++i)
            waits.append(supervision.failed(0, Moment{i})->wait.count());
        QCOMPARE(waits, (QList<qint64>{100, 200, 400, 800, 1000, 1000}));
    }

    void anOrganIsStartedAnewAlone() {
        Ward ward;
        Supervisor supervisor(m_clock, options(RestartStrategy::OneForOne), {});
        supervisor.add(u"a"_qs, ward.body(u"a"_qs));
        supervisor.add(u"b"_qs, ward.body(u"b"_qs));
        supervisor.start();
        QCOMPARE(ward.next(2).size(), 2);
        ward.fail(u"a"_qs);
        QCOMPARE(ward.next(2), (QStringList{u"!a"_qs, u"+a"_qs}));
        QTRY_COMPARE(supervisor.status().at(0).state, OrganState::Running);
        QCOMPARE(supervisor.status().at(0).restarts, 1);
        QVERIFY(supervisor.status().at(0).trouble.contains(u"a broke"_qs));
        QCOMPARE(supervisor.status().at(1).restarts, 0);
        supervisor.stop();
        QCOMPARE(ward.next(2), (QStringList{u"-b"_qs, u"-a"_qs})); // the reverse order
    }

    void thoseAfterItAreStoppedInReverseAndStartedInOrder() {
        Ward ward;
        Supervisor supervisor(m_clock, options(RestartStrategy::RestForOne), {});
        for (const QString& name : {u"a"_qs, u"b"_qs, u"c"_qs})
            supervisor.add(name, ward.body(name));
        supervisor.start();
        QCOMPARE(ward.next(3).size(), 3);
        ward.fail(u"b"_qs);
        const QStringList seen = ward.next(4);
        QCOMPARE(seen.mid(0, 2), (QStringList{u"!b"_qs, u"-c"_qs}));
        QVERIFY(seen.mid(2).contains(u"+b"_qs) && seen.mid(2).contains(u"+c"_qs));
    }

    void exceptionsAndQuietEndsAreFailuresToo_data() {
        QTest::addColumn<bool>("throws");
        QTest::newRow("exception") << true;
        QTest::newRow("quiet end") << false;
    }
    void exceptionsAndQuietEndsAreFailuresToo() {
        QFETCH(bool, throws);
        std::atomic<int> runs = 0;
        Supervisor supervisor(m_clock, options(RestartStrategy::OneForOne), {});
        supervisor.add(u"a"_qs, [&](const CancelToken& cancel) -> Result<void> {
            if (++runs == 1) {
                if (throws)
                    throw std::runtime_error("out of luck");
                return {};
            }
            while (!cancel.waitFor(1min)) {
            }
            return {};
        });
        supervisor.start();
        QTRY_COMPARE(runs.load(), 2);
        QVERIFY(
            supervisor.status().first().trouble.contains(throws ? u"out of luck"_qs : u"nobody asked"_qs));
    }

    void givingUpStopsEverythingAndIsSaidOnce() {
        std::promise<QString> gaveUp;
        std::atomic<int> times = 0;
        std::atomic<bool> otherStopped = false;
        Supervisor supervisor(m_clock, options(RestartStrategy::OneForOne, 3),
                              [&](const QString& organ, const Error& error) {
                                  if (++times == 1)
                                      gaveUp.set_value(organ + u": "_qs + error.text());
                              });
        supervisor.add(u"good"_qs, [&](const CancelToken& cancel) -> Result<void> {
            while (!cancel.waitFor(1min)) {
            }
            otherStopped = true;
            return {};
        });
        supervisor.add(u"bad"_qs, [](const CancelToken&) -> Result<void> {
            return Error{ErrorKind::Corrupt, u"always"_qs, {}};
        });
        supervisor.start();
        auto said = gaveUp.get_future();
        QVERIFY(said.wait_for(20s) == std::future_status::ready);
        QCOMPARE(said.get(), u"bad: always"_qs);
        QVERIFY(otherStopped);
        supervisor.stop();
        QCOMPARE(times.load(), 1);
        QCOMPARE(supervisor.status().at(1).state, OrganState::GivenUp);
        QCOMPARE(supervisor.status().at(1).restarts, 3);
        QCOMPARE(supervisor.status().at(0).state, OrganState::Stopped);
    }

    void aStopDoesNotWaitForARestartThatIsDueLater() {
        std::promise<void> failed;
        Supervisor supervisor(m_clock, {RestartStrategy::OneForOne, 5, 1min, 1h, 1h}, {});
        supervisor.add(u"a"_qs, [&](const CancelToken&) -> Result<void> {
            failed.set_value();
            return Error{ErrorKind::Unavailable, u"broke"_qs, {}};
        });
        supervisor.start();
        failed.get_future().wait();
        supervisor.stop(); // hangs for an hour when this is broken
        QCOMPARE(supervisor.status().first().state, OrganState::Stopped);
    }

private:
    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestSupervision)
#include "tst_supervision.moc"
