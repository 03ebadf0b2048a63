// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>

namespace signalbox {

/// What a reviewer says about one line of a change.
struct LineComment {
    QString path;
    bool oldSide = false; ///< about a line that was removed: `line` counts in the old file
    int line = 0;
    QString
        code; ///< the line as it was read: when the work changes, the comment does not move to another one
    QString text;
    static constexpr int keptCode = 400; ///< characters of `code`
};

/// The comments on one change, in the order of its files and lines.
class DiffComments {
public:
    /// Adds or replaces what is said about that line; a blank text takes it away.
    void put(const LineComment& comment);
    void clear();
    [[nodiscard]] const QList<LineComment>& all() const { return m_comments; }
    [[nodiscard]] bool isEmpty() const { return m_comments.isEmpty(); }
    /// nullptr: nothing is said about this line, or it read otherwise then.
    [[nodiscard]] const LineComment* find(const QString& path, bool oldSide, int line,
                                          const QString& code) const;
    [[nodiscard]] int indexOf(const LineComment* comment) const {
        return int(comment - m_comments.constData());
    }
    /// All of it as one text for the agent, what is said in general first.
    [[nodiscard]] QString feedback(const QString& general) const;

private:
    QList<LineComment> m_comments;
};

} // namespace signalbox
