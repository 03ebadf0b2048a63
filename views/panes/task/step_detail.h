// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QWidget>

class QLabel;
class QTreeWidget;

namespace signalbox {

/// The attempts of one step: when, how long, where, what came of it.
class StepDetail final : public QWidget {
    Q_OBJECT
public:
    explicit StepDetail(QWidget* parent = nullptr);
    /// An empty id shows the step at which the task is.
    void setStep(const Task& task, const QString& stepId, Moment now);

private:
    QLabel* m_title;
    QLabel* m_feedback;
    QTreeWidget* m_attempts;
};

} // namespace signalbox
