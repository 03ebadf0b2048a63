// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QCryptographicHash>
#include <QStringList>

#include <functional>
#include <map>

namespace signalbox::sim {

/// The one source of chance: splitmix64. The same seed gives the same run on every machine.
class Random {
public:
    explicit Random(quint64 seed) : m_state(seed) {}
    quint64 next() {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    int below(int n) { return int(next() % quint64(n)); }
    bool chance(int perThousand) { return below(1000) < perThousand; }
    Millis between(Millis least, Millis most) {
        return least + Millis(next() % quint64((most - least).count() + 1));
    }
    QString pick(const QStringList& of) { return of.at(below(int(of.size()))); }

private:
    quint64 m_state;
};

/// What happened, line by line, as a digest that two runs can be compared by; printed where asked.
class Trace {
public:
    explicit Trace(bool print) : m_print(print) {}
    void line(Moment now, const QString& text);
    [[nodiscard]] QByteArray digest() const { return m_hash.result().toHex(); }

private:
    bool m_print;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

/// Virtual time: what is to happen, in order; at the same moment in the order in which it was said.
class Timeline {
public:
    [[nodiscard]] Moment now() const { return m_now; }
    void after(Millis delay, std::function<void()> what) {
        m_agenda.emplace(std::pair(m_now + delay, ++m_order), std::move(what));
    }
    /// Goes to the next thing and does it; false when there is none before `until`.
    bool step(Moment until) {
        if (m_agenda.empty() || m_agenda.begin()->first.first > until)
            return false;
        m_now = m_agenda.begin()->first.first;
        const auto what = std::move(m_agenda.begin()->second);
        m_agenda.erase(m_agenda.begin());
        what();
        return true;
    }

private:
    Moment m_now{1'000'000'000};
    quint64 m_order = 0;
    std::map<std::pair<Moment, quint64>, std::function<void()>> m_agenda;
};

} // namespace signalbox::sim
