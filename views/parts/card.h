// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace signalbox {

/// A sheet that lies over the window for a moment: clearly apart from what is below it, in light and in dark.
class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace signalbox
