// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/shell/console_options.h"
#include "views/shell/core_card.h"
#include "views/shell/layout_store.h"

#include <QObject>

#include <functional>
#include <memory>

namespace signalbox {

class CoreClient;
class Desk;
class MainWindow;

/// The running console: one window on one core, and the change to another core without a restart.
class Console final : public QObject {
    Q_OBJECT
public:
    Console(ConsoleOptions options, LayoutStore layouts, QObject* parent = nullptr);
    ~Console() override;
    /// Invalid: no such kind of core. Otherwise the window is there and connects.
    Result<void> start();
    [[nodiscard]] MainWindow* window() const { return m_window.get(); }
    [[nodiscard]] Desk* desk() const { return m_desk.get(); }

signals:
    /// The picture was taken, or could not be: the program ends with this code.
    void finished(int exitCode);

private:
    /// Looks for the core's token where it must, then opens it. An error: there is no such kind of core.
    Result<void> connectTo(const CoreProfile& profile, const QString& token);
    void open(const CoreProfile& profile, const QString& token);
    void keepToken(const CoreProfile& profile, const QString& token);
    [[nodiscard]] Result<std::unique_ptr<CoreClient>> clientFor(const CoreProfile& profile,
                                                                const QString& token) const;
    void showWindow();
    void setTextSize(int percent);
    void setLanguage(const QString& code);
    /// Makes the window anew with what `change` does in between; false: it had to stay.
    bool remake(const std::function<void()>& change);
    void takePicture();
    ConsoleOptions m_options;
    LayoutStore m_layouts;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace signalbox
