// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/task/task_header.h"

#include "core/client/core_text.h"
#include "core/client/event_text.h"
#include "core/domain/summary.h"
#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"
#include "views/parts/step_cards.h"

#include <QVBoxLayout>

namespace signalbox {

TaskHeader::TaskHeader(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this, true)), m_status(new StatusMark(this)),
      m_known(quietLabel(this)), m_facts(new FactGrid(this)) {
    QFont font = boldFont(m_title->font());
    font.setPointSizeF(font.pointSizeF() + 3);
    m_title->setFont(font);
    m_status->setFont(boldFont(m_status->font()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_status);
    layout->addWidget(m_known);
    layout->addSpacing(grid / 2);
    layout->addWidget(m_facts);
}

void TaskHeader::setTask(const Task& task, Moment now) {
    setPlain(m_title, QStringLiteral("#%1  %2").arg(task.id).arg(task.spec.title));
    const TaskStatus status = statusOf(task);
    const Look look = lookOf(status.word);
    const bool same = status.text.isEmpty() || status.word == StatusWord::Done;
    m_status->setLook(look,
                      same ? QString()
                           : tr("%1: %2").arg(look.word, inReadersWords(status.text.section(u'\n', 0, 0))));
    setPlain(
        m_known,
        tr("for %1, known because %2").arg(shortDuration(now - status.since), inReadersWords(status.known)));
    m_known->setVisible(task.phase != TaskPhase::Finished);

    m_facts->set(tr("asked for"),
                 QString(task.spec.text).replace(QStringLiteral("\n\n"), QStringLiteral("\n")).trimmed());
    m_facts->set(tr("accept when"), task.spec.criteria.join(QLatin1Char('\n')));
    QString where = task.spec.repository;
    if (!task.baseBranch.isEmpty())
        where += tr("   from %1 at %2").arg(task.baseBranch, shortId(task.baseCommit));
    if (!task.commit.isEmpty())
        where += tr("   work at %1").arg(shortId(task.commit));
    m_facts->set(tr("repository"), where, task.repositoryUrl);
    QString by =
        tr("%1, %2 ago")
            .arg(task.submittedBy.isEmpty() ? tr("unknown") : task.submittedBy, ageText(task.created, now));
    if (task.iterations > 0)
        by += tr("   sent back %1 of at most %2 times")
                  .arg(task.iterations)
                  .arg(task.blueprint.iterations + task.extraIterations);
    m_facts->set(tr("submitted by"), by);
    m_facts->set(
        tr("blueprint"),
        task.blueprint.name.isEmpty()
            ? QString()
            : tr("%1 %2, %3").arg(task.blueprint.name, task.blueprint.version, task.blueprint.origin),
        task.blueprint.digest);
    if (task.publication)
        m_facts->set(tr("published"),
                     tr("branch %1 at %2").arg(task.publication->branch, task.publication->url), {},
                     Tone::Good);
    else
        m_facts->set(tr("published"), QString());
}

} // namespace signalbox
