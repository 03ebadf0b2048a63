// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/help_card.h"

#include "views/panes/pane_bits.h"
#include "views/parts/badge.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace signalbox {

HelpCard::HelpCard(QWidget* parent) : Card(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys and marks"));
    auto* title = plainLabel(this);
    title->setFont(boldFont(title->font()));
    title->setText(tr("Keys and marks"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(4 * grid);
    columns->addWidget(makeKeys(), 1);
    columns->addWidget(makeMarks(), 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid * 3 / 2);
    layout->addWidget(title);
    layout->addLayout(columns, 1);
    layout->addWidget(
        quietLabel(this, tr("Everything the console does, signalboxctl does too: the line at the bottom "
                            "of the window shows the command. Any key closes this card.")));
    hide();
}

QWidget* HelpCard::makeKeys() {
    auto* keys = new FactGrid(this);
    keys->set(QStringLiteral("J   K"), tr("next and previous task"));
    keys->set(QStringLiteral("N"), tr("next task that needs you"));
    keys->set(QStringLiteral("A"), tr("approve exactly what is on the screen"));
    keys->set(QStringLiteral("R"), tr("reject, with feedback for the agent"));
    keys->set(QStringLiteral("Q"), tr("ask the agent without deciding"));
    keys->set(tr("Ctrl+Z"), tr("take a decision back, as long as it is held"));
    keys->set(QStringLiteral("/"), tr("filter the fleet"));
    keys->set(tr("Ctrl+K"), tr("all commands and tasks"));
    keys->set(tr("Ctrl+1 ... 9"), tr("go to a pane"));
    keys->set(tr("Ctrl+F"), tr("search the log"));
    keys->set(QStringLiteral("[   ]"), tr("previous and next file of the change"));
    keys->set(QStringLiteral("V   S   C"),
              tr("in the change: file is viewed; side by side; comment on the line"));
    keys->set(QStringLiteral("L"), tr("look again, when the work changed meanwhile"));
    keys->set(tr("\u2190   \u2192"), tr("in the steps: previous and next step"));
    keys->set(QStringLiteral(",   ."), tr("in the timeline: the task one event earlier, later (Ctrl+. now)"));
    keys->set(tr("Ctrl+N"), tr("new task"));
    return keys;
}

QWidget* HelpCard::makeMarks() {
    auto* marks = new QWidget(this);
    auto* layout = new QVBoxLayout(marks);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (std::size_t i = 0; i < EnumWords<StatusWord>::words.size(); ++i) {
        auto* mark = new StatusMark(marks);
        mark->setLook(lookOf(StatusWord(i)));
        layout->addWidget(mark);
    }
    layout->addStretch(1);
    return marks;
}

void HelpCard::popUp() {
    const QWidget* window = parentWidget();
    const QSize size =
        sizeHint().expandedTo({88 * grid, 0}).boundedTo(window->size() - QSize(4 * grid, 4 * grid));
    setGeometry(QRect(QPoint((window->width() - size.width()) / 2, 8 * grid), size));
    show();
    raise();
    setFocus();
}

void HelpCard::keyPressEvent(QKeyEvent*) {
    hide();
}

void HelpCard::mousePressEvent(QMouseEvent*) {
    hide();
}

void HelpCard::focusOutEvent(QFocusEvent* event) {
    Card::focusOutEvent(event);
    hide();
}

} // namespace signalbox
