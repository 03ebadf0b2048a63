// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/diagnostics.h"

#include "core/report/text.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype maxLine = 1000; // of a line that is matched: no pattern sees a line of megabytes
constexpr int maxExcerptLines = 3;

using Match = QRegularExpressionMatch;

const QRegularExpression& typedLine() { // GCC, Clang, Java, "tsc --pretty"
    static const QRegularExpression e(QStringLiteral("^([^\\s:()][^:()]{0,300}):(\\d{1,8}):(?:\\d{1,6}:?)? "
                                                     "*(?:- )?(?:fatal )?(error|warning|note)\\b *"
                                                     "(?:[A-Z]{1,4}\\d+)?:? *(.+)$"),
                                      QRegularExpression::CaseInsensitiveOption);
    return e;
}
const QRegularExpression& untypedLine() { // Go, pyflakes, flake8, ruff, ESLint unix
    static const QRegularExpression e(
        QStringLiteral("^([^\\s:()]{1,300}):(\\d{1,8}):(?:(\\d{1,6}):?)? +(.+)$"));
    return e;
}
const QRegularExpression& parenthesisLine() { // tsc
    static const QRegularExpression e(
        QStringLiteral("^([^\\s:()][^:()]{0,300})\\((\\d{1,8})(?:,\\d{1,6})?\\): *(error|warning) *(.+)$"));
    return e;
}
const QRegularExpression& cmakeLine() {
    static const QRegularExpression e(
        QStringLiteral("^CMake (Error|Warning)[^:]{0,40} at ([^:\\s]{1,300}):(\\d{1,8})"));
    return e;
}
const QRegularExpression& titleLine() { // rustc, and tools that give a place on the next line
    static const QRegularExpression e(QStringLiteral("^(error|warning)(?:\\[\\w{1,20}\\])?: (.+)$"));
    return e;
}
const QRegularExpression& arrowLine() {
    static const QRegularExpression e(QStringLiteral("^ *--> ([^:\\s]{1,300}):(\\d{1,8})"));
    return e;
}
const QRegularExpression& styledLine() { // ESLint's default form: "  3:5  error  text  rule"
    static const QRegularExpression e(QStringLiteral("^ +(\\d{1,8}):\\d{1,6} +(error|warning) +(.+)$"));
    return e;
}
const QRegularExpression& frameLine() { // a place in a trace: Python, Node
    static const QRegularExpression e(QStringLiteral(
        "^(?: *File \"([^\"]{1,300})\", line (\\d{1,8})|((?:/|\\./|file://)[^:\\s]{1,300}):(\\d{1,8})$)"));
    return e;
}
const QRegularExpression& exceptionLine() {
    static const QRegularExpression e(QStringLiteral(
        "^((?:[A-Za-z_][\\w.]{0,80})?(?:Error|Exception|Exit|Interrupt))(?: \\[\\w+\\])?(?:: (.*))?$"));
    return e;
}

bool looksLikeFile(const QString& name) {
    return name.contains(u'.') &&
           std::any_of(name.cbegin(), name.cend(), [](QChar c) { return c.isLetter(); });
}

class Parser {
public:
    Parser(UntypedLines untyped, int maxFindings) : m_untyped(untyped), m_max(maxFindings) {}

    Diagnostics parse(const QString& output) {
        const QStringList lines = output.split(QLatin1Char('\n'));
        for (const QString& line : lines)
            take(line.left(maxLine));
        Diagnostics all;
        all.errors = static_cast<int>(m_errors.size()) + m_moreErrors;
        all.warnings = static_cast<int>(m_warnings.size()) + m_moreWarnings;
        all.findings = m_errors + m_warnings.mid(0, std::max<qsizetype>(0, m_max - m_errors.size()));
        return all;
    }

private:
    void take(const QString& line) {
        if (line.trimmed().isEmpty()) {
            m_excerpt = nullptr;
            return;
        }
        if (takeTyped(line) || takeParenthesis(line) || takeCmake(line) || takeStyled(line) ||
            takeArrow(line) || takeFrame(line) || takeException(line) || takeLinker(line) ||
            takeTitle(line) || takeUntyped(line))
            return;
        takeRest(line);
    }

    void add(const QString& severity, const QString& file, int line, const QString& message) {
        Finding finding;
        finding.severity = severity.toLower();
        finding.file = clipLine(inCheckout(file), 300);
        finding.line = line;
        finding.message = clipLine(message, 500);
        m_excerpt = nullptr;
        m_excerptLines = 0;
        const QString key = finding.severity + finding.file + QString::number(line) + finding.message;
        if (m_seen.contains(key))
            return;
        if (m_seen.size() < 100'000)
            m_seen.insert(key);
        const bool error = finding.severity == QLatin1String("error");
        QList<Finding>& list = error ? m_errors : m_warnings;
        if (list.size() >= m_max) {
            ++(error ? m_moreErrors : m_moreWarnings);
            return;
        }
        list.append(finding);
        m_excerpt = &list.last().excerpt;
    }

    bool takeTyped(const QString& line) {
        const Match m = typedLine().match(line);
        if (!m.hasMatch())
            return false;
        // Notes explain the error before them: they belong to it, they are no finding of their own.
        if (m.captured(3).compare(QLatin1String("note"), Qt::CaseInsensitive) == 0)
            takeRest(line);
        else
            add(m.captured(3), m.captured(1), m.captured(2).toInt(), m.captured(4));
        return true;
    }

    bool takeParenthesis(const QString& line) {
        const Match m = parenthesisLine().match(line);
        if (m.hasMatch())
            add(m.captured(3), m.captured(1), m.captured(2).toInt(), m.captured(4));
        return m.hasMatch();
    }

    bool takeCmake(const QString& line) {
        const Match m = cmakeLine().match(line);
        if (!m.hasMatch())
            return false;
        add(m.captured(1), m.captured(2), m.captured(3).toInt(), line);
        return true;
    }

    bool takeStyled(const QString& line) {
        const Match m = styledLine().match(line);
        if (!m.hasMatch() || m_styledFile.isEmpty())
            return false;
        add(m.captured(2), m_styledFile, m.captured(1).toInt(), m.captured(3));
        return true;
    }

    bool takeTitle(const QString& line) {
        const Match m = titleLine().match(line);
        if (!m.hasMatch())
            return false;
        m_title = m.captured(2);
        m_titleSeverity = m.captured(1);
        return true;
    }

    bool takeArrow(const QString& line) {
        const Match m = arrowLine().match(line);
        if (!m.hasMatch() || m_title.isEmpty())
            return false;
        add(m_titleSeverity, m.captured(1), m.captured(2).toInt(), m_title);
        m_title.clear();
        return true;
    }

    // The innermost place of a trace that lies in the checkout is the one to mend.
    bool takeFrame(const QString& line) {
        const Match m = frameLine().match(line);
        if (!m.hasMatch())
            return false;
        const bool python = m.capturedStart(1) >= 0;
        const QString file = inCheckout(m.captured(python ? 1 : 3));
        const bool inside = !file.startsWith(u'/') && !file.startsWith(u'<');
        if (inside || m_frameFile.isEmpty()) {
            m_frameFile = file;
            m_frameLine = m.captured(python ? 2 : 4).toInt();
        }
        m_excerpt = nullptr;
        m_styledFile.clear();
        return true;
    }

    bool takeException(const QString& line) {
        const Match m = exceptionLine().match(line);
        if (!m.hasMatch() || m_frameFile.isEmpty())
            return false;
        add(QStringLiteral("error"), m_frameFile, m_frameLine, line);
        m_frameFile.clear();
        m_excerpt = nullptr;
        return true;
    }

    bool takeLinker(const QString& line) {
        const bool missing = line.contains(QLatin1String("undefined reference to")) ||
                             line.contains(QLatin1String("multiple definition of")) ||
                             line.startsWith(QLatin1String("/usr/bin/ld: cannot find"));
        if (missing)
            add(QStringLiteral("error"), {}, 0, line);
        return missing;
    }

    bool takeUntyped(const QString& line) {
        if (m_untyped == UntypedLines::Ignore)
            return false;
        const Match m = untypedLine().match(line);
        if (!m.hasMatch() || !looksLikeFile(m.captured(1)))
            return false;
        const bool warning = m.captured(4).endsWith(QLatin1String("[Warning]")) ||
                             m.captured(4).contains(QLatin1String("[Warning/"));
        add(warning ? QStringLiteral("warning") : QStringLiteral("error"), m.captured(1),
            m.captured(2).toInt(), m.captured(4));
        return true;
    }

    void takeRest(const QString& line) {
        if (m_excerpt && m_excerptLines < maxExcerptLines) {
            *m_excerpt += (m_excerptLines > 0 ? QStringLiteral("\n") : QString()) + clip(line, 300);
            ++m_excerptLines;
        }
        if (!line.startsWith(u' ') && looksLikeFile(line) && !line.contains(u' '))
            m_styledFile = line;
    }

    const UntypedLines m_untyped;
    const int m_max;
    QList<Finding> m_errors;
    QList<Finding> m_warnings;
    int m_moreErrors = 0;
    int m_moreWarnings = 0;
    QSet<QString> m_seen;
    QString* m_excerpt = nullptr; ///< takes the lines after a diagnostic
    int m_excerptLines = 0;
    QString m_title;
    QString m_titleSeverity;
    QString m_styledFile;
    QString m_frameFile;
    int m_frameLine = 0;
};

} // namespace

Diagnostics parseDiagnostics(const QString& output, UntypedLines untyped, int maxFindings) {
    return Parser(untyped, maxFindings).parse(output);
}

} // namespace signalbox
