// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"

#include <QPointer>

#include <functional>

class QLabel;
class QLineEdit;

namespace signalbox {

/// Asks for a name, in place: Enter takes it, Esc leaves.
class NameCard final : public Card {
    Q_OBJECT
public:
    explicit NameCard(QWidget* parent);
    void ask(const QString& question, const QString& proposal, std::function<void(const QString&)> take);
    [[nodiscard]] QLineEdit& field() const { return *m_field; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void leave();
    QLabel* m_question;
    QLineEdit* m_field;
    QPointer<QWidget> m_before; ///< who gets the focus back
    std::function<void(const QString&)> m_take;
};

} // namespace signalbox
