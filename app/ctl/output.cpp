// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace signalbox::ctl {

namespace {

void write(FILE* to, const QByteArray& bytes) {
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), to);
    std::fflush(to);
}

const char* sequence(Ink ink) {
    switch (ink) {
    case Ink::Good:
        return "\x1b[32m";
    case Ink::Bad:
        return "\x1b[31m";
    case Ink::Warn:
        return "\x1b[33m";
    case Ink::Accent:
        return "\x1b[1;35m";
    case Ink::Dim:
        return "\x1b[2m";
    case Ink::Strong:
        return "\x1b[1m";
    case Ink::None:
        break;
    }
    return "";
}

const QRegularExpression& colourSequence() {
    static const QRegularExpression expression(QStringLiteral("\x1b\\[[0-9;]*m"));
    return expression;
}

/// Columns that a text takes, its colours not counted.
qsizetype widthOf(const QString& text) {
    QString bare = text;
    return bare.remove(colourSequence()).size();
}

} // namespace

Output::Output() : m_terminal(::isatty(STDOUT_FILENO) == 1) {
    m_colour = m_terminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

bool Output::canAsk() {
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
}

int Output::columns() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 100;
}

void Output::line(const QString& text) {
    write(stdout, text.toUtf8() + '\n');
}
void Output::text(const QString& text) {
    write(stdout, text.toUtf8());
}
void Output::raw(const QByteArray& bytes) {
    write(stdout, bytes);
}
void Output::note(const QString& text) {
    write(stderr, text.toUtf8() + '\n');
}

void Output::error(const Error& error) {
    note(QStringLiteral("signalboxctl: %1").arg(harmless(error.message)));
    if (!error.hint.isEmpty())
        note(QStringLiteral("  → %1").arg(harmless(error.hint)));
    if (m_json)
        document({{QStringLiteral("error"), QJsonObject{{QStringLiteral("kind"), toString(error.kind)},
                                                        {QStringLiteral("message"), error.message},
                                                        {QStringLiteral("hint"), error.hint}}}});
}

void Output::document(const QJsonObject& object) {
    write(stdout, QJsonDocument(object).toJson(QJsonDocument::Indented));
}

void Output::table(const QStringList& header, const QList<QStringList>& rows) {
    if (rows.isEmpty())
        return;
    QList<qsizetype> widths;
    for (const QString& title : header)
        widths.append(title.size());
    for (const QStringList& row : rows)
        for (qsizetype i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths.at(i), widthOf(row.at(i)));
    const auto print = [&](const QStringList& row, Ink colour) {
        QString text;
        for (qsizetype i = 0; i < row.size(); ++i) {
            text += row.at(i);
            if (i + 1 < row.size())
                text += QString(widths.value(i) - widthOf(row.at(i)) + 2, QLatin1Char(' '));
        }
        line(colour == Ink::None ? text : ink(colour, text));
    };
    print(header, Ink::Dim);
    for (const QStringList& row : rows)
        print(row, Ink::None);
}

QString Output::ink(Ink colour, const QString& text) const {
    if (!m_colour || colour == Ink::None)
        return text;
    return QLatin1String(sequence(colour)) + text + QStringLiteral("\x1b[0m");
}

QString Output::ask(const QString& question) {
    text(question);
    QByteArray answer;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        answer.append(char(c));
    return QString::fromUtf8(answer).trimmed();
}

QString harmless(const QString& text, bool keepColour) {
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('\x1b')) {
            const auto match = colourSequence().match(text, i, QRegularExpression::NormalMatch,
                                                      QRegularExpression::AnchorAtOffsetMatchOption);
            if (match.hasMatch()) {
                if (keepColour)
                    out += match.captured();
                i += match.capturedLength() - 1;
            }
        } else if (c == QLatin1Char('\n') || c == QLatin1Char('\t') ||
                   (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format)) {
            out += c;
        }
    }
    return out;
}

QString ageText(Moment now, Moment then) {
    return then.ms == 0 ? QStringLiteral("-") : humanDuration(now - then);
}

QString timeText(Moment moment) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(moment.ms);
    return time.date() == QDate::currentDate() ? time.toString(QStringLiteral("HH:mm:ss"))
                                               : time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString oidText(const QString& oid) {
    return oid.isEmpty() ? QStringLiteral("-") : oid.left(12);
}

QString bytesText(qint64 bytes) {
    if (bytes < 1024)
        return QStringLiteral("%1 B").arg(bytes);
    if (bytes < (1 << 20))
        return QStringLiteral("%1 KiB").arg(double(bytes) / 1024, 0, 'f', 1);
    if (bytes < (1LL << 30))
        return QStringLiteral("%1 MiB").arg(double(bytes) / (1 << 20), 0, 'f', 1);
    return QStringLiteral("%1 GiB").arg(double(bytes) / double(1LL << 30), 0, 'f', 1);
}

QString wordText(StatusWord word) {
    return enumWord(word).replace(QLatin1Char('_'), QLatin1Char(' '));
}

Ink inkOf(StatusWord word) {
    switch (word) {
    case StatusWord::NeedsDecision:
    case StatusWord::NeedsPerson:
        return Ink::Accent;
    case StatusWord::Done:
        return Ink::Good;
    case StatusWord::Retrying:
    case StatusWord::Undoing:
        return Ink::Warn;
    case StatusWord::Failed:
    case StatusWord::Exhausted:
    case StatusWord::Rejected:
    case StatusWord::Refused:
        return Ink::Bad;
    default:
        return Ink::None;
    }
}

} // namespace signalbox::ctl
