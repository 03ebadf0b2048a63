// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/console/working_day.h"

#include "core/client/api_call.h"
#include "views/models/desk.h"
#include "views/parts/diff_view.h"
#include "views/parts/log_view.h"
#include "views/shell/main_window.h"

#include <QDockWidget>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTreeView>

#include <algorithm>
#include <cstdio>

namespace signalbox::bench {

namespace {

constexpr double frame = 16;
constexpr double memoryGoal = 200;

ConsoleOptions optionsFor(const QUrl& core) {
    ConsoleOptions options;
    options.core = core;
    options.textPercent = 100;
    return options;
}

} // namespace

qint64 ownMemory() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    qint64 own = 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("Pss:"))
            own = line.simplified().split(' ').value(1).toLongLong() * 1024;
    return own;
}

WorkingDay::WorkingDay(TurnMeter& meter, const QUrl& core, const Plan& plan)
    : m_meter(meter), m_core(core), m_plan(plan), m_console(optionsFor(core), LayoutStore({}, false)) {}

void WorkingDay::tell(const Figure& f) {
    QJsonObject object{{QStringLiteral("figure"), f.figure},
                       {QStringLiteral("unit"), f.unit},
                       {QStringLiteral("measured"), f.measured}};
    if (f.atMost)
        object.insert(QStringLiteral("at_most"), *f.atMost);
    if (f.atLeast)
        object.insert(QStringLiteral("at_least"), *f.atLeast);
    std::fputs(QJsonDocument(object).toJson(QJsonDocument::Compact).append('\n').constData(), stdout);
    std::fflush(stdout);
}

bool WorkingDay::until(const std::function<bool()>& done, int seconds) {
    QElapsedTimer since;
    since.start();
    while (!done()) {
        if (since.elapsed() > seconds * 1000)
            return false;
        spend(20);
    }
    return true;
}

void WorkingDay::spend(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

void WorkingDay::turnsRow(const QString& what) {
    const TurnMeter::Turns& turns = m_meter.turns();
    tell({what + QStringLiteral(": longest turn"), QStringLiteral("ms"), turns.longest, frame, {}});
    tell({what + QStringLiteral(": p99 of turns"),
          QStringLiteral("ms"),
          turns.processor.percentile(0.99),
          frame,
          {}});
    std::fprintf(stderr, "%s: %zu turns, %d over a frame, longest %.1f ms (%s), by the wall clock %.1f ms\n",
                 qPrintable(what), turns.processor.count(), turns.over, turns.longest,
                 qPrintable(turns.longestIs), turns.wall.percentile(1));
}

bool WorkingDay::run() {
    if (!m_console.start())
        return false;
    const bool well = load() && storm() && readLog() && readChange();
    memory();
    return well;
}

bool WorkingDay::load() {
    m_meter.restart();
    Desk& desk = *m_console.desk();
    if (!until([&] { return desk.settled(); }, 60))
        return false;
    spend(500);
    const auto tasks = int(desk.mirror().tasks().size());
    turnsRow(QStringLiteral("console: %1 tasks appear").arg(tasks));
    return true;
}

void WorkingDay::setRate(int rate) {
    m_console.desk()->client().transport().request(get(QStringLiteral("/bench/rate/%1").arg(rate)), this,
                                                   [](const Delivery&) {});
}

bool WorkingDay::storm() {
    Desk& desk = *m_console.desk();
    QTimer person; // walks through the fleet
    QObject::connect(&person, &QTimer::timeout, &desk, [&desk] { desk.walk(1); });
    person.start(400);
    const qint64 before = desk.mirror().lastSeq();
    setRate(m_plan.rate);
    spend(1000);
    const qint64 begun = desk.mirror().lastSeq();
    m_meter.restart();
    const double since = machineTime();
    spend(m_plan.seconds * 1000);
    const double seconds = (machineTime() - since) / 1000;
    const double rate = double(desk.mirror().lastSeq() - begun) / seconds;
    const QString what = QStringLiteral("console: %1 events a second, %2 tasks")
                             .arg(m_plan.rate)
                             .arg(desk.mirror().tasks().size());
    tell({what + QStringLiteral(": taken in"), QStringLiteral("events/s"), rate, {}, m_plan.rate * 0.95});
    turnsRow(what);
    tell({what + QStringLiteral(": of a processor"),
          QStringLiteral("%"),
          m_meter.turns().total / seconds / 10,
          {},
          {}});
    setRate(0);
    spend(500);
    return desk.mirror().lastSeq() > before;
}

bool WorkingDay::readLog() {
    Desk& desk = *m_console.desk();
    MainWindow& window = *m_console.window();
    window.showPane(QStringLiteral("log"));
    auto* log = window.pane(QStringLiteral("log"))->findChild<LogView*>();
    if (!log)
        return false;
    QTimer person; // scrolls up and down, and searches
    int beats = 0;
    QObject::connect(&person, &QTimer::timeout, log, [log, &beats] {
        QScrollBar* bar = log->verticalScrollBar();
        bar->setValue(++beats % 3 == 0 ? bar->maximum() : bar->value() * 2 / 3);
        if (beats % 60 == 1)
            log->search(QStringLiteral("no such word"));
    });
    desk.chooseTask(1);
    spend(100);
    m_meter.restart();
    person.start(16);
    const double since = machineTime();
    if (!until([&] { return log->store().size() >= m_plan.logLines; }, 300))
        return false;
    const double took = (machineTime() - since) / 1000;
    person.stop();
    const QString what =
        QStringLiteral("console: log of %1 lines read, scrolled and searched").arg(m_plan.logLines);
    tell({what, QStringLiteral("lines/s"), m_plan.logLines / took, {}, {}});
    turnsRow(what);
    m_meter.restart();
    int found = -2;
    QObject::connect(log, &LogView::searched, &desk, [&found](int row) { found = row; });
    const double begun = machineTime();
    log->setFollowing(false);
    log->verticalScrollBar()->setValue(0);
    log->search({});
    log->search(QStringLiteral("the needle"));
    if (!until([&] { return found != -2; }, 120))
        return false;
    tell({QStringLiteral("console: a word found in %1 lines").arg(m_plan.logLines),
          QStringLiteral("ms"),
          machineTime() - begun,
          {},
          {}});
    turnsRow(QStringLiteral("console: the search"));
    return found >= 0;
}

bool WorkingDay::readChange() {
    Desk& desk = *m_console.desk();
    MainWindow& window = *m_console.window();
    window.showPane(QStringLiteral("approval"));
    auto* diff = window.pane(QStringLiteral("approval"))->findChild<DiffView*>();
    m_meter.restart();
    desk.chooseTask(2);
    if (!until([&] { return diff->document().added() > 0; }, 60))
        return false;
    spend(300);
    const QString what = QStringLiteral("console: change of %1 lines").arg(m_plan.diffLines);
    turnsRow(what + QStringLiteral(" shown"));
    m_meter.restart();
    QScrollBar* bar = diff->verticalScrollBar();
    for (int i = 0; i <= 100; ++i) {
        if (i == 50)
            diff->setSideBySide(true);
        bar->setValue(int(qint64(bar->maximum()) * i / 100));
        spend(16);
    }
    turnsRow(what + QStringLiteral(" read through, unified and side by side"));
    return true;
}

/// The load of a busy day for as long as it takes: a person walks through the fleet, looks into panes and
/// changes between tasks. What grows in the second half is what would go on growing.
void WorkingDay::stay(double before) {
    const double megabyte = 1 << 20;
    Desk& desk = *m_console.desk();
    MainWindow& window = *m_console.window();
    QTimer person;
    int beats = 0;
    QObject::connect(&person, &QTimer::timeout, &desk, [&] {
        desk.walk(++beats % 50 == 0 ? -40 : 1);
        const QStringList panes{QStringLiteral("log"), QStringLiteral("timeline"), QStringLiteral("gates"),
                                QStringLiteral("machines"), QStringLiteral("budgets")};
        if (beats % 10 == 0)
            window.showPane(panes.at(beats / 10 % panes.size()));
    });
    setRate(m_plan.rate);
    spend(2000);
    m_meter.restart();
    person.start(400);
    const qint64 begun = desk.mirror().lastSeq();
    QList<double> each{double(ownMemory()) / megabyte};
    for (int minute = 1; minute <= m_plan.minutes; ++minute) {
        spend(60'000);
        each.append(double(ownMemory()) / megabyte);
        std::fprintf(stderr, "minute %d: %.1f MB, %d turns over a frame so far\n", minute, each.last(),
                     m_meter.turns().over);
    }
    person.stop();
    setRate(0);
    const qsizetype half = each.size() / 2;
    const double rate = double(desk.mirror().lastSeq() - begun) / (m_plan.minutes * 60);
    const QString what =
        QStringLiteral("console: %1 minutes of %2 events a second").arg(m_plan.minutes).arg(m_plan.rate);
    tell({what + QStringLiteral(": taken in"), QStringLiteral("events/s"), rate, {}, m_plan.rate * 0.95});
    tell({what + QStringLiteral(": most memory"),
          QStringLiteral("MB"),
          *std::max_element(each.begin(), each.end()),
          memoryGoal,
          {}});
    tell({what + QStringLiteral(": added to what was there"),
          QStringLiteral("MB"),
          each.last() - before,
          {},
          {}});
    tell({what + QStringLiteral(": added in their second half"),
          QStringLiteral("MB"),
          each.last() - each.at(half),
          {},
          {}});
    turnsRow(what);
    tell({what + QStringLiteral(": turns over a frame"),
          QStringLiteral("of %1").arg(m_meter.turns().processor.count()),
          double(m_meter.turns().over),
          {},
          {}});
}

/// An hour is told from what some seconds add, unless it is really run.
void WorkingDay::memory() {
    const double megabyte = 1 << 20;
    const double before = double(ownMemory()) / megabyte;
    tell({QStringLiteral("console: memory after all that"), QStringLiteral("MB"), before, memoryGoal, {}});
    if (m_plan.minutes > 0)
        return stay(before);
    setRate(m_plan.rate);
    spend(2000);
    const double settled = double(ownMemory()) / megabyte;
    spend(m_plan.seconds * 1000);
    const double after = double(ownMemory()) / megabyte;
    setRate(0);
    tell({QStringLiteral("console: memory that an hour of %1 events a second would add").arg(m_plan.rate),
          QStringLiteral("MB"),
          (after - settled) * 3600 / m_plan.seconds,
          {},
          {}});
}

} // namespace signalbox::bench
