// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace signalbox {

/// What one line of a TAP stream is.
struct TapLine {
    enum class Kind { Other, Comment, Plan, Point, BailOut, Subtest, YamlBegin };
    enum class Directive { None, Skip, Todo };
    Kind kind = Kind::Other;
    int indent = 0;  ///< blanks in front
    bool ok = false; ///< a point
    int number = 0;  ///< a point's number (0: none), a plan's upper end
    QString text;    ///< a point's description, a subtest's title, the reason of a bail out
    Directive directive = Directive::None;
    QString reason; ///< of the directive
};

TapLine parseTapLine(const QString& line);
int tapIndent(const QString& line);

} // namespace signalbox
