// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace signalbox {

enum class DiffKind : std::uint8_t { Context, Added, Removed, Note };

/// One line of a hunk. Its text stays in the patch's own bytes.
struct DiffLine {
    DiffKind kind = DiffKind::Context;
    int oldNumber = 0; ///< 0: not on this side
    int newNumber = 0;
    qint64 offset = 0;
    qint32 length = 0;
};

struct DiffHunk {
    int oldStart = 0;
    int newStart = 0;
    QString heading; ///< what Git names behind the second @@
    QList<DiffLine> lines;
};

struct DiffFile {
    enum class Change { Modified, Added, Deleted, Renamed };
    QString path;
    QString oldPath;
    Change change = Change::Modified;
    int added = 0;
    int removed = 0;
    bool binary = false;
    QString modeNote; ///< "mode 100644 -> 100755", "symbolic link"; empty: nothing to say
    QList<DiffHunk> hunks;
};

/// A unified diff as Git writes it, taken apart once. Bad input never fails: what is not understood is shown
/// as a note, so that nothing in a patch can hide from the reader.
class DiffDocument {
public:
    static DiffDocument parse(const QByteArray& patch);
    [[nodiscard]] const QList<DiffFile>& files() const { return m_files; }
    /// The line without its leading mark.
    [[nodiscard]] QString text(const DiffLine& line) const;
    [[nodiscard]] int added() const;
    [[nodiscard]] int removed() const;

private:
    QByteArray m_patch;
    QList<DiffFile> m_files;
};

} // namespace signalbox
