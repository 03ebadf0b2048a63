// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMainWindow;

namespace signalbox {

/// Keeps where the docks stand from one start to the next. What cannot be read is as if it had never been
/// stored.
class LayoutStore {
public:
    /// An empty file name: the user's own settings. No store at all: `persistent` false.
    explicit LayoutStore(QString file = {}, bool persistent = true);
    void save(const QMainWindow& window) const;
    /// False: there was nothing usable, and the window is as it was.
    bool restore(QMainWindow& window) const;
    void forget() const;
    [[nodiscard]] QString value(const QString& key) const;
    void setValue(const QString& key, const QString& value) const;

private:
    QString m_file;
    bool m_persistent;
};

} // namespace signalbox
