// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"

#include <QAction>
#include <QList>
#include <QPointer>

#include <functional>

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
        QString detail; ///< shortcut or state, on the right
        std::function<void()> run;
    };
    /// `actions` and `places` are asked each time it opens.
    CommandPalette(std::function<QList<QAction*>()> actions, std::function<QList<Entry>()> places,
                   QWidget* parent);
    void popUp();
    [[nodiscard]] QLineEdit& field() const { return *m_field; }
    [[nodiscard]] QListWidget& list() const { return *m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void run(const QListWidgetItem* item);
    void leave();

    std::function<QList<QAction*>()> m_actions;
    std::function<QList<Entry>()> m_places;
    QList<Entry> m_entries;
    QLineEdit* m_field;
    QListWidget* m_list;
    QPointer<QWidget> m_before; ///< who gets the focus back
};

} // namespace signalbox
