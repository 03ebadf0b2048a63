// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/log/log_pane.h"

#include "core/client/log_follower.h"
#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/log_view.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace signalbox {

LogPane::LogPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new LogView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)), m_search(new QLineEdit(this)), m_state(quietLabel(this)) {
    m_stack->addWidget(m_view);
    setFocusProxy(m_view);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);

    auto* search = paneAction(this, tr("&Search the log"), QKeySequence(Qt::CTRL | Qt::Key_F));
    connect(search, &QAction::triggered, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    auto* end = paneAction(this, tr("Follow the end of the log"), QKeySequence(Qt::CTRL | Qt::Key_End));
    connect(end, &QAction::triggered, this, [this] { m_view->setFollowing(true); });
    connect(&desk, &Desk::taskChosen, this, &LogPane::read);
    connect(&desk, &Desk::stepChosen, this, &LogPane::goToStep);
    connect(&desk, &Desk::pastChanged, this, [this] {
        if (m_desk.past())
            m_view->goToMoment(m_desk.now());
    });
    connect(&desk.mirror(), &CoreMirror::reset, this, [this] {
        if (!m_follower)
            read();
    });
    connect(m_view, &LogView::shownChanged, this, &LogPane::updateState);
    read();
}

LogPane::~LogPane() = default;

QWidget* LogPane::makeBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid / 2);
    for (const LogKind kind : {LogKind::Output, LogKind::Tool, LogKind::Model, LogKind::Core}) {
        auto* toggle = new QToolButton(bar);
        toggle->setText(logKindWord(kind));
        toggle->setCheckable(true);
        toggle->setChecked(true);
        toggle->setToolTip(tr("Show lines of this kind"));
        toggle->setAccessibleName(tr("Show %1 lines").arg(logKindWord(kind)));
        connect(toggle, &QToolButton::toggled, this, [this, kind](bool on) { m_view->setShown(kind, on); });
        row->addWidget(toggle);
    }
    row->addSpacing(grid);
    m_search->setPlaceholderText(tr("Search the log"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(32 * grid);
    row->addWidget(m_search, 1);
    connect(m_search, &QLineEdit::textChanged, m_view, &LogView::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_view->findNext(true); });
    row->addStretch(1);
    row->addWidget(m_state);
    m_follow = new QToolButton(bar);
    m_follow->setText(tr("Follow"));
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Stay at the end as the log grows"));
    m_follow->setAccessibleName(tr("Follow the end of the log"));
    connect(m_follow, &QToolButton::clicked, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, m_follow, &QToolButton::setChecked);
    connect(m_view, &LogView::searched, this, [this](int row_) {
        m_search->setToolTip(row_ < 0 && !m_search->text().isEmpty() ? tr("Not found") : QString());
        m_trouble = row_ < 0 && !m_search->text().isEmpty() ? tr("not found") : QString();
        updateState();
    });
    row->addWidget(m_follow);
    return bar;
}

/// First what is there, so that it is known when the log has been read; then what comes.
void LogPane::read() {
    firstRead();
    m_follower.reset();
    m_view->clear();
    m_wantedStep.clear();
    m_trouble.clear();
    m_complete = false;
    if (m_desk.taskId() != 0) {
        m_reading = true;
        m_desk.began();
        m_follower = std::make_unique<LogFollower>(m_desk.client(), m_desk.taskId(), 0,
                                                   LogFollower::Mode::WhatIsThere);
        connect(m_follower.get(), &LogFollower::ended, this, [this] {
            firstRead();
            follow(m_follower->offset());
        });
        listen();
    }
    updateState();
}

void LogPane::firstRead() {
    if (m_reading) {
        m_reading = false;
        m_desk.ended();
    }
}

void LogPane::follow(qint64 from) {
    // Not at once: the one that ends here is the sender of the signal we are in.
    m_follower.release()->deleteLater();
    m_follower = std::make_unique<LogFollower>(m_desk.client(), m_desk.taskId(), from);
    connect(m_follower.get(), &LogFollower::ended, this, [this] {
        m_complete = true;
        updateState();
    });
    listen();
    m_follower->setPaused(!isVisible());
    updateState();
}

void LogPane::listen() {
    connect(m_follower.get(), &LogFollower::linesArrived, this, &LogPane::take);
    const auto trouble = [this](const Error& error) {
        m_trouble = error.message;
        firstRead();
        updateState();
    };
    connect(m_follower.get(), &LogFollower::interrupted, this, trouble);
    connect(m_follower.get(), &LogFollower::failed, this, trouble);
    m_follower->start();
}

void LogPane::take(const QList<LogLine>& lines) {
    QList<LogEntry> entries;
    entries.reserve(lines.size());
    for (const LogLine& line : lines)
        entries.append({line.at, line.step, line.attempt, line.kind, line.text});
    m_trouble.clear();
    m_view->append(entries);
    if (!m_wantedStep.isEmpty() && m_view->goTo(m_wantedStep))
        m_wantedStep.clear();
}

void LogPane::goToStep(const QString& step) {
    m_wantedStep.clear();
    if (!step.isEmpty() && !m_view->goTo(step))
        m_wantedStep = step;
}

void LogPane::updateState() {
    const int lines = m_view->store().size();
    if (m_desk.taskId() == 0)
        m_empty->setWords(tr("No task chosen"), tr("Choose a task in the fleet to read its log."));
    else if (m_reading)
        m_empty->setWords(tr("Reading the log ..."), {});
    else
        m_empty->setWords(tr("The log is empty so far"),
                          tr("Lines appear as soon as a step of the task writes something."));
    m_stack->setCurrentWidget(lines > 0 ? static_cast<QWidget*>(m_view) : m_empty);
    QString text = tr("%1 lines").arg(QLocale().toString(m_view->shownLines()));
    if (m_complete)
        text += tr(", complete");
    if (!m_trouble.isEmpty())
        text = m_trouble;
    m_state->setText(text);
}

void LogPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_follower)
        m_follower->setPaused(false);
}

void LogPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (m_follower && !m_reading)
        m_follower->setPaused(true); // what nobody sees is not read
}

} // namespace signalbox
