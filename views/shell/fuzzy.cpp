// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/fuzzy.h"

namespace signalbox {

int fuzzyScore(const QString& typed, const QString& text) {
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar wanted : typed) {
        if (wanted.isSpace())
            continue;
        // A beginning of a word is preferred to the nearest place, so that "st" finds "Submit Task".
        qsizetype best = -1;
        for (qsizetype i = at; i < text.size(); ++i) {
            if (text.at(i).toCaseFolded() != wanted.toCaseFolded())
                continue;
            const bool begins = i == 0 || !text.at(i - 1).isLetterOrNumber();
            if (best < 0)
                best = i;
            if (i == last + 1 || begins) {
                best = i;
                break;
            }
        }
        if (best < 0)
            return -1;
        const bool begins = best == 0 || !text.at(best - 1).isLetterOrNumber();
        score += best == last + 1 ? 8 : begins ? 6 : 1;
        last = best;
        at = best + 1;
    }
    return score * 4 + (text.size() < 64 ? int(64 - text.size()) / 16 : 0);
}

} // namespace signalbox
