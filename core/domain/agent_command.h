// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// How the work of an agent step is begun in its machine.
struct AgentCommand {
    QString script; ///< for sh -c; empty: nobody is named to do the work
    QString layer;  ///< the image layer that the script needs; empty: none
};

/// The task's own word before the step's. "@claude" names an agent by its description: it is run by the
/// program `agent-claude` out of the image layer of the same name; any other text is a command.
AgentCommand agentCommand(const TaskSpec& spec, const Step& step);

} // namespace signalbox
