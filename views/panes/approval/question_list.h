// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QWidget>

class QVBoxLayout;

namespace signalbox {

/// The questions that were put at an approval, with the agent's answers.
class QuestionList final : public QWidget {
    Q_OBJECT
public:
    explicit QuestionList(QWidget* parent = nullptr);
    void setQuestions(const QList<Question>& questions, Moment now);

private:
    QVBoxLayout* m_layout;
};

} // namespace signalbox
