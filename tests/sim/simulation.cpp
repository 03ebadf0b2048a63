// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/simulation.h"

#include "tests/sim/sim_people.h"

#include <QDir>
#include <QTemporaryDir>

namespace signalbox::sim {

using namespace std::chrono_literals;

namespace {

class Simulation {
public:
    Simulation(quint64 seed, bool print)
        : m_world(seed, print), m_disk(m_world.time, m_world.random, m_world.faults, m_world.trace,
                                       [this](const QList<Record>& records) { written(records); }),
          m_people(m_world) {
        m_run.seed = seed;
        Random& random = m_world.random;
        m_options.machineSlots = 1 + random.below(6);
        m_options.otherSlots = 1 + random.below(4);
        m_options.machinesPerRepository = random.below(3);
        m_options.ageing = random.between(1min, 20min);
        if (random.chance(250))
            m_snapshots = std::make_unique<QTemporaryDir>();
        m_world.blueprints = drawBlueprints(random, 1 + random.below(4));
    }

    Run run() {
        restart();
        m_world.time.after(0ms, [this] { people(); });
        m_world.time.after(1min, [this] { everyMinute(); });
        m_world.time.after(1min, [this] { mishap(); });
        const Moment end = m_world.time.now() + m_world.random.between(1h, 3h);
        while (good() && m_world.time.step(end)) {
        }
        becomeCalm();
        if (comesToRest())
            m_world.model.atRest();
        if (good()) {
            cancelAll();
            if (comesToRest())
                m_world.model.atEnd();
        }
        if (good())
            replaysAlike();
        return result();
    }

private:
    bool good() const { return m_world.model.problems.isEmpty() && m_run.problems.isEmpty(); }
    void problem(const QString& what) { m_run.problems.append(what); }

    void written(const QList<Record>& records) {
        for (const Record& record : records) {
            m_world.trace.line(
                m_world.time.now(),
                u"%1 %2 %3"_qs.arg(record.seq).arg(typeOf(record.event)).arg(textOf(record.event)));
            m_world.model.record(record, m_world.time.now());
            if (const auto* closed = std::get_if<ApprovalClosed>(&record.event);
                closed && closed->state == ApprovalState::Expired)
                m_world.faults.happened(Fault::ApprovalExpires);
            if (std::holds_alternative<ApprovalEscalated>(record.event))
                m_world.faults.happened(Fault::ApprovalEscalates);
            if (const auto* vote = std::get_if<ApprovalVoted>(&record.event);
                vote && !vote->onBehalf.isEmpty())
                m_world.faults.happened(Fault::VoteInName);
            if (const auto* ending = std::get_if<EndingBegun>(&record.event);
                ending && ending->reason.contains(u"wall time"_qs))
                m_world.faults.happened(Fault::WallTimeOver);
            if (const auto* finished = std::get_if<TaskFinished>(&record.event))
                ++m_run.outcomes[enumWord(finished->outcome)];
        }
    }
    static QString textOf(const Event& event) {
        return QString::fromUtf8(canonicalJson(QJsonValue(bodyOf(event)))).left(200);
    }

    // ---- The core's lives ----

    void restart() {
        m_world.trace.line(m_world.time.now(), u"core starts"_qs);
        damageSnapshot();
        m_core = std::make_shared<SimCore>(m_world, m_disk, m_options,
                                           m_snapshots ? m_snapshots->path() : QString());
        if (const auto opened = m_core->open(); !opened)
            return problem(u"the journal cannot be replayed: "_qs + opened.error().text());
        if (m_core->state().seq != m_world.model.seq())
            return problem(
                u"a core starts at event %1 of %2"_qs.arg(m_core->state().seq).arg(m_world.model.seq()));
        const bool dies = m_run.crashes > 0 && m_world.faults.fires(Fault::CrashInRecovery, 200);
        m_core->begin(dies ? 1 + m_world.random.below(6) : 0);
        m_people.meet(m_core);
        if (dies)
            m_world.time.after(m_world.random.between(0ms, 300ms), [this, core = std::weak_ptr(m_core)] {
                if (core.lock() == m_core)
                    crash();
            });
    }

    /// A file that was cut short, or of which a bit was lost: it must be passed over.
    void damageSnapshot() {
        if (!m_snapshots || !m_world.faults.fires(Fault::SnapshotDamaged, 200))
            return;
        const QStringList files = QDir(m_snapshots->path()).entryList(QDir::Files, QDir::Name);
        if (files.isEmpty())
            return;
        QFile file(m_snapshots->filePath(m_world.random.pick(files)));
        if (!file.open(QIODevice::ReadWrite))
            return problem(u"a snapshot cannot be opened"_qs);
        if (file.size() == 0)
            return; // cut short before
        const qint64 at = qint64(m_world.random.next() % quint64(file.size()));
        char byte = 0;
        if (m_world.random.chance(500)) {
            (void)file.resize(at);
        } else if (!file.seek(at) || !file.getChar(&byte) || !file.seek(at) ||
                   !file.putChar(char(byte ^ 4))) {
            problem(u"a snapshot cannot be damaged"_qs);
        }
    }

    void crash() {
        if (!m_core)
            return;
        ++m_run.crashes;
        m_world.trace.line(m_world.time.now(), u"core crashes"_qs);
        m_core->die();
        m_core.reset();
        m_disk.crash();
        m_world.time.after(m_world.random.between(100ms, 20s), [this] { restart(); });
    }

    /// Crashes at moments that hurt: soon after a turn began, or at any time.
    void mishap() {
        if (m_world.faults.calm())
            return;
        Random& random = m_world.random;
        switch (random.below(8)) {
        case 0:
        case 1:
        case 2:
            crash();
            break;
        case 3:
        case 4: // while a unit is on its way
            if (m_core) {
                m_core->give(CancelTask{TaskId(1 + random.below(20)), u"ann"_qs, {}});
                m_core->give(submission(random));
                m_world.time.after(random.between(0ms, 12ms), [this] { crash(); });
            }
            break;
        case 5:
            if (m_core) {
                m_world.faults.happened(Fault::Drain);
                m_core->setDraining(true);
                m_world.time.after(random.between(1min, 10min), [this, core = std::weak_ptr(m_core)] {
                    if (const auto alive = core.lock())
                        alive->setDraining(false);
                });
            }
            break;
        case 6:
            m_world.faults.happened(Fault::ClockBack);
            m_world.clockOffset -= random.between(1s, 5min).count();
            m_world.time.after(random.between(1min, 20min), [this] { m_world.clockOffset = 0; });
            break;
        default:
            break;
        }
        m_world.time.after(random.between(10s, 12min), [this] { mishap(); });
    }
    SubmitTask submission(Random& random) {
        TaskSpec spec;
        spec.repository = u"repo%1"_qs.arg(1 + random.below(int(m_world.blueprints.size())));
        spec.title = u"on the way"_qs;
        return {spec, u"ann"_qs};
    }

    void everyMinute() {
        if (m_core)
            m_world.model.lookAtMachines();
        m_world.time.after(1min, [this] { everyMinute(); });
    }

    void people() {
        if (m_world.faults.calm())
            return;
        if (m_core)
            m_people.act(*m_core);
        m_world.time.after(m_world.random.between(1s, 50s), [this] { people(); });
    }

    // ---- The end ----

    void becomeCalm() {
        m_world.trace.line(m_world.time.now(), u"calm"_qs);
        m_world.faults.calmDown();
        m_world.clockOffset = 0;
        if (m_core)
            m_core->setDraining(false);
    }

    bool comesToRest() {
        const Moment limit = m_world.time.now() + std::chrono::hours(72);
        while (good() && m_world.time.now() < limit) {
            const Moment next = m_world.time.now() + 1min;
            while (good() && m_world.time.step(next)) {
            }
            if (m_core && m_core->settled() && m_world.allAsleep())
                return good();
        }
        if (good()) {
            problem(u"it does not come to rest"_qs);
            if (m_core)
                for (const QueueEntry& entry : m_core->queue())
                    problem(u"%1: %2"_qs.arg(entry.key, entry.running ? u"runs"_qs : entry.reason));
        }
        return false;
    }

    void cancelAll() {
        m_world.trace.line(m_world.time.now(), u"everything is cancelled"_qs);
        for (const TaskId id : m_core->state().unfinished)
            m_core->give(CancelTask{id, u"ann"_qs, u"the end"_qs});
    }

    void replaysAlike() {
        const auto again = EngineCore::open(m_disk);
        if (!again)
            return problem(again.error().text());
        if (!((*again)->state() == m_core->state()))
            problem(u"a replay gives another state than the one that lived"_qs);
    }

    Run result() {
        m_run.problems = m_world.model.problems + m_run.problems;
        m_run.events = m_world.model.seq();
        m_run.tasks = m_world.model.tasks();
        for (std::size_t i = 0; i < m_run.faults.size(); ++i)
            m_run.faults[i] = m_world.faults.count(Fault(i));
        m_run.digest = m_world.trace.digest();
        m_run.records = m_disk.records();
        if (m_core)
            m_core->die();
        return std::move(m_run);
    }

    World m_world;
    SimDisk m_disk;
    QueueOptions m_options;
    std::unique_ptr<QTemporaryDir> m_snapshots; ///< outlives the cores
    std::shared_ptr<SimCore> m_core;
    People m_people;
    Run m_run;
};

} // namespace

Run simulate(quint64 seed, bool printTrace) {
    return Simulation(seed, printTrace).run();
}

} // namespace signalbox::sim
