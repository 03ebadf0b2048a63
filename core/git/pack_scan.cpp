// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/pack_scan.h"

#include <QHash>
#include <QtEndian>

#include <zlib.h>

#include <array>

namespace signalbox::git {

namespace {

enum EntryType { Commit = 1, Tree = 2, Blob = 3, Tag = 4, OffsetDelta = 6, RefDelta = 7 };

constexpr qint64 piece = 64 * 1024;
constexpr qint64 trailerBytes = 20;
/// No honest tree, commit or tag comes near; they are held in memory whole.
constexpr qint64 structureBytes = 16LL << 20;
/// Work that resolving long chains of large deltas may cost; libgit2 keeps results above 1 MiB in no cache.
constexpr qint64 uncachedBytes = 512LL << 10;
constexpr qint64 chainWork = 32LL << 30;

Error corrupt(const QString& what) {
    return {ErrorKind::Corrupt, QStringLiteral("the pack in the bundle is damaged: %1").arg(what),
            QStringLiteral("create the bundle again with `git bundle create`")};
}

Error tooMuch(const QString& what, qint64 is, qint64 limit) {
    return {ErrorKind::LimitReached,
            QStringLiteral("the bundle holds %1: %2, more than the limit of %3").arg(what).arg(is).arg(limit),
            QStringLiteral(
                "remove large or generated files from the commits and do not leave them in the history")};
}

/// What a later delta must know about its base.
struct Resolved {
    qint64 size = 0;
    qint64 chainBytes = 0;
    int depth = 0;
};

struct EntryHead {
    int type = 0;
    qint64 size = 0; ///< of what is deflated: the object, or the delta's instructions
    qint64 offset = 0;
    Resolved base; ///< for deltas
};

class Scanner {
public:
    Scanner(QIODevice& file, const ImportLimits& limits, const KnownObject& known, const CancelToken& cancel)
        : m_file(file), m_limits(limits), m_known(known), m_cancel(cancel) {}

    Result<PackSummary> run() {
        QByteArray head(12, Qt::Uninitialized);
        if (!take(head.data(), 12) || !head.startsWith("PACK"))
            return corrupt(QStringLiteral("it does not begin with PACK"));
        const quint32 version = qFromBigEndian<quint32>(head.constData() + 4);
        const quint32 count = qFromBigEndian<quint32>(head.constData() + 8);
        if (version != 2)
            return corrupt(QStringLiteral("it has version %1, not 2").arg(version));
        if (count > m_limits.objects)
            return tooMuch(QStringLiteral("too many objects"), count, m_limits.objects);
        for (quint32 i = 0; i < count; ++i) {
            if (m_cancel.cancelled())
                return Error{ErrorKind::Cancelled, QStringLiteral("the import was cancelled"), {}};
            if (auto scanned = scanEntry(); !scanned)
                return scanned.error();
        }
        std::array<char, trailerBytes> trailer{};
        if (!take(trailer.data(), trailerBytes))
            return corrupt(QStringLiteral("it ends before its checksum"));
        if (refill())
            return corrupt(QStringLiteral("something follows its end"));
        m_summary.objects = count;
        return m_summary;
    }

private:
    /// More input; false at the end of the file.
    bool refill() {
        if (m_at < m_buffer.size())
            return true;
        m_consumed += m_buffer.size();
        m_buffer = m_file.read(piece);
        m_at = 0;
        return !m_buffer.isEmpty();
    }
    bool take(char* to, qint64 count) {
        for (qint64 i = 0; i < count; ++i) {
            if (!refill())
                return false;
            to[i] = m_buffer[m_at++];
        }
        return true;
    }
    [[nodiscard]] qint64 position() const { return m_consumed + m_at; }

    Result<EntryHead> readHead() {
        EntryHead head;
        head.offset = position();
        char c = 0;
        if (!take(&c, 1))
            return corrupt(QStringLiteral("it ends early"));
        head.type = (c >> 4) & 7;
        head.size = c & 15;
        for (int shift = 4; c & 0x80; shift += 7) {
            if (shift > 46 || !take(&c, 1))
                return corrupt(QStringLiteral("an object has an impossible size"));
            head.size |= qint64(c & 0x7f) << shift;
        }
        if (head.type == OffsetDelta)
            return readOffsetBase(head);
        if (head.type == RefDelta)
            return readRefBase(head);
        if (head.type < Commit || head.type > Tag)
            return corrupt(QStringLiteral("an object has the unknown type %1").arg(head.type));
        return head;
    }

    Result<EntryHead> readOffsetBase(EntryHead head) {
        char c = 0;
        if (!take(&c, 1))
            return corrupt(QStringLiteral("it ends early"));
        qint64 back = c & 0x7f;
        for (int bytes = 1; c & 0x80; ++bytes) {
            if (bytes > 7 || !take(&c, 1))
                return corrupt(QStringLiteral("a delta has an impossible base"));
            back = ((back + 1) << 7) | (c & 0x7f);
        }
        const auto base = m_entries.constFind(head.offset - back);
        if (back <= 0 || base == m_entries.constEnd())
            return corrupt(QStringLiteral("a delta refers to no object"));
        head.base = *base;
        return head;
    }

    /// By name only objects that the core sent may be a base: git writes bases in the same pack as offsets,
    /// and so no chain can hide from the count.
    Result<EntryHead> readRefBase(EntryHead head) {
        QByteArray id(20, Qt::Uninitialized);
        if (!take(id.data(), 20))
            return corrupt(QStringLiteral("it ends early"));
        const auto size = m_known(id);
        if (!size)
            return Error{ErrorKind::Invalid,
                         QStringLiteral("the pack has a delta upon %1, which the core did not send")
                             .arg(QString::fromLatin1(id.toHex())),
                         QStringLiteral("create the bundle with `git bundle create FILE BASE..HEAD`")};
        head.base = {*size, *size, 0};
        return head;
    }

    Result<void> scanEntry() {
        auto head = readHead();
        if (!head)
            return head.error();
        const bool isDelta = head->type == OffsetDelta || head->type == RefDelta;
        const bool isFile = head->type == Blob;
        if (!isFile && head->size > qMax(structureBytes, isDelta ? m_limits.fileBytes : 0))
            return tooMuch(QStringLiteral("an object that is too large"), head->size, structureBytes);
        if (auto room = account(head->size); !room)
            return room.error();
        QByteArray begin;
        if (auto inflated = inflateEntry(head->size, begin); !inflated)
            return inflated.error();
        Resolved resolved{head->size, head->size, 0};
        if (isDelta) {
            auto target = checkDelta(*head, begin);
            if (!target)
                return target.error();
            resolved = *target;
        }
        m_entries.insert(head->offset, resolved);
        return {};
    }

    Result<void> account(qint64 bytes) {
        m_summary.inflatedBytes += bytes;
        if (m_summary.inflatedBytes > m_limits.inflatedBytes)
            return tooMuch(QStringLiteral("too much when unpacked"), m_summary.inflatedBytes,
                           m_limits.inflatedBytes);
        return {};
    }

    /// Inflates and throws away, but for the first bytes: a delta's sizes stand there.
    Result<void> inflateEntry(qint64 size, QByteArray& begin) {
        z_stream z{};
        if (inflateInit(&z) != Z_OK)
            return Error{ErrorKind::Internal, QStringLiteral("zlib does not start"), {}};
        const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&z, inflateEnd);
        qint64 out = 0;
        for (int state = Z_OK; state != Z_STREAM_END;) {
            if (m_cancel.cancelled())
                return Error{ErrorKind::Cancelled, QStringLiteral("the import was cancelled"), {}};
            if (!refill())
                return corrupt(QStringLiteral("it ends inside an object"));
            z.next_in = reinterpret_cast<Bytef*>(m_buffer.data() + m_at);
            z.avail_in = uInt(m_buffer.size() - m_at);
            z.next_out = reinterpret_cast<Bytef*>(m_scratch.data());
            z.avail_out = uInt(m_scratch.size());
            state = inflate(&z, Z_NO_FLUSH);
            m_at = m_buffer.size() - qsizetype(z.avail_in);
            const qint64 got = qint64(m_scratch.size()) - z.avail_out;
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
                return corrupt(QStringLiteral("an object cannot be inflated"));
            if (begin.size() < 20)
                begin.append(m_scratch.data(), qMin<qsizetype>(20 - begin.size(), qsizetype(got)));
            out += got;
            if (out > size)
                return corrupt(QStringLiteral("an object is longer than it says"));
        }
        if (out != size)
            return corrupt(QStringLiteral("an object is shorter than it says"));
        return {};
    }

    static bool readSize(const QByteArray& bytes, qsizetype& at, qint64& size) {
        size = 0;
        for (int shift = 0; shift <= 49; shift += 7) {
            if (at >= bytes.size())
                return false;
            const char c = bytes[at++];
            size |= qint64(c & 0x7f) << shift;
            if (!(c & 0x80))
                return true;
        }
        return false;
    }

    Result<Resolved> checkDelta(const EntryHead& head, const QByteArray& begin) {
        qsizetype at = 0;
        qint64 baseSize = 0;
        qint64 size = 0;
        if (!readSize(begin, at, baseSize) || !readSize(begin, at, size) || baseSize != head.base.size)
            return corrupt(QStringLiteral("a delta does not fit its base"));
        if (size > m_limits.fileBytes)
            return tooMuch(QStringLiteral("a file that is too large"), size, m_limits.fileBytes);
        if (auto room = account(size); !room)
            return room.error();
        const Resolved resolved{size, head.base.chainBytes + size, head.base.depth + 1};
        if (resolved.depth > m_limits.deltaDepth)
            return tooMuch(QStringLiteral("deltas upon deltas"), resolved.depth, m_limits.deltaDepth);
        if (size > uncachedBytes)
            m_work += resolved.chainBytes;
        if (m_work > chainWork)
            return tooMuch(QStringLiteral("deltas that take too much work to resolve"), m_work, chainWork);
        return resolved;
    }

    QIODevice& m_file;
    const ImportLimits& m_limits;
    const KnownObject& m_known;
    const CancelToken& m_cancel;
    QByteArray m_buffer;
    qsizetype m_at = 0;
    qint64 m_consumed = 0; ///< bytes of the pack before m_buffer
    std::array<char, piece> m_scratch{};
    QHash<qint64, Resolved> m_entries; ///< by offset
    PackSummary m_summary;
    qint64 m_work = 0;
};

} // namespace

Result<PackSummary> scanPack(QIODevice& file, const ImportLimits& limits, const KnownObject& known,
                             const CancelToken& cancel) {
    return Scanner(file, limits, known, cancel).run();
}

} // namespace signalbox::git
