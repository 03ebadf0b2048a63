// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/desk.h"
#include "views/parts/notice_bar.h"
#include "views/parts/step_cards.h"
#include "views/shell/main_window.h"

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
    explicit Veil(QWidget* pane) : QGraphicsEffect(pane), m_pane(pane) {}

protected:
    void draw(QPainter* painter) override {
        QPoint offset;
        const QPixmap source = sourcePixmap(Qt::LogicalCoordinates, &offset, NoPad);
        painter->drawPixmap(offset, source);
        QColor color = m_pane->palette().color(QPalette::Window);
        color.setAlphaF(0.42F);
        painter->fillRect(QRectF(offset, source.deviceIndependentSize()), color);
    }

private:
    QWidget* m_pane;
};

} // namespace

void MainWindow::connectNotices() {
    connect(&m_desk.client(), &CoreClient::stateChanged, this, &MainWindow::showConnection);
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
        m_error->say({Shape::Cross, Tone::Bad, {}}, error.text());
    };
    connect(&m_desk, &Desk::failed, this, complain);
    connect(&m_desk.decisions(), &Decisions::failed, this,
            [complain](qint64, const Error& error) { complain(error); });
    connect(&m_desk, &Desk::done, this, [this](const QString& text) {
        m_error->hide();
        statusBar()->showMessage(text, 10'000);
    });
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
    m_undo->setEnabled(held.has_value());
    m_held->setVisible(held.has_value());
    if (!held)
        return;
    const QString what = held->approve ? tr("Approval %1: you said yes.").arg(held->approval)
                                       : tr("Approval %1: you said no.").arg(held->approval);
    m_held->say({Shape::Hourglass, Tone::Active, {}}, what + tr(" It is sent in %1 s.").arg(m_heldLeft),
                tr("Take it back   %1").arg(m_undo->shortcut().toString(QKeySequence::NativeText)));
}

void MainWindow::showConnection() {
    const CoreClient& client = m_desk.client();
    const ConnectionState state = client.state();
    const bool fine = state == ConnectionState::Connected;
    fade(!fine && m_desk.mirror().loaded());
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

/// What may be out of date looks it: the panes fade, and stay readable.
void MainWindow::fade(bool faded) {
    for (QWidget* pane : m_panes) {
        if (!faded)
            pane->setGraphicsEffect(nullptr);
        else if (!pane->graphicsEffect())
            pane->setGraphicsEffect(new Veil(pane));
    }
}

} // namespace signalbox
