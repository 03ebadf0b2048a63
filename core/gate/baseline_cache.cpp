// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/baseline_cache.h"

#include <algorithm>

namespace signalbox {

qint64 MemoryBaselineCache::bytesOf(const Entry& entry) {
    return entry.run.output.size() + (entry.run.report ? entry.run.report->size() : 0) + 1024;
}

std::optional<CommandRun> MemoryBaselineCache::find(const Digest& key) {
    const std::lock_guard lock(m_mutex);
    const auto it =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.key == key; });
    if (it == m_entries.end())
        return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, it);
    return m_entries.front().run;
}

void MemoryBaselineCache::keep(const Digest& key, const CommandRun& run) {
    const std::lock_guard lock(m_mutex);
    const auto it =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.key == key; });
    if (it != m_entries.end()) {
        m_bytes -= bytesOf(*it);
        m_entries.erase(it);
    }
    m_entries.push_front({key, run});
    m_bytes += bytesOf(m_entries.front());
    while (m_bytes > m_maxBytes && !m_entries.empty()) {
        m_bytes -= bytesOf(m_entries.back());
        m_entries.pop_back();
    }
}

Digest baselineKey(const QString& tree, const Step& step, const QString& baseCommit,
                   const QMap<QString, Digest>& images) {
    return sha256(canonicalJson(QJsonObject{
        {QStringLiteral("tree"), tree},
        {QStringLiteral("baseCommit"), baseCommit},
        {QStringLiteral("step"), step.id}, // the command sees it
        {QStringLiteral("run"), step.run},
        {QStringLiteral("environment"), json::write(step.environment)},
        {QStringLiteral("report"), json::write(step.report)},
        {QStringLiteral("machine"), json::write(step.machine)},
        {QStringLiteral("images"), json::write(images)},
    }));
}

} // namespace signalbox
