// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace signalbox {

/// How fast this host's time stamp counter runs, in kHz, measured anew in about 20 ms; 0 where there is none
/// or no sense can be made of it. Any thread.
qint64 measureCounterKhz();

/// The same, measured once.
qint64 hostCounterKhz();

} // namespace signalbox
