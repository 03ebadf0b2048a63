// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/log_kind.h"
#include "views/parts/ansi.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QStringList>

#include <array>
#include <deque>
#include <vector>

namespace signalbox {

constexpr int logKinds = int(EnumWords<LogKind>::words.size());
/// The kind's word for people.
QString logKindWord(LogKind source);

/// One line, as it is handed to a log view.
struct LogEntry {
    Moment at;
    QString step;
    int attempt = 0;
    LogKind kind = LogKind::Output;
    QString text; ///< may hold ANSI colour; a text of several lines becomes several entries
};

/// Millions of lines, kept as UTF-8 in chunks with one small record a line. Nothing is ever moved, so that a
/// line costs the same however many there are. Chunks that are full are packed: programs repeat themselves.
class LogStore {
public:
    /// A line of more bytes is cut, and says so.
    static constexpr int lineLimit = 16 * 1024;

    void clear();
    void append(const LogEntry& entry);
    [[nodiscard]] int size() const { return int(m_lines.size()); }
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    /// What the text takes in memory.
    [[nodiscard]] qint64 packedBytes() const {
        return m_packedBytes + (m_chunks.empty() ? 0 : m_chunks.back().size());
    }

    [[nodiscard]] LogKind kind(int line) const { return LogKind(m_lines[std::size_t(line)].kind); }
    [[nodiscard]] Moment at(int line) const { return {m_lines[std::size_t(line)].at}; }
    [[nodiscard]] QString step(int line) const;
    [[nodiscard]] int attempt(int line) const { return m_lines[std::size_t(line)].attempt; }
    /// The line's bytes as they came, escapes included. They hold until the next call.
    [[nodiscard]] QByteArray raw(int line) const;
    /// The line without escape sequences and with its colours; hidden characters are spelt out.
    [[nodiscard]] AnsiLine parsed(int line) const;
    /// The first line of a step's attempt (0: of any), or -1.
    [[nodiscard]] int firstOf(const QString& step, int attempt) const;

private:
    struct Line {
        qint64 at;
        quint32 chunk, offset;
        quint32 style;  ///< index into m_styles: the colour that is still on from the line before
        quint16 length; ///< of at most lineLimit characters, which are three bytes each at most
        quint16 step, attempt;
        quint8 kind;
    };
    static_assert(sizeof(Line) <= 32, "there are millions of them");
    void appendLine(const LogEntry& entry, QStringView text);
    [[nodiscard]] const QByteArray& chunk(quint32 number) const;

    std::deque<QByteArray> m_chunks; ///< all but the last are packed
    struct Unpacked {
        quint32 chunk = 0;
        QByteArray bytes; ///< empty: nothing is kept here
    };
    mutable std::array<Unpacked, 4> m_unpacked; ///< what was looked at last
    mutable std::size_t m_nextUnpacked = 0;
    std::deque<Line> m_lines;
    QHash<int, quint32> m_cut; ///< by line: how many characters are missing
    qint64 m_packedBytes = 0;
    std::vector<AnsiStyle> m_styles{AnsiStyle{}};
    AnsiStyle m_style;
    QStringList m_steps;
    qint64 m_bytes = 0;
};

} // namespace signalbox
