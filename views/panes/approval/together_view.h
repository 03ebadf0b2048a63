// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QTreeView;

namespace signalbox {

class Desk;

/// The approvals that ask the same, one under the other: what they have in common, in what they differ, and
/// which are marked to be decided together.
class TogetherView final : public QWidget {
    Q_OBJECT
public:
    explicit TogetherView(Desk& desk, QWidget* parent = nullptr);
    [[nodiscard]] QTreeView& table() const { return *m_table; }

signals:
    /// One of them is to be looked at by itself.
    void taskWanted(qint64 task);

private:
    void refresh();

    Desk& m_desk;
    QLabel* m_title;
    QLabel* m_common;
    QLabel* m_differing;
    QTreeView* m_table;
};

} // namespace signalbox
