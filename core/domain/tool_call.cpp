// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/tool_call.h"

namespace signalbox {

namespace {
constexpr qsizetype longestLine = 300;
} // namespace

Digest ToolCall::action() const {
    return sha256(canonicalJson(toJson(*this)));
}

QString ToolCall::line() const {
    const QString what = !command.isEmpty() ? command
                         : !paths.isEmpty() ? paths.join(QStringLiteral(", "))
                                            : text;
    const QString line = tool + QStringLiteral(": ") + what.simplified();
    return line.size() > longestLine ? line.left(longestLine - 1) + QChar(0x2026) : line;
}

bool ToolCall::isLike(const ToolCall& other) const {
    if (tool != other.tool || kind != other.kind || directory != other.directory ||
        command != other.command || paths != other.paths)
        return false;
    // Nothing but its input tells such a call from others.
    return !command.isEmpty() || !paths.isEmpty() || text == other.text;
}

} // namespace signalbox
