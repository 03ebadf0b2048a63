// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/tool_rules_reader.h"

#include "core/blueprint/section_reader.h"
#include "core/policy/word_pattern.h"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::size_t mostRules = 200;

QString toolNameProblem(const QString& name) {
    const bool good =
        !name.isEmpty() && name.size() <= 100 &&
        std::all_of(name.begin(), name.end(), [](QChar c) { return c > u' ' && c < QChar(0x7f); });
    return good ? QString() : QStringLiteral("it is no name of a tool, with * for any part of it");
}

void readPattern(const YamlValue& value, QString (*problemOf)(const QString&), QString& target,
                 Problems& problems) {
    const QString problem =
        value.kind == YamlValue::Kind::Scalar ? problemOf(value.text) : QStringLiteral("it is no text");
    if (problem.isEmpty())
        target = value.text;
    else
        problems.add(value.at, QStringLiteral("%1 is no pattern: %2").arg(value.described(), problem));
}

constexpr Field<ToolRule> ruleFields[] = {
    {"answer", [](const YamlValue& v, ToolRule& r,
                  Problems& p) { readOneOf(v, QStringLiteral("answer"), r.answer, p); }},
    {"tools", [](const YamlValue& v, ToolRule& r,
                 Problems& p) { readList(v, QStringLiteral("tools"), toolNameProblem, r.tools, p); }},
    {"command", [](const YamlValue& v, ToolRule& r,
                   Problems& p) { readPattern(v, commandPatternProblem, r.command, p); }},
    {"path", [](const YamlValue& v, ToolRule& r, Problems& p) { readPattern(v, globProblem, r.path, p); }},
    {"tier", [](const YamlValue& v, ToolRule& r,
                Problems& p) { readOneOf(v, QStringLiteral("tier"), r.tier.emplace(), p); }},
    {"why", [](const YamlValue& v, ToolRule& r,
               Problems& p) { readText(v, QStringLiteral("a reason"), 300, r.why, p); }},
};

void readRules(const YamlValue& value, ToolPolicy& target, Problems& problems) {
    if (value.kind != YamlValue::Kind::List || value.items.size() > mostRules)
        return expected(value, QStringLiteral("a list of rules (at most %1)").arg(mostRules), problems);
    for (const YamlValue& item : value.items) {
        ToolRule read;
        const auto keys = readSection<ToolRule>(item, QStringLiteral("a rule"), ruleFields, read, problems);
        if (item.kind != YamlValue::Kind::Map)
            continue;
        if (!keys.contains(QStringLiteral("answer")))
            problems.add(item.at, QStringLiteral("the rule has no \"answer\": allow, ask or deny"));
        if (!read.command.isEmpty() && !read.path.isEmpty())
            problems.add(item.at,
                         QStringLiteral("a rule is about a command or about a path, not both: what a "
                                        "command changes is judged by itself"));
        target.rules.append(read);
    }
}

constexpr Field<ToolPolicy> policyFields[] = {
    {"rules", readRules},
    {"otherwise", [](const YamlValue& v, ToolPolicy& t,
                     Problems& p) { readOneOf(v, QStringLiteral("answer"), t.otherwise.emplace(), p); }},
    {"wait", [](const YamlValue& v, ToolPolicy& t,
                Problems& p) { readDuration(v, QStringLiteral("a time"), t.wait, p); }},
};

} // namespace

void readToolPolicy(const YamlValue& value, ToolPolicy& target, Problems& problems) {
    readSection<ToolPolicy>(value, QStringLiteral("tool_calls"), policyFields, target, problems);
}

QMap<QString, QStringList> toolPolicyKeys() {
    return {{QString(), keysOf<ToolPolicy>(policyFields)},
            {QStringLiteral(".rules"), keysOf<ToolRule>(ruleFields)}};
}

} // namespace signalbox
