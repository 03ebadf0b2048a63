// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/submission.h"

#include <cstdlib>

namespace signalbox {

namespace {

/// What a text may hold beside what can be seen.
enum class Layout { Line, Text };

/// The first character that must not be there, as it can be shown; empty: none.
QString hiddenIn(const QString& text, Layout layout) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (layout == Layout::Text && (c == u'\n' || c == u'\t' || c == u'\r'))
            continue;
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (pair) {
            ++i;
            continue;
        }
        // Marks of direction (Other_Format) are in honest texts; in one line of a list they make it read as
        // what it is not.
        const QChar::Category category = c.category();
        const bool marks = category == QChar::Other_Format && c != QChar(0x200d) && c != QChar(0x200c);
        if (category == QChar::Other_Control || c.isSurrogate() || (marks && layout == Layout::Line))
            return QStringLiteral("U+%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0')).toUpper();
    }
    return {};
}

Result<void> check(const QString& what, const QString& text, qsizetype most, Layout layout) {
    if (text.size() > most)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("%1 is longer than %2 characters").arg(what).arg(most),
                     QStringLiteral("shorten it; what is long belongs into a file of the repository")};
    if (const QString hidden = hiddenIn(text, layout); !hidden.isEmpty())
        return Error{ErrorKind::Invalid,
                     QStringLiteral("%1 holds the character %2, which does not show").arg(what, hidden),
                     layout == Layout::Line
                         ? QStringLiteral("write it as one line of plain text")
                         : QStringLiteral("write it as plain text, with line ends and tabs only")};
    return {};
}

Result<void> checkCriteria(const QStringList& criteria) {
    if (criteria.size() > maxCriteria)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("there are %1 acceptance criteria").arg(criteria.size()),
                     QStringLiteral("name at most %1; several tasks are easier to judge").arg(maxCriteria)};
    for (qsizetype i = 0; i < criteria.size(); ++i) {
        const QString what = QStringLiteral("acceptance criterion %1").arg(i + 1);
        if (criteria.at(i).trimmed().isEmpty())
            return Error{ErrorKind::Invalid, what + QStringLiteral(" is empty"),
                         QStringLiteral("leave it out")};
        if (auto good = check(what, criteria.at(i), maxCriterion, Layout::Text); !good)
            return good;
    }
    return {};
}

} // namespace

Result<void> checkSpec(const TaskSpec& spec) {
    if (spec.title.trimmed().isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("the task has no title"),
                     QStringLiteral("give it one of 1 to %1 characters").arg(maxTitle)};
    if (auto good = check(QStringLiteral("the title"), spec.title, maxTitle, Layout::Line); !good)
        return good;
    if (auto good = check(QStringLiteral("the task's text"), spec.text, maxTaskText, Layout::Text); !good)
        return good;
    if (auto good = checkCriteria(spec.criteria); !good)
        return good;
    if (auto good = check(QStringLiteral("the agent's command"), spec.agent, maxAgentCommand, Layout::Text);
        !good)
        return good;
    if (auto good = check(QStringLiteral("the blueprint's name"), spec.blueprint, 100, Layout::Line); !good)
        return good;
    if (auto good = check(QStringLiteral("the idempotency key"), spec.idempotencyKey, 200, Layout::Line);
        !good)
        return good;
    if (std::abs(qint64(spec.priority)) > maxPriority)
        return Error{
            ErrorKind::Invalid, QStringLiteral("a priority of %1 is out of range").arg(spec.priority),
            QStringLiteral("give one from -%1 to %1; 0 is usual, higher goes first").arg(maxPriority)};
    return {};
}

Result<void> checkWords(const QString& what, const QString& text) {
    return check(what, text, maxWords, Layout::Text);
}

} // namespace signalbox
