// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

namespace signalbox {

/// An event as one sentence for people. An event of a type that this program does not know gives the type's
/// own words, so that nothing is left out.
QString eventText(const RecordView& record);

/// The first characters of a commit, a tree or a digest: enough to compare by eye.
QString shortId(const QString& id);

} // namespace signalbox
