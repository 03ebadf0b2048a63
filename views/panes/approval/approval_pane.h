// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "views/parts/diff_comments.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace signalbox {

class ApprovalFacts;
class DecisionBar;
class DelegateCard;
class Desk;
class DiffView;
class EmptyState;
class EvidenceTable;
class NoticeBar;
class QuestionList;
class TogetherView;
class ToolCallBar;

/// The decision that the chosen task waits for, all on one screen. What one decides on is what was on the
/// screen: when the tree or the evidence changes meanwhile, nothing can be decided until it was looked at
/// again.
class ApprovalPane final : public QWidget {
    Q_OBJECT
public:
    explicit ApprovalPane(Desk& desk, QWidget* parent = nullptr);
    [[nodiscard]] DiffView& diff() const { return *m_diff; }
    [[nodiscard]] DecisionBar& bar() const { return *m_bar; }
    [[nodiscard]] NoticeBar& notice() const { return *m_notice; }
    [[nodiscard]] QAction& togetherAction() const { return *m_together; }
    [[nodiscard]] ToolCallBar& toolCalls() const { return *m_toolCalls; }

private:
    /// What the person has on the screen.
    struct Seen {
        qint64 approval = 0;
        QString tree;
        Digest evidence;
        bool operator==(const Seen&) const = default;
    };
    QWidget* makeContent();
    struct Asked {
        QString title; ///< empty: nothing is
        QString text;
    };
    [[nodiscard]] Asked askedInTask(const Task& task) const;
    void showChangeOnly(const Task& task);
    QWidget* makeDiffBar();
    void makeActions();
    void refresh();
    void showApproval(const Task& task, const Approval& approval);
    void showPatch();
    void updateBar();
    void keepComments(TaskId next);
    [[nodiscard]] bool decidedByUs(const Task& task) const;
    [[nodiscard]] QString whyBlocked() const;
    [[nodiscard]] bool hasChanged() const;
    [[nodiscard]] QString userWords(const Approval& approval) const;
    void lookAgain();
    void vote(bool approve, const QString& comment);
    void fitEvidence();
    [[nodiscard]] const Approval* shownApproval() const;

    // approval_together.cpp
    void makeTogether();
    void setTogether(bool on);
    void refreshTogether();
    void updateTogetherBar();

    Desk& m_desk;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ApprovalFacts* m_facts;
    QLabel* m_noDecision;
    NoticeBar* m_notice;
    EvidenceTable* m_evidence;
    QuestionList* m_questions;
    DiffView* m_diff;
    QLabel* m_diffWords;
    DecisionBar* m_bar;
    ToolCallBar* m_toolCalls;
    QAction* m_comment = nullptr;
    QAction* m_lookAgain = nullptr;
    QAction* m_delegate = nullptr;
    DelegateCard* m_delegateCard = nullptr;
    QAction* m_together = nullptr; ///< checked: those that ask the same are shown and decided together
    QToolButton* m_togetherButton = nullptr;
    TogetherView* m_sameView = nullptr;
    QWidget* m_matter = nullptr; ///< what one decision is about
    TaskId m_commentsOf = 0;
    QHash<TaskId, DiffComments> m_comments; ///< of tasks that are not on the screen
    Seen m_seen;
    QTimer m_tick;
};

} // namespace signalbox
