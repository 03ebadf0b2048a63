// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/engine/snapshots.h"
#include "tests/bench/bench.h"

namespace signalbox::bench {

/// The files of a core that has been at work for long.
struct RecoveryHome {
    QString directory;

    [[nodiscard]] QString journalFile() const { return directory + QStringLiteral("/journal.sqlite"); }
    [[nodiscard]] SnapshotSettings snapshots() const {
        return {.directory = directory + QStringLiteral("/snapshots")};
    }
};

/// Writes a journal of about so many events, with so many tasks under way at its end, and the snapshots that
/// a core keeps meanwhile. Tasks pass gates, are sent back, approved and published as real ones are.
Result<void> makeHistory(const RecoveryHome& home, qint64 events, int inFlight);

/// Answers every effect at once and submits a task for each that ends, so that as many stay under way.
class EndlessWork final : public EffectSink {
public:
    explicit EndlessWork(Engine& engine) : m_engine(engine) {}
    void owed(const Task& task, const Effect& effect) override;
    void dropped(const QString&) override {}

private:
    Engine& m_engine;
};

} // namespace signalbox::bench
