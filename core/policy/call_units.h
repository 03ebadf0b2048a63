// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/tool_call.h"
#include "core/policy/shell_reader.h"

namespace signalbox {

/// Where an agent works in its machine.
struct CallPlaces {
    QString workspace = QStringLiteral("/home/agent/work");
    QString home = QStringLiteral("/home/agent");
};

/// One thing that a call does. A call is judged by the strictest answer to any of them.
struct CallUnit {
    enum class What { Program, Write, Remove, Read, Tool, Opaque };
    What what = What::Tool;
    QList<ShellWord> words; ///< Program: the simple command, without what only wraps it
    QString path;           ///< Write, Remove, Read: absolute; empty: not known here
    bool glob = false;      ///< the path may stand for several
    RiskTier tier = RiskTier::Low;
    QString why; ///< why it is not low
    bool operator==(const CallUnit&) const = default;
};

/// All that a call would do, as far as it can be told from its text. What cannot be understood is a unit of
/// its own (Opaque, high). Pure and bounded. Never empty.
QList<CallUnit> unitsOf(const ToolCall& call, const CallPlaces& places);

/// Whether changing this would change the rules themselves: .signalbox, the files that hold agents' hooks.
bool isGuarded(const CallUnit& unit);
/// Whether an agent may delete here unasked: its workspace, its output, what is temporary.
bool isItsOwn(const QString& path, const CallPlaces& places);

} // namespace signalbox
