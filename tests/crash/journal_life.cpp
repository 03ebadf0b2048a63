// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/journal_life.h"

#include "core/journal/chain.h"
#include "tests/crash/faulty_vfs.h"

#include <QFile>

#include <future>

namespace signalbox::crash {

namespace {

const JournalOptions options{.maxBytes = 0,
                             .maxEventBytes = 8 * 1024 * 1024,
                             .maxGroup = 8,
                             .checkpointPages = 60,
                             .logPiecePages = 16};

QString journalIn(const QString& directory) {
    return directory + QStringLiteral("/journal.db");
}

/// One to four events that only this unit has: the unit's number is the task.
QList<Event> unitOf(int number, const LifePlan& plan, QRandomGenerator& random) {
    const int shape = random.bounded(100);
    const int bytes = shape < 80   ? random.bounded(200)
                      : shape < 97 ? random.bounded(9000)
                                   : random.bounded(plan.largestBody);
    QList<Event> events;
    for (int i = 0, count = 1 + random.bounded(4); i < count; ++i)
        events.append(AttemptStarted{number, QString(bytes, QLatin1Char('a' + char(number % 26))), i + 1});
    return events;
}

Result<std::unique_ptr<Journal>> openIn(const QString& directory) {
    return openSqliteJournal(journalIn(directory), options);
}

void note(LivedUnit& unit, const Result<qint64>& answer) {
    unit.answeredAt = FaultyVfs::instance().opCount();
    unit.fate = answer                                                         ? Fate::Durable
                : answer.error().message.contains(QStringLiteral("not known")) ? Fate::Unknown
                                                                               : Fate::Refused;
}

/// Whether the records from `at` on begin with the whole unit.
bool hasUnitAt(const QList<Record>& records, qsizetype at, const QList<Event>& unit) {
    if (records.size() - at < unit.size())
        return false;
    for (qsizetype i = 0; i < unit.size(); ++i)
        if (!(records.at(at + i).event == unit.at(i)))
            return false;
    return true;
}

/// The units of those offered that the records are made of, in order; nothing when they are not.
std::optional<QList<qsizetype>> unitsIn(const QList<Record>& records, const QList<LivedUnit>& units) {
    QList<qsizetype> found;
    qsizetype at = 0;
    for (qsizetype i = 0; i < units.size() && at < records.size(); ++i) {
        if (!hasUnitAt(records, at, units.at(i).events))
            continue;
        at += units.at(i).events.size();
        found.append(i);
    }
    return at == records.size() ? std::optional(found) : std::nullopt;
}

QString verified(Journal& journal, qint64 records) {
    const auto verification = journal.verify();
    if (!verification)
        return QStringLiteral("it cannot be verified: ") + verification.error().message;
    if (!verification->ok)
        return QStringLiteral("its chain does not verify: ") + verification->problem;
    if (verification->records != records || verification->head != journal.head())
        return QStringLiteral("it verifies %1 records, but holds %2").arg(verification->records).arg(records);
    return {};
}

/// What looking did itself (units of task -1) is no part of the life.
constexpr TaskId lookersTask = -1;

QString appendOne(Journal& journal) {
    std::promise<Result<qint64>> answer;
    const qint64 expected = journal.lastSeq().value() + 1;
    journal.append({AttemptStarted{lookersTask, QStringLiteral("on"), 1}}, {1},
                   [&](Result<qint64> seq) { answer.set_value(std::move(seq)); });
    const auto seq = answer.get_future().get();
    if (!seq)
        return QStringLiteral("it does not go on: ") + seq.error().message;
    return *seq == expected ? QString()
                            : QStringLiteral("it goes on at %1 instead of %2").arg(*seq).arg(expected);
}

struct Contents {
    QString problem;
    QList<qsizetype> found;
    qsizetype readAt = 0;
};

/// Opens, reads, verifies, appends, verifies.
Contents contentsOf(const QString& directory, const QList<LivedUnit>& units) {
    auto journal = openIn(directory);
    if (!journal)
        return {QStringLiteral("it does not open: ") + journal.error().message, {}, 0};
    QList<Record> records;
    qint64 all = 0;
    const auto read = (*journal)->read(0, 0, [&](const Record& record) {
        ++all;
        if (taskOf(record.event) != lookersTask)
            records.append(record);
    });
    if (!read)
        return {QStringLiteral("it cannot be read: ") + read.error().message, {}, 0};
    const qsizetype readAt = FaultyVfs::instance().opCount();
    const auto found = unitsIn(records, units);
    if (!found)
        return {QStringLiteral("its %1 records are not whole units in order").arg(records.size()), {}, 0};
    QString problem = appendOne(**journal);
    if (problem.isEmpty())
        problem = verified(**journal, all + 1);
    return {problem, *found, readAt};
}

} // namespace

QList<LivedUnit> live(const LifePlan& plan, const QString& directory) {
    QRandomGenerator random(plan.seed);
    QList<LivedUnit> units;
    units.reserve(plan.units);
    while (units.size() < plan.units) {
        auto journal = openIn(directory);
        if (!journal)
            journal = openIn(directory); // a fault that passes is no reason to give up
        if (!journal)
            return units;
        for (int lived = 0; lived < plan.reopenEvery && units.size() < plan.units;) {
            // Alone mostly, sometimes a burst that is grouped.
            const int burst = random.bounded(4) == 0 ? 2 + random.bounded(12) : 1;
            std::vector<std::promise<void>> answers(static_cast<std::size_t>(burst));
            const qsizetype first = units.size();
            for (int i = 0; i < burst; ++i)
                units.append({unitOf(int(units.size()) + 1, plan, random), Fate::Asked, -1});
            for (int i = 0; i < burst; ++i) {
                LivedUnit& unit = units[first + i];
                (*journal)->append(unit.events, {1000 + first},
                                   [&unit, &answer = answers.at(std::size_t(i))](const Result<qint64>& seq) {
                                       note(unit, seq);
                                       answer.set_value();
                                   });
            }
            for (auto& answer : answers)
                answer.get_future().wait();
            lived += burst;
            if (units.size() / plan.sealEvery != first / plan.sealEvery)
                (void)(*journal)->seal((*journal)->lastSeq().value() - 10); // where a fault forbids it, later
        }
    }
    return units;
}

Look look(const QString& directory, const Expectation& expected) {
    const Contents contents = contentsOf(directory, *expected.units);
    if (!contents.problem.isEmpty())
        return {contents.problem, contents.found.size(), 0};
    qsizetype promised = 0;
    for (const LivedUnit& unit : *expected.units)
        promised += unit.fate == Fate::Durable && unit.answeredAt <= expected.at;
    const qsizetype found = contents.found.size();
    if (found > 0 && contents.found.last() != found - 1)
        return {QStringLiteral("a unit before unit %1 is missing").arg(contents.found.last() + 1), found, 0};
    if (found < promised)
        return {QStringLiteral("%1 units were acknowledged, %2 are there").arg(promised).arg(found), found,
                0};
    if (found < expected.seenBefore)
        return {QStringLiteral("%1 units were seen after the first crash, %2 are there")
                    .arg(expected.seenBefore)
                    .arg(found),
                found, 0};
    return {{}, found, contents.readAt};
}

Look lookAfterFaults(const QString& directory, const QList<LivedUnit>& units) {
    const Contents contents = contentsOf(directory, units);
    if (!contents.problem.isEmpty())
        return {contents.problem, contents.found.size(), 0};
    for (qsizetype i = 0; i < units.size(); ++i) {
        const bool there = contents.found.contains(i);
        if (units.at(i).fate == Fate::Durable && !there)
            return {QStringLiteral("unit %1 was acknowledged and is not there").arg(i + 1),
                    contents.found.size(), 0};
        if (units.at(i).fate == Fate::Refused && there)
            return {QStringLiteral("unit %1 was refused and is there").arg(i + 1), contents.found.size(), 0};
    }
    return {{}, contents.found.size(), contents.readAt};
}

void writeImage(const Disk& disk, const QString& directory) {
    const auto files = disk.files();
    for (auto it = files.begin(); it != files.end(); ++it) {
        QFile file(directory + QLatin1Char('/') + it.key());
        const bool written = file.open(QIODevice::WriteOnly) && file.write(it.value()) == it.value().size();
        SB_ASSERT(written, "the directory for images takes files");
    }
}

} // namespace signalbox::crash
