// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/git/push_local.h"

namespace signalbox::git {

/// Updates one ref of a remote, wherever it is.
Result<PushResult> pushRef(git_repository* mirror, const QString& url, const RefUpdate& update,
                           Millis timeLimit, const CancelToken& cancel);

} // namespace signalbox::git
