// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/event_text.h"

#include "core/domain/event.h"

#include <QCoreApplication>

namespace signalbox {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("signalbox::EventText", text);
}

QString tail(const QString& text) {
    return text.isEmpty() ? QString() : QStringLiteral(": ") + text.section(u'\n', 0, 0);
}

QString someone(const QString& by) {
    return by.isEmpty() ? tr("the core") : by;
}

struct Words {
    QString operator()(const RepositoryAdded& e) const {
        return tr("%1 added the repository %2").arg(someone(e.repository.addedBy), e.repository.name);
    }
    QString operator()(const RepositoryRemoved& e) const {
        return tr("%1 removed the repository %2").arg(someone(e.by), e.name);
    }
    QString operator()(const TaskSubmitted& e) const {
        return tr("%1 submitted \u201c%2\u201d on %3").arg(someone(e.by), e.spec.title, e.spec.repository);
    }
    QString operator()(const TaskAdmitted& e) const {
        return tr("admitted on %1 at %2, blueprint %3")
            .arg(e.baseBranch, shortId(e.baseCommit),
                 e.blueprint.name.isEmpty() ? e.blueprint.origin : e.blueprint.name);
    }
    QString operator()(const AttemptStarted& e) const {
        return tr("%1 began, attempt %2").arg(e.step).arg(e.attempt);
    }
    QString operator()(const EffectDelayed& e) const {
        return tr("technical failure %1, will be tried again%2").arg(e.tries).arg(tail(e.trouble));
    }
    QString operator()(const MachineLeased& e) const { return tr("machine %1 leased").arg(e.machine); }
    QString operator()(const MachineReleased& e) const { return tr("machine %1 removed").arg(e.machine); }
    QString operator()(const AttemptFinished& e) const {
        return tr("%1 %2%3").arg(e.step, enumWord(e.result.verdict).replace(u'_', u' '),
                                 tail(e.result.summary));
    }
    QString operator()(const RoutedBack& e) const {
        return tr("%1 sent it back to %2%3").arg(e.from, e.to, tail(e.feedback));
    }
    QString operator()(const ApprovalRequested& e) const {
        return tr("approval %1 asked for, bound to tree %2").arg(e.approval.id).arg(shortId(e.approval.tree));
    }
    QString operator()(const ApprovalVoted& e) const {
        return (e.approve ? tr("%1 approved%2") : tr("%1 rejected%2")).arg(someone(e.by), tail(e.comment));
    }
    QString operator()(const QuestionAsked& e) const {
        return tr("%1 asked%2").arg(someone(e.by), tail(e.text));
    }
    QString operator()(const QuestionAnswered& e) const {
        return tr("question %1 was answered%2").arg(e.number).arg(tail(e.answer));
    }
    QString operator()(const ApprovalClosed& e) const {
        return tr("approval %1 is %2%3").arg(e.approval).arg(enumWord(e.state), tail(e.reason));
    }
    QString operator()(const TaskParked& e) const {
        return tr("stopped, needs a person%1").arg(tail(e.reason));
    }
    QString operator()(const TaskResumed& e) const {
        return tr("%1 sent it on at %2%3").arg(someone(e.by), e.step, tail(e.feedback));
    }
    QString operator()(const EndingBegun& e) const {
        return tr("ends as %1%2").arg(enumWord(e.outcome), tail(e.reason));
    }
    QString operator()(const CompensationStarted& e) const {
        return tr("undoing %1 of %2").arg(enumWord(e.kind).replace(u'_', u' '), e.step);
    }
    QString operator()(const CompensationFinished& e) const {
        return (e.done ? tr("undone: %1%2") : tr("could not be undone: %1%2"))
            .arg(enumWord(e.kind).replace(u'_', u' '), tail(e.message));
    }
    QString operator()(const TearDownStarted&) const { return tr("tearing down"); }
    QString operator()(const TaskFinished& e) const {
        return tr("finished: %1%2").arg(enumWord(e.outcome), tail(e.reason));
    }
};

} // namespace

QString eventText(const RecordView& record) {
    const Result<Event> event = eventFrom(record.type, record.body);
    if (!event)
        return QString(record.type).replace(u'_', u' ');
    return std::visit(Words{}, *event);
}

QString shortId(const QString& id) {
    return id.left(10);
}

} // namespace signalbox
