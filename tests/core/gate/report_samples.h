// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

// Reports as programs write them (or as somebody hostile would), for the tests of the readers.
// They stand in a file of their own because moc does not survive raw strings.
namespace samples {
extern const QByteArray pytestReport;
extern const QByteArray nodeTap;
extern const QByteArray lcov;
extern const QByteArray ctestReport;
extern const QByteArray googleTestReport;
extern const QByteArray nestedReport;
extern const QByteArray suiteErrorReport;
extern const QByteArray twiceMarkedReport;
extern const QByteArray rerunReport;
extern const QByteArray nodeJunitReport;
extern const QByteArray externalEntityReport;
extern const QByteArray laughsReport;
} // namespace samples
