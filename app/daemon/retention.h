// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/journal/journal.h"

#include <QJsonObject>

#include <functional>
#include <set>

namespace signalbox {

/// What a look at old bulk found, or what was removed.
struct RetentionReport {
    QList<TaskId> tasks; ///< whose bulk may go, or went
    int logs = 0;        ///< running logs
    int artifacts = 0;   ///< kept bytes that only such tasks name
    qint64 bytes = 0;    ///< of both
    int keptTasks = 0;   ///< that are over for long enough and still keep theirs
    SB_FIELDS(RetentionReport, tasks, logs, artifacts, bytes, keptTasks)
};

struct RetentionSettings {
    QString logs;      ///< directory of the running logs
    QString artifacts; ///< directory of the artifact store
    int days = 0;      ///< how long after its end a task keeps its bulk; 0: for ever
    Millis period = std::chrono::hours(24);
};

/// Removes old bulk: the running logs, and artifacts that nothing else names, of tasks that ended so many
/// days ago. Never what a task needs that is not over, that was published, on which people voted (its
/// evidence is part of the audit), or that `needed` names (open dead letters). The journal itself keeps every
/// event, and so every name and digest of what went. Thread-safe.
class Retention {
public:
    /// Tasks that are needed whatever their events say. Called on the sweeping thread; may block.
    using Needed = std::function<std::set<TaskId>()>;

    Retention(Journal& journal, const Clock& clock, RetentionSettings settings, Needed needed);

    /// Sweeps once a period until cancelled, never where no days are set: the body of an organ.
    Result<void> run(const CancelToken& cancel);
    /// What would go, with the setting's days or (`days` above 0) with others; nothing is touched.
    Result<RetentionReport> look(int days = 0);
    /// Removes it now. Blocks.
    Result<RetentionReport> sweep(const CancelToken& cancel = {});

private:
    struct Plan {
        RetentionReport report;
        QStringList files;
    };
    Result<Plan> plan(int days, const CancelToken& cancel);

    Journal& m_journal;
    const Clock& m_clock;
    const RetentionSettings m_settings;
    const Needed m_needed;
};

} // namespace signalbox
