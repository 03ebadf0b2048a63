// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/diff_comments.h"
#include "views/parts/diff_document.h"
#include "views/parts/visible_text.h"

#include <QSet>

#include <vector>

namespace signalbox {

/// A line's text as it is shown, hidden characters spelt out.
QString shownLine(const DiffDocument& document, const DiffLine& line, QList<EscapedRange>* escaped = nullptr);

/// One row of a diff view, in document terms: which file, hunk and lines it shows.
struct DiffRow {
    enum class Kind : std::uint8_t { File, Hunk, Fold, Line, Note, Comment };
    Kind kind = Kind::Line;
    int file = 0;
    int hunk = -1;
    int left = -1;  ///< index of the line in the hunk; unified: the only one; on a comment: which one
    int right = -1; ///< side by side: the line on the right; on a fold: the last folded line; on a comment:
                    ///< which line of its text
};

/// What the reader chose about a diff, and the rows that come of it.
class DiffRows {
public:
    /// Runs of unchanged lines longer than this are folded.
    static constexpr int foldFrom = 9;
    static constexpr int foldKeeps = 3; ///< lines that stay beside a change

    void setDocument(const DiffDocument* document);
    /// Comments stand below their lines; they must outlive this.
    void setComments(const DiffComments* comments);
    void setSideBySide(bool on);
    [[nodiscard]] bool sideBySide() const { return m_sideBySide; }
    void toggleCollapsed(int file);
    [[nodiscard]] bool collapsed(int file) const { return m_collapsed.contains(file); }
    /// A viewed file folds up, and opens when the mark is taken away.
    void setViewed(int file, bool viewed);
    [[nodiscard]] bool viewed(int file) const { return m_viewed.contains(file); }
    [[nodiscard]] int viewedCount() const { return int(m_viewed.size()); }
    void unfold(const DiffRow& row);

    [[nodiscard]] int size() const { return int(m_rows.size()); }
    [[nodiscard]] const DiffRow& at(int row) const { return m_rows[std::size_t(row)]; }
    /// The row of a file's header.
    [[nodiscard]] int rowOfFile(int file) const;

private:
    void build();
    void addHunk(int file, int hunk);
    void addUnified(int file, int hunk, int from, int to);
    void addPaired(int file, int hunk, int from, int to);
    void addLine(const DiffRow& row);
    void addComments(const DiffRow& row, int index);

    const DiffDocument* m_document = nullptr;
    const DiffComments* m_comments = nullptr;
    bool m_sideBySide = false;
    QSet<int> m_collapsed;
    QSet<int> m_viewed;
    QSet<quint64> m_unfolded;
    std::vector<DiffRow> m_rows;
    std::vector<int> m_fileRows;
};

} // namespace signalbox
