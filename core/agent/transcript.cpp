// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/transcript.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox {

namespace {

constexpr qsizetype longestPieces = 16 * 1024;

QJsonValue at(QJsonValue value, const QString& path) {
    for (const QString& word : path.split(QLatin1Char('.'))) {
        bool number = false;
        const int position = word.toInt(&number);
        value = number && value.isArray() ? value.toArray().at(position) : value.toObject().value(word);
    }
    return value;
}

QString textOf(const QJsonValue& value) {
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Double:
    case QJsonValue::Bool:
        return value.toVariant().toString();
    default:
        return {};
    }
}

QString shown(const QJsonValue& item, const QString& paths) {
    for (const QString& path : paths.split(QLatin1Char('|')))
        if (QString text = textOf(at(item, path)); !text.isEmpty())
            return text;
    return {};
}

bool fits(const QJsonValue& value, const QMap<QString, QString>& wanted) {
    for (auto it = wanted.begin(); it != wanted.end(); ++it)
        if (textOf(at(value, it.key())) != it.value())
            return false;
    return true;
}

Result<QMap<QString, QString>> textsOf(const QJsonValue& value) {
    QMap<QString, QString> texts;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        texts.insert(it.key(), textOf(it.value()));
    if ((value.isUndefined() || value.isObject()) && !texts.values().contains(QString()))
        return texts;
    return Error{ErrorKind::Invalid, QStringLiteral("when and where are maps of paths to texts"), {}};
}

Result<TranscriptRule> ruleFrom(const QJsonObject& object) {
    TranscriptRule rule;
    auto when = textsOf(object.value(QLatin1String("when")));
    auto where = textsOf(object.value(QLatin1String("where")));
    if (!when || !where)
        return when ? where.error() : when.error();
    rule.when = std::move(*when);
    rule.where = std::move(*where);
    rule.each = object.value(QLatin1String("each")).toString();
    rule.pieces = object.value(QLatin1String("pieces")).toBool();
    const auto kind = enumFromWord<LogKind>(object.value(QLatin1String("kind")).toString());
    if (!kind)
        return Error{ErrorKind::Invalid, QStringLiteral("kind is model, tool or output"), {}};
    rule.kind = *kind;
    const QJsonValue text = object.value(QLatin1String("text"));
    if (text.isString())
        rule.text.append(text.toString());
    for (const QJsonValue& path : text.toArray())
        rule.text.append(path.toString());
    if (rule.text.isEmpty() || rule.text.contains(QString()))
        return Error{ErrorKind::Invalid, QStringLiteral("text names the paths of what is shown"), {}};
    return rule;
}

} // namespace

Result<QList<TranscriptRule>> transcriptRules(const QJsonArray& rules) {
    QList<TranscriptRule> read;
    for (const QJsonValue& value : rules) {
        auto rule = ruleFrom(value.toObject());
        if (!rule)
            return rule.error().within(QStringLiteral("rule %1 of the transcript").arg(read.size() + 1));
        read.append(std::move(*rule));
    }
    return read;
}

void TranscriptReader::feed(const QString& lines) {
    if (m_rules.isEmpty()) // a flood of short lines must not cost a call each
        return hand(LogKind::Output, lines);
    for (const QString& line : lines.split(QLatin1Char('\n')))
        take(line);
}

void TranscriptReader::finish() {
    if (!m_pieces.isEmpty())
        hand(m_kindOfPieces, std::exchange(m_pieces, {}));
}

void TranscriptReader::take(const QString& line) {
    const auto document =
        line.startsWith(QLatin1Char('{')) ? QJsonDocument::fromJson(line.toUtf8()) : QJsonDocument();
    if (!document.isObject())
        return say(LogKind::Output, line);
    const QJsonValue object(document.object());
    for (const TranscriptRule& rule : std::as_const(m_rules)) {
        if (!fits(object, rule.when))
            continue;
        if (rule.each.isEmpty())
            apply(rule, object);
        else
            for (const QJsonValue& item : at(object, rule.each).toArray())
                apply(rule, item);
    }
}

void TranscriptReader::apply(const TranscriptRule& rule, const QJsonValue& item) {
    if (!fits(item, rule.where))
        return;
    QStringList parts;
    for (const QString& paths : rule.text)
        if (QString part = shown(item, paths); !part.isEmpty())
            parts.append(std::move(part));
    const QString text = parts.join(QLatin1Char(' '));
    if (!rule.pieces) {
        if (!text.trimmed().isEmpty())
            say(rule.kind, text.trimmed());
        return;
    }
    if (rule.kind != m_kindOfPieces || m_pieces.size() > longestPieces)
        finish();
    m_kindOfPieces = rule.kind;
    m_pieces += text;
}

void TranscriptReader::say(LogKind kind, const QString& text) {
    finish();
    hand(kind, text);
}

void TranscriptReader::hand(LogKind kind, const QString& text) {
    qsizetype from = 0;
    for (; m_known > 0; --m_known) {
        const qsizetype end = text.indexOf(QLatin1Char('\n'), from);
        if (end < 0) {
            --m_known;
            return;
        }
        from = end + 1;
    }
    m_say(kind, from == 0 ? text : text.mid(from));
}

} // namespace signalbox
