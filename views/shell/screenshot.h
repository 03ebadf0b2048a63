// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QObject>
#include <QTimer>

namespace signalbox {

class Desk;
class MainWindow;

/// Saves a picture of the window once everything that was asked of the core has arrived and was painted. Goes
/// by signals; a limit makes sure that it ends when a core does not answer.
class Screenshot final : public QObject {
    Q_OBJECT
public:
    Screenshot(MainWindow& window, Desk& desk, QString file, Millis limit);
    void start();

signals:
    void finished(const signalbox::Result<void>& result);

private:
    void restartQuiet();
    void shoot();
    MainWindow& m_window;
    Desk& m_desk;
    QString m_file;
    QTimer m_quiet; ///< runs out when nothing was painted or asked for a while
    QTimer m_limit;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace signalbox
