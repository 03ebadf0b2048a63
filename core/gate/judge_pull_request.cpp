// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/judge_common.h"
#include "core/gate/judges.h"
#include "core/report/text.h"

#include <QRegularExpression>
#include <QSet>

#include <array>

namespace signalbox {

namespace {

constexpr qsizetype maxDescription = 256 * 1024;
constexpr int leastWords = 3;
constexpr int leastLetters = 12;

struct Section {
    const char* name;
    const char* words; ///< how its heading may begin, in lower case
};
constexpr std::array<Section, 4> sections{{
    {"What", "what|summary|changes"},
    {"Why", "why|motivation|reason|background"},
    {"How to verify", "how to verify|how to test|verify|verification|testing|test plan"},
    {"Rollback", "rollback|roll back|roll-back|how to roll back|how to revert|revert"},
}};

// A heading's text: "## Why", "**Why**", "Why:"; empty for any other line. A line "Why: because" is a heading
// with the section's first words behind it, which then come back in rest.
QString headingOf(const QString& line, QString& rest) {
    static const QRegularExpression marked(QStringLiteral("^ {0,3}#{1,6}\\s+(.+?)\\s*#*\\s*$"));
    static const QRegularExpression strong(
        QStringLiteral("^ {0,3}(?:\\*\\*|__)([^*_]{1,80}?):?(?:\\*\\*|__):?\\s*(.*)$"));
    static const QRegularExpression plain(QStringLiteral("^ {0,3}([A-Za-z][A-Za-z -]{1,40}):\\s*(.*)$"));
    rest.clear();
    if (const auto m = marked.match(line); m.hasMatch())
        return m.captured(1);
    for (const auto* form : {&strong, &plain}) {
        if (const auto m = form->match(line); m.hasMatch()) {
            rest = m.captured(2);
            return m.captured(1);
        }
    }
    return {};
}

int sectionOf(const QString& heading) {
    QString text = heading.toLower();
    text.remove(QRegularExpression(QStringLiteral("^[^a-z]+")));
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const QRegularExpression begins(
            QStringLiteral("^(?:%1)\\b").arg(QLatin1String(sections.at(i).words)));
        if (begins.match(text).hasMatch())
            return static_cast<int>(i);
    }
    return -1;
}

std::array<QString, sections.size()> readSections(const QString& description) {
    static const QRegularExpression comment(QStringLiteral("<!--.*?(?:-->|$)"),
                                            QRegularExpression::DotMatchesEverythingOption);
    QString text = description;
    text.remove(comment);
    std::array<QString, sections.size()> found;
    int current = -1;
    bool fenced = false;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.trimmed().startsWith(QLatin1String("```")))
            fenced = !fenced;
        QString rest;
        const QString heading = fenced ? QString() : headingOf(line, rest);
        const int section = heading.isEmpty() ? -1 : sectionOf(heading);
        // Only a large heading of another name ends a section: "Note: ..." and "### Details" are part of it.
        const bool large = line.startsWith(QLatin1String("# ")) || line.startsWith(QLatin1String("## "));
        if (section >= 0) {
            current = section;
            found.at(static_cast<std::size_t>(current)) += rest + QLatin1Char('\n');
        } else if (!heading.isEmpty() && large) {
            current = -1;
        } else if (current >= 0) {
            found.at(static_cast<std::size_t>(current)) += line + QLatin1Char('\n');
        }
    }
    return found;
}

// Why a section says nothing; empty when it says something.
QString emptiness(const QString& text) {
    static const QRegularExpression placeholder(
        QStringLiteral(
            "^\\W*(?:tbd|todo|n/?a|none|nothing|see (?:above|below|code|diff)|fixme|wip|lorem ipsum.*|"
            "\\.+|describe .*here|your text here|fill (?:me )?in.*)\\W*$"),
        QRegularExpression::CaseInsensitiveOption);
    const QString body = text.simplified();
    if (body.isEmpty())
        return QStringLiteral("it is empty");
    if (placeholder.match(body).hasMatch())
        return QStringLiteral("\"%1\" says nothing").arg(clipLine(body, 60));
    int letters = 0;
    for (const QChar c : body)
        letters += c.isLetterOrNumber() ? 1 : 0;
    QSet<QString> words;
    for (const QString& word : body.toLower().split(QLatin1Char(' ')))
        words.insert(word);
    // Languages without blanks between words are judged by their letters alone.
    const bool latin =
        body.at(0).script() == QChar::Script_Latin || body.at(0).script() == QChar::Script_Common;
    if (letters < leastLetters || (latin && words.size() < leastWords))
        return QStringLiteral("\"%1\" is too short to help a reviewer").arg(clipLine(body, 60));
    return {};
}

} // namespace

GateResult judgePullRequest(const QString& description) {
    if (description.size() > maxDescription)
        return failedResult(
            QStringLiteral("the pull-request description is longer than %1 characters").arg(maxDescription));
    if (description.trimmed().isEmpty()) {
        Finding finding;
        finding.message = QStringLiteral("there is no description");
        return failedResult(QStringLiteral("the pull-request description is missing or empty"), {finding});
    }
    const auto texts = readSections(cleanText(description));
    GateResult result;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const QString why = emptiness(texts.at(i));
        if (why.isEmpty())
            continue;
        Finding finding;
        finding.message = QStringLiteral("section \"%1\": %2")
                              .arg(QLatin1String(sections.at(i).name),
                                   texts.at(i).isEmpty() ? QStringLiteral("it is missing") : why);
        addFinding(result, finding);
    }
    const auto missing = result.findings.size();
    result.numbers.insert(QStringLiteral("sections"),
                          static_cast<double>(sections.size()) - static_cast<double>(missing));
    result.verdict = missing == 0 ? Verdict::Passed : Verdict::Failed;
    result.summary =
        missing == 0 ? QStringLiteral("the description says what, why, how to verify and how to roll back")
                     : QStringLiteral("the description lacks %1 of its 4 sections").arg(missing);
    return result;
}

} // namespace signalbox
