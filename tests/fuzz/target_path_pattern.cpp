// SPDX-License-Identifier: GPL-3.0-or-later
// Path patterns come from a repository, paths from a guest's commit. Input: patterns, a line each; an empty
// line; paths. Holds: time in proportion (the driver's clock); a pattern's text parses again to the same
// answers; a pattern without wildcards matches itself.
#include "core/base/path_pattern.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    QStringList globs;
    while (!input.atEnd()) {
        const QByteArray line = input.upTo('\n');
        if (line.isEmpty())
            break;
        globs.append(QString::fromUtf8(line));
    }
    const auto patterns = PathPatterns::parse(globs);
    QList<PathPattern> single;
    for (const QString& glob : globs)
        if (const auto pattern = PathPattern::parse(glob)) {
            const auto again = PathPattern::parse(pattern->text());
            FUZZ_CHECK(again.ok());
            single.append(*pattern);
        }
    while (!input.atEnd()) {
        const QString path = QString::fromUtf8(input.upTo('\n'));
        bool any = false;
        for (const PathPattern& pattern : single) {
            const bool matches = pattern.matches(path);
            FUZZ_CHECK(PathPattern::parse(pattern.text())->matches(path) == matches);
            any = any || matches;
        }
        if (patterns && patterns->matches(path))
            FUZZ_CHECK(any || globs.join(u' ').contains(u'!'));
    }
    return 0;
}
