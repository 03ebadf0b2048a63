// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace signalbox {

enum class TokenKind : std::uint8_t { Keyword, Text, Comment, Number };

struct Token {
    int start = 0;
    int length = 0;
    TokenKind kind = TokenKind::Keyword;
};

/// The few things about a language that light colouring needs.
enum class Language : std::uint8_t { None, CLike, Python, Shell, Markup };
Language languageOf(const QString& path);

/// Tokens of one line, in order. Each line is looked at by itself: a comment or text that began on an earlier
/// line is not known, which is the price for colouring only what is seen.
QList<Token> tokenize(const QString& line, Language language);

} // namespace signalbox
