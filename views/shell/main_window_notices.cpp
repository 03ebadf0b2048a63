// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/desk.h"
#include "views/parts/notice_bar.h"
#include "views/parts/step_cards.h"
#include "views/shell/main_window.h"

#include "core/client/core_text.h"
#include <QAction>
#include <QDateTime>
#include <QGraphicsEffect>
#include <QPainter>
#include <QStatusBar>

namespace signalbox {

namespace {

/// A thin veil in the window's own colour over a pane.
class Veil final : public QGraphicsEffect {
public:
    Veil(QWidget* pane, Tone tone) : QGraphicsEffect(pane), m_pane(pane), m_tone(tone) {}

protected:
    void draw(QPainter* painter) override {
        QPoint offset;
        const QPixmap source = sourcePixmap(Qt::LogicalCoordinates, &offset, NoPad);
        painter->drawPixmap(offset, source);
        QColor color = m_tone == Tone::Plain ? m_pane->palette().color(QPalette::Window)
                                             : toneColor(m_pane->palette(), m_tone);
        color.setAlphaF(m_tone == Tone::Plain ? 0.42F : 0.10F);
        painter->fillRect(QRectF(offset, source.deviceIndependentSize()), color);
    }

private:
    QWidget* m_pane;
    Tone m_tone;
};

} // namespace

void MainWindow::connectNotices() {
    connect(&m_desk, &Desk::terminalWanted, this, [this] { showPane(QStringLiteral("terminal")); });
    connect(&m_desk.client(), &CoreClient::stateChanged, this, &MainWindow::showConnection);
    connect(&m_desk, &Desk::pastChanged, this, &MainWindow::showPast);
    for (const auto signal : {&NoticeBar::acted, &NoticeBar::closed})
        connect(m_past, signal, this, [this] { m_desk.travel(-1); }); // the fleet, too
    connect(m_lost, &NoticeBar::acted, this, [this] { m_desk.client().reconnectNow(); });
    connect(&m_desk.decisions(), &Decisions::changed, this, [this] {
        m_heldLeft = int(m_desk.decisions().delay().count() / 1000);
        showHeld();
    });
    connect(&m_desk.decisions(), &Decisions::voted, this, [this](qint64 approval, bool approve) {
        statusBar()->showMessage(
            approve ? tr("Approval %1: your yes was recorded").arg(approval)
                    : tr("Approval %1: your no and its feedback were recorded").arg(approval),
            10'000);
    });
    connect(&m_desk.decisions(), &Decisions::voted, this, [this] {
        if (m_closing && m_desk.decisions().idle())
            close();
    });
    connect(&m_desk.decisions(), &Decisions::failed, this, [this] { m_closing = false; });
    connect(m_held, &NoticeBar::acted, this, [this] { m_desk.decisions().takeBack(); });
    const auto complain = [this](const Error& error) {
        m_error->say({Shape::Cross, Tone::Bad, {}}, inReadersWords(error.text()));
    };
    connect(&m_desk, &Desk::failed, this, complain);
    connect(&m_desk.decisions(), &Decisions::failed, this,
            [complain](qint64, const Error& error) { complain(error); });
    connect(&m_desk, &Desk::done, this, [this](const QString& text) {
        m_error->hide();
        statusBar()->showMessage(text, 10'000);
    });
    connect(&m_desk, &Desk::taskSubmitted, this, [this] { showPane(QStringLiteral("task")); });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_heldLeft = std::max(0, m_heldLeft - 1);
        showHeld();
        if (m_lost->isVisibleTo(this))
            showConnection();
    });
    m_second.start();
    showConnection();
}

void MainWindow::showHeld() {
    const auto& held = m_desk.decisions().held();
    m_undo->setEnabled(!held.isEmpty());
    m_held->setVisible(!held.isEmpty());
    if (held.isEmpty())
        return;
    QStringList names;
    for (const CoreClient::Ballot& ballot : held)
        names.append(QString::number(ballot.approval));
    const QString about = names.join(QStringLiteral(", "));
    const QString what = held.first().approve ? tr("Approval %1: you said yes.").arg(about)
                                              : tr("Approval %1: you said no.").arg(about);
    m_held->say({Shape::Hourglass, Tone::Active, {}}, what + tr(" It is sent in %1 s.").arg(m_heldLeft),
                tr("Take it back   %1").arg(m_undo->shortcut().toString(QKeySequence::NativeText)));
}

void MainWindow::showConnection() {
    const CoreClient& client = m_desk.client();
    const ConnectionState state = client.state();
    const bool fine = state == ConnectionState::Connected;
    fade();
    if (fine || (state == ConnectionState::Connecting && !m_desk.mirror().loaded())) {
        m_lost->hide();
        return;
    }
    QString text = client.stateText();
    if (m_desk.mirror().loaded() && client.lastSeen().ms > 0) {
        const QString when =
            QDateTime::fromMSecsSinceEpoch(client.lastSeen().ms).toString(QStringLiteral("HH:mm:ss"));
        text += tr(".   What you see is how it was at %1, %2 ago.")
                    .arg(when, ageText(client.lastSeen(), client.now()));
    }
    m_lost->say({Shape::Loop, state == ConnectionState::Disconnected ? Tone::Bad : Tone::Warning, {}}, text,
                tr("Try now"));
}

/// What may be out of date looks it: the panes fade, and stay readable. What is of the past has its own tint.
void MainWindow::fade() {
    const bool lost = m_desk.client().state() != ConnectionState::Connected && m_desk.mirror().loaded();
    static const QStringList ofTheTask{QStringLiteral("task"), QStringLiteral("gates"),
                                       QStringLiteral("approval")};
    static const QStringList ofTheFleet{QStringLiteral("fleet"), QStringLiteral("machines"),
                                        QStringLiteral("repositories"), QStringLiteral("alerts")};
    for (auto it = m_panes.begin(); it != m_panes.end(); ++it) {
        const bool past = (m_desk.past() && ofTheTask.contains(it.key())) ||
                          (m_desk.fleetPast() && ofTheFleet.contains(it.key()));
        const int wanted = lost ? 1 : past ? 2 : 0;
        if (it.value()->property("veil").toInt() == wanted)
            continue;
        it.value()->setProperty("veil", wanted);
        it.value()->setGraphicsEffect(wanted == 0 ? nullptr
                                                  : new Veil(it.value(), lost ? Tone::Plain : Tone::Warning));
    }
}

void MainWindow::showPast() {
    fade();
    m_past->setVisible(m_desk.past());
    if (!m_desk.past())
        return;
    const int place = m_desk.pastPlace();
    const QString when =
        QDateTime::fromMSecsSinceEpoch(m_desk.now().ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (m_desk.fleetPast())
        return m_past->say(
            {Shape::Back, Tone::Warning, {}},
            tr("The past of the whole fleet: as it was at %1, after event %2 of %3. Nothing can be "
               "decided here.")
                .arg(when)
                .arg(m_desk.fleetSeq())
                .arg(m_desk.mirror().lastSeq()),
            tr("Back to now   Ctrl+."));
    m_past->say({Shape::Back, Tone::Warning, {}},
                tr("The past of task %1: as it was at %2, after event %3 of %4. Nothing can be decided here.")
                    .arg(m_desk.taskId())
                    .arg(when)
                    .arg(place + 1)
                    .arg(m_desk.history().size()),
                tr("Back to now   Ctrl+."));
}

} // namespace signalbox
