// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace signalbox {

/// How well a text fits what was typed: all letters must occur in order; the higher the better. -1: it does
/// not fit. Beginnings of words and letters in a row count most; case is ignored. Nothing typed fits
/// everything.
int fuzzyScore(const QString& typed, const QString& text);

} // namespace signalbox
