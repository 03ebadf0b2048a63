// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/screenshot.h"

#include "views/models/desk.h"
#include "views/shell/main_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPixmap>

namespace signalbox {

Screenshot::Screenshot(MainWindow& window, Desk& desk, QString file, Millis limit)
    : QObject(&window), m_window(window), m_desk(desk), m_file(std::move(file)) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(300);
    m_limit.setSingleShot(true);
    m_limit.setInterval(limit);
    connect(&m_quiet, &QTimer::timeout, this, &Screenshot::shoot);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        emit finished(Error{ErrorKind::Timeout, tr("the window was not complete in time"),
                            m_desk.client().stateText()});
    });
}

void Screenshot::start() {
    connect(&m_desk, &Desk::becameSettled, this, &Screenshot::restartQuiet);
    connect(&m_desk.client(), &CoreClient::stateChanged, this, &Screenshot::restartQuiet);
    // Whatever still arrives (a log's lines, a machine's figures) shows as a layout or an update of a widget.
    QCoreApplication::instance()->installEventFilter(this);
    m_limit.start();
    restartQuiet();
}

bool Screenshot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
        restartQuiet();
    return QObject::eventFilter(watched, event);
}

void Screenshot::restartQuiet() {
    const ConnectionState state = m_desk.client().state();
    const bool lost = state == ConnectionState::Disconnected || state == ConnectionState::Reconnecting;
    if (m_desk.settled() || lost)
        m_quiet.start();
    else
        m_quiet.stop();
}

void Screenshot::shoot() {
    QCoreApplication::instance()->removeEventFilter(this);
    m_limit.stop();
    const QPixmap picture = m_window.grab();
    if (!picture.save(m_file, "PNG"))
        emit finished(Error{ErrorKind::Unavailable, tr("the picture could not be written to %1").arg(m_file),
                            tr("Does the folder exist, and may you write to it?")});
    else
        emit finished({});
}

} // namespace signalbox
