// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/ctl.h"

namespace signalbox::ctl {

/// Prints all that a person needs to decide: what is asked, the evidence, the cost, the diff and the tree.
Result<void> showApproval(Ctl& ctl, const ApprovalEntry& entry, bool withDiff);
/// The gates' verdicts as a table, with what they found.
void printEvidence(Output& out, const QList<GateResult>& evidence);
/// The diff, coloured.
void printDiff(Output& out, const QByteArray& diff);

/// Shows and approves it without asking; in JSON mode it prints nothing, for its caller has a document of its
/// own.
int approveShown(Ctl& ctl, const ApprovalEntry& entry);
/// Shows it and asks: yes, no (with feedback), a question to the agent, or leave.
int askAndDecide(Ctl& ctl, const ApprovalEntry& entry, const QString& onBehalf = {});
int castVote(Ctl& ctl, const CoreClient::Ballot& ballot);

} // namespace signalbox::ctl
