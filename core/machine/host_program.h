// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

namespace signalbox {

/// Runs a program of the host to its end and returns its standard output. Never through a shell. Blocks.
/// Errors: NotFound with a hint when the program is not installed (package names what to install), Timeout,
/// Cancelled, Unavailable with the program's own words when it fails.
Result<QByteArray> runHostProgram(const QString& program, const QStringList& arguments, Millis limit,
                                  const CancelToken& cancel, const QString& package);

} // namespace signalbox
