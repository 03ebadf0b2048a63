// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/forge.h"

namespace signalbox {

/// What the agent wrote under each heading, as it wrote it. Text under no known heading comes first into
/// `what`.
struct AgentSections {
    QString what;
    QString why;
    QString howToVerify;
    QString rollback;
};
/// Reads headings in the usual forms ("## Why", "**Why**", "Why:"); headings inside of code are text.
AgentSections readSections(const QString& markdown);

/// The description of a pull request in Markdown: what, why, how to verify, rollback, and the evidence. Words
/// of the agent stand in quotations that say whose they are; see markdown.h for what they cannot do.
/// bundleDigest: of evidence.json. Equal requests give equal texts.
QString composeDescription(const PullRequest& request, const Digest& bundleDigest);

} // namespace signalbox
