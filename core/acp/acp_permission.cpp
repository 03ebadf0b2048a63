// SPDX-License-Identifier: GPL-3.0-or-later
// An agent asks whether it may use a tool: the question goes to the core's rules and people in the form in
// which hooks ask, and the answer goes back as one of the options that the agent offers. Only options for
// this one call are taken: what holds for more is the core's to remember, where people see it.
#include "core/acp/acp_session.h"

namespace signalbox {

namespace {

constexpr qsizetype longestOption = 1000;
constexpr qsizetype mostOptions = 100;

QString optionOf(const QJsonArray& options, const QStringList& kinds) {
    for (const QString& kind : kinds)
        for (qsizetype i = 0; i < std::min(options.size(), mostOptions); ++i)
            if (options.at(i)[u"kind"].toString() == kind) {
                const QString id = options.at(i)[u"optionId"].toString();
                if (!id.isEmpty() && id.size() <= longestOption)
                    return id;
            }
    return {};
}

} // namespace

void AcpSession::permission(const AcpMessage& message) {
    const QJsonArray options = message.params.value(u"options").toArray();
    AcpQuestion question{0, message.id, optionOf(options, {QStringLiteral("allow_once")}),
                         optionOf(options, {QStringLiteral("reject_once"), QStringLiteral("reject_always")})};
    if (m_state.phase != AcpPhase::Working) {
        settle(question, {});
        return;
    }
    if (m_state.questions.size() >= m_limits.questions) {
        say(QStringLiteral("output"), QStringLiteral("(refused: too many questions wait already)"));
        settle(question, question.deny);
        return;
    }
    QString directory = m_state.directory;
    QJsonObject input;
    QString name;
    QString kind;
    const QJsonValue subject = message.params.value(u"subject");
    if (subject[u"type"].toString() == u"command") {
        directory = subject[u"cwd"].toString(directory);
        name = kind = QStringLiteral("execute");
        input = {{QStringLiteral("command"), subject[u"command"]}};
        question.call = subject[u"command"].toString();
    } else {
        const QJsonObject told = subject.isObject() ? subject[u"toolCall"].toObject()
                                                    : message.params.value(u"toolCall").toObject();
        AcpCall& call = known(told);
        show(call);
        // A long input is not kept, but here it is.
        input = told.value(u"rawInput").toObject();
        if (input.isEmpty())
            input = call.input;
        kind = call.kind.isEmpty() ? QStringLiteral("other") : call.kind;
        name = call.name.isEmpty() ? kind : call.name;
        if (!call.title.isEmpty() && !input.contains(u"title"))
            input.insert(QStringLiteral("title"), call.title);
        if (!call.paths.isEmpty() && !input.contains(u"paths"))
            input.insert(QStringLiteral("paths"), QJsonArray::fromStringList(call.paths));
        question.call = call.title;
    }
    question.call = acpShort(question.call, longestOption);
    question.token = ++m_state.tokens;
    m_state.questions.append(question);
    m_answer.questions.append({question.token,
                               {{QStringLiteral("tool_name"), name},
                                {QStringLiteral("tool_kind"), kind},
                                {QStringLiteral("tool_input"), input},
                                {QStringLiteral("cwd"), directory}}});
}

void AcpSession::decided(qint64 token, bool allowed, const QString& why) {
    const auto it = std::find_if(m_state.questions.begin(), m_state.questions.end(),
                                 [&](const AcpQuestion& one) { return one.token == token; });
    if (it == m_state.questions.end())
        return;
    const AcpQuestion question = *it;
    m_state.questions.erase(it);
    if (!allowed)
        say(QStringLiteral("output"), acpShort(why, longestOption));
    else if (question.allow.isEmpty())
        say(QStringLiteral("output"),
            QStringLiteral("(refused: the agent offers no way to allow this one call alone)"));
    settle(question, allowed && !question.allow.isEmpty() ? question.allow : question.deny);
}

void AcpSession::settle(const AcpQuestion& question, const QString& option) {
    const QJsonObject outcome = option.isEmpty()
                                    ? QJsonObject{{QStringLiteral("outcome"), QStringLiteral("cancelled")}}
                                    : QJsonObject{{QStringLiteral("outcome"), QStringLiteral("selected")},
                                                  {QStringLiteral("optionId"), option}};
    m_answer.messages.append(acpResult(question.id, {{QStringLiteral("outcome"), outcome}}));
}

} // namespace signalbox
