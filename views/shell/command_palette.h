// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"

#include <QList>
#include <QPointer>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace signalbox {

/// Everything that can be done and every task that can be gone to, found by typing a few of its letters.
class CommandPalette final : public Card {
    Q_OBJECT
public:
    struct Entry {
        QString text;
        QString detail;  ///< shortcut or state, on the right
        QString command; ///< what does the same on the command line; empty: nothing does
        std::function<void()> run;
    };
    /// `entries` is asked each time it opens.
    CommandPalette(std::function<QList<Entry>()> entries, QWidget* parent);
    void popUp();
    [[nodiscard]] QLineEdit& field() const { return *m_field; }
    [[nodiscard]] QListWidget& list() const { return *m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void run(const QListWidgetItem* item);
    void leave();

    void showCommand();
    std::function<QList<Entry>()> m_ask;
    QList<Entry> m_entries;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_command;
    QPointer<QWidget> m_before; ///< who gets the focus back
};

} // namespace signalbox
