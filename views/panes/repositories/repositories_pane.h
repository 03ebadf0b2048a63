// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace signalbox {

class Desk;

/// The repositories that tasks may work on, and a line to add one.
class RepositoriesPane final : public QWidget {
    Q_OBJECT
public:
    explicit RepositoriesPane(Desk& desk, QWidget* parent = nullptr);

private:
    void add();
    void remove();
    void updateForm();
    [[nodiscard]] QString command() const;

    Desk& m_desk;
    QTreeView* m_view;
    QLineEdit* m_name;
    QLineEdit* m_url;
    QLineEdit* m_branch;
    QLineEdit* m_blueprint;
    QPushButton* m_add;
    QLabel* m_hint;
};

} // namespace signalbox
