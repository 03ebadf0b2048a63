// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/terminal.h"

#include <QStringList>

#include <atomic>
#include <memory>
#include <thread>

namespace signalbox {

/// A program of this computer with a terminal of its own.
class ProcessTerminal final : public MachineTerminal {
public:
    /// environment: NAME=VALUE, and nothing else; an empty directory: this process's.
    static Result<std::shared_ptr<ProcessTerminal>> start(const QStringList& command,
                                                          const QString& directory,
                                                          const QStringList& environment, TerminalSize size);
    ~ProcessTerminal() override;

    /// Ends the program and what it runs in the foreground; any thread.
    void hangUp();
    [[nodiscard]] int descriptor() const override { return m_fd; }
    void resize(TerminalSize size) override;

private:
    explicit ProcessTerminal(int fd) : m_fd(fd) {}

    const int m_fd;
    std::atomic<int> m_pid{-1}; ///< not reaped before the end, so that its number stays its own
    std::thread m_thread;
};

} // namespace signalbox
