// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"

namespace signalbox {

/// The keys and the marks on one card over the window. Any key or click puts it away.
class HelpCard final : public Card {
    Q_OBJECT
public:
    explicit HelpCard(QWidget* parent);
    void popUp();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QWidget* makeKeys();
    QWidget* makeMarks();
};

} // namespace signalbox
