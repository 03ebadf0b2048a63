// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/mirrors.h"

#include "core/base/digest.h"
#include "core/base/files.h"

namespace signalbox {

Result<Mirror> Mirrors::of(const QString& url) {
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_open.find(url); known != m_open.end())
        return known->second;
    if (const auto made = makeDirectory(m_directory, 0700); !made)
        return made.error();
    auto mirror =
        Mirror::open(m_directory + QLatin1Char('/') + sha256(url.toUtf8()).left(24) + QStringLiteral(".git"));
    if (mirror)
        m_open.emplace(url, *mirror);
    return mirror;
}

} // namespace signalbox
