// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/mark.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace signalbox {

/// One line that says something across its area, with what can be done about it: a lost connection, a
/// decision that can still be taken back, an error. Takes the place of message boxes.
class NoticeBar final : public QWidget {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    /// Shows the bar. `action` is the button's words; empty: no button.
    void say(const Look& look, const QString& text, const QString& action = {});
    [[nodiscard]] QString text() const;

signals:
    void acted();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Look m_look;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_close;
};

} // namespace signalbox
