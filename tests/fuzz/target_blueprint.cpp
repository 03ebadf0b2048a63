// SPDX-License-Identifier: GPL-3.0-or-later
// A blueprint comes out of a repository. Holds: what is refused says why in few, short lines; what is
// accepted makes sense as a state machine, is the same when read again, and survives its JSON form; its path
// patterns can be matched in bounded time.
#include "core/base/path_pattern.h"
#include "core/blueprint/blueprint_parser.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;

namespace {

void checkBlueprint(const Blueprint& blueprint) {
    FUZZ_CHECK(!blueprint.steps.isEmpty());
    FUZZ_CHECK(blueprint.steps.last().kind == StepKind::Teardown);
    for (const Step& step : blueprint.steps) {
        FUZZ_CHECK(!step.id.isEmpty() && blueprint.find(step.id) != nullptr);
        FUZZ_CHECK(step.tries >= 1 && step.timeLimit.count() >= 0 && step.outputLimit >= 0);
        FUZZ_CHECK(step.machine.cpus >= 0 && step.machine.memoryMiB >= 0 && step.machine.diskMiB >= 0);
        FUZZ_CHECK(step.machine.memoryMiB == 0 || step.machine.memoryMiB >= 256);
        FUZZ_CHECK(step.onFail.isEmpty() || step.onFail == QLatin1String("person") ||
                   step.onFail == QLatin1String("fail") || blueprint.find(step.onFail) != nullptr);
    }
    FUZZ_CHECK(blueprint.machine.memoryMiB == 0 || blueprint.machine.memoryMiB >= 256);
    FUZZ_CHECK(blueprint.iterations >= 0 && blueprint.wallTime.count() >= 0);
    for (const QStringList& globs : {blueprint.allowedPaths, blueprint.protectedPaths, blueprint.testPaths}) {
        const auto patterns = PathPatterns::parse(globs);
        FUZZ_CHECK(patterns.ok());
        (void)patterns->matches(
            QStringLiteral("src/a/very/deep/path/of/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/file.cpp"));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray yaml(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto read = parseBlueprint(yaml, QStringLiteral("b.yaml"), QStringLiteral("fuzz"));
    if (!read) {
        FUZZ_CHECK(read.error().kind == ErrorKind::Invalid);
        FUZZ_CHECK(!read.error().message.isEmpty() && read.error().message.size() < 16 * 1024);
        return 0;
    }
    checkBlueprint(*read);
    const auto again = parseBlueprint(yaml, QStringLiteral("b.yaml"), QStringLiteral("fuzz"));
    FUZZ_CHECK(again.ok() && toJson(*again) == toJson(*read));
    const auto fromTheJournal = fromJson<Blueprint>(toJson(*read));
    FUZZ_CHECK(fromTheJournal.ok() && toJson(*fromTheJournal) == toJson(*read));
    return 0;
}
