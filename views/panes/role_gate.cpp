// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/role_gate.h"

#include "views/models/desk.h"

#include <QAbstractButton>
#include <QAction>

namespace signalbox {

namespace {

/// Stands between what a pane finds sensible and what the core allows; belongs to its action.
class RoleGate final : public QObject {
    Q_OBJECT
public:
    RoleGate(QAction* action, Desk& desk, Role role)
        : QObject(action), m_action(action), m_desk(desk), m_role(role), m_sensible(action->isEnabled()) {
        connect(&desk, &Desk::rolesChanged, this, &RoleGate::apply);
        apply();
    }
    static RoleGate* of(const QAction* action) {
        return action->findChild<RoleGate*>(QString(), Qt::FindDirectChildrenOnly);
    }
    void setSensible(bool sensible) {
        m_sensible = sensible;
        apply();
    }
    void apply() {
        QString tip = m_action->toolTip();
        if (!m_reason.isEmpty() && tip.endsWith(m_reason))
            tip.chop(m_reason.size());
        const QString why = m_desk.mayNot(m_role);
        m_reason = why.isEmpty() ? QString() : u'\n' + why;
        m_action->setToolTip(tip + m_reason);
        m_action->setEnabled(m_sensible && why.isEmpty());
    }

private:
    QAction* m_action;
    Desk& m_desk;
    Role m_role;
    bool m_sensible;
    QString m_reason; ///< as it stands at the tool tip's end
};

} // namespace

void needsRole(QAction* action, Desk& desk, Role role) {
    new RoleGate(action, desk, role);
}

void setSensible(QAction* action, bool sensible) {
    if (RoleGate* gate = RoleGate::of(action))
        gate->setSensible(sensible);
    else
        action->setEnabled(sensible);
}

void refreshRole(QAction* action) {
    if (RoleGate* gate = RoleGate::of(action))
        gate->apply();
}

void followAction(QAbstractButton* button, QAction* action) {
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    QObject::connect(action, &QAction::changed, button, follow);
    follow();
}

} // namespace signalbox

#include "role_gate.moc"
