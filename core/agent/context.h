// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// A recent commit of the base, for the agent to know what was going on.
struct RecentCommit {
    QString oid;
    QString author;
    QString subject;
};

/// What the agent is told, as Markdown: the task, its acceptance criteria, how its work will be judged,
/// recent changes. Pure.
QString taskDocument(const Task& task, const QList<RecentCommit>& recent);
/// The feedback of the last gate or person, as Markdown; empty when there is none.
QString feedbackDocument(const Task& task);
/// The last lines of a program's output as Markdown, for feedback; empty when it wrote nothing.
QString endOfOutput(const QByteArray& output);

} // namespace signalbox
