// SPDX-License-Identifier: GPL-3.0-or-later
// Trees, commits and names from a guest. Input: a byte that says which, then the object's bytes. Holds: a
// tree that is accepted is exactly what writing its entries gives; no accepted name leaves its directory or
// reads as .git; what is shown to people is printable.
#include "core/git/import_checks.h"
#include "core/git/tree_names.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::git;
using namespace signalbox::fuzz;

namespace {

void checkName(const QByteArray& name) {
    const QString problem = nameProblem(name);
    (void)readsAs(name, ".gitmodules");
    for (const QChar c : shown(name))
        FUZZ_CHECK(c.unicode() >= 0x20 && c.unicode() != 0x7f);
    if (!problem.isEmpty())
        return;
    FUZZ_CHECK(!name.isEmpty() && !name.contains('/') && !name.contains('\0') && name != "." && name != "..");
    FUZZ_CHECK(!readsAs(name, ".git"));
    FUZZ_CHECK(name.toLower() != ".git");
}

void checkTree(const QByteArray& raw) {
    QList<RawEntry> entries;
    if (!parseTree(raw, entries).isEmpty())
        return;
    QByteArray written;
    for (const RawEntry& entry : entries) {
        FUZZ_CHECK(entry.id.size() == 20);
        written += entry.mode + ' ' + entry.name + '\0' + entry.id;
        checkName(entry.name);
    }
    FUZZ_CHECK(written == raw);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const std::uint8_t kind = input.byte();
    const QByteArray raw = input.rest();
    switch (kind) {
    case 't':
        checkTree(raw);
        break;
    case 'c':
        FUZZ_CHECK(commitProblem(raw).size() < 1000);
        break;
    default:
        checkName(raw);
    }
    return 0;
}
