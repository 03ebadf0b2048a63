// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>

namespace signalbox {

/// Held by the one process that may write a journal. The kernel lets go of it when the process ends, however
/// it ends, so a crash leaves nothing to clean up. SQLite's own locks cannot serve: they are given per
/// transaction, and closing any descriptor of the database file would drop them.
class SingleWriterLock {
public:
    /// Conflict names the process that holds it.
    static Result<std::unique_ptr<SingleWriterLock>> take(const QString& path);
    ~SingleWriterLock();
    SingleWriterLock(const SingleWriterLock&) = delete;
    SingleWriterLock& operator=(const SingleWriterLock&) = delete;

private:
    explicit SingleWriterLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace signalbox
