// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace signalbox {

/// A glob over the paths of a repository, as .gitignore has them: `*` and `?` stay within one name, `[abc]`
/// and
/// `[!a-z]` are sets, `**` spans directories, `\` takes the next character as it is. With a slash in it (not
/// only at the end) a pattern begins at the root, without one it holds for any name at any depth. What
/// matches a directory matches all below it. Case counts. Matching takes time in proportion to pattern times
/// path, whatever the pattern.
class PathPattern {
public:
    /// Invalid for an empty pattern, `.` or `..` as a name, an open set, control characters.
    static Result<PathPattern> parse(const QString& glob);

    /// path: relative to the root, parts divided by `/`.
    [[nodiscard]] bool matches(const QString& path) const;
    [[nodiscard]] const QString& text() const { return m_text; }

private:
    PathPattern() = default;

    QString m_text;
    QStringList m_parts;      ///< "**" spans
    bool m_directory = false; ///< ends in a slash: only what is below it
};

/// Several patterns, read in order: one that begins with `!` takes back what earlier ones matched.
class PathPatterns {
public:
    PathPatterns() = default;
    static Result<PathPatterns> parse(const QStringList& globs);

    /// An empty list matches nothing.
    [[nodiscard]] bool matches(const QString& path) const;
    [[nodiscard]] bool isEmpty() const { return m_rules.isEmpty(); }

private:
    struct Rule {
        PathPattern pattern;
        bool takesBack = false;
    };
    QList<Rule> m_rules;
};

} // namespace signalbox
