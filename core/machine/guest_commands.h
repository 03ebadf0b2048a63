// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/liveness.h"
#include "core/machine/machine.h"

#include <optional>

namespace signalbox {

/// The words in which the core speaks to the guest's supervisor and shell. Pure functions; the other end is
/// resources/guest.

/// Quoted for sh, whatever the text holds.
QByteArray shellQuoted(const QString& text);

/// Invalid, saying why, unless the job can be given to a guest: id, user, directory, limits, environment
/// names.
Result<void> validate(const Job& job);
/// What `sb-guest job start` reads.
QByteArray jobDescription(const Job& job);
/// Starts the job unless it was started before, streams its output from an offset, and ends standard error
/// with one line `signalbox-result WORD CODE DURATION_MS OUTPUT_BYTES LOST_BYTES`.
QByteArray jobCommand(const QString& id, qint64 outputFrom);
QByteArray jobKillCommand(const QString& id);

/// Denied, saying why, when the guest has no such user.
Result<void> validate(const TerminalRequest& request);
/// A login shell with an environment of its own: nothing that the guest's supervisor or a job has.
QByteArray terminalCommand(const QString& user);
/// The same environment, as NAME=VALUE.
QStringList terminalEnvironment(const QString& user, const QString& home);

/// Asks what the guest says of itself.
QByteArray pulseCommand();
/// Reads its answer; Corrupt when it is none.
Result<GuestPulse> parsePulse(const QByteArray& text);

/// Who a machine is to be from now on; what is empty stays as it is.
struct GuestIdentity {
    QString hostname;
    std::optional<Moment> clock;
    QByteArray seed;          ///< 16 to 512 random bytes
    QByteArray authorizedKey; ///< a line; counts from the next session on
    QByteArray hostKey;       ///< private, OpenSSH format; counts from the next session on
};
/// Tells a guest who it is; the description goes to standard input.
QByteArray renewCommand();
QByteArray identityDescription(const GuestIdentity& identity);

/// The supervisor's account of a job.
struct JobState {
    enum class Kind { Running, Ended, Killed, Failed, Lost } kind = Kind::Running;
    JobResult result;         ///< when Ended
    bool outOfMemory = false; ///< ended by the guest's memory limit
    qint64 lostBytes = 0;     ///< output that found no room on the guest's disk
};
/// Reads the last signalbox-result line in a text; Corrupt when there is none.
Result<JobState> parseJobState(const QByteArray& text);

/// Reads standard input, size bytes, into a file, all or nothing: never half a file under its name. Missing
/// parent directories become the user's. Paths in places where the user may write are written with that
/// user's rights, so that a link laid there leads nowhere new.
QByteArray putCommand(const QString& path, qint64 size, int mode, const QString& user);
/// Writes a file to standard output, at most maxBytes + 1; exits with the codes below when it cannot.
QByteArray getCommand(const QString& path, qint64 maxBytes);
inline constexpr int guestFileMissing = 44;
inline constexpr int guestFileIrregular = 45;

} // namespace signalbox
