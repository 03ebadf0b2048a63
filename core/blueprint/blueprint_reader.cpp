// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/blueprint_reader.h"

#include "core/base/path_pattern.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/step_rules.h"
#include "core/blueprint/units.h"

#include <QRegularExpression>

#include <span>

namespace signalbox {

namespace {

constexpr qint64 mostTokens = 1'000'000'000'000;
constexpr double mostDollars = 1e6;

// Each section is a table of its keys and how each is read: the parser, the list of known keys for messages
// and the test against the schema all come from it.
template <typename T>
struct Field {
    const char* key;
    void (*read)(const YamlValue&, T&, Problems&);
};

template <typename T>
QStringList keysOf(std::span<const Field<T>> fields) {
    QStringList keys;
    for (const Field<T>& field : fields)
        keys.append(QString::fromLatin1(field.key));
    return keys;
}

/// Reads a map into `target`; returns where its known keys stand.
template <typename T>
QMap<QString, Place> readSection(const YamlValue& map, const QString& name, std::span<const Field<T>> fields,
                                 T& target, Problems& problems) {
    QMap<QString, Place> places;
    if (map.kind != YamlValue::Kind::Map) {
        problems.add(map.at, QStringLiteral("%1 must be a map of keys, not %2").arg(name, map.described()));
        return places;
    }
    for (std::size_t i = 0; i < map.keys.size() && i < map.items.size(); ++i) {
        const YamlValue::Key& key = map.keys[i];
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field<T>& f) { return key.name == QLatin1String(f.key); });
        if (field == fields.end()) {
            const QString guess = didYouMean(key.name, keysOf(fields));
            problems.add(
                key.at,
                QStringLiteral("unknown key \"%1\" in %2%3")
                    .arg(key.name.left(60), name,
                         guess.isEmpty()
                             ? QStringLiteral("; known are %1").arg(keysOf(fields).join(QStringLiteral(", ")))
                             : guess));
            continue;
        }
        places.insert(key.name, key.at);
        YamlValue value = map.items[i];
        if (value.kind == YamlValue::Kind::Null)
            value.at = key.at; // the parser places an absent value on the line after it
        field->read(value, target, problems);
    }
    return places;
}

void expected(const YamlValue& value, const QString& what, Problems& problems) {
    problems.add(value.at, QStringLiteral("expected %1, found %2").arg(what, value.described()));
}

std::optional<QString> text(const YamlValue& value, const QString& what, qsizetype longest,
                            Problems& problems) {
    const QString trimmed = value.text.trimmed();
    if (value.kind != YamlValue::Kind::Scalar || trimmed.isEmpty()) {
        expected(value, what, problems);
        return std::nullopt;
    }
    if (trimmed.size() > longest) {
        problems.add(value.at, QStringLiteral("%1 is longer than %2 characters").arg(what).arg(longest));
        return std::nullopt;
    }
    return trimmed;
}

void readText(const YamlValue& value, const QString& what, qsizetype longest, QString& target,
              Problems& problems) {
    if (auto found = text(value, what, longest, problems))
        target = *found;
}

void readWord(const YamlValue& value, const QString& what, const char* rule, QString& target,
              Problems& problems) {
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QString::fromLatin1(rule)));
    if (value.kind == YamlValue::Kind::Scalar && expression.match(value.text).hasMatch())
        target = value.text;
    else
        expected(value, what, problems);
}

void readNumber(const YamlValue& value, const QString& what, int least, int most, int& target,
                Problems& problems) {
    bool isNumber = false;
    const int number = value.text.toInt(&isNumber);
    if (value.kind == YamlValue::Kind::Scalar && !value.quoted && isNumber && number >= least &&
        number <= most)
        target = number;
    else
        expected(value, QStringLiteral("%1 (a whole number from %2 to %3)").arg(what).arg(least).arg(most),
                 problems);
}

void readDuration(const YamlValue& value, const QString& what, Millis& target, Problems& problems) {
    const auto duration =
        value.kind == YamlValue::Kind::Scalar ? durationFrom(value.text) : std::optional<Millis>();
    if (duration)
        target = *duration;
    else
        expected(value, QStringLiteral("%1 like 90s, 20m, 4h or 1h30m (1s to 30d)").arg(what), problems);
}

std::optional<qint64> bytes(const YamlValue& value, const QString& what, qint64 least, Problems& problems) {
    auto size = value.kind == YamlValue::Kind::Scalar ? bytesFrom(value.text) : std::optional<qint64>();
    if (size && *size >= least)
        return size;
    expected(value, QStringLiteral("%1 like 16MB or 2GB (at least %2 KB)").arg(what).arg(least / 1024),
             problems);
    return std::nullopt;
}

void readMiB(const YamlValue& value, const QString& what, int leastMiB, int& target, Problems& problems) {
    if (const auto size = bytes(value, what, qint64(leastMiB) << 20, problems))
        target = static_cast<int>(*size >> 20);
}

template <typename E>
bool readOneOf(const YamlValue& value, const QString& what, E& target, Problems& problems) {
    if (value.kind == YamlValue::Kind::Scalar)
        if (const auto known = enumFromWord<E>(value.text)) {
            target = *known;
            return true;
        }
    const QString guess =
        value.kind == YamlValue::Kind::Scalar ? didYouMean(value.text, wordsOf<E>()) : QString();
    problems.add(value.at,
                 QStringLiteral("unknown %1 %2%3")
                     .arg(what, value.described(),
                          guess.isEmpty()
                              ? QStringLiteral("; known are %1").arg(wordsOf<E>().join(QStringLiteral(", ")))
                              : guess));
    return false;
}

/// A list of texts, each of which `problemOf` finds nothing wrong with.
void readList(const YamlValue& value, const QString& what, QString (*problemOf)(const QString&),
              QStringList& target, Problems& problems) {
    if (value.kind != YamlValue::Kind::List || value.items.size() > 200)
        return expected(value, QStringLiteral("a list of %1 (at most 200)").arg(what), problems);
    for (const YamlValue& item : value.items) {
        const QString problem =
            item.kind == YamlValue::Kind::Scalar ? problemOf(item.text) : QStringLiteral("it is no text");
        if (!problem.isEmpty())
            problems.add(
                item.at,
                QStringLiteral("%1 is not good among the %2: %3").arg(item.described(), what, problem));
        else if (target.contains(item.text))
            problems.add(item.at, QStringLiteral("%1 is given twice").arg(item.described()));
        else
            target.append(item.text);
    }
}

/// What is wrong with a pattern of paths; the gates read it the same way.
QString globProblem(const QString& glob) {
    const auto pattern = PathPatterns::parse({glob});
    return pattern ? QString() : pattern.error().message + QStringLiteral("; ") + pattern.error().hint;
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
         if (const auto size = bytes(v, QStringLiteral("a size"), 1024, p))
             s.step.outputLimit = *size;
     }},
    {"approvals",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readNumber(v, QStringLiteral("a number of people"), 1, 20, s.step.approvals, p);
     }},
    {"expires", [](const YamlValue& v, ReadStep& s,
                   Problems& p) { readDuration(v, QStringLiteral("a time"), s.step.expires, p); }},
    {"machine",
     [](const YamlValue& v, ReadStep& s, Problems& p) {
         readSection<MachineNeeds>(v, QStringLiteral("machine"), machineFields, s.step.machine, p);
     }},
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
    return {{QString(), keysOf<ReadBlueprint>(rootFields)},
            {QStringLiteral("machine"), keysOf<MachineNeeds>(machineFields)},
            {QStringLiteral("limits"), keysOf<ReadBlueprint>(limitsFields)},
            {QStringLiteral("paths"), keysOf<ReadBlueprint>(pathsFields)},
            {QStringLiteral("steps"), keysOf<ReadStep>(stepFields)},
            {QStringLiteral("steps.report"), keysOf<ReportSpec>(reportFields)},
            {QStringLiteral("steps.machine"), keysOf<MachineNeeds>(machineFields)}};
}

} // namespace signalbox
