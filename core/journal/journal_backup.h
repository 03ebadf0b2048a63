// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"

namespace signalbox {

/// Checks a journal's file that nobody writes: numbering, known types, bodies, the chain, the file's own
/// consistency. An Error only when it is no journal or could not be read at all.
Result<Verification> verifyJournalFile(const QString& path);

/// What a restore did.
struct Restored {
    Verification journal; ///< what is in place now
    QString former;       ///< where the journal that was there is kept; empty: there was none
};

/// Puts a backup in the place of the journal `path`, whose core must not run (Conflict). The backup is
/// verified first (Corrupt: nothing is touched). The journal that is there is kept aside under
/// `path`.former-TIME; where it holds records that the backup has not, it is replaced only with `force`
/// (Conflict otherwise). Whenever the machine stops, there is either the one journal or the other.
Result<Restored> restoreJournal(const QString& backup, const QString& path, bool force, Moment now);

} // namespace signalbox
