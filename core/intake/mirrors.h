// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/mirror.h"

#include <map>
#include <mutex>

namespace signalbox {

/// The core's mirrors, one a repository URL. Thread-safe.
class Mirrors {
public:
    explicit Mirrors(QString directory) : m_directory(std::move(directory)) {}
    /// Opens it, or makes an empty one.
    Result<Mirror> of(const QString& url);

private:
    QString m_directory;
    std::mutex m_mutex;
    std::map<QString, Mirror> m_open;
};

} // namespace signalbox
