// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"

#include <memory>

namespace signalbox {

struct JournalOptions {
    qint64 maxBytes = 0; ///< the file grows no further than this; 0: as far as the disk lets it
    qint64 maxEventBytes = 8 * 1024 * 1024; ///< of one event's body as JSON
    int maxGroup = 512;                     ///< most units in one commit
    int checkpointPages = 4000; ///< with so many pages (4 KiB) in the log they are moved into the file
    int logPiecePages = 1024;   ///< the log's file grows by so many pages at a time, ahead of what is written
};

/// Opens the journal in this SQLite file, or makes a new one (mode 0600; its directory must exist). Beside
/// the file live `-wal` and `-shm` (SQLite's own; part of the journal) and `.lock`. Conflict: another
/// process, or this one, has it open. Corrupt: not a journal, or damaged. Invalid: of a newer format.
/// Unavailable: the file cannot be read or written.
Result<std::unique_ptr<Journal>> openSqliteJournal(const QString& path, const JournalOptions& options = {});

} // namespace signalbox
