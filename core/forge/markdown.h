// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace signalbox {

// Text that we did not write, made safe to stand in Markdown on a forge: it shows what was written, but no
// HTML, link, image, mention, reference or closing keyword of it is live, and nothing in it is invisible.

/// On one line, for headings and table cells; cut at maxLength.
QString markdownLine(const QString& text, int maxLength = 300);
/// As a quotation, line by line, with code kept as code; cut at maxLength. Ends with a line feed.
QString markdownQuote(const QString& text, int maxLength = 20'000);

} // namespace signalbox
