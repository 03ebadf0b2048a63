// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QRandomGenerator>
#include <QString>

namespace signalbox::crash {

/// What a program asked of its disk, in order.
struct Op {
    enum class Kind { Create, Write, Truncate, SyncFile, Delete, Rename, SyncDirectory };
    Kind kind = Kind::Write;
    int file = 0;      ///< a file's number, which it keeps when it is renamed
    qint64 offset = 0; ///< of a write; the new size of a truncation
    QByteArray data;
    QString name;    ///< create, delete, rename: the name
    QString newName; ///< rename
};

/// What becomes of that which was not synced when the machine stops.
enum class Loss {
    Kept,      ///< all of it is there: only the process was killed
    Dropped,   ///< none of it
    Torn,      ///< a beginning of it, the last write broken off at a sector
    Reordered, ///< any subset of it, each write perhaps in part
};
constexpr std::array<Loss, 4> allLosses{Loss::Kept, Loss::Dropped, Loss::Torn, Loss::Reordered};
QString nameOf(Loss loss);

/// A directory as it stands on a disk: what is safe, and what is only in the machine's memory.
class Disk {
public:
    /// Counted over all crashes: a fault that never happened tests nothing.
    struct Counts {
        qint64 lostWrites = 0, tornWrites = 0, reordered = 0, lostNames = 0;
    };

    void apply(const Op& op);
    /// Loses what was not synced; what is left is safe. Kept loses nothing, and nothing becomes safe.
    void crash(Loss loss, QRandomGenerator& random, Counts& counts);
    /// The files as a program sees them now.
    [[nodiscard]] QMap<QString, QByteArray> files() const;
    /// The number of a file by its name, 0 when there is none.
    [[nodiscard]] int fileOf(const QString& name) const { return m_names.value(name, 0); }
    [[nodiscard]] int nextFile() const { return m_nextFile; }

private:
    struct Content {
        QByteArray safe;
        QList<Op> pending;
    };
    static void change(QByteArray& bytes, const Op& op);
    static QList<Op> survivors(const QList<Op>& pending, Loss loss, QRandomGenerator& random, Counts& counts);
    static Op torn(Op op, Loss loss, QRandomGenerator& random, Counts& counts);
    static void changeNames(QMap<QString, int>& names, const Op& op);

    QMap<int, Content> m_contents;
    QMap<QString, int> m_safeNames;
    QMap<QString, int> m_names; ///< as the program sees them
    QList<Op> m_pendingNames;
    int m_nextFile = 1;
};

} // namespace signalbox::crash
