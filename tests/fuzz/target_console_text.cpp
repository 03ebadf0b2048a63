// SPDX-License-Identifier: GPL-3.0-or-later
// What the console shows of a guest's output and of its change. Holds: no escape sequence and no control
// character is shown; spans lie in their line; every line of a diff lies in its text, and rows refer to lines
// that are there.
#include "tests/fuzz/fuzz.h"
#include "views/parts/ansi.h"
#include "views/parts/diff_rows.h"
#include "views/parts/visible_text.h"

using namespace signalbox;

namespace {

void checkLine(const QString& line, AnsiStyle& style) {
    const AnsiLine parsed = parseAnsi(line, style);
    style = parsed.after;
    FUZZ_CHECK(!parsed.text.contains(QChar(0x1b)) && parsed.text.size() <= line.size());
    for (const AnsiSpan& span : parsed.spans)
        FUZZ_CHECK(span.start >= 0 && span.length >= 0 && span.start + span.length <= parsed.text.size());
    QList<EscapedRange> escaped;
    const QString shown = visibleText(parsed.text, 4, &escaped);
    for (const QChar c : shown)
        FUZZ_CHECK(c.unicode() >= 0x20 && c.unicode() != 0x7f);
    for (const EscapedRange& range : escaped)
        FUZZ_CHECK(range.start >= 0 && range.start + range.length <= shown.size());
    (void)inLogicalOrder(shown);
    FUZZ_CHECK(cutLong(shown, 50).size() <= 200);
}

void checkDiff(const QByteArray& patch) {
    const DiffDocument document = DiffDocument::parse(patch);
    qsizetype lines = 0;
    for (const DiffFile& file : document.files())
        for (const DiffHunk& hunk : file.hunks)
            for (const DiffLine& line : hunk.lines) {
                FUZZ_CHECK(line.offset >= 0 && line.length >= 0 && line.offset + line.length <= patch.size());
                (void)document.text(line);
                ++lines;
            }
    FUZZ_CHECK(lines <= patch.size());
    for (const bool sideBySide : {false, true}) {
        DiffRows rows;
        rows.setSideBySide(sideBySide);
        rows.setDocument(&document);
        for (int row = 0; row < rows.size(); ++row) {
            const DiffRow& at = rows.at(row);
            FUZZ_CHECK(at.file >= 0 && at.file < document.files().size());
            const DiffFile& file = document.files().at(at.file);
            FUZZ_CHECK(at.hunk < file.hunks.size());
            if (at.hunk >= 0)
                FUZZ_CHECK(at.left < file.hunks.at(at.hunk).lines.size() &&
                           at.right < file.hunks.at(at.hunk).lines.size());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    AnsiStyle style;
    for (const QByteArray& line : bytes.split('\n'))
        checkLine(QString::fromUtf8(line), style);
    checkDiff(bytes);
    return 0;
}
