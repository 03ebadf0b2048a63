// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/call_units.h"

#include "core/policy/known_programs.h"
#include "core/policy/word_pattern.h"

#include <QDir>

#include <algorithm>

namespace signalbox {

namespace {

using What = CallUnit::What;

constexpr qsizetype mostUnits = 1000;
constexpr qsizetype mostBases = 8;
constexpr int deepest = 6;

CallUnit opaque(const QString& why) {
    CallUnit unit;
    unit.what = What::Opaque;
    unit.tier = RiskTier::High;
    unit.why = why;
    return unit;
}

bool isBelow(const QString& path, const QString& folder) {
    return path == folder || path.startsWith(folder + u'/');
}

/// Reads a command, with the folders that it may be in by then.
class Collector {
public:
    Collector(const CallPlaces& places, QList<CallUnit>& units) : m_places(places), m_units(units) {}

    void begin(const QString& directory) {
        m_bases = {directory.startsWith(u'/') ? QDir::cleanPath(directory) : m_places.workspace};
    }

    void script(const QString& text, int depth) {
        if (depth > deepest)
            return add(opaque(QStringLiteral("it is nested too deeply")));
        const ShellScript read = readShell(text);
        for (const ShellCommand& command : read.commands)
            simple(command, depth);
        if (!read.understood())
            add(opaque(QStringLiteral("it is not understood: %1").arg(read.trouble)));
    }

    void path(What what, const ShellWord& word) {
        static const QStringList harmless{u"/dev/null"_qs, u"/dev/stdout"_qs, u"/dev/stderr"_qs,
                                          u"/dev/tty"_qs, u"/dev/fd"_qs};
        if (!word.dynamic && harmless.contains(word.text))
            return;
        const QString text = expanded(word);
        if (text.isEmpty() || m_bases.isEmpty())
            return add(pathUnit(what, {}, word.glob));
        if (text.startsWith(u'/'))
            return add(pathUnit(what, QDir::cleanPath(text), word.glob));
        for (const QString& base : std::as_const(m_bases))
            add(pathUnit(what, QDir::cleanPath(base + u'/' + text), word.glob));
    }

    void add(const CallUnit& unit) {
        if (m_units.size() < mostUnits)
            m_units.append(unit);
        else
            m_units.last() = opaque(QStringLiteral("it does too much to be looked through"));
    }

private:
    /// The word with what is known of its expansions; empty: not known.
    [[nodiscard]] QString expanded(const ShellWord& word) const {
        QString text = word.text;
        if (text == u"~" || text.startsWith(u"~/"))
            text = m_places.home + text.mid(1);
        if (!word.dynamic)
            return text.startsWith(u'~') ? QString() : text;
        for (const auto& [name, value] : {std::pair{u"$HOME"_qs, m_places.home},
                                          std::pair{u"$SIGNALBOX_OUT"_qs, m_places.home + u"/out"_qs}})
            if (text == name || text.startsWith(name + u'/'))
                text = value + text.mid(name.size());
        return text.contains(u'$') || text.contains(QChar(0x2026)) ? QString() : text;
    }

    [[nodiscard]] CallUnit pathUnit(What what, const QString& path, bool glob) const {
        CallUnit unit;
        unit.what = what;
        unit.path = path;
        unit.glob = glob;
        if (what == What::Read)
            return unit;
        if (path.isEmpty()) {
            unit.tier = what == What::Remove ? RiskTier::High : RiskTier::Medium;
            unit.why = QStringLiteral("it is not known what it changes");
        } else if (!isItsOwn(path, m_places)) {
            const bool home = isBelow(path, m_places.home) && what == What::Write;
            unit.tier = home ? RiskTier::Medium : RiskTier::High;
            unit.why = QStringLiteral("it changes %1, outside of its workspace").arg(path);
        }
        return unit;
    }

    void simple(const ShellCommand& command, int depth) {
        for (const ShellWord& target : command.writes)
            path(What::Write, target);
        for (const ShellWord& target : command.reads)
            path(What::Read, target);
        if (!command.words.isEmpty())
            run(command.words, depth);
    }

    void run(QList<ShellWord> words, int depth) {
        if (depth > deepest)
            return add(opaque(QStringLiteral("it is nested too deeply")));
        const ShellWord first = words.first();
        if (first.dynamic || (first.glob && first.text != u"[" && first.text != u"[["))
            return add(opaque(QStringLiteral("it is not known which program it runs")));
        const QString program = programName(first.text);
        if (program == u"cd" || program == u"pushd")
            enter(words);
        else if (program == u"popd")
            m_bases.clear();
        if (isShell(program))
            return shell(words, depth);
        if (program == u"eval")
            return eval(words, depth);
        if (const qsizetype inner = wrapped(program, words); inner != 0) {
            if (inner < 0)
                return add(opaque(QStringLiteral("it is not known what %1 runs").arg(program)));
            if (inner < words.size())
                return run(words.mid(inner), depth + 1);
            return;
        }
        add(commandUnit(program, words));
        changes(program, words);
        if (program == u"find")
            find(words, depth);
    }

    [[nodiscard]] CallUnit commandUnit(const QString& program, const QList<ShellWord>& words) const {
        CallUnit unit;
        unit.what = What::Program;
        unit.words = words;
        const ProgramRisk risk = riskOf(words);
        unit.tier = risk.tier;
        unit.why = risk.why;
        static const QStringList setters{u"export"_qs,   u"declare"_qs,   u"typeset"_qs, u"local"_qs,
                                         u"readonly"_qs, u"read"_qs,      u"unset"_qs,   u"printf"_qs,
                                         u"mapfile"_qs,  u"readarray"_qs, u"let"_qs,     u"getopts"_qs};
        if ((program == u"." || program == u"source") &&
            (words.size() < 2 || words.at(1).dynamic || words.at(1).text.startsWith(u"/dev/") ||
             words.at(1).text.startsWith(u"/proc/"))) {
            unit.tier = RiskTier::High;
            unit.why = QStringLiteral("it is not known what it runs");
        }
        if (setters.contains(program))
            for (const ShellWord& word : words)
                if (isTellingVariable(word.text.section(u'=', 0, 0).section(u'+', 0, 0))) {
                    unit.tier = RiskTier::High;
                    unit.why = QStringLiteral("it sets %1").arg(word.text.section(u'=', 0, 0));
                }
        if (onlyReads(program))
            return unit;
        for (qsizetype i = 1; i < words.size(); ++i) {
            CallUnit named;
            named.what = What::Write;
            named.path = words.at(i).text;
            if (isGuarded(named) && unit.tier != RiskTier::High) {
                unit.tier = RiskTier::High;
                unit.why = QStringLiteral("it names %1, which holds rules").arg(words.at(i).text);
            }
        }
        return unit;
    }

    void enter(const QList<ShellWord>& words) {
        QString to;
        for (qsizetype i = 1; i < words.size(); ++i)
            if (!words.at(i).text.startsWith(u'-') || words.at(i).text == u"-")
                to = words.at(i).glob || words.at(i).text == u"-" ? u"?"_qs : expanded(words.at(i));
        if (words.size() == 1)
            to = m_places.home;
        if (to.isEmpty() || to == u"?")
            return m_bases.clear();
        // Whether it went there is not known: both are looked at from now on.
        const QStringList before = m_bases;
        for (const QString& base : before) {
            const QString next = QDir::cleanPath(to.startsWith(u'/') ? to : base + u'/' + to);
            if (!m_bases.contains(next))
                m_bases.append(next);
        }
        if (m_bases.size() > mostBases)
            m_bases.clear();
    }

    void shell(const QList<ShellWord>& words, int depth) {
        bool text = false;
        for (qsizetype i = 1; i < words.size(); ++i) {
            const ShellWord& word = words.at(i);
            if (word.dynamic)
                break;
            if (word.text == u"-o" || word.text == u"+o" || word.text == u"--rcfile" ||
                word.text == u"--init-file") {
                ++i;
            } else if (word.text.startsWith(u'-') && word.text.size() > 1) {
                const bool letters = !word.text.startsWith(u"--");
                text = text || (letters && word.text.contains(u'c'));
                i += letters && word.text.endsWith(u'o') ? 1 : 0; // -euo pipefail
            } else if (text) {
                // "$0" and what follows are filled in by the words after it.
                return word.text.contains(u"$@")
                           ? add(opaque(QStringLiteral("it is not known what the shell runs")))
                           : script(word.text, depth + 1);
            } else if (!word.glob && word.text != u"-" && !word.text.startsWith(u"/dev/")) {
                return add(
                    commandUnit(programName(words.first().text), words)); // a file: an ordinary program
            } else {
                break;
            }
        }
        add(opaque(QStringLiteral("it is not known what the shell runs")));
    }

    void eval(const QList<ShellWord>& words, int depth) {
        QStringList text;
        for (const ShellWord& word : words.mid(1)) {
            if (word.dynamic || word.glob)
                return add(opaque(QStringLiteral("it is not known what eval runs")));
            text.append(word.text);
        }
        script(text.join(u' '), depth + 1);
    }

    /// Where the command begins that this one only wraps: its first word's place; words.size(): there is
    /// none; -1: it cannot be told; 0: it wraps nothing.
    [[nodiscard]] static qsizetype wrapped(const QString& program, const QList<ShellWord>& words) {
        struct Wrapper {
            const char* name;
            const char* withValue; ///< options whose value is the word after them
            int words;             ///< that come before the command
        };
        static const Wrapper wrappers[] = {
            {"env", "-u --unset", 0},  {"nice", "-n --adjustment", 0},
            {"nohup", "", 0},          {"timeout", "-s --signal -k --kill-after", 1},
            {"time", "-f -o", 0},      {"command", "", 0},
            {"builtin", "", 0},        {"exec", "-a", 0},
            {"stdbuf", "-i -o -e", 0}, {"setsid", "", 0},
            {"ionice", "-c -n", 0},    {"xargs", "-I -n -P -L -d -s -a -E", 0},
            {"watch", "-n", 0},        {"chrt", "", 1},
        };
        const auto found = std::find_if(std::begin(wrappers), std::end(wrappers),
                                        [&](const Wrapper& w) { return program == QLatin1String(w.name); });
        if (found == std::end(wrappers))
            return 0;
        const QStringList withValue = QString::fromLatin1(found->withValue).split(u' ', Qt::SkipEmptyParts);
        int skip = found->words;
        for (qsizetype i = 1; i < words.size(); ++i) {
            const QString& text = words.at(i).text;
            if (words.at(i).dynamic && skip == 0)
                return -1;
            if (text == u"--" && skip == 0)
                return i + 1;
            if (text.startsWith(u'-')) {
                if (program == u"env" &&
                    (text.startsWith(u"-S") || text.startsWith(u"--split") || text == u"-C"))
                    return -1;
                if (program == u"command" && (text == u"-v" || text == u"-V"))
                    return 0;
                if (withValue.contains(text))
                    ++i;
                continue;
            }
            if (program == u"env" && text.indexOf(u'=') > 0) {
                if (isTellingVariable(text.section(u'=', 0, 0)))
                    return -1;
                continue;
            }
            if (skip-- > 0)
                continue;
            return i;
        }
        return words.size();
    }

    void find(const QList<ShellWord>& words, int depth) {
        for (qsizetype i = 1; i < words.size(); ++i) {
            const QString& text = words.at(i).text;
            if (text == u"-delete" || text.startsWith(u"-fprint") || text == u"-fls") {
                bool any = false;
                for (qsizetype at = 1; at < words.size() && !words.at(at).text.startsWith(u'-') &&
                                       words.at(at).text != u"(" && words.at(at).text != u"!";
                     ++at, any = true)
                    path(What::Remove, words.at(at));
                if (!any)
                    path(What::Remove, {QStringLiteral("."), false, false});
            }
            if (text != u"-exec" && text != u"-execdir" && text != u"-ok" && text != u"-okdir")
                continue;
            QList<ShellWord> inner;
            for (++i; i < words.size() && words.at(i).text != u";" && words.at(i).text != u"+"; ++i) {
                ShellWord word = words.at(i);
                if (word.text.contains(u"{}")) {
                    // A name below where it searches: that stands for it.
                    const bool searched = words.size() > 1 && !words.at(1).text.startsWith(u'-');
                    word = searched ? words.at(1) : ShellWord{QStringLiteral("."), false, false};
                }
                inner.append(word);
            }
            if (inner.isEmpty())
                add(opaque(QStringLiteral("it is not known what find runs")));
            else
                run(inner, depth + 1);
        }
    }

    void changes(const QString& program, const QList<ShellWord>& words) {
        QList<ShellWord> names;
        bool options = true;
        for (const ShellWord& word : words.mid(1)) {
            if (options && word.text == u"--")
                options = false;
            else if (!options || !word.text.startsWith(u'-') || word.text == u"-")
                names.append(word);
        }
        const auto has = [&](QStringView option) {
            return std::any_of(words.begin(), words.end(),
                               [&](const ShellWord& w) { return w.text.startsWith(option); });
        };
        const auto each = [&](What what, qsizetype from) {
            for (const ShellWord& name : names.mid(from))
                path(what, name);
        };
        static const QStringList writers{u"touch"_qs, u"mkdir"_qs, u"truncate"_qs, u"tee"_qs, u"mkfifo"_qs};
        static const QStringList removers{u"rm"_qs, u"rmdir"_qs, u"unlink"_qs, u"shred"_qs};
        if (removers.contains(program))
            return each(What::Remove, 0);
        if (writers.contains(program))
            return each(What::Write, 0);
        if (program == u"chmod" || program == u"chown" || program == u"chgrp")
            return each(What::Write, 1);
        if (program == u"mv" && names.size() > 1) {
            for (const ShellWord& name : names.mid(0, names.size() - 1))
                path(What::Remove, name);
            path(What::Write, names.last());
        } else if ((program == u"cp" || program == u"ln" || program == u"install") && !names.isEmpty()) {
            has(u"-t") || has(u"--target") ? each(What::Write, 0) : path(What::Write, names.last());
        } else if (program == u"sed" && (has(u"-i") || has(u"--in-place"))) {
            each(What::Write, has(u"-e") || has(u"-f") || has(u"--expression") ? 0 : 1);
        } else if (program == u"dd") {
            for (const ShellWord& name : names)
                if (name.text.startsWith(u"of="))
                    path(What::Write, {name.text.mid(3), name.dynamic, name.glob});
        } else if (program == u"git" && !names.isEmpty()) {
            static const QStringList verbs{u"rm"_qs, u"mv"_qs, u"restore"_qs, u"checkout"_qs, u"clean"_qs};
            if (verbs.contains(names.first().text))
                each(What::Write, 1);
        }
    }

    const CallPlaces& m_places;
    QList<CallUnit>& m_units;
    QStringList m_bases; ///< one of them it is in; empty: not known
};

QStringView lastParts(const QString& path, int count) {
    qsizetype at = path.size();
    while (count-- > 0 && at > 0)
        at = path.lastIndexOf(u'/', at - 1);
    return QStringView(path).mid(at + 1);
}

/// Whether a name that may be a pattern can stand for this one.
bool mayBe(const QString& name, QStringView wanted, bool glob) {
    if (name == wanted)
        return true;
    if (!glob || !name.startsWith(u'.'))
        return false;
    QString pattern = name;
    for (QChar& c : pattern)
        if (QStringView(u"?[]{},").contains(c))
            c = u'*';
    return fitsStars(pattern, wanted);
}

} // namespace

bool isItsOwn(const QString& path, const CallPlaces& places) {
    for (const QString& folder : {places.workspace, places.home + u"/out"_qs, places.home + u"/.cache"_qs,
                                  u"/tmp"_qs, u"/var/tmp"_qs})
        if (isBelow(path, folder))
            return true;
    return false;
}

bool isGuarded(const CallUnit& unit) {
    if (unit.what != What::Write && unit.what != What::Remove)
        return false;
    static const QStringList folders{u"/etc/claude-code"_qs, u"/etc/codex"_qs,     u"/etc/gemini-cli"_qs,
                                     u"/etc/opencode"_qs,    u"/etc/qwen-code"_qs, u"/etc/signalbox"_qs,
                                     u"/opt/agents"_qs};
    for (const QString& folder : folders)
        if (isBelow(unit.path, folder))
            return true;
    const QStringList parts = unit.path.split(u'/', Qt::SkipEmptyParts);
    for (const QString& part : parts)
        if (mayBe(part, u".signalbox", unit.glob))
            return true;
    static const QStringList agents{u".claude"_qs, u".codex"_qs, u".gemini"_qs, u".opencode"_qs};
    // What holds or removes the folder of an agent's settings, and the settings themselves.
    for (const QString& agent : agents)
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (!mayBe(parts.at(i), agent, unit.glob))
                continue;
            const QString below = parts.value(i + 1);
            if (below.isEmpty() || below.startsWith(u"settings") || below.startsWith(u"hooks") ||
                below.startsWith(u"config") || below.startsWith(u"plugin") ||
                below.startsWith(u"requirements") || QStringView(below).contains(u'*'))
                return true;
        }
    const QStringView name = lastParts(unit.path, 1);
    return name == u"opencode.json" || name == u"opencode.jsonc" || name == u".mcp.json" ||
           unit.path.contains(u"/.config/opencode");
}

QList<CallUnit> unitsOf(const ToolCall& call, const CallPlaces& places) {
    QList<CallUnit> units;
    Collector collector(places, units);
    collector.begin(call.directory);
    CallUnit tool;
    switch (call.kind) {
    case ToolKind::Run:
        collector.script(call.command, 0);
        break;
    case ToolKind::Edit:
    case ToolKind::Read:
        for (const QString& path : call.paths)
            collector.path(call.kind == ToolKind::Edit ? CallUnit::What::Write : CallUnit::What::Read,
                           {path, false, false});
        break;
    case ToolKind::Fetch:
        tool.tier = RiskTier::High;
        tool.why = QStringLiteral("it reaches for a network");
        break;
    case ToolKind::Other:
        tool.tier = RiskTier::High;
        tool.why = QStringLiteral("it is not known what this tool does");
        break;
    case ToolKind::Free:
        break;
    }
    if (units.isEmpty())
        units.append(tool);
    return units;
}

} // namespace signalbox
