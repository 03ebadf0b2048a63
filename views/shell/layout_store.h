// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QMainWindow;

namespace signalbox {

/// Keeps where the docks stand from one start to the next, layouts and views of the fleet by name, and small
/// choices. What cannot be read is as if it had never been stored, but for the word that says so.
class LayoutStore {
public:
    enum class Restored {
        Nothing, ///< none was stored
        Yes,
        Broken, ///< there was something, and it was of no use: the window is as it was
    };
    /// An empty file name: the user's own settings. No store at all: `persistent` false.
    explicit LayoutStore(QString file = {}, bool persistent = true);
    void save(const QMainWindow& window) const;
    Restored restore(QMainWindow& window) const;
    void forget() const;

    [[nodiscard]] QStringList layouts() const;
    void saveAs(const QString& name, const QMainWindow& window) const;
    Restored restore(const QString& name, QMainWindow& window) const;
    void forget(const QString& name) const;

    /// Filters of the fleet by name.
    [[nodiscard]] QStringList views() const;
    [[nodiscard]] QString view(const QString& name) const;
    void setView(const QString& name, const QString& filter) const;
    void forgetView(const QString& name) const;

    /// Small texts by name, in groups ("cores"); an empty text takes the name away.
    [[nodiscard]] QStringList names(const QString& group) const;
    [[nodiscard]] QString named(const QString& group, const QString& name) const;
    void setNamed(const QString& group, const QString& name, const QString& text) const;

    [[nodiscard]] QString value(const QString& key) const;
    /// An empty value takes the key away.
    void setValue(const QString& key, const QString& value) const;

private:
    Restored restoreFrom(const QString& group, QMainWindow& window) const;
    QString m_file;
    bool m_persistent;
};

} // namespace signalbox
