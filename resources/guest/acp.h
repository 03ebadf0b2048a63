// SPDX-License-Identifier: GPL-3.0-or-later
// The pump between an agent that speaks the Agent Client Protocol and the core, which knows the protocol. The
// guest knows none of it: it keeps what the core calls the state, brings what the agent wrote, and does what
// it is told (core/acp/acp_turn.h has the form of a turn).
#pragma once

#include "buffer.h"

#include <stdint.h>
#include <sys/types.h>

enum {
    AcpQuestionsMax = 32,
    AcpLineMax = 1024 * 1024, // of the agent; of a longer one its head is told
    AcpHeadMax = 4096,
    AcpEventsMax = 1024 * 1024, // before they are brought; one more line may come
    AcpWriteMax = 16 * 1024 * 1024,
    AcpAnswerMax = 8 * 1024 * 1024,
};

// A tool call that the core's rules, or a person, decide about meanwhile.
struct acpQuestion {
    int64_t token;
    pid_t pid; // 0: free
    int out;   // of the process: why not
    struct buffer why;
};

struct acp {
    const char *agent, *mcp, *auth, *prompt; // words of the command line; prompt: a file
    bool plain;
    pid_t pid; // the agent, and its process group
    int in, out;
    int signals;
    struct buffer state, events, line, write;
    size_t lost; // bytes of a line beyond AcpLineMax
    struct acpQuestion questions[AcpQuestionsMax];
    int64_t heard;  // when the agent wrote last
    int64_t stopBy; // when the agent must have stopped; 0: it need not
    bool over;
    int code;
};

// Adds an event: a letter, a space, a text that has no line end.
bool acpEvent(struct acp* acp, char what, const char* text, size_t length);
// Ends the session with a reason of the guest's own.
void acpGiveUp(struct acp* acp, const char* why);
// Brings the events to the core and does what it answers.
void acpTurn(struct acp* acp);
