// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/approval/delegate_card.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox {

DelegateCard::DelegateCard(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_to(new QLineEdit(this)), m_what(new QComboBox(this)),
      m_do(new QPushButton(tr("Hand &over"), this)), m_back(new QPushButton(this)), m_hint(quietLabel(this)) {
    m_to->setPlaceholderText(tr("name of another approver"));
    m_to->setAccessibleName(tr("Who decides in your name"));
    m_to->setMaxLength(64);
    m_what->setAccessibleName(tr("What is handed over"));
    for (const auto& [hours, words] :
         {std::pair(0, tr("this decision")), std::pair(8, tr("all of mine for 8 hours")),
          std::pair(72, tr("all of mine for 3 days")), std::pair(336, tr("all of mine for 2 weeks"))})
        m_what->addItem(words, hours);
    m_hint->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addWidget(m_to, 1);
    row->addWidget(m_what);
    row->addWidget(m_do);
    row->addWidget(m_back);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, grid / 2, 0, grid / 2);
    layout->setSpacing(grid / 2);
    layout->addLayout(row);
    layout->addWidget(m_hint);
    connect(m_to, &QLineEdit::textChanged, this, &DelegateCard::refresh);
    connect(m_what, &QComboBox::currentIndexChanged, this, &DelegateCard::refresh);
    connect(&desk.mirror(), &CoreMirror::delegationsChanged, this, &DelegateCard::refresh);
    // Return comes up to us from the fields: keyPressEvent().
    connect(m_do, &QPushButton::clicked, this, &DelegateCard::handOver);
    connect(m_back, &QPushButton::clicked, this, &DelegateCard::takeBack);
    setFocusProxy(m_to);
    refresh();
    hide();
}

void DelegateCard::openFor(qint64 approval) {
    m_approval = approval;
    refresh();
    show();
    m_to->setFocus();
}

QString DelegateCard::command() const {
    const int hours = m_what->currentData().toInt();
    return QStringLiteral("signalboxctl approval delegate %1 ").arg(shellWord(m_to->text().trimmed())) +
           (hours > 0 ? QStringLiteral("--time %1h").arg(hours)
                      : QStringLiteral("--approval %1").arg(m_approval));
}

void DelegateCard::refresh() {
    const QString user = m_desk.mirror().coreInfo().user;
    QStringList given;
    qint64 last = 0;
    for (const Delegation& d : m_desk.mirror().delegations())
        if (d.from == user) {
            given.append(d.approval > 0 ? tr("%1: decision %2").arg(d.to).arg(d.approval)
                                        : tr("%1: all").arg(d.to));
            last = d.id;
        }
    const QString to = m_to->text().trimmed();
    m_do->setEnabled(!to.isEmpty() && to != user);
    m_back->setVisible(last > 0);
    m_back->setText(tr("Take &back from %1").arg(given.value(given.size() - 1)));
    m_back->setProperty("delegation", last);
    setPlain(m_hint, m_do->isEnabled() ? command()
                     : to.isEmpty()    ? tr("Both of you stay one voice, and what is decided in your name is "
                                               "written down with both names.")
                                       : tr("A decision is handed over to somebody else."));
}

void DelegateCard::handOver() {
    if (!m_do->isEnabled())
        return;
    const int hours = m_what->currentData().toInt();
    m_desk.delegate(m_to->text().trimmed(), hours > 0 ? 0 : m_approval, hours);
    m_to->clear();
    hide();
    emit closed();
}

void DelegateCard::takeBack() {
    m_desk.revokeDelegation(m_back->property("delegation").toLongLong());
}

void DelegateCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        emit closed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        handOver();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace signalbox
