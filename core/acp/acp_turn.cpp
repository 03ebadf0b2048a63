// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/acp/acp_turn.h"

#include "core/acp/acp_session.h"

#include <QJsonDocument>

namespace signalbox {

namespace {

constexpr qsizetype longestState = 1024 * 1024;
constexpr qsizetype mostTranscript = 2 * 1024 * 1024; ///< bytes of one turn: the guest's room has an end

QByteArray compactLine(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Error noTurn(const QString& why) {
    return {ErrorKind::Invalid, QStringLiteral("this is no turn of an agent's session: %1").arg(why), {}};
}

Result<AcpState> stateFrom(const QByteArray& line) {
    if (line.isEmpty())
        return AcpState();
    if (line.size() > longestState)
        return noTurn(QStringLiteral("its state is too long"));
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return noTurn(QStringLiteral("its state is no JSON object"));
    auto state = fromJson<AcpState>(document.object());
    if (!state)
        return state.error();
    for (const AcpQuestion& question : state->questions)
        if (question.id.size() != 1)
            return noTurn(QStringLiteral("a question has no id"));
    return state;
}

bool takeEvent(AcpSession& session, char what, const QByteArray& text) {
    const qsizetype space = text.indexOf(' ');
    const QByteArray word = space < 0 ? text : text.left(space);
    const QByteArray rest = space < 0 ? QByteArray() : text.mid(space + 1);
    switch (what) {
    case 'I':
        session.begin(QJsonDocument::fromJson(text).object());
        return true;
    case 'B':
        session.prompt(QJsonDocument::fromJson(text).array().at(0).toString());
        return true;
    case 'L':
        session.line(text);
        return true;
    case 'O':
        session.longLine(std::max<qint64>(0, word.toLongLong()), rest);
        return true;
    case 'A':
        session.decided(word.toLongLong(), rest == "allow", QString::fromUtf8(rest.mid(5)));
        return true;
    case 'X':
        session.gone(QString::fromUtf8(text));
        return true;
    case 'C':
        session.cancel(QString::fromUtf8(text));
        return true;
    case 'T':
        session.silent(text.toLongLong());
        return true;
    default:
        return false;
    }
}

/// A text that may have line ends, as lines of the answer.
void putPlain(QByteArray& out, const QString& text) {
    const QList<QByteArray> parts = text.toUtf8().replace('\0', "").split('\n');
    for (qsizetype i = 0; i + 1 < parts.size(); ++i)
        out += "T " + parts.at(i) + '\n';
    if (!parts.last().isEmpty())
        out += "t " + parts.last() + '\n';
}

QByteArray lineOf(const AcpSession& session) {
    const AcpAnswer& answer = session.answer();
    QByteArray out = "S " + compactLine(toJson(session.state())) + '\n';
    const qsizetype begin = out.size();
    for (const AcpAnswer::Line& line : answer.lines) {
        if (out.size() - begin > mostTranscript)
            break; // what is left out is told by nobody else, but the agent's work is not in it
        if (session.state().plain)
            putPlain(out, line.text);
        else
            out += "T " +
                   compactLine({{QStringLiteral("acp"), line.kind}, {QStringLiteral("text"), line.text}}) +
                   '\n';
    }
    for (const QJsonObject& message : answer.messages)
        out += "W " + compactLine(message) + '\n';
    for (const AcpAnswer::Question& question : answer.questions)
        out += "P " + QByteArray::number(question.token) + ' ' + compactLine(question.call) + '\n';
    if (answer.prompt && !answer.end)
        out += "B\n";
    if (answer.end) {
        QString why = answer.why.simplified();
        out += "E " + QByteArray::number(*answer.end) + ' ' + why.remove(QChar(u'\0')).toUtf8() + '\n';
    }
    return out;
}

} // namespace

Result<QByteArray> acpTurn(const QByteArray& body, const std::optional<QString>& stop) {
    if (body.size() > longestAcpTurn)
        return noTurn(QStringLiteral("it is too long"));
    const QList<QByteArray> lines = body.split('\n');
    auto state = stateFrom(lines.first());
    if (!state)
        return state.error();
    AcpSession session(std::move(*state));
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray& line = lines.at(i);
        if (line.isEmpty())
            continue;
        if (!takeEvent(session, line.at(0), line.mid(2)))
            return noTurn(QStringLiteral("nothing begins with \"%1\"").arg(QString::fromUtf8(line.left(1))));
    }
    if (stop)
        session.stop(*stop);
    return lineOf(session);
}

} // namespace signalbox
