// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the pool's dealings: a machine made ahead serves exactly once, whoever comes first gets it and the
// other a new one, work never waits for the pool, what dies or is left by a killed core goes, an idle pool
// empties itself, and nothing stays at the end. Machines are made up; real ones are in tst_machine_reuse.
#include "core/machine/machine_pool.h"

#include <QTest>

#include <atomic>

#include <set>
#include <thread>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

struct Shelf {
    std::mutex mutex;
    std::map<QString, MachineSpec> machines;
    std::set<QString> dead;
    QStringList takenOver;
    bool broken = false;
    bool refuses = false; ///< to hand over, before it has done anything
    std::atomic<int> made = 0;
    std::atomic<int> mostAtOnce = 0;
};

class ListedMachine final : public Machine {
public:
    ListedMachine(std::shared_ptr<Shelf> shelf, QString name)
        : m_shelf(std::move(shelf)), m_name(std::move(name)) {}
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QMap<QString, Digest> imageDigests() const override { return {}; }
    Result<JobResult> run(const Job&, const OutputSink&, const CancelToken&) override { return none(); }
    Result<void> put(const QString&, const QByteArray&, int, const QString&) override { return none(); }
    Result<void> putFile(const QString&, const QString&, int, const QString&, const CancelToken&) override {
        return none();
    }
    Result<QByteArray> get(const QString&, qint64) override { return none(); }
    Result<void> getFile(const QString&, const QString&, qint64, const CancelToken&) override {
        return none();
    }
    Result<void> forward(quint16, ConnectionHandler) override { return none(); }
    [[nodiscard]] Result<MachineStatus> status() override {
        const std::lock_guard lock(m_shelf->mutex);
        MachineStatus status;
        status.name = m_name;
        status.state =
            m_shelf->dead.contains(m_name) ? MachineStatus::State::Failed : MachineStatus::State::Running;
        return status;
    }

private:
    static Error none() { return {ErrorKind::Unavailable, u"nothing runs here"_qs, {}}; }
    const std::shared_ptr<Shelf> m_shelf;
    const QString m_name;
};

class ShelfProvider final : public MachineProvider {
public:
    explicit ShelfProvider(std::shared_ptr<Shelf> shelf) : m_shelf(std::move(shelf)) {}
    [[nodiscard]] Result<ProviderInfo> info() override { return ProviderInfo{}; }
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink&,
                                             const CancelToken&) override {
        const std::lock_guard lock(m_shelf->mutex);
        if (m_shelf->broken)
            return Error{ErrorKind::Unavailable, u"no room"_qs, {}};
        m_shelf->made += m_shelf->machines.contains(spec.name) ? 0 : 1;
        m_shelf->machines[spec.name] = spec;
        m_shelf->mostAtOnce = std::max(m_shelf->mostAtOnce.load(), int(m_shelf->machines.size()));
        return std::shared_ptr<Machine>(std::make_shared<ListedMachine>(m_shelf, spec.name));
    }
    Result<TakenMachine> takeOver(const QString& ahead, const MachineSpec& spec, const ProgressSink& progress,
                                  const CancelToken& cancel) override {
        {
            const std::lock_guard lock(m_shelf->mutex);
            if (m_shelf->refuses)
                return Error{ErrorKind::Cancelled, u"not wanted any more"_qs, {}};
            if (m_shelf->machines.contains(spec.name))
                return TakenMachine{std::make_shared<ListedMachine>(m_shelf, spec.name), false};
            if (m_shelf->machines.erase(ahead) > 0 && !m_shelf->dead.contains(ahead)) {
                m_shelf->takenOver.append(ahead);
                m_shelf->machines[spec.name] = spec;
                return TakenMachine{std::make_shared<ListedMachine>(m_shelf, spec.name), true};
            }
        }
        auto made = acquire(spec, progress, cancel);
        return made ? Result<TakenMachine>({*made, true}) : Result<TakenMachine>(made.error());
    }
    Result<void> destroy(const QString& name, Millis) override {
        const std::lock_guard lock(m_shelf->mutex);
        m_shelf->machines.erase(name);
        m_shelf->dead.erase(name);
        return {};
    }
    [[nodiscard]] Result<QList<MachineStatus>> list() override {
        const std::lock_guard lock(m_shelf->mutex);
        QList<MachineStatus> all;
        for (const auto& [name, spec] : m_shelf->machines) {
            MachineStatus status;
            status.name = name;
            all.append(status);
        }
        return all;
    }

private:
    const std::shared_ptr<Shelf> m_shelf;
};

MachineSpec spec(const QString& name, int memory = 1024) {
    MachineSpec spec;
    spec.name = name;
    spec.memoryMiB = memory;
    return spec;
}

} // namespace

class TestMachinePool : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_shelf = std::make_shared<Shelf>();
        m_free = 2;
    }
    void cleanup() { end(); }

    void nothingIsMadeBeforeSomebodyAsks() {
        begin({0, 2, 10min});
        QTest::qWait(50); // style:allow something wrong would happen in this time
        QCOMPARE(names(), QStringList());
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 2);
        QCOMPARE(m_shelf->made.load(), 3);
    }

    void eachServesOnce() {
        begin({0, 2, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 2);
        std::vector<std::thread> callers;
        for (int i = 0; i < 6; ++i)
            callers.emplace_back([this, i] {
                const auto machine = m_pool->acquire(spec(u"sb-n%1"_qs.arg(i)), {}, {});
                QVERIFY(machine && (*machine)->name() == u"sb-n%1"_qs.arg(i));
            });
        for (std::thread& caller : callers)
            caller.join();
        const std::lock_guard lock(m_shelf->mutex);
        QVERIFY(m_shelf->takenOver.size() >= 2);
        QCOMPARE(QSet<QString>(m_shelf->takenOver.begin(), m_shelf->takenOver.end()).size(),
                 m_shelf->takenOver.size());
        for (int i = 0; i < 6; ++i)
            QVERIFY(m_shelf->machines.contains(u"sb-n%1"_qs.arg(i)));
    }

    void aLivingMachineIsFoundAndTheSpareKept() {
        begin({0, 1, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QCOMPARE(m_shelf->takenOver.size(), 0);
        QTRY_COMPARE(m_pool->ready(), 1); // one that was made meanwhile goes again
    }

    void anotherShapeIsMadeAnewAndMadeAheadFromThenOn() {
        begin({0, 1, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        QVERIFY(m_pool->acquire(spec(u"sb-b"_qs, 512), {}, {}));
        QCOMPARE(m_shelf->takenOver.size(), 0);
        QTRY_VERIFY(shapeReady(512));
        QVERIFY(m_pool->acquire(spec(u"sb-c"_qs, 512), {}, {}));
        QCOMPARE(m_shelf->takenOver.size(), 1);
    }

    void noSlotIsTakenFromWork() {
        m_free = 1;
        begin({0, 2, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        m_free = 0;
        m_pool->nudge();
        QTRY_COMPARE(m_pool->ready(), 0);
        QTRY_COMPARE(names(), QStringList{u"sb-a"_qs});
        m_free = 2;
        m_pool->nudge();
        QTRY_COMPARE(m_pool->ready(), 2);
    }

    void anIdlePoolEmptiesItself() {
        begin({0, 2, 150ms});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_VERIFY(m_shelf->made >= 2);
        QTRY_COMPARE(names(), QStringList{u"sb-a"_qs});
    }

    void whatDiesIsReplaced() {
        begin({1, 1, 10min});
        QTRY_COMPARE(m_pool->ready(), 1);
        const QString first = names().first();
        QVERIFY(first.startsWith(MachinePool::prefix()));
        {
            const std::lock_guard lock(m_shelf->mutex);
            m_shelf->dead.insert(first);
        }
        m_pool->nudge();
        QTRY_VERIFY(m_pool->ready() == 1 && !names().contains(first));
        // Destroyed by somebody else: the same.
        const QString second = names().first();
        QVERIFY(m_pool->destroy(second, Millis(0)));
        QTRY_VERIFY(m_pool->ready() == 1 && !names().contains(second));
    }

    void whatAKilledCoreHadReadyIsRemoved() {
        m_shelf->machines = {{MachinePool::prefix() + u"old"_qs, spec(u"x"_qs)},
                             {u"sb-work"_qs, spec(u"sb-work"_qs)}};
        begin({0, 2, 10min});
        QTRY_COMPARE(names(), QStringList{u"sb-work"_qs});
    }

    void whatIsGivenAwayAndRefusedIsNotForgotten() {
        begin({0, 1, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        {
            const std::lock_guard lock(m_shelf->mutex);
            m_shelf->refuses = true;
        }
        const QStringList before = names();
        QVERIFY(!m_pool->acquire(spec(u"sb-b"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        QCOMPARE(names().size(), 2);
        QVERIFY(names() != before);
    }

    void workGoesOnWhenNothingCanBeMadeAhead() {
        begin({0, 1, 10min});
        QVERIFY(m_pool->acquire(spec(u"sb-a"_qs), {}, {}));
        QTRY_COMPARE(m_pool->ready(), 1);
        {
            const std::lock_guard lock(m_shelf->mutex);
            m_shelf->broken = true;
        }
        QVERIFY(m_pool->acquire(spec(u"sb-b"_qs), {}, {})); // the spare
        QVERIFY(!m_pool->acquire(spec(u"sb-c"_qs), {}, {}));
        QCOMPARE(m_pool->ready(), 0);
        end(); // at once, although it waits before the next try
    }

    void nothingStaysAtTheEnd() {
        begin({2, 2, 10min});
        QTRY_COMPARE(m_pool->ready(), 2);
        end();
        QCOMPARE(names(), QStringList());
    }

private:
    void begin(PoolLimits limits) {
        m_pool = std::make_unique<MachinePool>(std::make_shared<ShelfProvider>(m_shelf), limits,
                                               MachineShape(), [this] { return m_free.load(); });
        m_cancel = CancelToken();
        m_thread = std::thread([this, cancel = m_cancel] { (void)m_pool->run(cancel); });
    }
    void end() {
        m_cancel.cancel();
        if (m_thread.joinable())
            m_thread.join();
    }
    QStringList names() {
        const std::lock_guard lock(m_shelf->mutex);
        QStringList all;
        for (const auto& [name, spec] : m_shelf->machines)
            all.append(name);
        return all;
    }
    bool shapeReady(int memory) {
        const std::lock_guard lock(m_shelf->mutex);
        for (const auto& [name, spec] : m_shelf->machines)
            if (name.startsWith(MachinePool::prefix()) && spec.memoryMiB == memory)
                return true;
        return false;
    }
    std::shared_ptr<Shelf> m_shelf;
    std::atomic<int> m_free{2};
    std::unique_ptr<MachinePool> m_pool;
    CancelToken m_cancel;
    std::thread m_thread;
};

QTEST_GUILESS_MAIN(TestMachinePool)
#include "tst_machine_pool.moc"
