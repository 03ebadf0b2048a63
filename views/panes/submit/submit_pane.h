// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace signalbox {

class Desk;

/// A form for a new task.
class SubmitPane final : public QWidget {
    Q_OBJECT
public:
    explicit SubmitPane(Desk& desk, QWidget* parent = nullptr);

private:
    void submit();
    void updateForm();
    void fillRepositories();
    void fillBlueprints();
    [[nodiscard]] TaskSpec spec() const;
    [[nodiscard]] static QString commandFor(const TaskSpec& spec);

    Desk& m_desk;
    QComboBox* m_repository;
    QLineEdit* m_title;
    QPlainTextEdit* m_text;
    QPlainTextEdit* m_criteria;
    QComboBox* m_blueprint;
    QLineEdit* m_agent;
    QSpinBox* m_priority;
    QPushButton* m_submit;
    QAction* m_action = nullptr;
    QLabel* m_hint;
};

} // namespace signalbox
