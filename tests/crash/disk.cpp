// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/disk.h"

#include <algorithm>

namespace signalbox::crash {

namespace {
constexpr qsizetype sector = 512;
}

QString nameOf(Loss loss) {
    switch (loss) {
    case Loss::Kept:
        return QStringLiteral("kept");
    case Loss::Dropped:
        return QStringLiteral("dropped");
    case Loss::Torn:
        return QStringLiteral("torn");
    case Loss::Reordered:
        return QStringLiteral("reordered");
    }
    return {};
}

void Disk::changeNames(QMap<QString, int>& names, const Op& op) {
    if (op.kind == Op::Kind::Create)
        names.insert(op.name, op.file);
    else if (op.kind == Op::Kind::Delete)
        names.remove(op.name);
    else if (op.kind == Op::Kind::Rename && names.contains(op.name))
        names.insert(op.newName, names.take(op.name));
}

void Disk::change(QByteArray& bytes, const Op& op) {
    if (op.kind == Op::Kind::Truncate) {
        bytes.resize(op.offset, '\0');
        return;
    }
    if (bytes.size() < op.offset + op.data.size())
        bytes.resize(op.offset + op.data.size(), '\0');
    std::copy(op.data.begin(), op.data.end(), bytes.begin() + op.offset);
}

void Disk::apply(const Op& op) {
    switch (op.kind) {
    case Op::Kind::Write:
    case Op::Kind::Truncate:
        m_contents[op.file].pending.append(op);
        return;
    case Op::Kind::SyncFile: {
        Content& content = m_contents[op.file];
        for (const Op& pending : std::as_const(content.pending))
            change(content.safe, pending);
        content.pending.clear();
        return;
    }
    case Op::Kind::SyncDirectory:
        m_safeNames = m_names;
        m_pendingNames.clear();
        return;
    case Op::Kind::Create:
        m_nextFile = std::max(m_nextFile, op.file + 1);
        [[fallthrough]];
    case Op::Kind::Delete:
    case Op::Kind::Rename:
        changeNames(m_names, op);
        m_pendingNames.append(op);
        return;
    }
}

Op Disk::torn(Op op, Loss loss, QRandomGenerator& random, Counts& counts) {
    if (op.kind != Op::Kind::Write || op.data.size() <= sector)
        return op;
    // Sectors are whole; where the write broke off depends on where they lie.
    const qsizetype first = sector - op.offset % sector;
    const qsizetype sectors = (op.data.size() - first) / sector;
    const qsizetype keep = std::min(op.data.size(), first + random.bounded(int(sectors) + 1) * sector);
    counts.tornWrites += keep < op.data.size();
    if (loss == Loss::Torn || random.bounded(2) == 0) {
        op.data.truncate(keep);
    } else { // the end without the beginning
        op.offset += keep;
        op.data.remove(0, keep);
    }
    return op;
}

QList<Op> Disk::survivors(const QList<Op>& pending, Loss loss, QRandomGenerator& random, Counts& counts) {
    QList<Op> left;
    if (loss == Loss::Torn) {
        left = pending.mid(0, random.bounded(int(pending.size()) + 1));
        if (!left.isEmpty())
            left.last() = torn(left.last(), loss, random, counts);
    } else if (loss == Loss::Reordered) {
        bool gap = false;
        for (const Op& op : pending) {
            if (random.bounded(2) == 0) {
                gap = true;
                continue;
            }
            counts.reordered += gap;
            left.append(random.bounded(4) == 0 ? torn(op, loss, random, counts) : op);
        }
    }
    counts.lostWrites += pending.size() - left.size();
    return left;
}

void Disk::crash(Loss loss, QRandomGenerator& random, Counts& counts) {
    if (loss == Loss::Kept)
        return;
    for (Content& content : m_contents) {
        for (const Op& op : survivors(content.pending, loss, random, counts))
            change(content.safe, op);
        content.pending.clear();
    }
    // A file system's own journal keeps the order of names.
    const qsizetype kept = loss == Loss::Dropped ? 0 : random.bounded(int(m_pendingNames.size()) + 1);
    counts.lostNames += m_pendingNames.size() - kept;
    for (const Op& op : m_pendingNames.mid(0, kept))
        changeNames(m_safeNames, op);
    m_pendingNames.clear();
    m_names = m_safeNames;
}

QMap<QString, QByteArray> Disk::files() const {
    QMap<QString, QByteArray> files;
    for (auto it = m_names.begin(); it != m_names.end(); ++it) {
        const Content content = m_contents.value(it.value());
        QByteArray bytes = content.safe;
        for (const Op& op : content.pending)
            change(bytes, op);
        files.insert(it.key(), bytes);
    }
    return files;
}

} // namespace signalbox::crash
