// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

namespace signalbox {

/// The words of a scripted task: they differ by language, so that a busy board does not look copied.
struct ScenarioWords {
    QByteArray patch;     ///< unified diff of the finished work
    QStringList hasty;    ///< log of the attempt that claims too much; "kind|text"
    QStringList thorough; ///< log of the attempt that does it
    Finding finding;      ///< what the gate finds after the hasty one
    QString built;        ///< the compile gate's line
    QString failed;       ///< the tests gate's lines
    QString passed;
    int tests = 0;
    double coverage = 0;
};
/// flavour modulo the number of those there are.
const ScenarioWords& scenarioWords(int flavour);

/// What a unified diff changes, file by file.
QList<ChangedFile> changesOf(const QByteArray& diff);

/// What a scripted gate's programs left: the name of the artifact and its bytes.
QList<std::pair<QString, QByteArray>> scenarioReports(const QString& step, const GateResult& gate);

} // namespace signalbox
