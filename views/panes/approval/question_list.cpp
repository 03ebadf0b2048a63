// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/question_list.h"

#include "views/panes/pane_bits.h"
#include "views/parts/step_cards.h"

#include <QVBoxLayout>

namespace signalbox {

QuestionList::QuestionList(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(grid / 4);
    hide();
}

void QuestionList::setQuestions(const QList<Question>& questions, Moment now) {
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Question& question : questions) {
        auto* asked = plainLabel(this, true);
        setPlain(asked, tr("%1 asked %2 ago: %3").arg(question.by, ageText(question.at, now), question.text));
        m_layout->addWidget(asked);
        auto* answer = plainLabel(this, true);
        answer->setContentsMargins(2 * grid, 0, 0, 0);
        setPlain(answer, question.answer ? tr("The agent: %1").arg(*question.answer)
                                         : tr("The agent has not answered yet."));
        setTone(answer, question.answer ? Tone::Plain : Tone::Quiet);
        m_layout->addWidget(answer);
    }
    setVisible(!questions.isEmpty());
}

} // namespace signalbox
