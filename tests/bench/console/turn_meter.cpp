// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/console/turn_meter.h"

#include <QAbstractEventDispatcher>
#include <QMetaEnum>

#include <ctime>
#include <utility>

namespace signalbox::bench {

namespace {

constexpr double frame = 16;

double clockTime(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

double threadTime() {
    return clockTime(CLOCK_THREAD_CPUTIME_ID);
}

double machineTime() {
    return clockTime(CLOCK_MONOTONIC);
}

TurnMeter::TurnMeter(int& argc, char** argv) : QApplication(argc, argv) {
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, &TurnMeter::endTurn,
            Qt::DirectConnection);
}

bool TurnMeter::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0)
        return QApplication::notify(receiver, event);
    const QByteArray name = receiver->metaObject()->className();
    const QEvent::Type type = event->type();
    const double wall = machineTime();
    const double begun = threadTime();
    ++m_depth;
    const bool done = QApplication::notify(receiver, event);
    --m_depth;
    const double took = threadTime() - begun;
    m_processor += took;
    m_wall += machineTime() - wall;
    if (took > m_longestEvent) {
        m_longestEvent = took;
        m_longestEventIs = QStringLiteral("%1 %2").arg(
            QString::fromLatin1(name),
            QString::fromLatin1(QMetaEnum::fromType<QEvent::Type>().valueToKey(int(type))));
    }
    return done;
}

void TurnMeter::endTurn() {
    if (m_depth > 0)
        return;
    const double processor = std::exchange(m_processor, 0);
    const double wall = std::exchange(m_wall, 0);
    const QString longestEvent = std::exchange(m_longestEventIs, {});
    m_longestEvent = 0;
    if (processor <= 0)
        return;
    m_turns.processor.add(processor);
    m_turns.wall.add(wall);
    m_turns.total += processor;
    m_turns.over += processor > frame ? 1 : 0;
    if (processor > m_turns.longest) {
        m_turns.longest = processor;
        m_turns.longestIs = longestEvent;
    }
}

void TurnMeter::restart() {
    m_turns = Turns();
    m_processor = m_wall = 0;
}

} // namespace signalbox::bench
