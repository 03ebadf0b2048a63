// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/layout_store.h"

#include <QMainWindow>
#include <QSettings>

#include <memory>

namespace signalbox {

namespace {

/// Raised when the panes change so much that an old layout would do harm.
constexpr int layoutVersion = 1;
const auto geometryKey = QStringLiteral("window/geometry");
const auto stateKey = QStringLiteral("window/state");

std::unique_ptr<QSettings> settings(const QString& file) {
    if (!file.isEmpty())
        return std::make_unique<QSettings>(file, QSettings::IniFormat);
    return std::make_unique<QSettings>(QStringLiteral("signalbox"), QStringLiteral("console"));
}

} // namespace

LayoutStore::LayoutStore(QString file, bool persistent) : m_file(std::move(file)), m_persistent(persistent) {}

void LayoutStore::save(const QMainWindow& window) const {
    if (!m_persistent)
        return;
    const auto store = settings(m_file);
    store->setValue(geometryKey, window.saveGeometry());
    store->setValue(stateKey, window.saveState(layoutVersion));
}

bool LayoutStore::restore(QMainWindow& window) const {
    if (!m_persistent)
        return false;
    const auto store = settings(m_file);
    const QByteArray geometry = store->value(geometryKey).toByteArray();
    const QByteArray state = store->value(stateKey).toByteArray();
    if (geometry.isEmpty() || state.isEmpty())
        return false;
    const QByteArray before = window.saveState(layoutVersion);
    if (!window.restoreState(state, layoutVersion)) {
        window.restoreState(before, layoutVersion);
        return false;
    }
    return window.restoreGeometry(geometry);
}

void LayoutStore::forget() const {
    if (!m_persistent)
        return;
    const auto store = settings(m_file);
    store->remove(geometryKey);
    store->remove(stateKey);
}

QString LayoutStore::value(const QString& key) const {
    return m_persistent ? settings(m_file)->value(key).toString() : QString();
}

void LayoutStore::setValue(const QString& key, const QString& value) const {
    if (m_persistent)
        settings(m_file)->setValue(key, value);
}

} // namespace signalbox
