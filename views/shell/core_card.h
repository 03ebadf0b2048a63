// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"
#include "views/shell/layout_store.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace signalbox {

/// A core that one has connected to before. Its token is in the keychain, never here.
struct CoreProfile {
    QString name;
    QString url; ///< local:, https://…, ssh://…
    QString pin; ///< SHA-256 of its certificate, in hex; empty: it is trusted the usual way
    bool operator==(const CoreProfile&) const = default;
};
QList<CoreProfile> coreProfiles(const LayoutStore& store);
void keepProfile(const LayoutStore& store, const CoreProfile& profile);
void forgetProfile(const LayoutStore& store, const QString& name);

/// The cores that are known, and a form for another one.
class CoreCard final : public Card {
    Q_OBJECT
public:
    CoreCard(LayoutStore store, QWidget* parent);
    void popUp();

signals:
    /// An empty token: the keychain's, else the environment's.
    void connectWanted(const signalbox::CoreProfile& profile, const QString& token);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();
    void show(const CoreProfile& profile);
    void refresh();
    void go();
    void forget();
    void leave();
    QLineEdit* field(const QString& name, const QString& example);

    LayoutStore m_store;
    QList<CoreProfile> m_profiles;
    QListWidget* m_list;
    QLineEdit* m_name;
    QLineEdit* m_url;
    QLineEdit* m_token;
    QLineEdit* m_pin;
    QLabel* m_words;
    QPushButton* m_go;
    QPushButton* m_forget;
    QPointer<QWidget> m_before;
};

} // namespace signalbox
