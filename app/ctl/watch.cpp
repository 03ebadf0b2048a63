// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/watch.h"

#include "app/ctl/approval_view.h"
#include "core/client/event_text.h"

#include <QTimer>

namespace signalbox::ctl {

namespace {

constexpr int redrawMs = 1000;

QString glyph(const Output& out, const Task& task, const Step& step) {
    const Attempt* last = task.lastAttempt(step.id);
    const bool current = task.current == step.id && task.phase != TaskPhase::Finished;
    if (current && task.phase == TaskPhase::Approval)
        return out.ink(Ink::Accent, QStringLiteral("?"));
    if (current && task.phase == TaskPhase::Parked)
        return out.ink(Ink::Accent, QStringLiteral("!"));
    if (!last)
        return out.ink(Ink::Dim, QStringLiteral("·"));
    if (!last->result)
        return out.ink(Ink::Strong, current ? QStringLiteral(">") : QStringLiteral("·"));
    return last->result->verdict == Verdict::Passed ? out.ink(Ink::Good, QStringLiteral("✓"))
                                                    : out.ink(Ink::Bad, QStringLiteral("✗"));
}

QString stepText(const Task& task, const Step& step, Moment now) {
    const StepState* state = task.step(step.id);
    if (!state || state->attempts.isEmpty())
        return {};
    const Attempt& last = state->attempts.last();
    QStringList parts;
    if (last.number > 1)
        parts.append(QStringLiteral("attempt %1").arg(last.number));
    parts.append(humanDuration((last.ended ? *last.ended : now) - last.started));
    if (last.result && !last.result->summary.isEmpty())
        parts.append(harmless(last.result->summary));
    else if (!last.ended && !last.trouble.isEmpty() && last.machine.isEmpty())
        parts.append(QStringLiteral("tried again: %1").arg(harmless(last.trouble)));
    else if (!last.ended && !last.machine.isEmpty())
        parts.append(harmless(last.machine));
    for (const RouteCount& route : task.routes)
        if (route.from == step.id)
            parts.append(QStringLiteral("sent back to %1 %2×").arg(route.to).arg(route.count));
    return parts.join(QStringLiteral(" · "));
}

/// One run of the command: waits for events in a loop of its own and decides when to end.
class Watch : public QObject {
    Q_OBJECT
public:
    Watch(Ctl& ctl, TaskId id, AtApproval atApproval) : m_ctl(ctl), m_id(id), m_atApproval(atApproval) {
        m_redraw = ctl.out().isTerminal() && !ctl.out().json();
        CoreMirror& mirror = ctl.client().mirror();
        connect(&mirror, &CoreMirror::recordArrived, this, [this](const RecordView& record) {
            if (record.task != m_id)
                return;
            tell(record);
            look();
        });
        connect(&mirror, &CoreMirror::reset, this, &Watch::look);
        connect(&ctl.client(), &CoreClient::stateChanged, this, &Watch::onState);
        connect(&m_timer, &QTimer::timeout, this, &Watch::draw);
    }

    int run() {
        m_ctl.client().open();
        if (m_redraw)
            m_timer.start(redrawMs);
        look();
        m_loop.exec();
        m_timer.stop();
        m_ctl.client().close();
        return m_exit;
    }

private:
    void onState(ConnectionState state, const QString& text) {
        const auto error = m_ctl.client().lastError();
        if (state != ConnectionState::Connected && state != ConnectionState::Disconnected && error)
            m_ctl.out().note(text);
        if (state == ConnectionState::Connecting && error && !error->isTransient())
            end(m_ctl.fail(*error));
    }
    void tell(const RecordView& record) {
        if (!m_redraw && !m_ctl.out().json())
            m_ctl.out().line(QStringLiteral("%1  %2").arg(timeText(record.at), harmless(eventText(record))));
    }
    /// Reads the task anew; asks that come meanwhile become one more.
    void look() {
        if (std::exchange(m_looking, true)) {
            m_lookAgain = true;
            return;
        }
        m_ctl.client().fetchTask(m_id, this, [this](const Result<TaskDetail>& detail) {
            m_looking = false;
            if (detail) {
                take(*detail);
            } else if (!detail.error().isTransient()) {
                return end(m_ctl.fail(detail.error()));
            }
            if (std::exchange(m_lookAgain, false))
                look();
        });
    }
    void take(const TaskDetail& detail) {
        if (!m_known && !m_redraw && !m_ctl.out().json())
            m_ctl.out().line(QStringLiteral("task %1  %2  (%3): %4")
                                 .arg(m_id)
                                 .arg(harmless(detail.task.spec.title), harmless(detail.task.spec.repository),
                                      harmless(detail.summary.status.text)));
        m_known = detail;
        draw();
        if (detail.task.phase == TaskPhase::Finished)
            return finish(detail);
        if (detail.summary.status.word == StatusWord::NeedsPerson)
            return stopForPerson(
                detail, QStringLiteral("Send it on: signalboxctl task retry %1 [--feedback TEXT]").arg(m_id));
        if (const Approval* open = detail.task.openApproval())
            atApproval(detail, *open);
    }
    void atApproval(const TaskDetail& detail, const Approval& open) {
        if (m_deciding || open.id == m_decided)
            return;
        if (m_atApproval == AtApproval::Leave)
            return stopForPerson(detail,
                                 QStringLiteral("Decide: signalboxctl approval approve %1").arg(open.id));
        m_deciding = true;
        m_drawn = 0; // what follows must stay on the screen
        const ApprovalEntry entry{detail.summary, open};
        // From the event loop: it asks the core and the person, in a loop of its own.
        QTimer::singleShot(0, this, [this, entry] {
            const int code =
                m_atApproval == AtApproval::Approve ? approveShown(m_ctl, entry) : askAndDecide(m_ctl, entry);
            m_deciding = false;
            m_decided = entry.approval.id;
            if (code != Done)
                return end(code);
            look();
        });
    }
    void stopForPerson(const TaskDetail& detail, const QString& hint) {
        if (m_ctl.out().json())
            m_ctl.out().document(toJson(detail.summary));
        else
            m_ctl.out().line(QStringLiteral("task %1 needs you: %2\n  → %3")
                                 .arg(m_id)
                                 .arg(harmless(detail.summary.status.text), hint));
        end(NotAllowed);
    }
    void finish(const TaskDetail& detail) {
        const bool good = detail.task.outcome == Outcome::Published;
        Output& out = m_ctl.out();
        if (out.json()) {
            out.document(toJson(detail.summary));
        } else {
            out.line(out.ink(good ? Ink::Good : Ink::Bad,
                             QStringLiteral("task %1 is %2: %3")
                                 .arg(m_id)
                                 .arg(enumWord(detail.task.outcome), harmless(detail.task.reason))));
            if (good && detail.task.publication)
                out.line(QStringLiteral("  branch %1 in %2, commit %3")
                             .arg(harmless(detail.task.publication->branch),
                                  harmless(detail.task.publication->url),
                                  oidText(detail.task.publication->commit)));
        }
        end(good ? Done : Failed);
    }
    void end(int code) {
        if (std::exchange(m_ended, true))
            return;
        m_exit = code;
        m_loop.quit();
    }
    void draw() {
        if (!m_redraw || !m_known || m_deciding || m_ended)
            return;
        Output& out = m_ctl.out();
        const Moment now = m_ctl.client().now();
        QStringList lines{out.ink(
            Ink::Strong, QStringLiteral("task %1  %2").arg(m_id).arg(harmless(m_known->task.spec.title)))};
        lines.append(stepLines(out, m_known->task, now));
        lines.append(
            QStringLiteral("  %1 · %2")
                .arg(harmless(m_known->summary.status.text), ageText(now, m_known->summary.status.since)));
        QString text;
        if (m_drawn > 0)
            text = QStringLiteral("\x1b[%1A").arg(m_drawn);
        // A line that wraps would spoil the count: without wrapping while drawing.
        text += QStringLiteral("\x1b[?7l");
        for (const QString& line : lines)
            text += QStringLiteral("\x1b[2K") + line + QLatin1Char('\n');
        out.text(text + QStringLiteral("\x1b[J\x1b[?7h"));
        m_drawn = int(lines.size());
    }

    Ctl& m_ctl;
    TaskId m_id;
    AtApproval m_atApproval;
    QEventLoop m_loop;
    QTimer m_timer;
    std::optional<TaskDetail> m_known;
    int m_exit = Failed;
    int m_drawn = 0; ///< lines that the next drawing goes over
    qint64 m_decided = 0;
    bool m_redraw = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_deciding = false;
    bool m_ended = false;
};

} // namespace

QStringList stepLines(const Output& out, const Task& task, Moment now) {
    QStringList lines;
    for (const Step& step : task.blueprint.steps)
        lines.append(QStringLiteral("  %1 %2 %3")
                         .arg(glyph(out, task, step))
                         .arg(harmless(step.title.isEmpty() ? step.id : step.title), -16)
                         .arg(stepText(task, step, now)));
    return lines;
}

QList<Option> watchOptions() {
    return {{QStringLiteral("ask"), {}, QStringLiteral("show approvals and ask here"), false},
            {QStringLiteral("yes"), {}, QStringLiteral("approve by itself, as you"), false}};
}

AtApproval atApprovalFrom(const Arguments& arguments) {
    if (arguments.has(QStringLiteral("yes")))
        return AtApproval::Approve;
    return arguments.has(QStringLiteral("ask")) ? AtApproval::Ask : AtApproval::Leave;
}

int watchTask(Ctl& ctl, TaskId task, AtApproval atApproval) {
    if (atApproval == AtApproval::Ask && !Output::canAsk())
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("there is nobody at a terminal to ask"),
             QStringLiteral("Use --yes to approve by itself, or neither to end when a decision is due.")});
    Watch watch(ctl, task, atApproval);
    return watch.run();
}

} // namespace signalbox::ctl

#include "watch.moc"
