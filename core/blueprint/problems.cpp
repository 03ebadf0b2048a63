// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/problems.h"

#include <algorithm>
#include <vector>

namespace signalbox {

namespace {

constexpr qsizetype shownProblems = 6;

// Levenshtein's distance, where swapping two neighbours counts once: that is what fingers do.
int editDistance(const QString& a, const QString& b) {
    const auto width = static_cast<std::size_t>(b.size()) + 1;
    std::vector<std::vector<int>> d(static_cast<std::size_t>(a.size()) + 1, std::vector<int>(width));
    for (std::size_t i = 0; i < d.size(); ++i)
        for (std::size_t j = 0; j < width; ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = static_cast<int>(i + j);
                continue;
            }
            const auto ai = static_cast<qsizetype>(i) - 1;
            const auto bj = static_cast<qsizetype>(j) - 1;
            const int swap = a.at(ai) == b.at(bj) ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + swap});
            if (i > 1 && j > 1 && a.at(ai) == b.at(bj - 1) && a.at(ai - 1) == b.at(bj))
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d.back().back();
}

} // namespace

void Problems::add(Place at, const QString& message) {
    m_list.append({at, message});
}

QList<Problems::Problem> Problems::list() const {
    QList<Problem> sorted = m_list;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Problem& a, const Problem& b) { return a.at < b.at; });
    return sorted;
}

Error Problems::error(const QString& fileName) const {
    const QList<Problem> sorted = list();
    QStringList lines;
    for (const Problem& problem : sorted.mid(0, shownProblems))
        lines.append(QStringLiteral("%1:%2:%3: %4")
                         .arg(fileName)
                         .arg(problem.at.line)
                         .arg(problem.at.column)
                         .arg(problem.message));
    if (sorted.size() > shownProblems)
        lines.append(QStringLiteral("and %1 more").arg(sorted.size() - shownProblems));
    return {ErrorKind::Invalid, lines.join(QLatin1Char('\n')), {}};
}

QString didYouMean(const QString& word, const QStringList& known) {
    if (word.size() > 60)
        return {};
    QString plain = word.toLower();
    plain.replace(QLatin1Char('-'), QLatin1Char('_')).replace(QLatin1Char(' '), QLatin1Char('_'));
    QString best;
    int least = static_cast<int>(std::clamp<qsizetype>(plain.size() / 3, 1, 3)) + 1;
    for (const QString& candidate : known)
        if (const int distance = editDistance(plain, candidate); distance < least) {
            least = distance;
            best = candidate;
        }
    return best.isEmpty() ? QString() : QStringLiteral("; did you mean \"%1\"?").arg(best);
}

} // namespace signalbox
