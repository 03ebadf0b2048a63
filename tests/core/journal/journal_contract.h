// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"

#include <QObject>

#include <memory>

namespace signalbox::test {

/// What every journal must do, whatever stores it. A storage's own test derives from this class and says how
/// to make one.
class JournalContract : public QObject {
    Q_OBJECT

protected:
    /// Forgets what the last test wrote.
    virtual void makeFresh() = 0;
    /// Opens what is there; only one at a time is open.
    virtual std::unique_ptr<Journal> open() = 0;
    /// An empty journal beside the other.
    virtual std::unique_ptr<Journal> openSecond() = 0;

private slots:
    void init() { makeFresh(); }

    void startsEmpty();
    void numbersFromOneInTheOrderOfTheCalls();
    void readsFromAnyPlaceWithALimit();
    void readsOneTask();
    void everyEventComesBackEqual();
    void strangeTextComesBackEqual();
    void refusesAnEmptyUnit();
    void refusesWhatCouldNotBeReadBack();
    void goesOnAfterReopening();
    void writesEverythingBeforeItCloses();
    void doneMayAppend();
    void eightThreadsGetOneOrderWithoutGaps();
    void groupsUnitsUnderLoad();
    void readersSeeWholeUnitsWhileItWrites();
    void verifiesAndNamesItsHead();
    void exportCanBeCheckedByAStranger();
    void exportComesBackEqual();
    void exportStopsAtTheSinksError();
};

} // namespace signalbox::test
