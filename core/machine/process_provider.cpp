// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_provider.h"

namespace signalbox {
struct ProcessProvider::Private {};
ProcessProvider::ProcessProvider(const MachineConfig&) {}
ProcessProvider::~ProcessProvider() = default;
Result<ProviderInfo> ProcessProvider::info() {
    return Error{};
}
Result<std::shared_ptr<Machine>> ProcessProvider::acquire(const MachineSpec&, const ProgressSink&,
                                                          const CancelToken&) {
    return Error{};
}
Result<void> ProcessProvider::destroy(const QString&, Millis) {
    return Error{};
}
Result<QList<MachineStatus>> ProcessProvider::list() {
    return Error{};
}
} // namespace signalbox
