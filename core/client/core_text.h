// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace signalbox {

// The core speaks English: in its journal, to its API and to machines. What people read of it is made of
// known sentences with places for names and numbers, and a console in another language knows them again. That
// needs nothing of the core, holds for what a journal said years ago, and leaves alone what is not known.

/// What the core said, in the reader's language, as far as its sentences are known; else as it was. Sentences
/// in sentences are found, and several that stand together ("it compiles, 3 warnings"; an error with its
/// hint). Quick for what was asked before. For the thread of the views.
QString inReadersWords(const QString& said);

/// Every sentence that is known, in English, with its places as %1, %2; for tests and translators.
QStringList coreSentences();

} // namespace signalbox
