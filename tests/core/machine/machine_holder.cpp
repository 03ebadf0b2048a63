// SPDX-License-Identifier: GPL-3.0-or-later
// Stands for a core that will be killed: makes a machine in the state directory given, runs a job in it, says
// when that writes its first output, and waits for its end.
//     machine_holder STATE_DIRECTORY NAME JOB_ID SCRIPT
#include "core/machine/provider.h"

#include <QCoreApplication>

#include <cstdio>

using namespace signalbox;

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() != 5)
        return 2;
    MachineConfig config;
    config.stateDirectory = arguments.at(1);
    config.accelerator = QStringLiteral("tcg");
    const auto fail = [](const Error& error) {
        std::fprintf(stderr, "%s\n", qPrintable(error.text()));
        return 1;
    };
    auto provider = makeProvider({}, config);
    if (!provider)
        return fail(provider.error());
    MachineSpec spec;
    spec.name = arguments.at(2);
    spec.memoryMiB = 512;
    spec.diskMiB = 512;
    auto machine = (*provider)->acquire(spec, {}, {});
    if (!machine)
        return fail(machine.error());
    Job job;
    job.id = arguments.at(3);
    job.script = arguments.at(4);
    auto result = (*machine)->run(job,
                                  [](QByteArrayView bytes) {
                                      std::fwrite(bytes.data(), 1, size_t(bytes.size()), stdout);
                                      std::fflush(stdout);
                                  },
                                  {});
    return result ? 0 : fail(result.error());
}
