// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

// How to add a figure: put `bench_NAME.cpp` into this folder; it defines one function,
//
//     namespace signalbox::bench {
//     void bench_NAME(Bench& bench) { ...; bench.row({...}); }
//     }
//
// and that is all: the list of benches is made from the file names (CMakeLists.txt). Measure the floor (what
// the same disk, kernel or server does without Signalbox) in the same run, since machines differ and ratios
// count more than figures. With quick() measure as little as still gives every row: the tests run it so.

namespace signalbox::bench {

/// What a figure ought to be. Made by the functions below; the text is what the table shows.
class Goal {
public:
    /// No goal: the figure is there to be looked at.
    Goal() = default;
    static Goal atLeast(double value);
    static Goal atMost(double value);
    /// A share of the floor: 0.5 for at least half of it.
    static Goal atLeastOfFloor(double share);
    /// So many times the floor and no more.
    static Goal atMostOfFloor(double times);
    static Goal either(const Goal& a, const Goal& b);

    [[nodiscard]] QString text() const;
    /// Nothing where there is no goal, or where it asks for a floor that was not measured.
    [[nodiscard]] std::optional<bool> met(double measured, std::optional<double> floor) const;

private:
    struct Bound {
        bool least = false;
        bool ofFloor = false;
        double value = 0;
    };
    QList<Bound> m_bounds; ///< one of them is enough
};

/// One line of the table.
struct Row {
    QString figure; ///< what was measured, with its circumstances: "durable steps, 1 in flight"
    QString unit;   ///< of measured and floor: "steps/s", "ms"
    double measured = 0;
    std::optional<double> floor; ///< the same unit
    QString floorIs;             ///< what the floor is, in a few words
    Goal goal;
};

/// Durations or other samples, and what stands at a share of them.
class Samples {
public:
    void reserve(std::size_t count) { m_values.reserve(count); }
    void add(double value) { m_values.push_back(value); }
    void add(const Samples& other);
    [[nodiscard]] std::size_t count() const { return m_values.size(); }
    /// `percentile(0.99)` is the smallest sample that at least 99 of 100 do not pass; 0 when there are none.
    [[nodiscard]] double percentile(double share) const;

private:
    std::vector<double> m_values;
};

/// What a bench gets: its circumstances, and where its rows go.
class Bench {
public:
    Bench(QString name, bool quick, QString home)
        : m_name(std::move(name)), m_home(std::move(home)), m_quick(quick) {}

    /// Measure as little as still gives every row.
    [[nodiscard]] bool quick() const { return m_quick; }
    /// A number of rounds: all of them, or the few of a quick run.
    [[nodiscard]] int rounds(int usually, int quickly) const { return m_quick ? quickly : usually; }
    /// How long what is about memory over time is really run; 0: it is told from some seconds.
    [[nodiscard]] int minutes() const { return m_minutes; }
    void setMinutes(int minutes) { m_minutes = minutes; }
    /// An empty directory on a real disk (0711), removed after the bench.
    [[nodiscard]] const QString& home() const { return m_home; }

    void row(Row row);
    /// A figure that cannot be measured here, and why. Counts as a row.
    void skip(const QString& figure, const QString& why);
    /// A sentence below the table: what a remainder is made of.
    void note(const QString& text) { m_notes.append(text); }
    /// The bench went wrong; the program then ends with 1.
    void fail(const Error& error);

    struct Line {
        Row row;
        QString skipped; ///< why; empty where it was measured
    };
    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const QList<Line>& lines() const { return m_lines; }
    [[nodiscard]] const QStringList& notes() const { return m_notes; }
    [[nodiscard]] const QStringList& failures() const { return m_failures; }

private:
    QString m_name;
    QString m_home;
    bool m_quick;
    int m_minutes = 0;
    QList<Line> m_lines;
    QStringList m_notes;
    QStringList m_failures;
};

} // namespace signalbox::bench
