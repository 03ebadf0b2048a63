// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/core_text.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype mostRemembered = 4096;
constexpr qsizetype fewLetters = 12; ///< of its own; such a sentence is found in many others
constexpr qsizetype longest = 2000;  ///< what is longer is output of programs, or an agent's own words
constexpr int deepest = 3;           ///< sentences in sentences

struct Sentence {
    QString english;
    QRegularExpression pattern;
    QList<int> places; ///< which place each capture fills
    qsizetype letters = 0;
};

QString translated(const QString& english) {
    return QCoreApplication::translate("CoreText", english.toUtf8().constData());
}

Sentence sentenceOf(const QString& english) {
    static const QRegularExpression place(QStringLiteral("%([1-9])"));
    Sentence sentence;
    sentence.english = english;
    QString pattern;
    qsizetype at = 0;
    for (auto it = place.globalMatch(english); it.hasNext();) {
        const auto match = it.next();
        const QString words = english.mid(at, match.capturedStart() - at);
        pattern += QRegularExpression::escape(words) + QStringLiteral("(.+?)");
        sentence.letters += words.size();
        sentence.places.append(match.captured(1).toInt());
        at = match.capturedEnd();
    }
    const QString rest = english.mid(at);
    sentence.letters += rest.size();
    sentence.pattern =
        QRegularExpression(QRegularExpression::anchoredPattern(pattern + QRegularExpression::escape(rest)),
                           QRegularExpression::DotMatchesEverythingOption);
    return sentence;
}

/// The longest words first: the more a sentence says itself, the surer it is the one.
QList<Sentence> sortedSentences() {
    QList<Sentence> sentences;
    for (const QString& english : coreSentences())
        sentences.append(sentenceOf(english));
    std::stable_sort(sentences.begin(), sentences.end(),
                     [](const Sentence& a, const Sentence& b) { return a.letters > b.letters; });
    return sentences;
}

class Reader {
public:
    QString read(const QString& said) {
        // Another language was chosen, or none is: then there is nothing to look for.
        const QString probe = translated(m_sentences.first().english);
        if (probe != m_probe) {
            m_probe = probe;
            m_known.clear();
        }
        if (probe == m_sentences.first().english || said.isEmpty() || said.size() > longest)
            return said;
        if (const auto known = m_known.constFind(said); known != m_known.constEnd())
            return *known;
        if (m_known.size() >= mostRemembered)
            m_known.clear();
        const QString words = find(said, 0).value_or(said);
        m_known.insert(said, words);
        return words;
    }

private:
    std::optional<QString> find(const QString& said, int depth) {
        if (depth > deepest)
            return std::nullopt;
        for (const Sentence& sentence : m_sentences)
            if (const auto match = sentence.pattern.match(said); match.hasMatch()) {
                // "%1 warnings" would take all that stands before it for a number.
                if (const QString between = QStringLiteral(", ");
                    sentence.letters < fewLetters && said.contains(between))
                    if (const auto row = joined(said.split(between), between, depth, true))
                        return row;
                return filled(sentence, match, depth);
            }
        // Sentences one behind the other: an error with its hint, or findings in a row.
        for (const QString& between : {QStringLiteral("\n  \u2192 "), QStringLiteral("\n"),
                                       QStringLiteral("; "), QStringLiteral(", "), QStringLiteral(": ")})
            if (said.contains(between))
                if (const auto whole = joined(said.split(between), between, depth))
                    return whole;
        return std::nullopt;
    }
    QString filled(const Sentence& sentence, const QRegularExpressionMatch& match, int depth) {
        QString words = translated(sentence.english);
        // By hand: a name may hold %2 itself.
        QString out;
        for (qsizetype i = 0; i < words.size(); ++i) {
            const int place = words.at(i) == u'%' && i + 1 < words.size() ? words.at(i + 1).digitValue() : -1;
            const qsizetype capture = place > 0 ? sentence.places.indexOf(place) : -1;
            if (capture < 0) {
                out += words.at(i);
                continue;
            }
            const QString given = match.captured(int(capture) + 1);
            out += find(given, depth + 1).value_or(given);
            ++i;
        }
        return out;
    }
    /// Only where most is known: half a sentence in each of two languages reads worse than one in English.
    std::optional<QString> joined(const QStringList& parts, const QString& between, int depth,
                                  bool whole = false) {
        QStringList words;
        qsizetype known = 0;
        qsizetype all = 0;
        for (const QString& part : parts) {
            const auto found = find(part, depth + 1);
            all += part.size();
            known += found ? part.size() : 0;
            words.append(found.value_or(part));
        }
        if (whole ? known < all : known * 2 < all || known == 0)
            return std::nullopt;
        return words.join(between == QLatin1String(", ") ? QCoreApplication::translate("CoreText", ", ")
                                                         : between);
    }

    QList<Sentence> m_sentences = sortedSentences();
    QHash<QString, QString> m_known;
    QString m_probe;
};

} // namespace

QString inReadersWords(const QString& said) {
    static thread_local Reader reader;
    return reader.read(said);
}

} // namespace signalbox
