// SPDX-License-Identifier: GPL-3.0-or-later
// What programs in a guest print. Holds: cleaned text is clean and stays as it is; clipping keeps its bounds;
// finding diagnostics takes bounded time and lists at most what was asked for; lines come out as they went
// in, whatever the pieces; what is kept of an output has bounded size.
#include "core/artifact/task_log.h"
#include "core/gate/diagnostics.h"
#include "core/gate/feedback.h"
#include "core/gate/output_keeper.h"
#include "core/report/text.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

QString joined(const std::vector<QByteArray>& pieces) {
    QStringList got;
    LineSplitter lines([&](const QString& some) { got += some.split(u'\n'); });
    for (const QByteArray& piece : pieces)
        lines.feed(piece);
    lines.finish();
    return got.join(u'\n');
}

void checkClean(const QString& text) {
    for (const QChar c : text)
        FUZZ_CHECK(c.unicode() >= 0x20 ? c.unicode() != 0x7f : (c == u'\n' || c == u'\t'));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const QString clean = cleanText(bytes);
    checkClean(clean);
    FUZZ_CHECK(cleanText(clean) == clean);
    FUZZ_CHECK(clip(clean, 40).size() <= 40);
    FUZZ_CHECK(clipLine(clean, 40).size() <= 40 && !clipLine(clean, 40).contains(u'\n'));
    FUZZ_CHECK(lastLines(clean, 5, 200).count(u'\n') <= 5 && lastLines(clean, 5, 200).size() <= 201);
    FUZZ_CHECK(inCheckout(clean.left(100)).size() <= 100);
    for (const UntypedLines untyped : {UntypedLines::Ignore, UntypedLines::AreErrors}) {
        const Diagnostics found = parseDiagnostics(clean, untyped, 7);
        FUZZ_CHECK(found.findings.size() <= 7 && found.errors >= 0 && found.warnings >= 0);
        FUZZ_CHECK(found.errors + found.warnings >= found.findings.size());
        for (const Finding& finding : found.findings)
            FUZZ_CHECK(finding.line >= 0);
    }
    FUZZ_CHECK(joined({bytes}) == joined(inPieces(bytes)));
    OutputKeeper whole(100);
    OutputKeeper pieces(100);
    whole.append(bytes);
    for (const QByteArray& piece : inPieces(bytes))
        pieces.append(piece);
    FUZZ_CHECK(whole.kept() == pieces.kept() && whole.kept().size() < 200);
    FUZZ_CHECK(whole.total() == bytes.size() && whole.lost() >= 0);
    return 0;
}
