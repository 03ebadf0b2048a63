// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "views/parts/mark.h"

namespace signalbox {

/// One step of a task as the graph shows it.
struct StepCard {
    QString id;
    QString title;
    QString kind; ///< the step kind's word
    Look look;
    QString detail;   ///< duration, tries: the second line behind the word
    int attempts = 0; ///< how often it was begun
    bool current = false;
    bool alive = false;                   ///< something is going on in it right now
    bool earlier = false;                 ///< its result is of work that has been sent back since
    Moment since;                         ///< alive: when it began
    [[nodiscard]] QString spoken() const; ///< all of it as one sentence, for screen readers and tool tips
};

/// A way back that was taken, in terms of the steps' positions.
struct StepRoute {
    int from = 0;
    int to = 0;
    int count = 0;
};

/// The steps of a task with their states at this moment.
QList<StepCard> stepCards(const Task& task, Moment now);
QList<StepRoute> stepRoutes(const Task& task);
/// The same for a blueprint by itself; ways back have the count 0.
QList<StepCard> blueprintCards(const Blueprint& blueprint);
QList<StepRoute> blueprintRoutes(const Blueprint& blueprint);

/// "12 s", "3 min 12 s": coarse enough that it does not flicker.
QString shortDuration(Millis duration);
/// "just now", "12 min ago", "3 d ago".
QString ageText(Moment then, Moment now);

} // namespace signalbox
