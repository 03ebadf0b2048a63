// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/layout_store.h"

#include <QMainWindow>
#include <QSettings>
#include <QUrl>

#include <algorithm>
#include <memory>

namespace signalbox {

namespace {

/// Raised when the panes change so much that an old layout would do harm.
constexpr int layoutVersion = 1;
const auto lastGroup = QStringLiteral("window");

std::unique_ptr<QSettings> settings(const QString& file) {
    if (!file.isEmpty())
        return std::make_unique<QSettings>(file, QSettings::IniFormat);
    return std::make_unique<QSettings>(QStringLiteral("signalbox"), QStringLiteral("console"));
}

/// A name as one part of a key, whatever is in it.
QString layoutKey(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString layoutGroup(const QString& name) {
    return QStringLiteral("layouts/") + layoutKey(name);
}

void write(QSettings& store, const QString& group, const QMainWindow& window) {
    store.setValue(group + QStringLiteral("/geometry"), window.saveGeometry());
    store.setValue(group + QStringLiteral("/state"), window.saveState(layoutVersion));
}

} // namespace

LayoutStore::LayoutStore(QString file, bool persistent) : m_file(std::move(file)), m_persistent(persistent) {}

void LayoutStore::save(const QMainWindow& window) const {
    if (m_persistent)
        write(*settings(m_file), lastGroup, window);
}

LayoutStore::Restored LayoutStore::restore(QMainWindow& window) const {
    return restoreFrom(lastGroup, window);
}

LayoutStore::Restored LayoutStore::restore(const QString& name, QMainWindow& window) const {
    return restoreFrom(layoutGroup(name), window);
}

LayoutStore::Restored LayoutStore::restoreFrom(const QString& group, QMainWindow& window) const {
    if (!m_persistent)
        return Restored::Nothing;
    const auto store = settings(m_file);
    if (store->status() != QSettings::NoError)
        return Restored::Broken;
    const QVariant geometry = store->value(group + QStringLiteral("/geometry"));
    const QVariant state = store->value(group + QStringLiteral("/state"));
    if (!geometry.isValid() && !state.isValid())
        return Restored::Nothing;
    const QByteArray before = window.saveState(layoutVersion);
    if (!window.restoreState(state.toByteArray(), layoutVersion)) {
        window.restoreState(before, layoutVersion);
        return Restored::Broken;
    }
    return window.restoreGeometry(geometry.toByteArray()) ? Restored::Yes : Restored::Broken;
}

void LayoutStore::forget() const {
    if (m_persistent)
        settings(m_file)->remove(lastGroup);
}

void LayoutStore::saveAs(const QString& name, const QMainWindow& window) const {
    if (m_persistent && !name.isEmpty())
        write(*settings(m_file), layoutGroup(name), window);
}

void LayoutStore::forget(const QString& name) const {
    if (m_persistent && !name.isEmpty())
        settings(m_file)->remove(layoutGroup(name));
}

QStringList LayoutStore::names(const QString& group) const {
    QStringList found;
    if (!m_persistent)
        return found;
    const auto store = settings(m_file);
    store->beginGroup(group);
    for (const QString& key : store->childGroups() + store->childKeys())
        found.append(QUrl::fromPercentEncoding(key.toLatin1()));
    std::sort(found.begin(), found.end(),
              [](const QString& a, const QString& b) { return a.localeAwareCompare(b) < 0; });
    return found;
}

QStringList LayoutStore::layouts() const {
    return names(QStringLiteral("layouts"));
}

QStringList LayoutStore::views() const {
    return names(QStringLiteral("views"));
}

QString LayoutStore::view(const QString& name) const {
    return named(QStringLiteral("views"), name);
}

void LayoutStore::setView(const QString& name, const QString& filter) const {
    setNamed(QStringLiteral("views"), name, filter);
}

void LayoutStore::forgetView(const QString& name) const {
    setView(name, {});
}

QString LayoutStore::named(const QString& group, const QString& name) const {
    return value(group + QLatin1Char('/') + layoutKey(name));
}

void LayoutStore::setNamed(const QString& group, const QString& name, const QString& text) const {
    if (!name.isEmpty())
        setValue(group + QLatin1Char('/') + layoutKey(name), text);
}

QString LayoutStore::value(const QString& key) const {
    return m_persistent ? settings(m_file)->value(key).toString() : QString();
}

void LayoutStore::setValue(const QString& key, const QString& value) const {
    if (!m_persistent)
        return;
    const auto store = settings(m_file);
    if (value.isEmpty())
        store->remove(key);
    else
        store->setValue(key, value);
}

} // namespace signalbox
