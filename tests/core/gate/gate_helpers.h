// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/command_run.h"

namespace signalbox {

// Short ways to say what a run looked like, for the tests of judges and runner.

inline CommandRun exited(int code, const QByteArray& output = {}) {
    CommandRun run;
    run.job.code = code;
    run.output = output;
    return run;
}

inline CommandRun ended(JobResult::End end, const QByteArray& output = {}) {
    CommandRun run = exited(0, output);
    run.job.end = end;
    return run;
}

/// "+a" passed, "-b" failed, "!c" errored, "~d" skipped.
inline TestRun tests(const QStringList& cases, int code = -1) {
    TestRun run;
    run.report.complete = true;
    for (const QString& text : cases) {
        TestCase test;
        test.name = text.mid(1);
        const QChar kind = text.at(0);
        test.status = kind == u'+'   ? TestCase::Status::Passed
                      : kind == u'-' ? TestCase::Status::Failed
                      : kind == u'!' ? TestCase::Status::Errored
                                     : TestCase::Status::Skipped;
        if (test.hasFailed())
            test.message = QStringLiteral("expected something else");
        run.report.cases.append(test);
    }
    run.run = exited(code >= 0 ? code : run.report.failed() > 0 ? 1 : 0);
    return run;
}

inline TestRun noReport(const QString& problem = QStringLiteral("the command wrote no report")) {
    TestRun run;
    run.run = exited(2, "make: *** no rule\n");
    run.report = brokenReport(problem);
    return run;
}

} // namespace signalbox
