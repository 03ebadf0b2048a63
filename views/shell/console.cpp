// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/console.h"

#include "views/models/desk.h"
#include "views/shell/key_ring.h"
#include "views/shell/language.h"
#include "views/shell/main_window.h"
#include "views/shell/screenshot.h"

#include <QApplication>

#include <cstdio>

namespace signalbox {

namespace {

constexpr Millis pictureLimit{60'000};

/// While one window takes another one's place there is none, and the program goes on all the same.
class StayOpen {
public:
    StayOpen() : m_quits(QApplication::quitOnLastWindowClosed()) {
        QApplication::setQuitOnLastWindowClosed(false);
    }
    ~StayOpen() { QApplication::setQuitOnLastWindowClosed(m_quits); }
    StayOpen(const StayOpen&) = delete;
    StayOpen& operator=(const StayOpen&) = delete;

private:
    bool m_quits;
};

} // namespace

Console::Console(ConsoleOptions options, LayoutStore layouts, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_layouts(std::move(layouts)) {}

Console::~Console() {
    m_window.reset(); // the panes look at the desk to their end
}

Result<void> Console::start() {
    CoreProfile profile{{}, m_options.core.toString(), m_options.pin};
    for (const CoreProfile& known : coreProfiles(m_layouts)) // by its name, or as it was connected to before
        if (known.url == profile.url || known.name == profile.url)
            profile = profile.pin.isEmpty() ? known : CoreProfile{known.name, known.url, profile.pin};
    return connectTo(profile, {});
}

Result<std::unique_ptr<CoreClient>> Console::clientFor(const CoreProfile& profile,
                                                       const QString& token) const {
    ClientOptions options;
    options.token = token;
    options.pinnedSha256 = profile.pin.toLatin1();
    options.frozen = !m_options.screenshot.isEmpty();
    return CoreClient::create(QUrl(profile.url), options);
}

Result<void> Console::connectTo(const CoreProfile& profile, const QString& token) {
    if (const auto client = clientFor(profile, token); !client)
        return client.error();
    const QString scheme = QUrl(profile.url).scheme();
    const bool needsToken = scheme == QLatin1String("https") || scheme == QLatin1String("http");
    if (!needsToken || !token.isEmpty() || !qEnvironmentVariableIsEmpty("SIGNALBOX_TOKEN")) {
        open(profile, token);
        if (needsToken && !token.isEmpty())
            keepToken(profile, token);
        return {};
    }
    KeyRing::read(profile.url, this, [this, profile](const Result<QString>& kept) {
        open(profile, kept ? *kept : QString());
        if (!kept && kept.error().kind != ErrorKind::NotFound)
            m_desk->complain(kept.error());
    });
    return {};
}

void Console::keepToken(const CoreProfile& profile, const QString& token) {
    KeyRing::write(profile.url, token, this, [this](const Result<void>& kept) {
        if (!kept)
            m_desk->complain(kept.error());
    });
}

void Console::open(const CoreProfile& profile, const QString& token) {
    auto client = clientFor(profile, token);
    SB_ASSERT(client.ok(), "looked at before");
    if (!profile.name.isEmpty() && QUrl(profile.url).scheme() != QLatin1String("local"))
        keepProfile(m_layouts, profile);
    auto desk = std::make_unique<Desk>(std::move(client).value());
    if (m_options.task != 0)
        desk->chooseWhenLoaded(m_options.task);
    const StayOpen stay;
    if (m_window)
        m_window->close();
    m_window.reset(); // the panes look at their desk to their end
    m_desk = std::move(desk);
    showWindow();
    if (!m_options.pane.isEmpty())
        m_window->showPaneWhenLoaded(m_options.pane);
    if (!m_options.command.isEmpty())
        connect(
            m_desk.get(), &Desk::becameSettled, m_window.get(),
            [window = m_window.get(), command = m_options.command] { window->run(command); },
            Qt::SingleShotConnection);
    if (!m_options.screenshot.isEmpty())
        takePicture();
    m_desk->open();
}

/// A window on the desk, in the size of text that is wanted now.
void Console::showWindow() {
    const bool picture = !m_options.screenshot.isEmpty();
    WindowOptions options{m_layouts, picture, m_options.holdSeconds,
                          m_options.textPercent > 0 ? m_options.textPercent : 100};
    m_window = std::make_unique<MainWindow>(*m_desk, options);
    if (m_options.size.isValid())
        m_window->resize(m_options.size);
    // From the event loop: the window that asks is about to go.
    connect(
        m_window.get(), &MainWindow::connectWanted, this,
        [this](const CoreProfile& profile, const QString& secret) {
            if (const Result<void> opened = connectTo(profile, secret); !opened)
                m_desk->complain(opened.error());
        },
        Qt::QueuedConnection);
    connect(m_window.get(), &MainWindow::textSizeWanted, this, &Console::setTextSize, Qt::QueuedConnection);
    connect(m_window.get(), &MainWindow::languageWanted, this, &Console::setLanguage, Qt::QueuedConnection);
    connect(m_window.get(), &MainWindow::themeWanted, this, [this](ThemeChoice choice) {
        m_layouts.setValue(QStringLiteral("theme"), choice == ThemeChoice::System ? QString()
                                                    : choice == ThemeChoice::Dark ? QStringLiteral("dark")
                                                                                  : QStringLiteral("light"));
        applyTheme(*qApp, choice);
    });
    m_window->show();
}

bool Console::remake(const std::function<void()>& change) {
    const StayOpen stay;
    m_window->close();
    if (m_window->isVisible()) // a decision is on its way, and the window waits for it
        return false;
    m_window.reset();
    change();
    showWindow();
    return true;
}

/// Distances are measured in text, so the window is made anew; the desk with all that is known stays.
void Console::setTextSize(int percent) {
    remake([this, percent] {
        applyTextSize(*qApp, percent);
        m_options.textPercent = percent;
        m_layouts.setValue(QStringLiteral("text"), QString::number(percent));
    });
}

void Console::setLanguage(const QString& code) {
    remake([this, code] {
        applyLanguage(*qApp, code);
        m_layouts.setValue(QStringLiteral("language"), code);
    });
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
