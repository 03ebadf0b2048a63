// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/campaign.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace signalbox::crash {

namespace {
constexpr qsizetype mostProblems = 20; // more say nothing new

bool isSync(const Op& op) {
    return op.kind == Op::Kind::SyncFile;
}

LifePlan longLife(quint32 seed) {
    return {.seed = seed, .units = 300, .reopenEvery = 70, .largestBody = 120'000};
}
LifePlan shortLife(quint32 seed) {
    return {.seed = seed, .units = 60, .reopenEvery = 25, .largestBody = 60'000};
}
} // namespace

Campaign::Campaign(CampaignOptions options) : m_options(options), m_random(options.seed) {
    if (m_options.all) {
        // Each recovery has points of its own: a few hundred recoveries are broken off.
        m_options.crashPoints = m_options.faultPoints = 1'000'000;
        m_options.secondCrashes = 600;
        m_options.secondPoints = 30;
    }
    // Images are written and thrown away by the thousand: in memory where that is possible.
    const QString memory = QStringLiteral("/dev/shm");
    m_under = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
}

std::unique_ptr<QTemporaryDir> Campaign::freshDirectory() const {
    auto directory = std::make_unique<QTemporaryDir>(m_under + QStringLiteral("/signalbox-crash-XXXXXX"));
    SB_ASSERT(directory->isValid(), "there is a place for images");
    return directory;
}

void Campaign::problem(const QString& where, const QString& what) {
    m_tried.problems.append(QStringLiteral("seed %1, %2: %3").arg(m_options.seed).arg(where, what));
}

/// About so many of the points, spread evenly.
bool Campaign::takes(qsizetype point, qsizetype of, int about) {
    return of <= about || point * about / of != (point + 1) * about / of;
}

Tried Campaign::run() {
    crashes();
    for (const Fault::Kind kind : allFaults)
        faults(kind);
    return m_tried;
}

void Campaign::crashes() {
    FaultyVfs& vfs = FaultyVfs::instance();
    QList<Op> ops;
    {
        const auto directory = freshDirectory();
        vfs.record(directory->path(), Disk());
        m_units = live(longLife(m_options.seed), directory->path());
        vfs.stopRecording();
        ops = vfs.ops();
    }
    m_tried.operations = ops.size();
    // What is written but not yet synced is told of by nobody: the moments before a sync deserve more than
    // chance.
    const qsizetype syncs = std::count_if(ops.begin(), ops.end(), isSync);
    qsizetype sync = 0;
    Disk disk;
    for (qsizetype point = 0; point <= ops.size() && m_tried.problems.size() < mostProblems; ++point) {
        const bool beforeSync = point < ops.size() && isSync(ops.at(point));
        const bool again = beforeSync ? takes(sync, syncs, m_options.secondCrashes / 2)
                                      : takes(point, ops.size(), m_options.secondCrashes / 2);
        if (again || takes(point, ops.size(), m_options.crashPoints))
            for (const Loss loss : allLosses)
                crashAt(disk, point, loss, again);
        sync += beforeSync;
        if (point < ops.size())
            disk.apply(ops.at(point));
    }
}

void Campaign::crashAt(const Disk& disk, qsizetype point, Loss loss, bool again) {
    Disk left = disk;
    left.crash(loss, m_random, m_tried.counts);
    const auto directory = freshDirectory();
    writeImage(left, directory->path());
    FaultyVfs& vfs = FaultyVfs::instance();
    if (again)
        vfs.record(directory->path(), left);
    const Look found = look(directory->path(), {&m_units, point, 0});
    vfs.stopRecording();
    ++m_tried.crashes[nameOf(loss)];
    if (!found.problem.isEmpty())
        return problem(QStringLiteral("point %1, %2").arg(point).arg(nameOf(loss)), found.problem);
    if (again)
        crashAgain(point, left, found);
}

// The recovery itself is broken off: whatever the first look saw must still be there.
void Campaign::crashAgain(qsizetype point, const Disk& left, const Look& first) {
    const QList<Op> ops = FaultyVfs::instance().ops();
    Disk disk = left;
    for (qsizetype second = 0; second <= ops.size(); ++second) {
        // The moment at which the journal had been read is the one that matters most: what was seen is acted
        // on.
        if (second == first.readAt || takes(second, ops.size() + 1, m_options.secondPoints))
            crashAgainAt(point, second, disk, second >= first.readAt ? first.units : 0);
        if (second < ops.size())
            disk.apply(ops.at(second));
    }
}

void Campaign::crashAgainAt(qsizetype point, qsizetype second, Disk disk, qsizetype seen) {
    const Loss loss = allLosses.at(std::size_t(m_random.bounded(int(allLosses.size()))));
    disk.crash(loss, m_random, m_tried.counts);
    const auto directory = freshDirectory();
    writeImage(disk, directory->path());
    const Look found = look(directory->path(), {&m_units, point, seen});
    ++m_tried.secondCrashes[nameOf(loss)];
    if (!found.problem.isEmpty())
        problem(QStringLiteral("point %1, again at %2, %3").arg(point).arg(second).arg(nameOf(loss)),
                found.problem);
}

void Campaign::faults(Fault::Kind kind) {
    FaultyVfs& vfs = FaultyVfs::instance();
    qint64 calls = 0;
    {
        const auto directory = freshDirectory();
        vfs.plan(Fault{kind, INT64_MAX, false}); // counts only
        live(shortLife(m_options.seed), directory->path());
        calls = vfs.calls();
        vfs.plan({});
    }
    for (qint64 at = 0; at < calls && m_tried.problems.size() < mostProblems; ++at)
        if (takes(at, calls, m_options.faultPoints))
            for (const bool lasting : {false, true})
                faultAt({kind, at, lasting});
}

void Campaign::faultAt(const Fault& fault) {
    FaultyVfs& vfs = FaultyVfs::instance();
    const auto directory = freshDirectory();
    vfs.plan(fault);
    const auto units = live(shortLife(m_options.seed), directory->path());
    m_tried.firedFaults[nameOf(fault.kind)] += vfs.fired();
    vfs.plan({});
    ++m_tried.faults[nameOf(fault.kind)];
    qint64 unknown = 0;
    for (const LivedUnit& unit : units) {
        m_tried.refused += unit.fate == Fate::Refused;
        unknown += unit.fate == Fate::Unknown;
    }
    m_tried.unknown += unknown;
    const QString where = QStringLiteral("%1 at %2%3")
                              .arg(nameOf(fault.kind))
                              .arg(fault.at)
                              .arg(fault.lasting ? QStringLiteral(", lasting") : QString());
    if (unknown > 0 && !fault.lasting)
        problem(where, QStringLiteral("%1 units are neither durable nor refused").arg(unknown));
    const Look found = lookAfterFaults(directory->path(), units);
    if (!found.problem.isEmpty())
        problem(where, found.problem);
}

QString Tried::text() const {
    QString text = QStringLiteral("a life of %1 disk operations\n").arg(operations);
    const auto table = [&](const QString& what, const QMap<QString, qint64>& kinds) {
        qint64 sum = 0;
        QStringList parts;
        for (auto it = kinds.begin(); it != kinds.end(); ++it) {
            sum += it.value();
            parts.append(QStringLiteral("%1 %2").arg(it.value()).arg(it.key()));
        }
        text += QStringLiteral("%1 %2: %3\n").arg(sum).arg(what, parts.join(QStringLiteral(", ")));
    };
    table(QStringLiteral("crashes"), crashes);
    table(QStringLiteral("second crashes, during recovery"), secondCrashes);
    text += QStringLiteral("lost: %1 writes, %2 names; torn writes: %3; written past a lost one: %4\n")
                .arg(counts.lostWrites)
                .arg(counts.lostNames)
                .arg(counts.tornWrites)
                .arg(counts.reordered);
    table(QStringLiteral("lives with a fault"), faults);
    table(QStringLiteral("failures answered"), firedFaults);
    text += QStringLiteral("units refused: %1; of unknown fate while the fault lasted: %2\n")
                .arg(refused)
                .arg(unknown);
    text += QStringLiteral("problems found: %1\n").arg(problems.size());
    for (const QString& problem : problems)
        text += QStringLiteral("  ") + problem + QLatin1Char('\n');
    return text;
}

QStringList Tried::neverFired() const {
    QStringList never;
    for (const Loss loss : allLosses) {
        if (crashes.value(nameOf(loss)) == 0)
            never.append(nameOf(loss));
        if (secondCrashes.value(nameOf(loss)) == 0)
            never.append(QStringLiteral("a second crash, ") + nameOf(loss));
    }
    for (const Fault::Kind kind : allFaults)
        if (firedFaults.value(nameOf(kind)) == 0)
            never.append(nameOf(kind));
    if (counts.lostWrites == 0 || counts.tornWrites == 0 || counts.reordered == 0 || counts.lostNames == 0)
        never.append(QStringLiteral("a lost write, a torn one, a reordered one or a lost name"));
    return never;
}

} // namespace signalbox::crash
