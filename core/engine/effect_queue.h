// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/fair_line.h"

namespace signalbox {

struct QueueOptions {
    int machineSlots = 2; ///< effects that need a machine, at the same time
    int otherSlots = 4;   ///< effects that need none
    /// Effects of one repository that need a machine, at the same time; 0: as many as there are slots.
    int machinesPerRepository = 0;
    /// What waits gains one level of priority for each of these (see FairLine); 0: never.
    Millis ageing = std::chrono::minutes(10);
};

/// An owed effect, and its task as it was when the effect came due.
struct OwedEffect {
    Task task;
    Effect effect;
    bool needsMachine = false;
};

/// One effect that waits or runs, for people.
struct QueueEntry {
    QString key;
    TaskId task = 0;
    QString repository;
    EffectKind kind = EffectKind::Admit;
    int priority = 0;
    bool needsMachine = false;
    bool running = false;
    Moment since;   ///< running: since when; waiting: since when it could have begun, or when it will be due
    QString reason; ///< why it waits: "waits for a machine: 4 of 4 busy"; empty when it runs
};

/// Which owed effects wait, which run, and which goes next at a moment. Pure: no thread, no lock, no clock;
/// the dispatcher and the simulator drive the same one. Nothing runs beyond the slots: everything else waits
/// and costs only memory. An effect has one place: owed again (at another time, with another state of its
/// task) it is moved. Owed again while it runs, it waits for that run to end. Who goes first says FairLine.
class EffectQueue {
public:
    explicit EffectQueue(const QueueOptions& options);

    void owed(OwedEffect owed, Moment now);
    /// It is not owed any more: it will not begin. True when it runs, so that somebody must cancel it.
    bool dropped(const QString& key, Moment now);
    /// The effect that begins now, which runs until ended(); nothing when none may.
    std::optional<OwedEffect> take(Moment now);
    void ended(const QString& key, Moment now);

    /// Takes nothing new; what runs may end.
    void setDraining(bool draining) { m_draining = draining; }
    [[nodiscard]] bool draining() const { return m_draining; }
    /// Forgets everything that waits.
    void clearWaiting();

    /// Whether take() would give something now.
    [[nodiscard]] bool couldTake(Moment now);
    /// When the next one that is not due yet will be; nothing when all are.
    [[nodiscard]] std::optional<Moment> nextDue() const;
    [[nodiscard]] int machinesBusy() const { return m_machines.running(); }
    [[nodiscard]] int running() const { return int(m_running.size()); }
    [[nodiscard]] int waiting() const { return int(m_waiting.size()); }
    [[nodiscard]] bool isRunning(const QString& key) const { return m_running.contains(key); }

    /// What runs, then what waits, by task; at most `limit` (0: all).
    [[nodiscard]] QList<QueueEntry> entries(Moment now, int limit = 0) const;
    /// The same for one task.
    [[nodiscard]] QList<QueueEntry> entriesOf(TaskId task, Moment now) const;

private:
    enum class Place {
        NotDue,
        InLine,
        AfterItself, ///< its earlier try still runs
    };
    struct Waiting {
        OwedEffect owed;
        Place place = Place::NotDue;
    };
    struct Running {
        TaskId task = 0;
        QString repository;
        EffectKind kind = EffectKind::Admit;
        int priority = 0;
        bool needsMachine = false;
        Moment since;
    };
    using WaitingByKey = std::map<QString, Waiting>;

    FairLine& lineOf(bool needsMachine) { return needsMachine ? m_machines : m_others; }
    static FairLine::Place placeOf(const OwedEffect& owed);
    void putInPlace(Waiting& waiting, Moment now);
    void takeFromPlace(const Waiting& waiting, Moment now);
    void bringInDue(Moment now);
    [[nodiscard]] QString reasonOf(const Waiting& waiting, Moment now) const;
    [[nodiscard]] QueueEntry entryOf(const Waiting& waiting, Moment now) const;
    static QueueEntry entryOf(const QString& key, const Running& running);

    FairLine m_machines;
    FairLine m_others;
    WaitingByKey m_waiting;
    std::map<QString, Running> m_running;
    std::set<std::pair<Moment, QString>> m_agenda; ///< what is not due yet
    bool m_draining = false;
};

} // namespace signalbox
