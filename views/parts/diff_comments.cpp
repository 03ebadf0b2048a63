// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/diff_comments.h"

#include <algorithm>

namespace signalbox {

namespace {

auto placeOfComment(const LineComment& c) {
    return std::tuple(c.path, c.line, !c.oldSide);
}

} // namespace

void DiffComments::put(const LineComment& comment) {
    m_comments.removeIf([&](const LineComment& c) { return placeOfComment(c) == placeOfComment(comment); });
    if (comment.text.trimmed().isEmpty())
        return;
    const auto at = std::lower_bound(
        m_comments.begin(), m_comments.end(), comment,
        [](const LineComment& a, const LineComment& b) { return placeOfComment(a) < placeOfComment(b); });
    LineComment kept = comment;
    kept.text = comment.text.trimmed();
    m_comments.insert(at, kept);
}

void DiffComments::clear() {
    m_comments.clear();
}

const LineComment* DiffComments::find(const QString& path, bool oldSide, int line,
                                      const QString& code) const {
    for (const LineComment& c : m_comments)
        if (c.line == line && c.oldSide == oldSide && c.path == path && c.code == code)
            return &c;
    return nullptr;
}

QString DiffComments::feedback(const QString& general) const {
    QStringList parts;
    if (!general.trimmed().isEmpty())
        parts.append(general.trimmed());
    for (const LineComment& c : m_comments) {
        const QString where = c.oldSide ? QStringLiteral("%1:%2 (before the change)").arg(c.path).arg(c.line)
                                        : QStringLiteral("%1:%2").arg(c.path).arg(c.line);
        // Not translated: agents are told in one language.
        parts.append(QStringLiteral("%1\n> %2\n%3").arg(where, c.code.trimmed(), c.text));
    }
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace signalbox
