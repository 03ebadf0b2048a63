// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench.h"

#include <QJsonObject>

namespace signalbox::bench {

/// The benches' rows as a table for people: figure, measured, floor, ratio, goal, met.
QString tableOf(const QList<Bench>& benches);
/// The same for programs:
/// {"rows":[{"bench","figure","unit","measured","floor","floor_is","ratio","goal","met",
/// "skipped"}],"notes":[...],"failures":[...]}; what does not apply is null.
QJsonObject jsonOf(const QList<Bench>& benches);
/// What keeps the run from counting: benches that failed or that gave no row.
QStringList problemsOf(const QList<Bench>& benches);

} // namespace signalbox::bench
