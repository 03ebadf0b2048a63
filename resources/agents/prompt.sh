# SPDX-License-Identifier: GPL-3.0-or-later
# What every agent's program begins with: it is put in front of `run` of each description in this folder.
set -eu
here=/opt/agents/$agent
# The core's own MCP server: may_i_proceed, report_progress, ask_human, evidence.
mcp="http://127.0.0.1:${SIGNALBOX_PORT_8470:-8470}/v1/guest/mcp"

# Some agents hide the user's Git settings from the commands that they run: the clone has its own.
git config user.name "$(git config user.name || echo agent)"
git config user.email "$(git config user.email || echo agent@localhost)"

# What the agent is told, from the files that the core leaves in the machine.
prompt() {
    if [ "${SIGNALBOX_MODE:-work}" = question ]; then
        echo "You worked on the task below; the work stands on the branch you are on. A reviewer asks about it:"
        echo
        cat "$SIGNALBOX_QUESTION_FILE"
        echo
        echo "Answer that question, and change nothing. What follows is the task."
    else
        echo "You are in the clone of a repository. Do the task below, commit your work with git, and do not push."
    fi
    echo
    cat "$SIGNALBOX_TASK_FILE"
    if [ -n "${SIGNALBOX_FEEDBACK_FILE:-}" ]; then
        cat "$SIGNALBOX_FEEDBACK_FILE"
    fi
    if [ -s "${SIGNALBOX_GUIDANCE_FILES:-/dev/null}" ]; then
        printf '\nRead these files of the repository first: '
        tr '\n' ' ' < "$SIGNALBOX_GUIDANCE_FILES"
        echo
    fi
}

# Runs the agent; what it says to a question at last is the answer.
speak() {
    if [ "${SIGNALBOX_MODE:-work}" = question ]; then
        "$@" < /dev/null > "$SIGNALBOX_OUT/answer.md"
    else
        exec "$@" < /dev/null
    fi
}

# The same for an agent that speaks the Agent Client Protocol: acp [--auth METHOD] -- COMMAND...
acp() {
    plain=""
    [ "${SIGNALBOX_MODE:-work}" = work ] || plain=--plain
    prompt > "$HOME/.prompt"
    # shellcheck disable=SC2086
    speak /usr/bin/signalboxctl acp --agent "$agent" --mcp "$mcp" --prompt "$HOME/.prompt" $plain "$@"
}

if [ -z "${SIGNALBOX_GATEWAY:-}" ]; then
    echo "$agent: no model can be reached from this machine. Give the core a key: signalboxd --help, model gateway." >&2
    exit 78
fi
