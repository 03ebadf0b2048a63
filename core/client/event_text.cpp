// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/event_text.h"

#include "core/client/core_text.h"

#include "core/domain/event.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox {

namespace {

struct EventText {
    Q_DECLARE_TR_FUNCTIONS(signalbox::EventText)
};

QString firstLine(const QString& text) {
    return text.section(QLatin1Char('\n'), 0, 0).trimmed();
}

template <typename E>
QString word(E value) {
    return inReadersWords(enumWord(value).replace(u'_', u' '));
}

/// ": text", or nothing. What the core says is told in the reader's words, what people say is left as it is.
QString tail(const QString& text) {
    const QString line = inReadersWords(firstLine(text));
    return line.isEmpty() ? QString() : u": "_qs + line;
}

QString by(const QString& person) {
    return person.isEmpty() ? QString() : EventText::tr(" by %1").arg(person);
}

struct Words {
    QString operator()(const RepositoryAdded& e) const {
        return EventText::tr("repository %1 was added: %2").arg(e.repository.name, e.repository.url);
    }
    QString operator()(const RepositoryRemoved& e) const {
        return EventText::tr("repository %1 was removed%2").arg(e.name, by(e.by));
    }
    QString operator()(const TaskSubmitted& e) const {
        return EventText::tr("submitted%1%2").arg(by(e.by), tail(e.spec.title));
    }
    QString operator()(const TaskAdmitted& e) const {
        return EventText::tr("admitted: blueprint %1 %2, base %3 at %4")
            .arg(e.blueprint.name, e.blueprint.version, e.baseBranch, shortId(e.baseCommit));
    }
    QString operator()(const AttemptStarted& e) const {
        return EventText::tr("%1, attempt %2 begins").arg(e.step).arg(e.attempt);
    }
    QString operator()(const EffectDelayed& e) const {
        return EventText::tr("technical failure %1, tried again%2").arg(e.tries).arg(tail(e.trouble));
    }
    QString operator()(const MachineLeased& e) const {
        return EventText::tr("machine %1 leased").arg(e.machine);
    }
    QString operator()(const MachineReleased& e) const {
        return EventText::tr("machine %1 released").arg(e.machine);
    }
    QString operator()(const AttemptFinished& e) const {
        return EventText::tr("%1, attempt %2 %3%4")
            .arg(e.step)
            .arg(e.attempt)
            .arg(word(e.result.verdict), tail(e.result.summary));
    }
    QString operator()(const RoutedBack& e) const {
        return EventText::tr("sent back from %1 to %2%3").arg(e.from, e.to, tail(e.feedback));
    }
    QString operator()(const ApprovalRequested& e) const {
        return EventText::tr("approval %1 asked for: tree %2, needs %3")
            .arg(e.approval.id)
            .arg(shortId(e.approval.tree))
            .arg(e.approval.needed);
    }
    QString operator()(const ApprovalVoted& e) const {
        const QString who = e.onBehalf.isEmpty() ? e.by : EventText::tr("%1 for %2").arg(e.by, e.onBehalf);
        return EventText::tr("%1 %2 approval %3%4")
            .arg(who, e.approve ? EventText::tr("approved") : EventText::tr("rejected"))
            .arg(e.approval)
            .arg(tail(e.comment));
    }
    QString operator()(const ApprovalEscalated& e) const {
        return EventText::tr("approval %1 escalated to %2")
            .arg(e.approval)
            .arg(e.to.join(QStringLiteral(", ")));
    }
    QString operator()(const DelegationMade& e) const {
        return e.delegation.approval > 0
                   ? EventText::tr("%1 has %2 decide approval %3")
                         .arg(e.delegation.from, e.delegation.to)
                         .arg(e.delegation.approval)
                   : EventText::tr("%1 has %2 decide").arg(e.delegation.from, e.delegation.to);
    }
    QString operator()(const DelegationRevoked& e) const {
        return EventText::tr("%1 took delegation %2 back").arg(e.by).arg(e.delegation);
    }
    QString operator()(const QuestionAsked& e) const {
        return EventText::tr("%1 asked the agent%2").arg(e.by, tail(e.text));
    }
    QString operator()(const QuestionAnswered& e) const {
        return EventText::tr("the agent answered%1").arg(tail(e.answer));
    }
    QString operator()(const ApprovalClosed& e) const {
        return EventText::tr("approval %1 is %2%3").arg(e.approval).arg(word(e.state), tail(e.reason));
    }
    QString operator()(const ToolCallAsked& e) const {
        return EventText::tr("tool call %1 waits for a person%2")
            .arg(e.question.id)
            .arg(tail(e.question.call.line()));
    }
    QString operator()(const ToolCallClosed& e) const {
        return EventText::tr("tool call %1 is %2%3%4")
            .arg(e.question)
            .arg(word(e.state), by(e.by), tail(e.reason));
    }
    QString operator()(const TaskParked& e) const {
        return EventText::tr("needs a person%1").arg(tail(e.reason));
    }
    QString operator()(const TaskResumed& e) const {
        return EventText::tr("sent on%1 at %2%3").arg(by(e.by), e.step, tail(e.feedback));
    }
    QString operator()(const BudgetRaised& e) const {
        QStringList parts;
        if (e.tokens > 0)
            parts.append(EventText::tr("%1 tokens").arg(QLocale().toString(e.tokens)));
        if (e.cost > 0)
            parts.append(EventText::tr("%1 USD").arg(QLocale().toString(e.cost, 'f', 2)));
        return EventText::tr("budget raised by %1%2%3")
            .arg(parts.join(QStringLiteral(", ")), by(e.by), tail(e.reason));
    }
    QString operator()(const EndingBegun& e) const {
        return EventText::tr("will end as %1%2%3").arg(word(e.outcome), by(e.by), tail(e.reason));
    }
    QString operator()(const CompensationStarted& e) const {
        return EventText::tr("undoing %1: %2").arg(e.step, enumWord(e.kind));
    }
    QString operator()(const CompensationFinished& e) const {
        return EventText::tr("%1 %2%3").arg(e.done ? EventText::tr("undone:") : EventText::tr("not undone:"),
                                            enumWord(e.kind), tail(e.message));
    }
    QString operator()(const TearDownStarted&) const { return EventText::tr("tearing down"); }
    QString operator()(const DeadLetterReplayed& e) const {
        return EventText::tr("dead letter %1 is tried again%2").arg(e.number).arg(by(e.by));
    }
    QString operator()(const TaskContinued&) const {
        return EventText::tr("told anew, since its history got long");
    }
    QString operator()(const TaskFinished& e) const {
        return EventText::tr("finished: %1%2").arg(word(e.outcome), tail(e.reason));
    }
};

} // namespace

QString eventText(const RecordView& record) {
    const Result<Event> event = eventFrom(record.type, record.body);
    return event ? std::visit(Words(), *event) : QString(record.type).replace(u'_', u' ');
}

QString shortId(const QString& id) {
    return id.left(10);
}

} // namespace signalbox
