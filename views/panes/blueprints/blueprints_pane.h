// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace signalbox {

class CodeEditor;
class Desk;
class EmptyState;
class StatusMark;
class StepGraph;

/// Blueprints: the one that holds for a repository, or one that ships, as text and as a drawing. What is
/// changed here is checked and can be tried on a task's past; it becomes policy only by the repository's own
/// way, so it leaves this pane as a patch or as a file.
class BlueprintsPane final : public QWidget {
    Q_OBJECT
public:
    explicit BlueprintsPane(Desk& desk, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeActions();
    QWidget* makeHead();
    QWidget* makeSide();
    QWidget* makeFoot();
    void fetchShipped();
    void fillPlaces();
    void openPlace();
    void refresh();
    void showFindings();
    void showState();
    void visit(const QTreeWidgetItem* item);
    void save();
    void copyPatch();
    void revert();

    Desk& m_desk;
    QComboBox* m_places = nullptr;
    StatusMark* m_state = nullptr;
    QLabel* m_origin = nullptr;
    QLabel* m_way = nullptr;
    CodeEditor* m_editor;
    StepGraph* m_graph = nullptr;
    QLabel* m_findingsTitle = nullptr;
    QTreeWidget* m_findings = nullptr;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QAction* m_next = nullptr;
    QAction* m_try = nullptr;
    QAction* m_save = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_revert = nullptr;
    QStringList m_shipped;
    bool m_filling = false;
};

} // namespace signalbox
