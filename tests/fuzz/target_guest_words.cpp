// SPDX-License-Identifier: GPL-3.0-or-later
// The words between core and guest. Input: a byte that says which way. Holds: whatever a guest says of a job
// is read or refused, never with negative figures; a job that the core describes is what the guest reads; a
// text quoted for the shell is one word.
#include "core/machine/guest_commands.h"
#include "tests/fuzz/fuzz.h"

extern "C" {
#include "resources/guest/jobspec.h"
}

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

void checkState(const QByteArray& text) {
    const auto state = parseJobState(text);
    if (!state) {
        FUZZ_CHECK(state.error().message.size() < 1000);
        return;
    }
    FUZZ_CHECK(state->result.outputBytes >= 0 && state->lostBytes >= 0 &&
               state->result.duration.count() >= 0);
    (void)state->result.describe();
}

QByteArray toBytes(const slice& part) {
    return {part.at, qsizetype(part.length)};
}

void checkJob(Input input) {
    Job job;
    job.id = QStringLiteral("j1");
    job.user = input.byte() % 2 == 0 ? QStringLiteral("agent") : QStringLiteral("root");
    job.directory = u'/' + QString::fromUtf8(input.upTo('\n'));
    job.environment.insert(QString::fromUtf8(input.upTo('=')), QString::fromUtf8(input.upTo('\n')));
    job.script = QString::fromUtf8(input.rest());
    if (!validate(job))
        return;
    const QByteArray text = jobDescription(job);
    static jobSpec spec; // large
    char problem[200] = "";
    const jobSpecState state =
        jobSpecParse(text.constData(), std::size_t(text.size()), &spec, problem, sizeof problem);
    if (job.directory.toUtf8().size() >= JobDirMax || job.script.contains(QChar(u'\0')) ||
        text.size() > JobSpecMax)
        return; // the guest's own limits
    FUZZ_CHECK(state == JOBSPEC_GOOD);
    FUZZ_CHECK(toBytes(spec.script) == job.script.toUtf8());
    FUZZ_CHECK(spec.envCount == std::size_t(job.environment.size()));
    FUZZ_CHECK(toBytes(spec.env[0]) ==
               job.environment.firstKey().toUtf8() + '=' + job.environment.first().toUtf8());
    FUZZ_CHECK(QByteArray(spec.dir) == job.directory.toUtf8() && spec.asRoot == (job.user == u"root"));
    for (qsizetype cut = 0; cut < text.size() - 1; cut += 1 + text.size() / 16)
        FUZZ_CHECK(jobSpecParse(text.constData(), std::size_t(cut), &spec, problem, sizeof problem) !=
                   JOBSPEC_GOOD);
}

/// What sh makes of one word that consists of single-quoted parts and escaped quotes.
void checkQuoted(const QString& text) {
    const QByteArray quoted = shellQuoted(text);
    QByteArray word;
    bool inside = false;
    for (qsizetype i = 0; i < quoted.size(); ++i) {
        const char c = quoted[i];
        if (c == '\'')
            inside = !inside;
        else if (!inside && c == '\\' && i + 1 < quoted.size())
            word += quoted[++i];
        else if (inside)
            word += c;
        else
            FUZZ_CHECK(false && "a byte outside of the quotes");
    }
    FUZZ_CHECK(!inside && word == text.toUtf8());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    switch (input.byte()) {
    case 'r':
        checkState(input.rest());
        break;
    case 'j':
        checkJob(std::move(input));
        break;
    case 'd': {
        static jobSpec spec;
        char problem[200] = "";
        const QByteArray text = input.rest();
        (void)jobSpecParse(text.constData(), std::size_t(text.size()), &spec, problem, sizeof problem);
        FUZZ_CHECK(qstrnlen(problem, sizeof problem) < sizeof problem);
        break;
    }
    default:
        checkQuoted(QString::fromUtf8(input.rest()));
    }
    return 0;
}
