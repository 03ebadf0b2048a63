// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/path_pattern.h"

#include <QVarLengthArray>

#include <algorithm>

namespace signalbox {

namespace {

const QString anyDepth = QStringLiteral("**");

/// Where the set that begins at `at` ends (its `]`); -1 when it does not.
qsizetype endOfSet(const QString& glob, qsizetype at) {
    qsizetype i = at + 1;
    if (i < glob.size() && (glob[i] == u'!' || glob[i] == u'^'))
        ++i;
    // A bracket that comes first belongs to the set.
    for (bool first = true; i < glob.size(); first = false, ++i) {
        if (glob[i] == u']' && !first)
            return i;
        if (glob[i] == u'\\')
            ++i;
    }
    return -1;
}

bool setHolds(const QString& glob, qsizetype begin, qsizetype end, QChar c) {
    qsizetype i = begin + 1;
    const bool negated = glob[i] == u'!' || glob[i] == u'^';
    if (negated)
        ++i;
    bool holds = false;
    while (i < end) {
        if (glob[i] == u'\\' && i + 1 < end)
            ++i;
        const QChar low = glob[i++];
        QChar high = low;
        if (i + 1 < end && glob[i] == u'-') {
            ++i;
            if (glob[i] == u'\\' && i + 1 < end)
                ++i;
            high = glob[i++];
        }
        holds = holds || (low <= c && c <= high);
    }
    return holds != negated;
}

/// Matches one character at pattern position p; moves p behind what it matched.
bool matchOne(const QString& glob, qsizetype& p, QChar c) {
    const QChar g = glob[p];
    if (g == u'?') {
        ++p;
        return true;
    }
    if (g == u'[') {
        const qsizetype end = endOfSet(glob, p);
        const bool holds = setHolds(glob, p, end, c);
        p = end + 1;
        return holds;
    }
    if (g == u'\\' && p + 1 < glob.size())
        ++p;
    return glob[p++] == c;
}

/// One name against one part of the pattern. A star that fails is stretched from where the last one stood;
/// earlier stars need no second look, so it stays quadratic at worst.
bool matchName(const QString& glob, const QString& name) {
    qsizetype p = 0;
    qsizetype n = 0;
    qsizetype star = -1;
    qsizetype starName = 0;
    while (n < name.size()) {
        if (p < glob.size() && glob[p] == u'*') {
            star = p++;
            starName = n;
            continue;
        }
        if (p < glob.size() && matchOne(glob, p, name[n])) {
            ++n;
            continue;
        }
        if (star < 0)
            return false;
        p = star + 1;
        n = ++starName;
    }
    while (p < glob.size() && glob[p] == u'*')
        ++p;
    return p == glob.size();
}

/// The problem with a pattern's parts; empty when there is none.
QString problemOf(const QStringList& parts) {
    for (const QString& part : parts) {
        if (part.isEmpty())
            return QStringLiteral("it has two slashes in a row");
        if (part == u"." || part == u"..")
            return QStringLiteral("\"%1\" cannot be part of it").arg(part);
        for (qsizetype i = 0; i < part.size(); ++i) {
            if (part[i].category() == QChar::Other_Control)
                return QStringLiteral("it contains a control character");
            if (part[i] == u'[') {
                i = endOfSet(part, i);
                if (i < 0)
                    return QStringLiteral("a set is not closed with ]");
            } else if (part[i] == u'\\') {
                if (++i == part.size())
                    return QStringLiteral("nothing follows its last backslash");
            }
        }
    }
    return {};
}

} // namespace

Result<PathPattern> PathPattern::parse(const QString& glob) {
    const auto invalid = [&](const QString& why) {
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is not a path pattern: %2").arg(glob, why),
                     QStringLiteral("write it as in .gitignore, for example src/**, tests/**/*.py or *.md")};
    };
    PathPattern pattern;
    pattern.m_text = glob;
    QString rest = glob;
    const bool rooted = rest.startsWith(u'/');
    if (rooted)
        rest.remove(0, 1);
    if (rest.endsWith(u'/')) {
        pattern.m_directory = true;
        rest.chop(1);
    }
    if (rest.isEmpty())
        return invalid(QStringLiteral("it is empty"));
    pattern.m_parts = rest.split(u'/');
    if (const QString problem = problemOf(pattern.m_parts); !problem.isEmpty())
        return invalid(problem);
    if (!rooted && pattern.m_parts.size() == 1 && rest != anyDepth)
        pattern.m_parts.prepend(anyDepth);
    return pattern;
}

bool PathPattern::matches(const QString& path) const {
    const QStringList names = path.split(u'/');
    // reached[i]: the parts so far can match the first i names.
    QVarLengthArray<bool, 64> reached(names.size() + 1);
    std::fill(reached.begin(), reached.end(), false);
    reached[0] = true;
    for (qsizetype part = 0; part < m_parts.size(); ++part) {
        const bool last = part + 1 == m_parts.size();
        if (m_parts[part] == anyDepth) {
            // In the end it needs something below it: src/** is not src itself.
            for (qsizetype i = 1; i <= names.size(); ++i)
                reached[i] = reached[i] || reached[i - 1];
            if (last) {
                const auto first = std::find(reached.begin(), reached.end(), true) - reached.begin();
                return first + (m_directory ? 1 : 0) < names.size();
            }
            continue;
        }
        for (qsizetype i = names.size(); i > 0; --i)
            reached[i] = reached[i - 1] && matchName(m_parts[part], names[i - 1]);
        reached[0] = false;
    }
    // A prefix that matched is a directory, and its files belong to it.
    for (qsizetype i = 1; i < names.size(); ++i)
        if (reached[i])
            return true;
    return reached[names.size()] && !m_directory;
}

Result<PathPatterns> PathPatterns::parse(const QStringList& globs) {
    PathPatterns patterns;
    for (const QString& glob : globs) {
        const bool takesBack = glob.startsWith(u'!');
        auto pattern = PathPattern::parse(takesBack ? glob.mid(1) : glob);
        if (!pattern)
            return pattern.error();
        patterns.m_rules.append({*pattern, takesBack});
    }
    return patterns;
}

bool PathPatterns::matches(const QString& path) const {
    for (auto rule = m_rules.crbegin(); rule != m_rules.crend(); ++rule)
        if (rule->pattern.matches(path))
            return !rule->takesBack;
    return false;
}

} // namespace signalbox
