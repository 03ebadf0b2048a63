// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/model_use.h"
#include "core/domain/task.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace signalbox {

class FactGrid;
class StatusMark;

/// The words of a decision: what is asked, why now, what it cost, what comes of yes and of no, who else must
/// agree, and what exactly it binds.
class ApprovalFacts final : public QWidget {
    Q_OBJECT
public:
    explicit ApprovalFacts(QWidget* parent = nullptr);
    /// `user` is who we are to the core.
    void setApproval(const Task& task, const Approval& approval, const QString& user, Moment now,
                     const std::optional<ModelUse>& use = {});

private:
    QLabel* m_title;
    StatusMark* m_state;
    FactGrid* m_facts;
};

/// What the approval binds and what the task shows, where they are not the same; empty: they are. Nobody may
/// say yes to something else than what is on the screen.
QString bindingProblem(const Task& task, const Approval& approval);
/// What goes on after this approval is given, and after it is refused.
QString onYes(const Task& task, const Approval& approval);
QString onNo(const Task& task, const Approval& approval);

} // namespace signalbox
