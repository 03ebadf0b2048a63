// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/syntax.h"

#include <QSet>

namespace signalbox {

namespace {

const QSet<QString>& keywords(Language language) {
    const auto set = [](const char* words) {
        const QStringList list = QString::fromLatin1(words).split(QLatin1Char(' '));
        return QSet<QString>(list.begin(), list.end());
    };
    static const QSet<QString> cLike = set(
        "if else for while do switch case default break continue return goto struct class enum union "
        "namespace "
        "template typename using public private protected virtual override final static const constexpr auto "
        "void int char bool float double long short unsigned signed new delete this nullptr true false try "
        "catch "
        "throw sizeof typedef extern inline noexcept include define ifdef ifndef endif function var let "
        "async "
        "await import export from of in typeof instanceof null undefined fn pub impl trait mut match loop "
        "use mod "
        "crate self func package interface type go defer range chan map nil string byte");
    static const QSet<QString> python = set(
        "def class return if elif else for while in not and or is None True False import from as with try "
        "except finally raise lambda yield pass break continue global nonlocal assert async await del self");
    static const QSet<QString> shell =
        set("if then else elif fi for while do done case esac in function return local export set unset exit "
            "true false cd echo test source");
    static const QSet<QString> none;
    switch (language) {
    case Language::CLike:
        return cLike;
    case Language::Python:
        return python;
    case Language::Shell:
        return shell;
    default:
        return none;
    }
}

bool isWord(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

bool beginsComment(const QString& line, int i, Language language) {
    const auto next = i + 1 < line.size() ? line.at(i + 1) : QChar();
    switch (language) {
    case Language::CLike:
        return line.at(i) == QLatin1Char('/') && (next == QLatin1Char('/') || next == QLatin1Char('*'));
    case Language::Python:
        return line.at(i) == QLatin1Char('#');
    case Language::Shell:
        return line.at(i) == QLatin1Char('#') && (i == 0 || line.at(i - 1).isSpace());
    default:
        return false;
    }
}

int commentEnd(const QString& line, int i, Language language) {
    if (language == Language::CLike && line.at(i + 1) == QLatin1Char('*')) {
        const auto end = line.indexOf(QStringLiteral("*/"), i + 2);
        return end < 0 ? int(line.size()) : int(end) + 2;
    }
    return int(line.size());
}

int textEnd(const QString& line, int i) {
    const QChar quote = line.at(i);
    for (int j = i + 1; j < line.size(); ++j) {
        if (line.at(j) == QLatin1Char('\\'))
            ++j;
        else if (line.at(j) == quote)
            return j + 1;
    }
    return int(line.size());
}

} // namespace

Language languageOf(const QString& path) {
    const QString name = path.section(QLatin1Char('/'), -1);
    const QString end = name.section(QLatin1Char('.'), -1).toLower();
    static const QSet<QString> cLike{
        QStringLiteral("c"),   QStringLiteral("h"),    QStringLiteral("cc"), QStringLiteral("cpp"),
        QStringLiteral("js"),  QStringLiteral("hpp"),  QStringLiteral("ts"), QStringLiteral("mjs"),
        QStringLiteral("go"),  QStringLiteral("java"), QStringLiteral("rs"), QStringLiteral("json"),
        QStringLiteral("jsx"), QStringLiteral("tsx"),  QStringLiteral("cs"), QStringLiteral("css")};
    static const QSet<QString> shell{QStringLiteral("sh"),   QStringLiteral("bash"), QStringLiteral("yaml"),
                                     QStringLiteral("yml"),  QStringLiteral("toml"), QStringLiteral("cmake"),
                                     QStringLiteral("conf"), QStringLiteral("ini"),  QStringLiteral("mk")};
    if (cLike.contains(end))
        return Language::CLike;
    if (end == QStringLiteral("py"))
        return Language::Python;
    if (shell.contains(end) || name == QStringLiteral("Makefile") || name == QStringLiteral("Dockerfile") ||
        name == QStringLiteral("CMakeLists.txt"))
        return Language::Shell;
    return Language::None;
}

QList<Token> tokenize(const QString& line, Language language) {
    QList<Token> tokens;
    if (language == Language::None || language == Language::Markup)
        return tokens;
    const QSet<QString>& words = keywords(language);
    int i = 0;
    while (i < line.size()) {
        const QChar c = line.at(i);
        const int start = i;
        if (beginsComment(line, i, language)) {
            i = commentEnd(line, i, language);
            tokens.append({start, i - start, TokenKind::Comment});
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`')) {
            i = textEnd(line, i);
            tokens.append({start, i - start, TokenKind::Text});
        } else if (c.isDigit()) {
            while (i < line.size() && (isWord(line.at(i)) || line.at(i) == QLatin1Char('.')))
                ++i;
            tokens.append({start, i - start, TokenKind::Number});
        } else if (isWord(c)) {
            while (i < line.size() && isWord(line.at(i)))
                ++i;
            if (words.contains(line.mid(start, i - start)))
                tokens.append({start, i - start, TokenKind::Keyword});
        } else {
            ++i;
        }
    }
    return tokens;
}

} // namespace signalbox
