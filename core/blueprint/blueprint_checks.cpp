// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/blueprint_checks.h"

#include "core/blueprint/step_rules.h"
#include "core/domain/role.h"

#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

bool doesWork(StepKind kind) {
    return kind == StepKind::Agent || kind == StepKind::Run;
}

QString quoted(const QString& text) {
    return QLatin1Char('"') + text + QLatin1Char('"');
}

ReadStep implied(StepKind kind, Place at) {
    ReadStep read;
    read.step.kind = kind;
    read.step.id = enumWord(kind);
    read.kindKnown = true;
    read.at = at;
    return read;
}

/// Where a failure goes when nothing is said: work is tried again by its agent, a rejection goes to the agent
/// whose work it was, and everything else to a person.
QString defaultRoute(const QList<ReadStep>& steps, qsizetype index) {
    const Step& step = steps.at(index).step;
    switch (step.kind) {
    case StepKind::Agent:
        return step.id;
    case StepKind::Approval:
        for (qsizetype i = index - 1; i >= 0; --i)
            if (steps.at(i).kindKnown && steps.at(i).step.kind == StepKind::Agent)
                return steps.at(i).step.id;
        return QStringLiteral("person");
    case StepKind::Admission:
    case StepKind::Teardown:
        return {};
    default:
        return QStringLiteral("person");
    }
}

void checkKeys(const ReadStep& read, Problems& problems) {
    const KindRule& rule = ruleOf(read.step.kind);
    const QString kind = enumWord(read.step.kind);
    for (auto key = read.keys.begin(); key != read.keys.end(); ++key)
        if (key.key() != QLatin1String("id") && key.key() != QLatin1String("kind") &&
            !rule.may.contains(key.key()))
            problems.add(key.value(),
                         QStringLiteral("\"%1\" means nothing in a step of kind %2").arg(key.key(), kind));
    for (const QString& key : rule.must)
        if (!read.keys.contains(key))
            problems.add(
                read.at,
                QStringLiteral("the step \"%1\" of kind %2 needs \"%3\"").arg(read.step.id, kind, key));
}

void checkReport(const ReadStep& read, const GateRule& rule, Problems& problems) {
    const QString gate = enumWord(rule.gate);
    const QString formats = rule.reports.join(QStringLiteral(" or "));
    if (rule.reports.isEmpty()) {
        if (read.has("report"))
            problems.add(read.placeOf(QStringLiteral("report")),
                         QStringLiteral("the gate %1 reads no report").arg(gate));
        return;
    }
    if (!read.step.report) {
        problems.add(read.at,
                     QStringLiteral("the gate %1 needs \"report\" with format %2").arg(gate, formats));
        return;
    }
    const ReportSpec& report = *read.step.report;
    if (report.format.isEmpty())
        return; // said already
    const Place at = read.placeOf(QStringLiteral("report"));
    if (!rule.reports.contains(report.format))
        problems.add(at, QStringLiteral("the gate %1 reads %2, not %3").arg(gate, formats, report.format));
    else if (report.path.isEmpty() && report.format != QLatin1String("tap"))
        problems.add(at,
                     QStringLiteral("a report of format %1 needs \"path\", the file that the command writes")
                         .arg(report.format));
}

void checkApproval(const ReadStep& read, Problems& problems) {
    const Step& step = read.step;
    const QString after = QStringLiteral("escalate_after");
    const QString to = QStringLiteral("escalate_to");
    if (read.keys.contains(after) != read.keys.contains(to))
        problems.add(read.keys.contains(after) ? read.placeOf(after) : read.placeOf(to),
                     QStringLiteral("\"%1\" and \"%2\" go together").arg(after, to));
    else if (read.keys.contains(after) && read.keys.contains(QStringLiteral("expires")) &&
             step.escalates >= step.expires)
        problems.add(
            read.placeOf(after),
            QStringLiteral("it expires before it could escalate: \"%1\" must be less than \"expires\"")
                .arg(after));
    const QStringList all = step.approvers + step.escalateTo;
    const bool onlyNames =
        std::none_of(all.begin(), all.end(), [](const QString& e) { return listedRole(e); });
    const auto people = QSet<QString>(all.begin(), all.end()).size();
    if (!step.approvers.isEmpty() && onlyNames && people < step.approvals)
        problems.add(
            read.placeOf(QStringLiteral("approvers")),
            QStringLiteral("it needs %1 people, and only %2 may decide").arg(step.approvals).arg(people));
}

void checkGate(const ReadStep& read, Problems& problems) {
    if (!read.gateKnown)
        return;
    const GateRule& rule = ruleOf(read.step.gate);
    const QString gate = enumWord(rule.gate);
    const auto unwanted = [&](const char* key) {
        if (read.has(key))
            problems.add(
                read.placeOf(QLatin1String(key)),
                QStringLiteral("\"%1\" means nothing for the gate %2").arg(QLatin1String(key), gate));
    };
    if (!rule.runs) {
        for (const char* key : {"run", "environment", "output"})
            unwanted(key);
    } else if (!read.has("run")) {
        problems.add(read.at, QStringLiteral("the gate %1 needs \"run\", its command").arg(gate));
    }
    checkReport(read, rule, problems);
    if (!rule.threshold)
        unwanted("threshold");
    else if (!read.has("threshold"))
        problems.add(read.at, QStringLiteral("the gate %1 needs \"threshold\", in percent").arg(gate));
}

void checkIds(const QList<ReadStep>& steps, Problems& problems) {
    QMap<QString, Place> seen;
    for (const ReadStep& read : steps) {
        const QString& id = read.step.id;
        if (id.isEmpty())
            continue;
        const Place at = read.placeOf(QStringLiteral("id"));
        if (id == QLatin1String("person") || id == QLatin1String("fail"))
            problems.add(at,
                         QStringLiteral("%1 cannot be a step's id: it is a way to go on").arg(quoted(id)));
        for (const StepKind kind : {StepKind::Admission, StepKind::Teardown})
            if (id == enumWord(kind) && read.kindKnown && read.step.kind != kind)
                problems.add(
                    at, QStringLiteral("%1 can only be the id of the step of that kind").arg(quoted(id)));
        if (seen.contains(id))
            problems.add(at, QStringLiteral("the id %1 is used twice, first in line %2")
                                 .arg(quoted(id))
                                 .arg(seen.value(id).line));
        else
            seen.insert(id, at);
    }
}

void checkOrder(const QList<ReadStep>& steps, Place stepsAt, Problems& problems) {
    QMap<StepKind, int> counts;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const ReadStep& read = steps.at(i);
        if (!read.kindKnown)
            continue;
        const StepKind kind = read.step.kind;
        const int before = counts[kind]++;
        const bool single = kind == StepKind::Admission || kind == StepKind::Workspace ||
                            kind == StepKind::Publish || kind == StepKind::Teardown;
        const auto wrong = [&](const QString& why) { problems.add(read.at, why); };
        if (single && before > 0)
            wrong(QStringLiteral("there is more than one step of kind %1").arg(enumWord(kind)));
        else if (kind == StepKind::Admission && i != 0)
            wrong(QStringLiteral("admission must be the first step"));
        else if (kind == StepKind::Teardown && i != steps.size() - 1)
            wrong(QStringLiteral("teardown must be the last step"));
        const bool worked = counts.value(StepKind::Agent) + counts.value(StepKind::Run) > 0;
        if (kind == StepKind::Workspace && (worked || counts.value(StepKind::Gate) > 0))
            wrong(QStringLiteral("workspace must come before the steps that work in it"));
        if ((kind == StepKind::Gate || kind == StepKind::Approval) && !worked)
            wrong(QStringLiteral(
                      "a step of kind %1 judges work, so one of kind agent or run must come before it")
                      .arg(enumWord(kind)));
        if (kind == StepKind::Publish && counts.value(StepKind::Approval) == 0)
            wrong(QStringLiteral(
                "publish must come after an approval: nothing is published that no person agreed "
                "to"));
        if (kind != StepKind::Teardown && kind != StepKind::Publish && counts.value(StepKind::Publish) > 0)
            wrong(QStringLiteral("only teardown may come after publish"));
    }
    if (counts.value(StepKind::Agent) + counts.value(StepKind::Run) == 0)
        problems.add(stepsAt,
                     QStringLiteral("the blueprint does no work: it needs a step of kind agent or run"));
}

// What was approved is what is published: nothing may do work in between.
void checkApproved(const QList<ReadStep>& steps, Problems& problems) {
    const ReadStep* workSinceApproval = nullptr;
    bool approved = false;
    for (const ReadStep& read : steps) {
        if (!read.kindKnown)
            continue;
        if (read.step.kind == StepKind::Approval) {
            approved = true;
            workSinceApproval = nullptr;
        } else if (doesWork(read.step.kind)) {
            workSinceApproval = &read;
        } else if (read.step.kind == StepKind::Publish && approved && workSinceApproval) {
            problems.add(
                workSinceApproval->at,
                QStringLiteral("the step %1 comes between the last approval and publish; it could change "
                               "what was approved")
                    .arg(quoted(workSinceApproval->step.id)));
        }
    }
}

/// The position that a step's failure goes back to; -1 when it goes to a person, ends the task, or is wrong.
qsizetype checkRoute(const QList<ReadStep>& steps, qsizetype index, Problems& problems) {
    const ReadStep& read = steps.at(index);
    const QString& target = read.step.onFail;
    if (target.isEmpty() || target == QLatin1String("person") || target == QLatin1String("fail"))
        return -1;
    const Place at = read.placeOf(QStringLiteral("on_fail"));
    QStringList ids;
    qsizetype found = -1;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        ids.append(steps.at(i).step.id);
        if (steps.at(i).step.id == target && found < 0)
            found = i;
    }
    if (found < 0) {
        problems.add(at,
                     QStringLiteral("on_fail names the step %1, which does not exist%2")
                         .arg(quoted(target), didYouMean(target, ids + QStringList{QStringLiteral("person"),
                                                                                   QStringLiteral("fail")})));
        return -1;
    }
    const bool itself = found == index && read.step.kind == StepKind::Agent;
    if (found >= index && !itself) {
        problems.add(at, QStringLiteral("on_fail names the step %1, which is not earlier than %2")
                             .arg(quoted(target), quoted(read.step.id)));
        return -1;
    }
    if (steps.at(found).kindKnown && !doesWork(steps.at(found).step.kind)) {
        problems.add(
            at, QStringLiteral("on_fail names the step %1 of kind %2; only a step of kind agent or run can "
                               "mend anything")
                    .arg(quoted(target), enumWord(steps.at(found).step.kind)));
        return -1;
    }
    return found;
}

void checkRoutes(const ReadBlueprint& read, Problems& problems) {
    const ReadStep* first = nullptr;
    for (qsizetype i = 0; i < read.steps.size(); ++i)
        if (read.steps.at(i).kindKnown && checkRoute(read.steps, i, problems) >= 0 && !first)
            first = &read.steps.at(i);
    if (!first || read.iterationsGiven)
        return;
    problems.add(first->placeOf(QStringLiteral("on_fail")),
                 QStringLiteral("the step %1 goes back to %2 when it fails, so the cycle needs a limit: give "
                                "\"iterations\" (1 to 100) under \"limits\"")
                     .arg(quoted(first->step.id), quoted(first->step.onFail)));
}

} // namespace

void fillDefaults(ReadBlueprint& read) {
    if (read.blueprint.wallTime == Millis(0))
        read.blueprint.wallTime = 4h;
    const auto has = [&](StepKind kind) {
        return std::any_of(read.steps.begin(), read.steps.end(),
                           [&](const ReadStep& step) { return step.kindKnown && step.step.kind == kind; });
    };
    if (!has(StepKind::Admission))
        read.steps.prepend(implied(StepKind::Admission, read.stepsAt));
    if (!has(StepKind::Teardown))
        read.steps.append(implied(StepKind::Teardown, read.stepsAt));
    for (qsizetype i = 0; i < read.steps.size(); ++i) {
        Step& step = read.steps[i].step;
        if (!read.steps.at(i).kindKnown)
            continue;
        const KindRule& rule = ruleOf(step.kind);
        if (step.title.isEmpty())
            step.title = step.id;
        if (step.timeLimit == Millis(0))
            step.timeLimit = rule.timeLimit;
        if (step.outputLimit == 0)
            step.outputLimit = rule.outputLimit;
        if (step.onFail.isEmpty())
            step.onFail = defaultRoute(read.steps, i);
    }
}

void checkBlueprint(const ReadBlueprint& read, Problems& problems) {
    checkIds(read.steps, problems);
    for (const ReadStep& step : read.steps) {
        if (!step.kindKnown)
            continue;
        checkKeys(step, problems);
        if (step.step.kind == StepKind::Gate)
            checkGate(step, problems);
        if (step.step.kind == StepKind::Approval)
            checkApproval(step, problems);
    }
    checkOrder(read.steps, read.stepsAt, problems);
    checkApproved(read.steps, problems);
    checkRoutes(read, problems);
}

} // namespace signalbox
