// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/command_run.h"

#include <list>
#include <mutex>
#include <optional>

namespace signalbox {

/// Remembers runs of base trees, so that each attempt of a task need not run the same base anew. Thread-safe.
class BaselineCache {
public:
    virtual ~BaselineCache() = default;
    [[nodiscard]] virtual std::optional<CommandRun> find(const Digest& key) = 0;
    virtual void keep(const Digest& key, const CommandRun& run) = 0;
};

/// In memory; forgets what was not used for longest when it grows beyond its limit.
class MemoryBaselineCache final : public BaselineCache {
public:
    explicit MemoryBaselineCache(qint64 maxBytes = 64LL << 20) : m_maxBytes(maxBytes) {}

    std::optional<CommandRun> find(const Digest& key) override;
    void keep(const Digest& key, const CommandRun& run) override;

private:
    struct Entry {
        Digest key;
        CommandRun run;
    };
    static qint64 bytesOf(const Entry& entry);

    const qint64 m_maxBytes;
    std::mutex m_mutex;
    std::list<Entry> m_entries; ///< the one used last in front
    qint64 m_bytes = 0;
};

/// What a run of a tree depends on: the tree, the command with its environment and report, the images.
Digest baselineKey(const QString& tree, const Step& step, const QString& baseCommit,
                   const QMap<QString, Digest>& images);

} // namespace signalbox
