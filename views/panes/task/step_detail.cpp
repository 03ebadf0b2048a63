// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/task/step_detail.h"

#include "core/client/core_text.h"
#include "core/domain/summary.h"
#include "views/panes/pane_bits.h"
#include "views/parts/mark.h"
#include "views/parts/step_cards.h"
#include "views/parts/visible_text.h"

#include <QDateTime>
#include <QHeaderView>
#include <QPainter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace signalbox {

namespace {

QIcon markIcon(const Look& look, const QPalette& palette) {
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintMark(painter, QRectF(2, 2, 11, 11), look.shape, toneColor(palette, look.tone));
    return {pixmap};
}

QString limits(const Step& step) {
    QStringList parts{inReadersWords(enumWord(step.kind))};
    if (step.kind == StepKind::Gate)
        parts.append(inReadersWords(enumWord(step.gate).replace(u'_', u' ')));
    if (step.timeLimit.count() > 0)
        parts.append(StepDetail::tr("at most %1 an attempt").arg(humanDuration(step.timeLimit)));
    if (!step.onFail.isEmpty())
        parts.append(StepDetail::tr("on failure: %1").arg(step.onFail));
    if (!step.run.isEmpty())
        parts.append(StepDetail::tr("runs: %1").arg(visibleText(step.run.section(u'\n', 0, 0)).left(120)));
    return parts.join(QStringLiteral("   \u00b7   "));
}

} // namespace

StepDetail::StepDetail(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this, true)), m_feedback(plainLabel(this, true)),
      m_attempts(new QTreeWidget(this)) {
    m_attempts->setHeaderLabels(
        {tr("Attempt"), tr("Verdict"), tr("Began"), tr("Took"), tr("Machine"), tr("What came of it")});
    m_attempts->setRootIsDecorated(false);
    m_attempts->setFrameShape(QFrame::NoFrame);
    m_attempts->setAllColumnsShowFocus(true);
    m_attempts->setUniformRowHeights(true);
    m_attempts->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_attempts->setAccessibleName(tr("Attempts of the step"));
    m_attempts->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_attempts->header()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_feedback);
    layout->addWidget(m_attempts, 1);
}

void StepDetail::setStep(const Task& task, const QString& stepId, Moment now) {
    const Step* step = task.blueprint.find(stepId.isEmpty() ? task.current : stepId);
    m_attempts->clear();
    m_feedback->hide();
    if (!step) {
        m_title->clear();
        return;
    }
    const QString title = step->title.isEmpty() ? step->id : step->title;
    setPlain(m_title, tr("Step %1   \u00b7   %2").arg(title, limits(*step)));
    if (step->kind == StepKind::Agent && !task.feedback.isEmpty()) {
        m_feedback->show();
        setPlain(m_feedback, tr("Feedback from %1: %2").arg(task.feedbackFrom, task.feedback.left(600)));
        setTone(m_feedback, Tone::Warning);
    }
    const StepState* state = task.step(step->id);
    if (!state)
        return;
    for (const Attempt& attempt : state->attempts) {
        auto* item = new QTreeWidgetItem(m_attempts);
        Look look =
            attempt.result ? lookOf(attempt.result->verdict) : Look{Shape::Ring, Tone::Quiet, tr("left")};
        if (!attempt.result && !attempt.ended && task.current == step->id)
            look = lookOf(statusOf(task).word);
        const Moment end = attempt.ended.value_or(now);
        item->setText(0, QString::number(attempt.number));
        item->setText(1, look.word);
        item->setIcon(1, markIcon(look, palette()));
        item->setForeground(1, toneColor(palette(), look.tone));
        item->setText(
            2, QDateTime::fromMSecsSinceEpoch(attempt.started.ms).toString(QStringLiteral("HH:mm:ss")));
        item->setText(3, shortDuration(end - attempt.started));
        item->setText(4, attempt.machine.isEmpty() ? tr("none") : attempt.machine);
        QString said = inReadersWords(attempt.result ? attempt.result->summary : attempt.trouble);
        if (attempt.tries > 0)
            said += tr("   (technical failures: %1)").arg(attempt.tries);
        item->setText(5, visibleText(said));
        item->setToolTip(5, attempt.result ? visibleText(attempt.result->feedback.left(2000)).toHtmlEscaped()
                                           : QString());
        if (attempt.result && !attempt.result->commit.isEmpty())
            item->setToolTip(0, tr("commit %1").arg(attempt.result->commit));
    }
    if (m_attempts->topLevelItemCount() > 0)
        m_attempts->scrollToBottom();
}

} // namespace signalbox
