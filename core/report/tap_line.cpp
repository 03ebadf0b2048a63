// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tap_line.h"

#include <algorithm>

namespace signalbox {

namespace {

// Reads a number at `at` and moves behind it; -1 when there is none or it is absurd.
int takeNumber(QStringView text, qsizetype& at) {
    const qsizetype begin = at;
    while (at < text.size() && text.at(at) >= u'0' && text.at(at) <= u'9')
        ++at;
    if (at == begin || at - begin > 8)
        return -1;
    return text.mid(begin, at - begin).toInt();
}

// The first '#' that is not escaped and stands alone after a blank (or at the very beginning).
qsizetype directiveAt(QStringView text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'\\')
            ++i;
        else if (text.at(i) == u'#' && (i == 0 || text.at(i - 1).isSpace()))
            return i;
    }
    return -1;
}

QString unescaped(QStringView text) {
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'\\' && i + 1 < text.size() && (text.at(i + 1) == u'#' || text.at(i + 1) == u'\\'))
            ++i;
        plain.append(text.at(i));
    }
    return plain.trimmed();
}

void takeDirective(QStringView text, TapLine& line) {
    const QStringView body = text.trimmed();
    const auto is = [&](QStringView word) { return body.startsWith(word, Qt::CaseInsensitive); };
    if (is(u"skip"))
        line.directive = TapLine::Directive::Skip;
    else if (is(u"todo") && (body.size() == 4 || !body.at(4).isLetterOrNumber()))
        line.directive = TapLine::Directive::Todo;
    else
        return;
    const qsizetype blank = body.indexOf(u' ');
    line.reason = blank < 0 ? QString() : body.mid(blank).trimmed().toString();
}

bool takePoint(QStringView body, TapLine& line) {
    line.ok = body.startsWith(u"ok");
    if (!line.ok && !body.startsWith(u"not ok"))
        return false;
    qsizetype at = line.ok ? 2 : 6;
    if (at < body.size() && !body.at(at).isSpace())
        return false;
    while (at < body.size() && body.at(at).isSpace())
        ++at;
    const qsizetype digits = at;
    const int number = takeNumber(body, at);
    if (number >= 0 && (at == body.size() || body.at(at).isSpace()))
        line.number = number;
    else
        at = digits; // a description that begins with a digit
    QStringView rest = body.mid(at).trimmed();
    const qsizetype directive = directiveAt(rest);
    if (directive >= 0) {
        takeDirective(rest.mid(directive + 1), line);
        if (line.directive != TapLine::Directive::None)
            rest = rest.left(directive).trimmed();
    }
    if (rest.startsWith(u'-'))
        rest = rest.mid(1).trimmed();
    // TAP 14 lets the subtests follow in braces; the brace is no part of the name.
    line.text = unescaped(rest);
    line.kind = TapLine::Kind::Point;
    return true;
}

bool takePlan(QStringView body, TapLine& line) {
    if (!body.startsWith(u"1.."))
        return false;
    qsizetype at = 3;
    const int number = takeNumber(body, at);
    const QStringView rest = body.mid(at).trimmed();
    if (number < 0 || (!rest.isEmpty() && !rest.startsWith(u'#')))
        return false;
    line.kind = TapLine::Kind::Plan;
    line.number = number;
    return true;
}

} // namespace

int tapIndent(const QString& line) {
    int indent = 0;
    while (indent < line.size() && line.at(indent) == u' ')
        ++indent;
    return indent;
}

TapLine parseTapLine(const QString& text) {
    TapLine line;
    line.indent = tapIndent(text);
    const QStringView body = QStringView(text).mid(line.indent).trimmed();
    if (takePoint(body, line) || takePlan(body, line))
        return line;
    line.ok = false;
    if (body.startsWith(u"Bail out!", Qt::CaseInsensitive)) {
        line.kind = TapLine::Kind::BailOut;
        line.text = body.mid(9).trimmed().toString();
    } else if (body.startsWith(u"# Subtest:")) {
        line.kind = TapLine::Kind::Subtest;
        line.text = body.mid(10).trimmed().toString();
    } else if (body == u"---") {
        line.kind = TapLine::Kind::YamlBegin;
    } else if (body.startsWith(u'#')) {
        line.kind = TapLine::Kind::Comment;
    }
    return line;
}

} // namespace signalbox
