// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/crash/disk.h"

#include <memory>
#include <optional>

namespace signalbox::crash {

/// A failure that is answered instead of doing what was asked.
struct Fault {
    enum class Kind {
        WriteError,
        Full,
        ShortWrite,
        SyncError,
        TruncateError,
        DeleteError,
        ReadError,
        ShmError
    };
    Kind kind = Kind::WriteError;
    qint64 at = 0;        ///< at the how-many-th call that it applies to, from 0
    bool lasting = false; ///< and at every one from then on, until the plan is changed
};
constexpr std::array<Fault::Kind, 8> allFaults{
    Fault::Kind::WriteError,    Fault::Kind::Full,        Fault::Kind::ShortWrite, Fault::Kind::SyncError,
    Fault::Kind::TruncateError, Fault::Kind::DeleteError, Fault::Kind::ReadError,  Fault::Kind::ShmError};
QString nameOf(Fault::Kind kind);

/// SQLite's view of the disk for this whole process: real files, with every write, sync, truncation and
/// deletion written down, and failures where the plan says so. The journal's own rename() and fsync() are
/// seen as well (the program is linked with --wrap). One for the life of the program. Thread-safe.
class FaultyVfs {
public:
    static FaultyVfs& instance();

    /// Begins to write down what happens under this directory, on top of the disk as it is there.
    void record(const QString& directory, const Disk& before);
    /// What was written down until now.
    [[nodiscard]] QList<Op> ops() const;
    [[nodiscard]] qsizetype opCount() const;
    void stopRecording();

    /// From now on; counts calls anew.
    void plan(const std::optional<Fault>& fault);
    /// How often a call came since then to which the plan's fault applies.
    [[nodiscard]] qint64 calls() const;
    /// How often the plan's fault was answered since it was set.
    [[nodiscard]] qint64 fired() const;

    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;
    ~FaultyVfs();

    struct Private;

private:
    FaultyVfs();
    std::unique_ptr<Private> d;
};

} // namespace signalbox::crash
