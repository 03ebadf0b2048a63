// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"
#include "core/journal/sqlite_connection.h"

namespace signalbox {

/// The versions of the file's layout that this program reads and writes: all in one file; the oldest records
/// in volumes (core/journal/volumes.h).
constexpr int wholeFormat = 1;
constexpr int sealedFormat = 2;

/// What keeps every program honest that opens the file, not only ours. `insert or replace` would remove a row
/// without a delete trigger, so an insert must go to the end.
const QString& guardAgainstChange();
const QString& guardAgainstRemoval();
const QString& guardOfOrder();
/// The same as guardAgainstRemoval(), for a file that has volumes: what lies in one may go.
const QString& guardOfUnsealed();

/// Makes an empty journal, readable by its owner only. It appears under its name complete, or not at all.
Result<void> createJournalFile(const QString& path);
/// Makes a file's bytes safe; and the names in its directory.
Result<void> syncFile(const QString& path);
Result<void> syncDirectoryOf(const QString& path);
/// An empty file that only its owner may read; one that is there is replaced.
Result<void> makeEmptyFile(const QString& path);
/// The tables of an empty journal.
Result<void> fillWithSchema(SqliteConnection& connection);
/// A whole, compact copy of what the connection sees, volumes included, in a new file (0600) that appears
/// under its name complete, is safe on the disk and was verified against its own chain, or not at all.
/// Conflict when the name is taken.
Result<Verification> copyJournalFile(SqliteConnection& connection, const QString& journal,
                                     const QString& path);
/// Makes safe what a killed process wrote to the log without having synced it: the next one reads it as if it
/// were, acts on it, and must not lose it when the machine stops. Before the file is opened.
Result<void> syncLeftLog(const QString& path);
/// Refuses what is no journal, or one of a newer format.
Result<void> checkJournalFile(SqliteConnection& connection, const QString& path);
/// Sets the writer's connection to write-ahead logging with a sync at each commit, and the size limit.
Result<void> prepareForWriting(SqliteConnection& connection, qint64 maxBytes);

} // namespace signalbox
