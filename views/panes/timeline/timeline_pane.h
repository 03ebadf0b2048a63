// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace signalbox {

class Desk;

/// Everything that happened to the chosen task, event by event.
class TimelinePane final : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePane(Desk& desk, QWidget* parent = nullptr);
};

} // namespace signalbox
