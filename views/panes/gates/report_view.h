// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabBar;
class QTreeView;

namespace signalbox {

class EmptyState;
class GateReport;
class LogView;

/// The report of one gate: each test or file, what is wrong with it, and the programs' output.
class ReportView final : public QWidget {
    Q_OBJECT
public:
    explicit ReportView(GateReport& report, QWidget* parent = nullptr);
    [[nodiscard]] LogView& output() const { return *m_output; }

private:
    void refresh();
    void showText();

    GateReport& m_report;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTabBar* m_tabs;
    QLabel* m_words;
    QStackedWidget* m_sides;
    QTreeView* m_rows;
    QPlainTextEdit* m_text;
    LogView* m_output;
    QByteArray m_shown; ///< the output that is in the view
    QString m_turnedTo; ///< the gate whose report is in front
};

} // namespace signalbox
