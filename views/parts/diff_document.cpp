// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/diff_document.h"

#include <algorithm>
#include <numeric>

namespace signalbox {

namespace {

/// "a/src/x.c" or, quoted as Git does for odd names, "\"a/\\303\\244.c\"".
QString pathFrom(QByteArray name) {
    if (name.startsWith('"')) {
        QByteArray plain;
        for (qsizetype i = 1; i < name.size() && name[i] != '"'; ++i) {
            if (name[i] != '\\' || i + 1 >= name.size()) {
                plain += name[i];
                continue;
            }
            const char c = name[++i];
            if (c >= '0' && c <= '7' && i + 2 < name.size()) {
                plain += char(name.mid(i, 3).toInt(nullptr, 8));
                i += 2;
            } else {
                plain += c == 't' ? '\t' : c == 'n' ? '\n' : c;
            }
        }
        name = plain;
    } else if (const auto tab = name.indexOf('\t'); tab >= 0) {
        name.truncate(tab);
    }
    if (name.startsWith("a/") || name.startsWith("b/"))
        name.remove(0, 2);
    return QString::fromUtf8(name);
}

class Parser {
public:
    explicit Parser(const QByteArray& patch) : m_patch(patch) {}

    QList<DiffFile> run() {
        qint64 at = 0;
        while (at < m_patch.size()) {
            qint64 end = m_patch.indexOf('\n', at);
            if (end < 0)
                end = m_patch.size();
            line(at, end - at);
            at = end + 1;
        }
        return std::move(m_files);
    }

private:
    QByteArray bytes(qint64 at, qint64 length) const { return m_patch.mid(at, length); }
    bool starts(qint64 at, qint64 length, const char* what) const {
        const auto n = qint64(qstrlen(what));
        return length >= n && std::equal(what, what + n, m_patch.constData() + at);
    }

    void line(qint64 at, qint64 length) {
        if (m_oldLeft > 0 || m_newLeft > 0 || (m_inHunk && starts(at, length, "\\"))) {
            hunkLine(at, length);
            return;
        }
        if (starts(at, length, "diff --git ")) {
            beginFile(bytes(at + 11, length - 11));
        } else if (starts(at, length, "@@ ")) {
            beginHunk(QString::fromUtf8(bytes(at, length)), at, length);
        } else if (m_files.isEmpty() || m_inHunk) {
            note(at, length);
        } else {
            headerLine(at, length);
        }
    }

    void beginFile(const QByteArray& names) {
        m_inHunk = false;
        DiffFile file;
        // "a/x b/x": both halves are equal unless the file was renamed, and then other lines name it.
        const qsizetype middle = names.indexOf(" b/");
        file.path = pathFrom(names.startsWith('"') || middle < 0 ? names : names.mid(middle + 1));
        m_files.append(file);
    }

    void headerLine(qint64 at, qint64 length) {
        DiffFile& file = m_files.last();
        const auto rest = [&](int n) { return bytes(at + n, length - n); };
        if (starts(at, length, "new file mode ")) {
            file.change = DiffFile::Change::Added;
            noteMode(file, rest(14));
        } else if (starts(at, length, "deleted file mode ")) {
            file.change = DiffFile::Change::Deleted;
        } else if (starts(at, length, "rename from ")) {
            file.change = DiffFile::Change::Renamed;
            file.oldPath = pathFrom(rest(12));
        } else if (starts(at, length, "rename to ")) {
            file.path = pathFrom(rest(10));
        } else if (starts(at, length, "old mode ")) {
            m_oldMode = QString::fromUtf8(rest(9));
        } else if (starts(at, length, "new mode ")) {
            file.modeNote = QStringLiteral("%1 -> %2").arg(m_oldMode, QString::fromUtf8(rest(9)));
        } else if (starts(at, length, "--- ")) {
            if (!starts(at, length, "--- /dev/null"))
                file.path = pathFrom(rest(4));
        } else if (starts(at, length, "+++ ")) {
            if (!starts(at, length, "+++ /dev/null"))
                file.path = pathFrom(rest(4));
        } else if (starts(at, length, "Binary files ") || starts(at, length, "GIT binary patch")) {
            file.binary = true;
        }
    }

    static void noteMode(DiffFile& file, const QByteArray& mode) {
        if (mode == "120000")
            file.modeNote = QStringLiteral("symbolic link");
        else if (mode == "160000")
            file.modeNote = QStringLiteral("submodule");
        else if (mode == "100755")
            file.modeNote = QStringLiteral("executable");
    }

    void beginHunk(const QString& header, qint64 at, qint64 length) {
        const auto range = [&](QChar sign, int& start, int& count) {
            const qsizetype from = header.indexOf(sign);
            const qsizetype to = header.indexOf(QLatin1Char(' '), from);
            const auto parts = header.mid(from + 1, to - from - 1).split(QLatin1Char(','));
            bool ok = false;
            start = from < 0 ? -1 : parts.first().toInt(&ok);
            count = parts.size() > 1 ? parts.at(1).toInt() : 1;
            // No file has more lines: the numbers that follow stay numbers.
            constexpr int most = 1'000'000'000;
            return ok && start >= 0 && start <= most && count >= 0 && count <= most;
        };
        DiffHunk hunk;
        const qsizetype close = header.indexOf(QStringLiteral(" @@"), 3);
        if (close < 0 || !range(QLatin1Char('-'), hunk.oldStart, m_oldLeft) ||
            !range(QLatin1Char('+'), hunk.newStart, m_newLeft)) {
            m_oldLeft = m_newLeft = 0;
            return note(at, length);
        }
        hunk.heading = header.mid(close + 3).trimmed();
        m_oldNumber = hunk.oldStart;
        m_newNumber = hunk.newStart;
        if (m_files.isEmpty())
            m_files.append(DiffFile{});
        m_files.last().hunks.append(hunk);
        m_inHunk = true;
    }

    void hunkLine(qint64 at, qint64 length) {
        DiffFile& file = m_files.last();
        DiffLine line;
        line.offset = at + 1;
        line.length = qint32(std::max<qint64>(0, length - 1));
        const char mark = length > 0 ? m_patch[at] : ' ';
        if (mark == '+') {
            line.kind = DiffKind::Added;
            line.newNumber = m_newNumber++;
            --m_newLeft;
            ++file.added;
        } else if (mark == '-') {
            line.kind = DiffKind::Removed;
            line.oldNumber = m_oldNumber++;
            --m_oldLeft;
            ++file.removed;
        } else if (mark == '\\') {
            line.kind = DiffKind::Note;
        } else {
            line.oldNumber = m_oldNumber++;
            line.newNumber = m_newNumber++;
            --m_oldLeft;
            --m_newLeft;
        }
        file.hunks.last().lines.append(line);
    }

    void note(qint64 at, qint64 length) {
        if (length == 0)
            return;
        if (m_files.isEmpty())
            m_files.append(DiffFile{});
        if (m_files.last().hunks.isEmpty())
            m_files.last().hunks.append(DiffHunk{});
        m_files.last().hunks.last().lines.append({DiffKind::Note, 0, 0, at, qint32(length)});
    }

    const QByteArray& m_patch;
    QList<DiffFile> m_files;
    QString m_oldMode;
    bool m_inHunk = false;
    int m_oldLeft = 0, m_newLeft = 0;
    int m_oldNumber = 0, m_newNumber = 0;
};

} // namespace

DiffDocument DiffDocument::parse(const QByteArray& patch) {
    DiffDocument document;
    document.m_patch = patch;
    document.m_files = Parser(document.m_patch).run();
    return document;
}

QString DiffDocument::text(const DiffLine& line) const {
    return QString::fromUtf8(m_patch.constData() + line.offset, line.length);
}

int DiffDocument::added() const {
    return std::accumulate(m_files.begin(), m_files.end(), 0,
                           [](int n, const DiffFile& f) { return n + f.added; });
}

int DiffDocument::removed() const {
    return std::accumulate(m_files.begin(), m_files.end(), 0,
                           [](int n, const DiffFile& f) { return n + f.removed; });
}

} // namespace signalbox
