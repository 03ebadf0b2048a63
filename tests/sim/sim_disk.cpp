// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sim_disk.h"

namespace signalbox::sim {

void Trace::line(Moment now, const QString& text) {
    const QByteArray line = QByteArray::number(now.ms) + ' ' + text.toUtf8() + '\n';
    m_hash.addData(line);
    if (m_print)
        fputs(line.constData(), stdout);
}

void SimDisk::append(QList<Event> events, Moment at, Done done) {
    SB_ASSERT(!m_onItsWay, "the engine gives one unit at a time");
    m_onItsWay = std::make_shared<Unit>(Unit{std::move(events), at, std::move(done)});
    const bool slow = m_faults.fires(Fault::DiskSlow, 10);
    const Millis takes =
        slow ? m_random.between(Millis(500), Millis(5000)) : m_random.between(Millis(0), Millis(8));
    m_time.after(takes, [this, unit = m_onItsWay] {
        if (m_onItsWay == unit)
            write(unit);
    });
}

std::optional<Error> SimDisk::refusal(const Unit& unit) {
    // Some events can never be written, however often one tries: those whose text says so.
    for (const Event& event : unit.events)
        if (const auto* finished = std::get_if<AttemptFinished>(&event))
            if (finished->result.summary == u"unwritable"_qs) {
                m_faults.happened(Fault::DiskUnreadable);
                return Error{ErrorKind::Invalid, u"an event could not be read back"_qs, {}};
            }
    if (m_faults.fires(Fault::DiskNoRoom, 15))
        return Error{ErrorKind::LimitReached, u"no room"_qs, {}};
    if (m_faults.fires(Fault::DiskUnavailable, 10))
        return Error{ErrorKind::Unavailable, u"input/output error"_qs, {}};
    return std::nullopt;
}

void SimDisk::write(const std::shared_ptr<Unit>& unit) {
    Result<qint64> told = qint64(m_records.size()) + 1;
    if (const auto refused = refusal(*unit)) {
        m_trace.line(m_time.now(), u"disk refuses: "_qs + refused->message);
        told = *refused;
    } else {
        QList<Record> written;
        for (Event& event : unit->events)
            written.append({m_records.size() + written.size() + 1, unit->at, std::move(event)});
        for (const Record& record : written) {
            m_records.append(record);
            m_chain.append(sha256(head().toLatin1() + typeOf(record.event).toLatin1() +
                                  QByteArray::number(record.seq) + QByteArray::number(record.at.ms)));
        }
        unit->isWritten = true;
        m_written(written);
    }
    m_time.after(m_random.between(Millis(0), Millis(4)), [this, unit, told] {
        if (m_onItsWay != unit)
            return;
        m_onItsWay.reset();
        unit->done(told);
    });
}

Result<Digest> SimDisk::chainAt(qint64 seq) {
    if (seq == 0)
        return Digest();
    if (seq < 1 || seq > m_chain.size())
        return Error{ErrorKind::NotFound, u"no such record"_qs, {}};
    return m_chain.at(seq - 1);
}

void SimDisk::crash() {
    if (!m_onItsWay)
        m_faults.happened(Fault::CrashIdle);
    else
        m_faults.happened(m_onItsWay->isWritten ? Fault::CrashBeforeAnswer : Fault::CrashLosesUnit);
    m_onItsWay.reset();
}

Result<void> SimDisk::read(qint64 afterSeq, qint64 limit, const Visitor& visit) {
    for (qint64 i = afterSeq, n = 0; i < m_records.size() && (limit == 0 || n < limit); ++i, ++n)
        visit(m_records.at(i));
    return {};
}

Result<void> SimDisk::readTask(TaskId task, qint64 afterSeq, qint64 limit, const Visitor& visit) {
    for (qint64 i = afterSeq, n = 0; i < m_records.size() && (limit == 0 || n < limit); ++i)
        if (taskOf(m_records.at(i).event) == task) {
            visit(m_records.at(i));
            ++n;
        }
    return {};
}

} // namespace signalbox::sim
