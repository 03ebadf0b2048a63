// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace signalbox {

/// Where visible text stands for a character that would not be seen, or would change how others are seen.
struct EscapedRange {
    int start = 0;
    int length = 0;
};

/// Text from agents and repositories, as it may be painted: control characters, bidirectional controls,
/// zero-width and other invisible characters are spelt out (`\x1b`, `<U+202E>`), tabs become spaces up to the
/// next multiple of `tabWidth`. The places are added to `escaped` where it is given.
QString visibleText(QStringView text, int tabWidth = 4, QList<EscapedRange>* escaped = nullptr);

/// The same text, forced to be painted in its logical order: right-to-left letters cannot move what stands
/// beside them.
QString inLogicalOrder(const QString& text);
/// The same for words of the window itself, which hold text from outside: where the window's own language
/// reads from the right they must be read so; what could reorder them was spelt out before.
QString inReadingOrder(const QString& text);

/// At most `limit` characters; what is cut off is counted at the end: "... +1,204 characters".
QString cutLong(const QString& text, int limit);

} // namespace signalbox
