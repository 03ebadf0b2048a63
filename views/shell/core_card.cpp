// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/core_card.h"

#include "views/panes/pane_bits.h"
#include "views/shell/key_ring.h"

#include <QApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QUrl>

namespace signalbox {

namespace {
const auto group = QStringLiteral("cores");
}

QList<CoreProfile> coreProfiles(const LayoutStore& store) {
    QList<CoreProfile> all;
    for (const QString& name : store.names(group)) {
        const QJsonObject kept = QJsonDocument::fromJson(store.named(group, name).toUtf8()).object();
        const QString url = kept.value(QLatin1String("url")).toString();
        if (!url.isEmpty())
            all.append({name, url, kept.value(QLatin1String("pin")).toString()});
    }
    return all;
}

void keepProfile(const LayoutStore& store, const CoreProfile& profile) {
    const QJsonObject kept{{QStringLiteral("url"), profile.url}, {QStringLiteral("pin"), profile.pin}};
    store.setNamed(group, profile.name,
                   QString::fromUtf8(QJsonDocument(kept).toJson(QJsonDocument::Compact)));
}

void forgetProfile(const LayoutStore& store, const QString& name) {
    store.setNamed(group, name, {});
}

CoreCard::CoreCard(LayoutStore store, QWidget* parent)
    : Card(parent), m_store(std::move(store)), m_list(new QListWidget(this)),
      m_name(field(tr("Name"), tr("what you call it"))),
      m_url(field(tr("Address"), tr("https://core.example.org, ssh://me@host or local:"))),
      m_token(field(tr("Access token"), tr("empty: the one in the keychain"))),
      m_pin(field(tr("Certificate"), tr("SHA-256, where it is not trusted the usual way"))),
      m_words(quietLabel(this)), m_go(new QPushButton(tr("&Connect"), this)),
      m_forget(new QPushButton(tr("&Forget it"), this)) {
    setAccessibleName(tr("Cores"));
    m_token->setEchoMode(QLineEdit::Password);
    m_words->setWordWrap(true);
    m_list->setAccessibleName(tr("Known cores"));
    m_list->setFrameShape(QFrame::NoFrame);
    auto* form = new QFormLayout;
    form->setSpacing(grid);
    for (QLineEdit* edit : {m_name, m_url, m_token, m_pin})
        form->addRow(edit->accessibleName(), edit);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_forget);
    buttons->addWidget(m_go);
    form->addRow(QString(), m_words);
    form->addRow(QString(), buttons);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * grid, 2 * grid, 2 * grid, grid * 3 / 2);
    row->setSpacing(2 * grid);
    row->addWidget(m_list, 2);
    row->addLayout(form, 5);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int at) {
        if (at >= 0 && at < m_profiles.size())
            show(m_profiles.at(at));
    });
    connect(m_list, &QListWidget::itemActivated, this, &CoreCard::go);
    connect(m_go, &QPushButton::clicked, this, &CoreCard::go);
    connect(m_forget, &QPushButton::clicked, this, &CoreCard::forget);
    hide();
}

QLineEdit* CoreCard::field(const QString& name, const QString& example) {
    auto* edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(example);
    connect(edit, &QLineEdit::textChanged, this, &CoreCard::refresh);
    connect(edit, &QLineEdit::returnPressed, this, &CoreCard::go);
    return edit;
}

void CoreCard::popUp() {
    m_before = QApplication::focusWidget();
    fill();
    const QWidget* window = parentWidget();
    const QSize size =
        sizeHint().expandedTo({90 * grid, 34 * grid}).boundedTo(window->size() - QSize(4 * grid, 4 * grid));
    setGeometry(QRect(QPoint((window->width() - size.width()) / 2, 8 * grid), size));
    Card::show();
    raise();
    m_profiles.size() > 1 ? m_list->setFocus() : m_url->setFocus();
}

void CoreCard::fill() {
    m_profiles =
        QList<CoreProfile>{{tr("this machine"), QStringLiteral("local:"), {}}} + coreProfiles(m_store);
    m_list->clear();
    for (const CoreProfile& profile : std::as_const(m_profiles))
        m_list->addItem(profile.name);
    m_list->addItem(tr("another one ..."));
    m_list->setCurrentRow(m_profiles.size() > 1 ? 0 : 1);
    if (m_profiles.size() == 1)
        show({});
}

void CoreCard::show(const CoreProfile& profile) {
    m_name->setText(profile.name);
    m_url->setText(profile.url);
    m_pin->setText(profile.pin);
    m_token->clear();
    refresh();
}

void CoreCard::refresh() {
    if (!m_words || !m_go || !m_pin)
        return; // still being made
    const QUrl url(m_url->text().trimmed());
    const bool https = url.scheme() == QLatin1String("https");
    const bool local = url.scheme() == QLatin1String("local");
    m_token->setEnabled(!local);
    m_pin->setEnabled(https);
    m_go->setEnabled(!url.scheme().isEmpty());
    m_forget->setEnabled(m_store.names(group).contains(m_name->text().trimmed()));
    if (local)
        m_words->setText(
            tr("The core of this machine; it is started when none runs, and outlives the console."));
    else if (url.scheme() == QLatin1String("ssh"))
        m_words->setText(
            tr("Through your own OpenSSH, with its keys and known hosts. The core there tells its "
               "token by itself."));
    else if (https)
        m_words->setText(tr("The token goes into the keychain. Without a certificate's SHA-256 the system's "
                            "trust decides."));
    else
        m_words->setText(tr("https:// or ssh:// to another machine; local: is this one."));
}

void CoreCard::go() {
    if (!m_go->isEnabled())
        return;
    CoreProfile profile{m_name->text().trimmed(), m_url->text().trimmed(), {}};
    if (m_pin->isEnabled())
        profile.pin = m_pin->text().trimmed().toLower().remove(QLatin1Char(':'));
    const QString token = m_token->isEnabled() ? m_token->text() : QString();
    m_token->clear();
    leave();
    emit connectWanted(profile, token);
}

void CoreCard::forget() {
    KeyRing::forget(m_url->text().trimmed(), this, [](const Result<void>&) {}); // there may be none
    forgetProfile(m_store, m_name->text().trimmed());
    fill();
}

void CoreCard::leave() {
    hide();
    if (m_before)
        m_before->setFocus();
}

void CoreCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return leave();
    Card::keyPressEvent(event);
}

} // namespace signalbox
