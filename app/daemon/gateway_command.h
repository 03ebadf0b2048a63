// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace signalbox {

/// `signalboxd gateway …`: runs a gateway alone until a signal arrives on the descriptor. arguments: behind
/// the word "gateway". Gives the exit code.
int runGateway(const QStringList& arguments, int signalDescriptor);

} // namespace signalbox
