// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace signalbox {

class Desk;

/// A line in which one hands a decision, or all of one's own for a time, to another approver, and takes back
/// what one handed over. Return hands over, Escape closes.
class DelegateCard final : public QWidget {
    Q_OBJECT
public:
    explicit DelegateCard(Desk& desk, QWidget* parent = nullptr);
    void openFor(qint64 approval);
    [[nodiscard]] QLineEdit* personField() const { return m_to; }

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void handOver();
    void takeBack();
    [[nodiscard]] QString command() const;

    Desk& m_desk;
    qint64 m_approval = 0;
    QLineEdit* m_to;
    QComboBox* m_what;
    QPushButton* m_do;
    QPushButton* m_back;
    QLabel* m_hint;
};

} // namespace signalbox
