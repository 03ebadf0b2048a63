// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/blueprint_reader.h"

#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/section_reader.h"
#include "core/blueprint/step_rules.h"
#include "core/blueprint/tool_rules_reader.h"
#include "core/blueprint/units.h"

#include <QRegularExpression>

namespace signalbox {

namespace {

constexpr qint64 mostTokens = 1'000'000'000'000;
constexpr double mostDollars = 1e6;

void readMiB(const YamlValue& value, const QString& what, int leastMiB, int& target, Problems& problems) {
    if (const auto size = readBytes(value, what, qint64(leastMiB) << 20, problems))
        target = static_cast<int>(*size >> 20);
}

QString layerProblem(const QString& layer) {
    static const QRegularExpression rule(QStringLiteral("^[a-z0-9][a-z0-9-]{0,39}$"));
    return rule.match(layer).hasMatch() ? QString()
                                        : QStringLiteral("a layer is named by letters a-z, digits and \"-\"");
}

void readEnvironment(const YamlValue& value, ReadStep& target, Problems& problems) {
    static const QRegularExpression rule(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,99}$"));
    if (value.kind != YamlValue::Kind::Map || value.keys.size() > 100)
        return expected(value, QStringLiteral("a map of names to texts (at most 100)"), problems);
    for (std::size_t i = 0; i < value.keys.size() && i < value.items.size(); ++i) {
        const YamlValue::Key& key = value.keys[i];
        const YamlValue& item = value.items[i];
        if (!rule.match(key.name).hasMatch())
            problems.add(key.at,
                         QStringLiteral("\"%1\" is no name of an environment variable").arg(key.name));
        else if (key.name.startsWith(QLatin1String("SIGNALBOX_")))
            problems.add(
                key.at,
                QStringLiteral("\"%1\": names that begin with SIGNALBOX_ are set by the core").arg(key.name));
        else if (item.kind != YamlValue::Kind::Scalar)
            expected(item, QStringLiteral("a text (\"\" for an empty one)"), problems);
        else
            target.step.environment.insert(key.name, item.text);
    }
}

void readThreshold(const YamlValue& value, ReadStep& target, Problems& problems) {
    bool isNumber = false;
    const double number = value.text.toDouble(&isNumber);
    if (value.kind == YamlValue::Kind::Scalar && !value.quoted && isNumber && number > 0 && number <= 100)
        target.step.threshold = number;
    else
        expected(value, QStringLiteral("a threshold in percent (above 0, up to 100)"), problems);
}

void readTokens(const YamlValue& value, ReadBlueprint& target, Problems& problems) {
    bool isNumber = false;
    const qint64 number = value.text.toLongLong(&isNumber);
    if (value.kind == YamlValue::Kind::Scalar && !value.quoted && isNumber && number >= 1 &&
        number <= mostTokens)
        target.blueprint.tokens = number;
    else
        expected(value, QStringLiteral("a number of tokens (a whole number from 1 on)"), problems);
}

void readCost(const YamlValue& value, ReadBlueprint& target, Problems& problems) {
    bool isNumber = false;
    const double dollars = value.text.toDouble(&isNumber);
    if (value.kind == YamlValue::Kind::Scalar && !value.quoted && isNumber && dollars > 0 &&
        dollars <= mostDollars)
        target.blueprint.cost = dollars;
    else
        expected(value, QStringLiteral("a cost in US dollars (above 0, up to a million)"), problems);
}

QString egressProblem(const QString& word) {
    static const QRegularExpression rule(QStringLiteral("^(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$"));
    return rule.match(word).hasMatch()
               ? QString()
               : QStringLiteral("a list of registries (packages, debian, pypi, npm) or a host's name, as "
                                "example.org or *.example.org");
}

/// "none", or a list of words.
void readEgress(const YamlValue& value, ReadStep& target, Problems& problems) {
    QStringList& words = target.step.egress.emplace();
    if (value.kind == YamlValue::Kind::Scalar && value.text == QLatin1String("none"))
        return;
    if (value.kind != YamlValue::Kind::List)
        return expected(value, QStringLiteral("none, or a list of what the step may reach"), problems);
    readList(value, QStringLiteral("what the step may reach"), egressProblem, words, problems);
}

constexpr Field<MachineNeeds> machineFields[] = {
    {"layers", [](const YamlValue& v, MachineNeeds& m,
                  Problems& p) { readList(v, QStringLiteral("image layers"), layerProblem, m.layers, p); }},
    {"cpus", [](const YamlValue& v, MachineNeeds& m,
                Problems& p) { readNumber(v, QStringLiteral("a number of CPUs"), 1, 64, m.cpus, p); }},
    {"memory", [](const YamlValue& v, MachineNeeds& m,
                  Problems& p) { readMiB(v, QStringLiteral("a size of memory"), 256, m.memoryMiB, p); }},
    {"disk", [](const YamlValue& v, MachineNeeds& m,
                Problems& p) { readMiB(v, QStringLiteral("a size of disk"), 256, m.diskMiB, p); }},
};

constexpr Field<ReadBlueprint> limitsFields[] = {
    {"iterations",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         b.iterationsGiven = true;
         readNumber(v, QStringLiteral("a number of iterations"), 1, 100, b.blueprint.iterations, p);
     }},
    {"repetition",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readNumber(v, QStringLiteral("a number of repetitions"), 0, 20, b.blueprint.repetition, p);
     }},
    {"wall_time", [](const YamlValue& v, ReadBlueprint& b,
                     Problems& p) { readDuration(v, QStringLiteral("a time"), b.blueprint.wallTime, p); }},
    {"tokens", readTokens},
    {"cost", readCost},
    {"calls_per_minute",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readNumber(v, QStringLiteral("a number of model calls in a minute"), 1, 100'000,
                    b.blueprint.callsPerMinute, p);
     }},
    {"compact_at",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readNumber(v, QStringLiteral("a part of the budget in percent"), 1, 99, b.blueprint.compactAt, p);
     }},
    {"loops",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readNumber(v, QStringLiteral("a number of answers"), 2, 1000, b.blueprint.loops, p);
     }},
    {"tool_time", [](const YamlValue& v, ReadBlueprint& b,
                     Problems& p) { readDuration(v, QStringLiteral("a time"), b.blueprint.toolTime, p); }},
    {"on_exhausted",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readWord(v, QStringLiteral("person or fail"), "person|fail", b.blueprint.onExhausted, p);
     }},
};

constexpr Field<ReadBlueprint> pathsFields[] = {
    {"allowed",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readList(v, QStringLiteral("path patterns"), globProblem, b.blueprint.allowedPaths, p);
     }},
    {"protected",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readList(v, QStringLiteral("path patterns"), globProblem, b.blueprint.protectedPaths, p);
     }},
    {"tests",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readList(v, QStringLiteral("path patterns"), globProblem, b.blueprint.testPaths, p);
     }},
};

constexpr Field<ReportSpec> reportFields[] = {
    {"format",
     [](const YamlValue& v, ReportSpec& r, Problems& p) {
         readWord(v, QStringLiteral("junit, tap or lcov"), "junit|tap|lcov", r.format, p);
     }},
    {"path",
     [](const YamlValue& v, ReportSpec& r, Problems& p) {
         const QString problem =
             v.kind == YamlValue::Kind::Scalar ? pathProblem(v.text) : QStringLiteral("it is no text");
         if (problem.isEmpty())
             r.path = v.text;
         else
             p.add(v.at, QStringLiteral("%1 is no path of a report: %2").arg(v.described(), problem));
     }},
};

constexpr Field<ReadStep> stepFields[] = {
    {"id",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readWord(v, QStringLiteral("an id (a-z, digits, \"_\" and \"-\", at most 40, a letter first)"),
                  "[a-z][a-z0-9_-]{0,39}", s.step.id, p);
     }},
    {"kind", [](const YamlValue& v, ReadStep& s,
                Problems& p) { s.kindKnown = readOneOf(v, QStringLiteral("kind of step"), s.step.kind, p); }},
    {"title", [](const YamlValue& v, ReadStep& s,
                 Problems& p) { readText(v, QStringLiteral("a title"), 100, s.step.title, p); }},
    {"gate", [](const YamlValue& v, ReadStep& s,
                Problems& p) { s.gateKnown = readOneOf(v, QStringLiteral("gate"), s.step.gate, p); }},
    {"run", [](const YamlValue& v, ReadStep& s,
               Problems& p) { readText(v, QStringLiteral("a command"), 16384, s.step.run, p); }},
    {"environment", readEnvironment},
    {"report",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         s.step.report.emplace();
         const auto keys =
             readSection<ReportSpec>(v, QStringLiteral("report"), reportFields, *s.step.report, p);
         if (v.kind == YamlValue::Kind::Map && !keys.contains(QStringLiteral("format")))
             p.add(v.at, QStringLiteral("the report's format is missing: junit, tap or lcov"));
     }},
    {"threshold", readThreshold},
    {"on_fail",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readText(v, QStringLiteral("a step's id, person or fail"), 40, s.step.onFail, p);
     }},
    {"tries",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readNumber(v, QStringLiteral("a number of tries"), 1, 10, s.step.tries, p);
     }},
    {"time", [](const YamlValue& v, ReadStep& s,
                Problems& p) { readDuration(v, QStringLiteral("a time"), s.step.timeLimit, p); }},
    {"output",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         if (const auto size = readBytes(v, QStringLiteral("a size"), 1024, p))
             s.step.outputLimit = *size;
     }},
    {"approvals",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readNumber(v, QStringLiteral("a number of people"), 1, 20, s.step.approvals, p);
     }},
    {"expires", [](const YamlValue& v, ReadStep& s,
                   Problems& p) { readDuration(v, QStringLiteral("a time"), s.step.expires, p); }},
    {"approvers",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readList(v, QStringLiteral("people or roles"), listedProblem, s.step.approvers, p);
     }},
    {"escalate_after", [](const YamlValue& v, ReadStep& s,
                          Problems& p) { readDuration(v, QStringLiteral("a time"), s.step.escalates, p); }},
    {"escalate_to",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readList(v, QStringLiteral("people or roles"), listedProblem, s.step.escalateTo, p);
     }},
    {"machine",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readSection<MachineNeeds>(v, QStringLiteral("machine"), machineFields, s.step.machine, p);
     }},
    {"tool_calls",
     [](const YamlValue& v, ReadStep& s, Problems& p) { readToolPolicy(v, s.step.toolCalls.emplace(), p); }},
    {"egress", readEgress},
};

void readSteps(const YamlValue& value, ReadBlueprint& target, Problems& problems) {
    target.stepsAt = value.at;
    if (value.kind != YamlValue::Kind::List || value.items.empty() || value.items.size() > 100)
        return expected(value, QStringLiteral("a list of 1 to 100 steps"), problems);
    for (const YamlValue& item : value.items) {
        ReadStep step;
        step.at = item.at;
        step.keys = readSection<ReadStep>(item, QStringLiteral("a step"), stepFields, step, problems);
        if (item.kind != YamlValue::Kind::Map)
            continue;
        for (const char* key : {"id", "kind"})
            if (!step.has(key))
                problems.add(step.at, QStringLiteral("the step has no \"%1\"").arg(QLatin1String(key)));
        target.steps.append(std::move(step));
    }
}

constexpr Field<ReadBlueprint> rootFields[] = {
    {"signalbox",
     [](const YamlValue& v, ReadBlueprint&, Problems& p) {
         if (v.kind == YamlValue::Kind::Scalar && v.text == QLatin1String("1"))
             return;
         bool isNumber = false;
         const bool newer = v.text.toInt(&isNumber) > 1 && isNumber;
         expected(v,
                  newer ? QStringLiteral("blueprint format 1 (a newer one needs a newer Signalbox)")
                        : QStringLiteral("the blueprint format, 1"),
                  p);
     }},
    {"name",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readWord(v, QStringLiteral("a name (a-z, digits and \"-\", at most 60)"), "[a-z0-9][a-z0-9-]{0,59}",
                  b.blueprint.name, p);
     }},
    {"version", [](const YamlValue& v, ReadBlueprint& b,
                   Problems& p) { readText(v, QStringLiteral("a version"), 40, b.blueprint.version, p); }},
    {"description",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readText(v, QStringLiteral("a description"), 2000, b.blueprint.description, p);
     }},
    {"machine",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readSection<MachineNeeds>(v, QStringLiteral("machine"), machineFields, b.blueprint.machine, p);
     }},
    {"limits",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readSection<ReadBlueprint>(v, QStringLiteral("limits"), limitsFields, b, p);
     }},
    {"paths", [](const YamlValue& v, ReadBlueprint& b,
                 Problems& p) { readSection<ReadBlueprint>(v, QStringLiteral("paths"), pathsFields, b, p); }},
    {"guidance",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) {
         readList(v, QStringLiteral("guidance files"), pathProblem, b.blueprint.guidance, p);
     }},
    {"tool_calls",
     [](const YamlValue& v, ReadBlueprint& b, Problems& p) { readToolPolicy(v, b.blueprint.toolCalls, p); }},
    {"steps", readSteps},
};

} // namespace

ReadBlueprint readBlueprint(const YamlValue& root, Problems& problems) {
    ReadBlueprint read;
    read.stepsAt = root.at;
    read.keys = readSection<ReadBlueprint>(root, QStringLiteral("a blueprint"), rootFields, read, problems);
    if (root.kind != YamlValue::Kind::Map)
        return read;
    if (!read.keys.contains(QStringLiteral("signalbox")))
        problems.add(root.at, QStringLiteral("the format is missing: write \"signalbox: 1\" at the top"));
    for (const char* key : {"name", "steps"})
        if (!read.keys.contains(QLatin1String(key)))
            problems.add(root.at, QStringLiteral("the blueprint has no \"%1\"").arg(QLatin1String(key)));
    return read;
}

QMap<QString, QStringList> blueprintKeys() {
    QMap<QString, QStringList> keys{{QString(), keysOf<ReadBlueprint>(rootFields)},
                                    {QStringLiteral("machine"), keysOf<MachineNeeds>(machineFields)},
                                    {QStringLiteral("limits"), keysOf<ReadBlueprint>(limitsFields)},
                                    {QStringLiteral("paths"), keysOf<ReadBlueprint>(pathsFields)},
                                    {QStringLiteral("steps"), keysOf<ReadStep>(stepFields)},
                                    {QStringLiteral("steps.report"), keysOf<ReportSpec>(reportFields)},
                                    {QStringLiteral("steps.machine"), keysOf<MachineNeeds>(machineFields)}};
    for (const char* section : {"tool_calls", "steps.tool_calls"}) {
        const auto known = toolPolicyKeys();
        for (auto it = known.begin(); it != known.end(); ++it)
            keys.insert(QLatin1String(section) + it.key(), it.value());
    }
    return keys;
}

} // namespace signalbox
