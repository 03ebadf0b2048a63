// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/crash/faulty_vfs.h"
#include "tests/crash/journal_life.h"

#include <QTemporaryDir>

namespace signalbox::crash {

struct CampaignOptions {
    quint32 seed = 1;
    bool all = false;       ///< every point; otherwise about so many as below
    int crashPoints = 170;  ///< of the first life, each with every kind of loss
    int secondCrashes = 40; ///< recoveries that are broken off at points of their own
    int secondPoints = 4;   ///< points in each of those
    int faultPoints = 8;    ///< of each kind of fault, each once and lasting
};

/// What was tried, and what came of it.
struct Tried {
    qint64 operations = 0;
    QMap<QString, qint64> crashes;       ///< by kind of loss
    QMap<QString, qint64> secondCrashes; ///< by kind of loss
    QMap<QString, qint64> faults;        ///< lives by kind of fault
    QMap<QString, qint64> firedFaults;   ///< failures answered, by kind
    Disk::Counts counts;
    qint64 refused = 0; ///< units, over all lives with faults
    qint64 unknown = 0;
    QStringList problems;

    [[nodiscard]] QString text() const;
    /// Kinds of faults that never happened: then nothing was tested.
    [[nodiscard]] QStringList neverFired() const;
};

/// Breaks the journal at its points, one after the other.
class Campaign {
public:
    explicit Campaign(CampaignOptions options);
    Tried run();

private:
    void crashes();
    void crashAt(const Disk& disk, qsizetype point, Loss loss, bool again);
    void crashAgain(qsizetype point, const Disk& left, const Look& first);
    void crashAgainAt(qsizetype point, qsizetype second, Disk disk, qsizetype seen);
    void faults(Fault::Kind kind);
    void faultAt(const Fault& fault);
    [[nodiscard]] static bool takes(qsizetype point, qsizetype of, int about);
    std::unique_ptr<QTemporaryDir> freshDirectory() const;
    void problem(const QString& where, const QString& what);

    CampaignOptions m_options;
    QString m_under;
    QRandomGenerator m_random;
    QList<LivedUnit> m_units;
    Tried m_tried;
};

} // namespace signalbox::crash
