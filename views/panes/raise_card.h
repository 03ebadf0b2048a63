// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/budget_report.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace signalbox {

/// A line in which a task's budget is raised: by how many tokens, by how many US dollars, and why. Return
/// raises, Escape closes.
class RaiseCard final : public QWidget {
    Q_OBJECT
public:
    explicit RaiseCard(QWidget* parent = nullptr);
    void openFor(qint64 task, const QString& title);
    [[nodiscard]] qint64 task() const { return m_task; }

signals:
    void raised(qint64 task, const signalbox::BudgetRaise& raise);
    void closed();
    /// The signalboxctl command that does the same.
    void commandChanged(const QString& command);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void raise();
    [[nodiscard]] BudgetRaise wanted() const;
    [[nodiscard]] QString command() const;

    qint64 m_task = 0;
    QLabel* m_title;
    QSpinBox* m_tokens;
    QDoubleSpinBox* m_cost;
    QLineEdit* m_reason;
    QPushButton* m_do;
    QLabel* m_hint;
};

} // namespace signalbox
