// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_message.h"

#include <QJsonArray>

#include <functional>
#include <optional>

namespace signalbox {

/// The Model Context Protocol over HTTP, without any state: each POST is complete in itself. Both eras are
/// served: 2025-06-18 and 2025-11-25, whose clients begin with `initialize` (to which nothing here holds
/// them), and 2026-07-28, whose clients do not, and whose headers must say the same as the body. Pure but for
/// the call of a tool.
struct McpTool {
    QString name;
    QString description;
    QJsonObject inputSchema;
};

/// A request that is sound and asks for a tool.
struct McpCall {
    QJsonValue id;
    QString version; ///< of the protocol that its client speaks
    QString tool;
    QJsonObject arguments;
};

struct McpOutcome {
    std::optional<HttpResponse> response; ///< the whole answer, where no tool is called
    std::optional<McpCall> call;
};

QStringList mcpVersions();
/// What a POST means. Exactly one member of the outcome is set.
McpOutcome readMcp(const HttpRequest& request, const QList<McpTool>& tools);
/// The answer to a call. `failed`: the tool says so to the model.
HttpResponse mcpResult(const McpCall& call, const QString& text, bool failed = false);

} // namespace signalbox
