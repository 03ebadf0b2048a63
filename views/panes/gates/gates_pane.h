// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;

namespace signalbox {

class Desk;
class EmptyState;
class EvidenceTable;

/// What the gates of the chosen task say, with what they found.
class GatesPane final : public QWidget {
    Q_OBJECT
public:
    explicit GatesPane(Desk& desk, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showReport();
    Desk& m_desk;
    EvidenceTable* m_table;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
};

} // namespace signalbox
