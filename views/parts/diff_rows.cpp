// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/diff_rows.h"

namespace signalbox {

namespace {

quint64 foldKey(int file, int hunk, int line) {
    return (quint64(file) << 48) ^ (quint64(hunk) << 28) ^ quint64(line);
}

} // namespace

QString shownLine(const DiffDocument& document, const DiffLine& line, QList<EscapedRange>* escaped) {
    QString text = document.text(line);
    if (text.endsWith(QLatin1Char('\r')) && line.kind == DiffKind::Context)
        text.chop(1); // a file with CR LF throughout; where a change puts or takes one, it is seen
    return visibleText(text, 4, escaped);
}

void DiffRows::setDocument(const DiffDocument* document) {
    m_document = document;
    m_collapsed.clear();
    m_viewed.clear();
    m_unfolded.clear();
    build();
}

void DiffRows::setComments(const DiffComments* comments) {
    m_comments = comments;
    build();
}

void DiffRows::setSideBySide(bool on) {
    m_sideBySide = on;
    build();
}

void DiffRows::toggleCollapsed(int file) {
    if (!m_collapsed.remove(file))
        m_collapsed.insert(file);
    build();
}

void DiffRows::setViewed(int file, bool viewed) {
    if (viewed) {
        m_viewed.insert(file);
        m_collapsed.insert(file);
    } else {
        m_viewed.remove(file);
        m_collapsed.remove(file);
    }
    build();
}

void DiffRows::unfold(const DiffRow& row) {
    m_unfolded.insert(foldKey(row.file, row.hunk, row.left));
    build();
}

int DiffRows::rowOfFile(int file) const {
    return file >= 0 && file < int(m_fileRows.size()) ? m_fileRows[std::size_t(file)] : -1;
}

void DiffRows::build() {
    m_rows.clear();
    m_fileRows.clear();
    if (!m_document)
        return;
    for (int f = 0; f < int(m_document->files().size()); ++f) {
        const DiffFile& file = m_document->files().at(f);
        m_fileRows.push_back(size());
        m_rows.push_back({DiffRow::Kind::File, f, -1, -1, -1});
        if (collapsed(f))
            continue;
        if (file.hunks.isEmpty())
            m_rows.push_back({DiffRow::Kind::Note, f, -1, -1, -1});
        for (int h = 0; h < int(file.hunks.size()); ++h)
            addHunk(f, h);
    }
}

void DiffRows::addHunk(int file, int hunk) {
    const QList<DiffLine>& lines = m_document->files().at(file).hunks.at(hunk).lines;
    m_rows.push_back({DiffRow::Kind::Hunk, file, hunk, -1, -1});
    const int count = int(lines.size());
    int from = 0;
    while (from < count) {
        if (lines.at(from).kind != DiffKind::Context) {
            int to = from;
            while (to < count && lines.at(to).kind != DiffKind::Context)
                ++to;
            m_sideBySide ? addPaired(file, hunk, from, to) : addUnified(file, hunk, from, to);
            from = to;
            continue;
        }
        int to = from;
        while (to < count && lines.at(to).kind == DiffKind::Context)
            ++to;
        const int head = from == 0 ? 0 : foldKeeps;
        const int tail = to == count ? 0 : foldKeeps;
        const bool folds = to - from > foldFrom && !m_unfolded.contains(foldKey(file, hunk, from + head));
        const int foldEnd = folds ? to - tail : from;
        if (folds) {
            m_sideBySide ? addPaired(file, hunk, from, from + head)
                         : addUnified(file, hunk, from, from + head);
            m_rows.push_back({DiffRow::Kind::Fold, file, hunk, from + head, foldEnd - 1});
        }
        m_sideBySide ? addPaired(file, hunk, foldEnd, to) : addUnified(file, hunk, foldEnd, to);
        from = to;
    }
}

void DiffRows::addUnified(int file, int hunk, int from, int to) {
    for (int i = from; i < to; ++i)
        addLine({DiffRow::Kind::Line, file, hunk, i, -1});
}

void DiffRows::addPaired(int file, int hunk, int from, int to) {
    const QList<DiffLine>& lines = m_document->files().at(file).hunks.at(hunk).lines;
    int i = from;
    while (i < to) {
        if (lines.at(i).kind == DiffKind::Context || lines.at(i).kind == DiffKind::Note) {
            addLine({DiffRow::Kind::Line, file, hunk, i, i});
            ++i;
            continue;
        }
        std::vector<int> left;
        std::vector<int> right;
        for (; i < to && lines.at(i).kind == DiffKind::Removed; ++i)
            left.push_back(i);
        for (; i < to && (lines.at(i).kind == DiffKind::Added || lines.at(i).kind == DiffKind::Note); ++i)
            if (lines.at(i).kind == DiffKind::Added)
                right.push_back(i);
        for (std::size_t k = 0; k < std::max(left.size(), right.size()); ++k)
            addLine({DiffRow::Kind::Line, file, hunk, k < left.size() ? left[k] : -1,
                     k < right.size() ? right[k] : -1});
    }
}

void DiffRows::addLine(const DiffRow& row) {
    m_rows.push_back(row);
    if (!m_comments || m_comments->isEmpty())
        return;
    if (row.left >= 0)
        addComments(row, row.left);
    if (row.right >= 0 && row.right != row.left)
        addComments(row, row.right);
}

void DiffRows::addComments(const DiffRow& row, int index) {
    const DiffFile& file = m_document->files().at(row.file);
    const DiffLine& line = file.hunks.at(row.hunk).lines.at(index);
    const bool removed = line.kind == DiffKind::Removed;
    const QString& path = removed && !file.oldPath.isEmpty() ? file.oldPath : file.path;
    const int number = removed ? line.oldNumber : line.newNumber;
    for (const LineComment& comment : m_comments->all()) {
        if (comment.line != number || comment.oldSide != removed || comment.path != path ||
            comment.code != shownLine(*m_document, line).left(LineComment::keptCode))
            continue;
        const int which = m_comments->indexOf(&comment);
        for (int i = 0; i <= comment.text.count(QLatin1Char('\n')); ++i)
            m_rows.push_back({DiffRow::Kind::Comment, row.file, row.hunk, which, i});
    }
}

} // namespace signalbox
