// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/evidence.h"

namespace signalbox {

/// What compilers, interpreters and linters said, line by line.
struct Diagnostics {
    QList<Finding> findings; ///< in order, each once; errors before warnings
    int errors = 0;          ///< all of them, also those that are not listed
    int warnings = 0;
};

/// How a diagnostic without a word of severity ("a.py:3:1: undefined name 'x'") is meant.
enum class UntypedLines { Ignore, AreErrors };

/// Finds diagnostics in a program's output: "file:line:col: error: text" (GCC, Clang, Go, Java, pyflakes,
/// flake8, ruff, ESLint unix), "file(line,col): error TS1: text" (tsc), "error[E1]: text" with "-->
/// file:line:col" (rustc), ESLint's default form, Python and Node traces, CMake errors and what the linker
/// misses. Lists at most maxFindings.
Diagnostics parseDiagnostics(const QString& output, UntypedLines untyped, int maxFindings = 50);

} // namespace signalbox
