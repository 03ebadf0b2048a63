// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace signalbox {

class Desk;
class EmptyState;
class LogFollower;
class LogView;
struct LogLine;

/// The chosen task's log, live.
class LogPane final : public QWidget {
    Q_OBJECT
public:
    explicit LogPane(Desk& desk, QWidget* parent = nullptr);
    ~LogPane() override;
    [[nodiscard]] LogView& view() const { return *m_view; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void read();
    void follow(qint64 from);
    void firstRead();
    void listen();
    void take(const QList<LogLine>& lines);
    void goToStep(const QString& step);
    void updateState();
    QWidget* makeBar();

    Desk& m_desk;
    LogView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QLineEdit* m_search;
    QLabel* m_state;
    QToolButton* m_follow = nullptr;
    std::unique_ptr<LogFollower> m_follower;
    bool m_reading = false; ///< what is there already is still to come
    bool m_complete = false;
    QString m_trouble;
    QString m_wantedStep; ///< chosen before its lines had arrived
};

} // namespace signalbox
