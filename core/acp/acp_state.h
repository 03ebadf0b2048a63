// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

namespace signalbox {

/// How far a session with an agent has come.
enum class AcpPhase {
    Fresh,    ///< nothing was said yet
    Greeting, ///< the answer to initialize is awaited
    Signing,  ///< to authenticate
    Opening,  ///< to session/new
    Ready,    ///< the session is open; the task's text is wanted from the guest
    Working,  ///< the agent was told the task
    Stopping, ///< it was told to stop
    Over,
};
template <>
struct EnumWords<AcpPhase> {
    static constexpr std::array<const char*, 8> words{"fresh", "greeting", "signing",  "opening",
                                                      "ready", "working",  "stopping", "over"};
};

/// A tool call that the agent told of and that has not ended, as far as a question about it may need it.
struct AcpCall {
    QString id;
    QString name; ///< the tool's own name, where the agent says it
    QString kind; ///< the protocol's: read, edit, execute, ...
    QString title;
    QJsonObject input; ///< empty when there is none, or it is long
    QStringList paths;
    bool shown = false; ///< it is in the transcript
    SB_FIELDS(AcpCall, id, name, kind, title, input, paths, shown)
};

/// A request for permission that is not answered yet.
struct AcpQuestion {
    qint64 token = 0;  ///< what the guest calls it
    QJsonArray id;     ///< of the agent's request, its only item
    QString allow;     ///< option that says yes to this one call; empty: there is none
    QString deny;      ///< option that says no; empty: there is none
    QString call = {}; ///< one line, for the transcript
    SB_FIELDS(AcpQuestion, token, id, allow, deny, call)
};

/// All that is known of a session between two turns. It travels with the guest, so nothing in it is a secret
/// or is trusted: who changes it changes his own session.
struct AcpState {
    AcpPhase phase = AcpPhase::Fresh;
    int version = 0;    ///< of the protocol: proposed, then agreed on
    qint64 request = 0; ///< id of our last request; its answer is awaited while the phase says so
    QString directory;
    QString mcp;        ///< address of the core's MCP server in the machine
    QString auth;       ///< method by which to authenticate; empty: not asked for
    bool plain = false; ///< only what the agent says is printed, as it is
    bool takesMcp = false;
    QStringList methods; ///< by which one could authenticate
    QString session;
    bool began = false; ///< version 2: the turn is running
    QString stream;     ///< what the last piece of text belonged to; empty: something else came
    QList<AcpCall> calls;
    QList<AcpQuestion> questions;
    qint64 tokens = 0; ///< questions so far
    int odd = 0;       ///< lines that made no sense
    qint64 bytes = 0;  ///< that the agent wrote
    SB_FIELDS(AcpState, phase, version, request, directory, mcp, auth, plain, takesMcp, methods, session,
              began, stream, calls, questions, tokens, odd, bytes)
};

} // namespace signalbox
