// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QString>

namespace signalbox {

/// How much of a terminal can be seen, in characters.
struct TerminalSize {
    int columns = 80;
    int rows = 24;
    bool operator==(const TerminalSize&) const = default;
    /// What a program may be told: 2 to 500 columns, 1 to 300 rows.
    [[nodiscard]] TerminalSize bounded() const;
};

/// A shell that a person wants in a machine.
struct TerminalRequest {
    QString user = QStringLiteral("agent"); ///< a user of the guest: agent (no privilege) or root
    TerminalSize size;
    Millis limit{20'000}; ///< for the shell to begin
};

/// A shell in a machine and the terminal that it has there. Dropping it hangs up: the shell and what it
/// started in the foreground end. It ends by itself with the shell, with the session of the guest and with
/// the machine.
class MachineTerminal {
public:
    MachineTerminal() = default;
    virtual ~MachineTerminal() = default;
    MachineTerminal(const MachineTerminal&) = delete;
    MachineTerminal& operator=(const MachineTerminal&) = delete;

    /// What is written there is typed, what is read was printed; does not block. End of file, or EIO: it has
    /// ended. The object's own: nobody else closes it.
    [[nodiscard]] virtual int descriptor() const = 0;
    /// Any thread.
    virtual void resize(TerminalSize size) = 0;
};

} // namespace signalbox
