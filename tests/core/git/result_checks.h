// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QTest>

/// Fails with the error's own words unless the Result holds a value.
#define VERIFY_OK(...)                                                                                       \
    do {                                                                                                     \
        const auto& okResult = (__VA_ARGS__);                                                                \
        QVERIFY2(okResult.ok(), okResult.ok() ? "" : qPrintable(okResult.error().text()));                   \
    } while (false)

/// Fails unless the Result is an Error of this kind. (QCOMPARE on kinds finds our toString and does not
/// compile.)
#define VERIFY_FAILS(result, wanted)                                                                         \
    do {                                                                                                     \
        const auto& failedResult = (result);                                                                 \
        QVERIFY2(!failedResult.ok(), "it succeeded");                                                        \
        QVERIFY2(failedResult.error().kind == (wanted), qPrintable(failedResult.error().text()));            \
    } while (false)
