// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/markdown.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace signalbox {

namespace {

/// Stands between the parts of what a forge would act on. Not visible, and not part of any word.
constexpr QChar divider(0x200b);

/// Control characters, reading direction and invisible ones out; tabs become blanks.
QString visible(const QString& text) {
    QString out;
    for (const uint c : text.toUcs4()) {
        if (c == '\n') {
            out += QLatin1Char('\n');
        } else if (c == '\t') {
            out += QStringLiteral("    ");
        } else if (const auto category = QChar::category(c);
                   category == QChar::Other_Control || category == QChar::Other_Format ||
                   category == QChar::Other_Surrogate || category == QChar::Other_PrivateUse ||
                   category == QChar::Separator_Line || category == QChar::Separator_Paragraph) {
            continue;
        } else {
            out += QString::fromUcs4(reinterpret_cast<const char32_t*>(&c), 1);
        }
    }
    return out;
}

/// Divides what forges turn into mentions, references and links.
QString inert(QString text) {
    static const QRegularExpression reference(
        QStringLiteral("([@#%~])(?=[\\w\"])|([!$&^])(?=[0-9])|\\b(GH-|www\\.)(?=\\w)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression url(QStringLiteral("(:)(?=//)|\\b(mailto:|xmpp:)(?=\\S)"),
                                        QRegularExpression::CaseInsensitiveOption);
    const QString mark(divider);
    text.replace(reference, QStringLiteral("\\1\\2\\3") + mark);
    text.replace(url, QStringLiteral("\\1\\2") + mark);
    return text;
}

/// Code is left as it is, so that it can be copied, but for words that close an issue: those some forges read
/// wherever they stand.
QString inertCode(QString code) {
    static const QRegularExpression closing(
        QStringLiteral(
            "\\b((?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?):?\\s+)"
            "(?=\\S*(?:#|GH-|://))"),
        QRegularExpression::CaseInsensitiveOption);
    return code.replace(closing, QStringLiteral("\\1") + divider);
}

/// Plain text of a line: every character that Markdown or HTML gives a meaning to is written out.
QString escaped(const QString& text) {
    QString out;
    for (const QChar c : text) {
        if (c == u'&')
            out += QStringLiteral("&amp;");
        else if (c == u'<')
            out += QStringLiteral("&lt;");
        else if (c == u'>')
            out += QStringLiteral("&gt;");
        else {
            if (QStringLiteral("\\`*_[]!|~$").contains(c))
                out += u'\\';
            out += c;
        }
    }
    return out;
}

/// A line with its code spans kept: a span has one backtick on each side and none inside, so that we and
/// every reader of Markdown agree where it ends.
QString escapedLine(const QString& line) {
    static const QRegularExpression span(QStringLiteral("(?<!`)`([^`]+)`(?!`)"));
    QString out;
    qsizetype at = 0;
    auto matches = span.globalMatch(line);
    while (matches.hasNext()) {
        const auto match = matches.next();
        if (match.captured(1).trimmed().isEmpty())
            continue;
        out += escaped(inert(line.mid(at, match.capturedStart() - at)));
        if (out.endsWith(u'`'))
            out += u' ';
        out += u'`' + inertCode(match.captured(1)) + u'`';
        at = match.capturedEnd();
    }
    out += escaped(inert(line.mid(at)));
    // A heading or rule of the text must not look like one of ours.
    static const QRegularExpression structure(QStringLiteral("^(\\s*)([#=+-]{1,})(?=[\\s#=-]|$)"));
    if (const auto match = structure.match(out); match.hasMatch() && match.captured(2) != u"-")
        out.insert(match.capturedStart(2), u'\\');
    return out;
}

bool isFence(const QString& line) {
    const QString text = line.trimmed();
    return text.startsWith(QLatin1String("```")) || text.startsWith(QLatin1String("~~~"));
}

/// A fence longer than any run of backticks in the lines.
QString fenceFor(const QStringList& lines) {
    qsizetype longest = 2;
    for (const QString& line : lines) {
        qsizetype run = 0;
        for (const QChar c : line) {
            run = c == u'`' ? run + 1 : 0;
            longest = std::max(longest, run);
        }
    }
    return QString(longest + 1, u'`');
}

} // namespace

QString markdownLine(const QString& text, int maxLength) {
    QString line = visible(text).simplified();
    if (line.size() > maxLength) {
        line.truncate(maxLength);
        line += QStringLiteral("…");
    }
    return escaped(inert(line));
}

QString markdownQuote(const QString& text, int maxLength) {
    QString body = visible(text.left(maxLength)).trimmed();
    if (text.size() > maxLength)
        body += QStringLiteral("\n\n(cut here: it goes on)");
    QString out;
    const auto put = [&](const QString& line) {
        out += (line.isEmpty() ? QStringLiteral(">") : QStringLiteral("> ") + line) + u'\n';
    };
    const QStringList lines = body.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!isFence(lines[i])) {
            put(escapedLine(lines[i]));
            continue;
        }
        QStringList code;
        while (++i < lines.size() && !isFence(lines[i]))
            code << inertCode(lines[i]);
        const QString fence = fenceFor(code);
        put(fence);
        for (const QString& line : std::as_const(code))
            put(line);
        put(fence);
    }
    return out;
}

} // namespace signalbox
