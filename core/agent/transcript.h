// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/log_kind.h"

#include <QJsonArray>
#include <QList>
#include <QMap>
#include <QStringList>

#include <functional>

namespace signalbox {

/// One rule of an agent's description (resources/agents/README.md): which lines of its output say something
/// to people, and what. Paths go through JSON by member names and list positions, "message.content.0.text".
struct TranscriptRule {
    QMap<QString, QString> when;  ///< paths in the line, and the texts that must be there
    QString each;                 ///< path of a list: what follows then concerns each of its items
    QMap<QString, QString> where; ///< paths in the item, and the texts that must be there
    LogKind kind = LogKind::Output;
    QStringList text;    ///< paths of what is shown, joined by a space; "a|b" is b where there is no a
    bool pieces = false; ///< a text that comes in pieces: it is shown when something else begins
};

/// Invalid when the rules make no sense, with which and why.
Result<QList<TranscriptRule>> transcriptRules(const QJsonArray& rules);

/// Reads an agent's output, JSON lines, into lines for people. Lines that are no JSON object are output as
/// they are; objects that no rule fits are left out (the artifact of the output has them). Deterministic: the
/// same output gives the same calls. Not thread-safe.
class TranscriptReader {
public:
    /// Gets whole lines, several joined by line ends.
    using Say = std::function<void(LogKind, const QString&)>;
    /// Without rules everything is output. known: so many lines for people are passed over, because they are
    /// in the log already.
    TranscriptReader(QList<TranscriptRule> rules, Say say, qint64 known = 0)
        : m_rules(std::move(rules)), m_say(std::move(say)), m_known(known) {}

    /// Lines of the output, joined by line ends.
    void feed(const QString& lines);
    /// Says what came in pieces and has not ended.
    void finish();

private:
    void take(const QString& line);
    void apply(const TranscriptRule& rule, const QJsonValue& item);
    void say(LogKind kind, const QString& text);
    void hand(LogKind kind, const QString& text);

    QList<TranscriptRule> m_rules;
    Say m_say;
    qint64 m_known;
    LogKind m_kindOfPieces = LogKind::Output;
    QString m_pieces;
};

} // namespace signalbox
