// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"
#include "core/journal/sqlite_connection.h"

namespace signalbox {

// A journal that has lived long is sealed in part: its oldest records lie in volumes, files of their own
// beside it that never change, and the journal's file has the rest. Readers see one journal. The journal's
// file says which volumes there are; what it says is durable before a record leaves it.
//
// A volume is written under NAME.new, safe and verified, then entered, then named: whatever is interrupted,
// settleVolumes() puts right at the next opening.

/// The volumes that this journal's file says there are, in order; none for a journal that was never sealed.
Result<QList<Volume>> volumesOf(SqliteConnection& connection);
/// The last record that lies in a volume; 0: none does.
qint64 sealedUpTo(const QList<Volume>& volumes);

/// Writes the records from `first` on, which follow the chain `before`, up to `last` into a new volume beside
/// the journal `path`, not yet entered. It is safe on the disk, and was verified.
Result<Volume> writeVolume(SqliteConnection& connection, const QString& path, qint64 first, qint64 last,
                           const Digest& before);
/// Enters a volume in the journal's file, durably; from then on its records are read from it. On the writer's
/// connection. The first one makes the file one of `sealedFormat`.
Result<void> enterVolume(SqliteConnection& connection, const Volume& volume);
/// Gives a volume that was entered its name.
Result<void> nameVolume(const QString& path, const Volume& volume);
/// After opening, before anybody reads: names what was entered, removes what never was.
Result<void> settleVolumes(SqliteConnection& connection, const QString& path);
/// Removes a piece of what lies in volumes from the journal's file; true when there is more. Its room is used
/// again.
Result<bool> trimSealed(SqliteConnection& connection, qint64 upTo);

/// A volume's file, opened for reading. Unavailable when it is not there.
Result<std::unique_ptr<SqliteConnection>> openVolume(const QString& path, const Volume& volume);
/// Turns a copy of a journal's file into a journal that needs no volumes: their records are put back into it.
/// The volumes lie beside the journal `path`.
Result<void> makeWhole(const QString& copy, const QString& path);

} // namespace signalbox
