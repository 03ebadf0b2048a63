// SPDX-License-Identifier: GPL-3.0-or-later
// make_golden DIRECTORY: writes the histories of this build that are not there yet, and beside each history
// without one the state that it leads to. It never changes a file: what was recorded once holds for ever.
#include "core/base/files.h"
#include "tests/golden/golden.h"

#include <QDir>
#include <QFileInfo>

#include <cstdio>

using namespace signalbox;

namespace {

bool writeNew(const QString& path, const QByteArray& bytes) {
    if (QFileInfo::exists(path))
        return true;
    const auto written = writeFileAtomically(path, bytes);
    std::printf("%s\n", qPrintable(written ? path : written.error().text()));
    return written.ok();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_golden DIRECTORY\n");
        return 2;
    }
    const QDir directory(QString::fromLocal8Bit(argv[1]));
    for (const golden::History& history : golden::histories())
        if (!writeNew(directory.filePath(history.name + QStringLiteral(".jsonl")),
                      golden::linesOf(history.records)))
            return 1;
    for (const QString& name : directory.entryList({QStringLiteral("*.jsonl")})) {
        const auto lines = readFile(directory.filePath(name), 100'000'000);
        const auto records = lines ? golden::recordsFrom(*lines) : Result<QList<Record>>(lines.error());
        if (!records) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(name), qPrintable(records.error().text()));
            return 1;
        }
        if (!writeNew(directory.filePath(QFileInfo(name).completeBaseName() + QStringLiteral(".state.json")),
                      canonicalJson(golden::stateOf(*records)) + '\n'))
            return 1;
    }
    return 0;
}
