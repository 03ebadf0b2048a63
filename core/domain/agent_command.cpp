// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/agent_command.h"

#include <QRegularExpression>

namespace signalbox {

AgentCommand agentCommand(const TaskSpec& spec, const Step& step) {
    const QString own = spec.agent.trimmed();
    const QString said = own.isEmpty() ? step.run.trimmed() : own;
    static const QRegularExpression name(QStringLiteral("^@([a-z][a-z0-9-]{0,30})$"));
    const auto match = name.match(said);
    if (!match.hasMatch())
        return {own.isEmpty() ? step.run : spec.agent, {}};
    const QString program = QStringLiteral("agent-") + match.captured(1);
    return {program, program};
}

} // namespace signalbox
