// SPDX-License-Identifier: GPL-3.0-or-later
// The words of an agent on their way into a pull request. Holds: what is quoted or put on one line cannot
// leave its place; the judge gives a verdict and never passes without the sections; the description is
// composed in bounded size.
#include "core/forge/description.h"
#include "core/forge/markdown.h"
#include "core/gate/judges.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), qsizetype(size));
    const QString line = markdownLine(text, 100);
    FUZZ_CHECK(!line.contains(u'\n') && !line.contains(u'\r') && line.size() < 1000);
    const QString quote = markdownQuote(text, 500);
    FUZZ_CHECK(quote.size() < 10'000);
    for (const QString& quoted : quote.split(u'\n'))
        FUZZ_CHECK(quoted.isEmpty() || quoted.startsWith(u'>'));
    const GateResult verdict = judgePullRequest(text);
    FUZZ_CHECK(verdict.verdict != Verdict::Passed || text.trimmed().size() > 20);
    const AgentSections sections = readSections(text);
    PullRequest request;
    request.title = text.left(100);
    request.taskText = text;
    request.agentWords = text;
    const QString description = composeDescription(request, QStringLiteral("sha256:0"));
    FUZZ_CHECK(description.size() < 500'000);
    FUZZ_CHECK(sections.what.size() <= text.size() && sections.rollback.size() <= text.size());
    return 0;
}
