// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace signalbox {

class FactGrid;
class StatusMark;

/// What the task is, how it stands and how that is known.
class TaskHeader final : public QWidget {
    Q_OBJECT
public:
    explicit TaskHeader(QWidget* parent = nullptr);
    void setTask(const Task& task, Moment now);

private:
    QLabel* m_title;
    StatusMark* m_status;
    QLabel* m_known;
    FactGrid* m_facts;
};

} // namespace signalbox
