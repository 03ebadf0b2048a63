// SPDX-License-Identifier: GPL-3.0-or-later
// The console as a process of its own, measured from within; each figure is one line of JSON. What it plays
// is its first word: `core` (what the others look at), `bare` (a window of the toolkit alone), `start`,
// `day`.
#include "tests/bench/console/busy_core.h"
#include "tests/bench/console/working_day.h"
#include "views/models/desk.h"
#include "views/shell/language.h"
#include "views/shell/main_window.h"

#include <QCommandLineParser>
#include <QLabel>
#include <QSocketNotifier>

#include <cstdio>

using namespace signalbox;
using namespace signalbox::bench;

namespace {

/// Says when the window was painted first, and, where `live` is given, when it was painted with that true.
class FirstPaint final : public QObject {
public:
    FirstPaint(QWidget* window, double since, std::function<bool()> live)
        : m_since(since), m_live(std::move(live)) {
        window->installEventFilter(this);
        for (QWidget* child : window->findChildren<QWidget*>())
            child->installEventFilter(this);
        connect(&m_look, &QTimer::timeout, this, &FirstPaint::look);
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint && !std::exchange(m_painted, true)) {
            tell("first_paint");
            if (m_live)
                m_look.start(1);
            else
                QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        }
        return false;
    }

private:
    void look() {
        if (!m_live())
            return;
        m_look.stop();
        // After what came is painted, too.
        QTimer::singleShot(0, this, [this] {
            tell("live");
            QCoreApplication::quit();
        });
    }
    void tell(const char* what) const {
        std::printf("{\"%s\":%.3f}\n", what, machineTime() - m_since);
        std::fflush(stdout);
    }
    double m_since;
    std::function<bool()> m_live;
    QTimer m_look;
    bool m_painted = false;
};

int playCore(const BusyPlan& plan) {
    BusyCore core(plan);
    std::printf("%s\n", qPrintable(core.url()));
    std::fflush(stdout);
    QSocketNotifier ended(0, QSocketNotifier::Read); // who started us is gone, or wants us to go
    QObject::connect(&ended, &QSocketNotifier::activated, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

int playBare(double since) {
    QMainWindow window;
    window.setCentralWidget(new QLabel(QStringLiteral("Nothing but a window"), &window));
    window.resize(1600, 1000);
    const FirstPaint first(&window, since, {});
    window.show();
    return QCoreApplication::exec();
}

int playStart(const QUrl& core, double since) {
    applyTheme(*qApp, ThemeChoice::System);
    applyTextSize(*qApp, 100);
    ConsoleOptions options;
    options.core = core;
    options.textPercent = 100;
    Console console(options, LayoutStore({}, false));
    if (!console.start())
        return 1;
    const FirstPaint first(console.window(), since, [&console] {
        return console.desk()->client().state() == ConnectionState::Connected && console.desk()->settled();
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_NO_GLIB", "1");
    qputenv("SIGNALBOX_TOKEN", "of no meaning here"); // no keychain is asked
    TurnMeter application(argc, argv);
    QCommandLineParser parser;
    const auto option = [&](const char* name, const char* standard) {
        const QCommandLineOption made(QLatin1String(name), {}, QStringLiteral("value"),
                                      QLatin1String(standard));
        parser.addOption(made);
    };
    option("since", "0");
    option("core", "");
    option("tasks", "10000");
    option("log-lines", "1000000");
    option("diff-lines", "50000");
    option("rate", "5000");
    option("seconds", "20");
    option("minutes", "0");
    parser.process(application);
    const auto number = [&](const char* name) { return parser.value(QLatin1String(name)).toInt(); };
    const QString role = parser.positionalArguments().value(0);
    const QUrl core(parser.value(QStringLiteral("core")));
    const double since = parser.value(QStringLiteral("since")).toDouble();
    if (role == QLatin1String("core"))
        return playCore({number("tasks"), number("log-lines"), number("diff-lines")});
    if (role == QLatin1String("bare"))
        return playBare(since);
    if (role == QLatin1String("start"))
        return playStart(core, since);
    if (role != QLatin1String("day"))
        return 2;
    applyTheme(application, ThemeChoice::System);
    applyTextSize(application, 100);
    WorkingDay day(
        application, core,
        {number("rate"), number("seconds"), number("log-lines"), number("diff-lines"), number("minutes")});
    return day.run() ? 0 : 1;
}
