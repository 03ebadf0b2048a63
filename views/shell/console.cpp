// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/console.h"

#include "views/models/desk.h"
#include "views/shell/main_window.h"
#include "views/shell/screenshot.h"

#include <QApplication>

#include <cstdio>

namespace signalbox {

namespace {
constexpr Millis pictureLimit{60'000};
}

Console::Console(ConsoleOptions options, LayoutStore layouts, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_layouts(std::move(layouts)) {}

Console::~Console() {
    m_window.reset(); // the panes look at the desk to their end
}

Result<void> Console::start() {
    return open(m_options.core, {});
}

Result<void> Console::open(const QUrl& core, const QString& token) {
    const bool picture = !m_options.screenshot.isEmpty();
    ClientOptions clientOptions;
    clientOptions.token = token;
    clientOptions.frozen = picture;
    auto client = CoreClient::create(core, clientOptions);
    if (!client)
        return client.error();
    auto desk = std::make_unique<Desk>(std::move(client).value());
    if (m_options.task != 0)
        desk->chooseWhenLoaded(m_options.task);
    WindowOptions options{m_layouts, picture, m_options.holdSeconds};
    auto window = std::make_unique<MainWindow>(*desk, options);
    if (m_options.size.isValid())
        window->resize(m_options.size);
    connect(window.get(), &MainWindow::connectWanted, this,
            [this](const QString& url, const QString& secret) {
                // From the event loop: the window that asks is about to go.
                QMetaObject::invokeMethod(
                    this,
                    [this, url, secret] {
                        if (const Result<void> opened = open(QUrl::fromUserInput(url), secret); !opened)
                            m_desk->complain(opened.error());
                    },
                    Qt::QueuedConnection);
            });
    connect(window.get(), &MainWindow::themeWanted, this, [this](bool dark) {
        m_layouts.setValue(QStringLiteral("theme"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    });
    window->show();
    if (m_window)
        m_window->close();
    m_window = std::move(window);
    m_desk = std::move(desk);
    if (!m_options.pane.isEmpty())
        m_window->showPaneWhenLoaded(m_options.pane);
    if (!m_options.command.isEmpty())
        connect(
            m_desk.get(), &Desk::becameSettled, m_window.get(),
            [window = m_window.get(), command = m_options.command] { window->run(command); },
            Qt::SingleShotConnection);
    if (picture)
        takePicture();
    m_desk->open();
    return {};
}

void Console::takePicture() {
    auto* picture = new Screenshot(*m_window, *m_desk, m_options.screenshot, pictureLimit);
    connect(picture, &Screenshot::finished, this, [this](const Result<void>& result) {
        if (!result)
            std::fprintf(stderr, "signalbox: %s\n", qPrintable(result.error().text()));
        emit finished(result ? 0 : 1);
    });
    picture->start();
}

} // namespace signalbox
