// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/word_pattern.h"

namespace signalbox {

namespace {
constexpr qsizetype longestPattern = 500;

QStringList wordsOf(const QString& pattern) {
    return pattern.split(u' ', Qt::SkipEmptyParts);
}
} // namespace

bool fitsStars(QStringView pattern, QStringView text) {
    qsizetype p = 0, t = 0, star = -1, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

Fit fitsCommand(const QString& pattern, const QList<ShellWord>& words) {
    const QStringList wanted = wordsOf(pattern);
    Fit fit = Fit::Yes;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (i == wanted.size() - 1 && wanted.at(i) == u"*" && i > 0)
            return fit;
        if (i >= words.size())
            return Fit::No;
        const ShellWord& word = words.at(i);
        if (wanted.at(i) == u"*")
            continue;
        if (word.dynamic || (word.glob && i > 0))
            fit = Fit::Maybe; // and what follows may begin anywhere
        else if (!fitsStars(wanted.at(i), word.text))
            return fit == Fit::Maybe ? Fit::Maybe : Fit::No;
    }
    if (words.size() > wanted.size() && fit == Fit::Yes)
        return Fit::No;
    return fit;
}

QString commandPatternProblem(const QString& pattern) {
    if (wordsOf(pattern).isEmpty())
        return QStringLiteral("it is empty");
    if (pattern.size() > longestPattern)
        return QStringLiteral("it is longer than %1 characters").arg(longestPattern);
    for (const QChar c : pattern)
        if (c < u' ' || c == QChar(0x7f))
            return QStringLiteral("it has control characters");
        else if (QStringView(u"|&;<>()$`").contains(c))
            return QStringLiteral("it names one simple command, without \"%1\": each command of a call is "
                                  "judged by itself")
                .arg(c);
    return {};
}

} // namespace signalbox
