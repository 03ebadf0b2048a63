// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/step_cards.h"

#include "core/domain/summary.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox {

namespace {

struct StepCardText {
    Q_DECLARE_TR_FUNCTIONS(signalbox::StepCards)
};

Look notYet() {
    return {Shape::Ring, Tone::Quiet, StepCardText::tr("not yet")};
}

/// A step's look from its last result, when it is not the one being worked on.
Look lookOfPast(const Task& task, const Step& step, const Attempt* last) {
    if (step.kind == StepKind::Approval) {
        for (auto it = task.approvals.rbegin(); it != task.approvals.rend(); ++it)
            if (it->step == step.id)
                return lookOf(it->state);
        return notYet();
    }
    if (last && last->result)
        return lookOf(last->result->verdict);
    const bool begun = task.phase != TaskPhase::Admission;
    if (step.kind == StepKind::Admission && begun && task.outcome != Outcome::Refused)
        return lookOf(Verdict::Passed);
    if (step.kind == StepKind::Teardown && task.phase == TaskPhase::Finished)
        return lookOf(Verdict::Passed);
    return notYet();
}

bool isCurrent(const Task& task, qsizetype index, qsizetype current) {
    if (task.phase == TaskPhase::Finished)
        return false;
    if (task.phase == TaskPhase::Admission)
        return index == 0;
    return index == current;
}

void fillCurrent(StepCard& card, const Task& task, const Attempt* last, Moment now) {
    const TaskStatus status = statusOf(task);
    card.look = lookOf(status.word);
    if (const Approval* approval = task.openApproval()) {
        const auto given = std::count_if(approval->votes.begin(), approval->votes.end(),
                                         [](const Vote& v) { return v.approve; });
        card.look.word = StepCardText::tr("%1 of %2 agreed").arg(given).arg(approval->needed);
    }
    card.alive = status.word == StatusWord::Working || status.word == StatusWord::Admission ||
                 status.word == StatusWord::Retrying || status.word == StatusWord::Undoing ||
                 status.word == StatusWord::WaitingForMachine;
    card.since = last && !last->ended ? last->started : status.since;
    card.detail = shortDuration(now - card.since);
    if (status.word == StatusWord::WaitingForMachine)
        card.look.word = StepCardText::tr("no machine yet");
}

} // namespace

QString shortDuration(Millis duration) {
    const qint64 s = std::max<qint64>(0, duration.count() / 1000);
    if (duration.count() > 0 && s == 0)
        return StepCardText::tr("under 1 s");
    if (s < 60)
        return StepCardText::tr("%1 s").arg(s);
    if (s < 3600)
        return StepCardText::tr("%1 min %2 s").arg(s / 60).arg(s % 60, 2, 10, QLatin1Char('0'));
    if (s < 24 * 3600)
        return StepCardText::tr("%1 h %2 min").arg(s / 3600).arg(s / 60 % 60, 2, 10, QLatin1Char('0'));
    return StepCardText::tr("%1 d %2 h").arg(s / 86400).arg(s / 3600 % 24);
}

QString ageText(Moment then, Moment now) {
    const qint64 s = (now - then).count() / 1000;
    if (s < 10)
        return StepCardText::tr("now");
    if (s < 60)
        return StepCardText::tr("%1 s").arg(s);
    if (s < 3600)
        return StepCardText::tr("%1 min").arg(s / 60);
    if (s < 24 * 3600)
        return StepCardText::tr("%1 h").arg(s / 3600);
    return StepCardText::tr("%1 d").arg(s / 86400);
}

QString StepCard::spoken() const {
    QStringList parts{StepCardText::tr("%1 (%2): %3").arg(title, kind, look.word)};
    if (!detail.isEmpty())
        parts.append(detail);
    if (attempts > 1)
        parts.append(StepCardText::tr("attempts: %1").arg(attempts));
    if (current)
        parts.append(StepCardText::tr("this is where the task is"));
    return parts.join(QStringLiteral(", "));
}

QList<StepCard> stepCards(const Task& task, Moment now) {
    QList<StepCard> cards;
    const qsizetype current = task.blueprint.indexOf(task.current);
    for (qsizetype i = 0; i < task.blueprint.steps.size(); ++i) {
        const Step& step = task.blueprint.steps.at(i);
        const Attempt* last = task.lastAttempt(step.id);
        StepCard card;
        card.id = step.id;
        card.title = step.title.isEmpty() ? step.id : step.title;
        card.kind = enumWord(step.kind);
        card.attempts = last ? last->number : 0; // of a long task's attempts only the latest are kept
        card.current = isCurrent(task, i, current);
        if (card.current) {
            fillCurrent(card, task, last, now);
        } else {
            card.look = lookOfPast(task, step, last);
            if (last && last->ended)
                card.detail = shortDuration(*last->ended - last->started);
            card.earlier = task.phase != TaskPhase::Finished && current >= 0 && i > current && last;
            if (card.earlier) {
                card.look = {card.look.shape, Tone::Quiet,
                             StepCardText::tr("before: %1").arg(card.look.word)};
                card.detail.clear();
            }
        }
        cards.append(card);
    }
    return cards;
}

QList<StepRoute> stepRoutes(const Task& task) {
    QList<StepRoute> routes;
    for (const RouteCount& route : task.routes) {
        const int from = int(task.blueprint.indexOf(route.from));
        const int to = int(task.blueprint.indexOf(route.to));
        if (from >= 0 && to >= 0 && route.count > 0)
            routes.append({from, to, route.count});
    }
    return routes;
}

QList<StepCard> blueprintCards(const Blueprint& blueprint) {
    QList<StepCard> cards;
    for (const Step& step : blueprint.steps) {
        StepCard card;
        card.id = step.id;
        card.title = step.title.isEmpty() ? step.id : step.title;
        card.kind = enumWord(step.kind);
        const bool people = step.kind == StepKind::Approval;
        card.look = {people ? Shape::Diamond : Shape::Ring, Tone::Quiet,
                     step.kind == StepKind::Gate ? enumWord(step.gate).replace(u'_', u' ') : card.kind};
        if (people)
            card.detail = StepCardText::tr("people: %1").arg(std::max(1, step.approvals));
        else if (step.timeLimit.count() > 0)
            card.detail =
                StepCardText::tr("at most %1 min").arg(std::max<qint64>(1, step.timeLimit.count() / 60'000));
        cards.append(card);
    }
    return cards;
}

QList<StepRoute> blueprintRoutes(const Blueprint& blueprint) {
    QList<StepRoute> routes;
    for (const Step& step : blueprint.steps)
        if (const qsizetype to = blueprint.indexOf(step.onFail); to >= 0)
            routes.append({int(blueprint.indexOf(step.id)), int(to), 0});
    return routes;
}

} // namespace signalbox
