// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/welcome.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/shell/top_bar.h"

#include <QVBoxLayout>

namespace signalbox {

Welcome::Welcome(Desk& desk, const QList<QAction*>& offers, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_words(new EmptyState(this)), m_core(plainLabel(this, true)) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    for (QAction* offer : offers)
        m_words->addAction(offer);
    m_core->setAlignment(Qt::AlignCenter);
    setTone(m_core, Tone::Quiet);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * grid, 2 * grid, 2 * grid, 3 * grid);
    layout->addStretch(2);
    layout->addWidget(m_words);
    layout->addWidget(m_core);
    layout->addStretch(3);

    connect(&desk.mirror(), &CoreMirror::coreInfoChanged, this, &Welcome::refresh);
    connect(&desk.mirror(), &CoreMirror::reset, this, &Welcome::refresh);
    connect(&desk.client(), &CoreClient::stateChanged, this, &Welcome::refresh);
    refresh();
}

void Welcome::refresh() {
    const ConnectionState state = m_desk.client().state();
    const ProviderReport& provider = m_desk.mirror().coreInfo().provider;
    const bool bare = !provider.uri.isEmpty() && !provider.isolated;
    if (m_desk.mirror().loaded())
        m_words->setWords(
            tr("Signalbox is ready for its first task"),
            (bare ? tr("For development only: tasks run as processes of this host, NOT in virtual machines.")
                  : tr("Each task runs in a virtual machine of its own.")) +
                tr(" Gates check what the agent did, and you decide what is published."));
    else if (state == ConnectionState::Disconnected)
        m_words->setWords(tr("No core to talk to"), m_desk.client().stateText());
    else
        m_words->setWords(tr("Connecting to the core ..."), m_desk.client().stateText());
    setPlain(m_core, state == ConnectionState::Connected ? coreLine(m_desk) : QString());
}

} // namespace signalbox
