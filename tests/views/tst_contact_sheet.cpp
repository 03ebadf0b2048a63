// SPDX-License-Identifier: GPL-3.0-or-later
// Protects how the console looks: the window and each pane, in every state, light and dark, right to left and
// in large text, are painted, stay within tolerance of what somebody has looked at and found good, and are
// kept as a page that one can open: contact-sheet/index.html in the build's folder.
//
// After a change that is meant: SIGNALBOX_CONTACT_SHEET=update ctest -R contact_sheet, look at the page, and
// commit tests/views/contact_sheet.json.
#include "tests/views/views_test.h"
#include "views/panes/all_panes.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/terminal/terminal_pane.h"
#include "views/parts/terminal_view.h"
#include "views/parts/theme.h"
#include "views/shell/language.h"
#include "views/shell/main_window.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <ctime>

using namespace signalbox;

namespace {

constexpr int columns = 32;
constexpr int rows = 20;
constexpr double meanTolerance = 5;    ///< of 255, over the whole picture
constexpr double partTolerance = 0.06; ///< of all cells may differ by more than a shade

struct Variant {
    const char* name;
    ThemeChoice theme;
    const char* language;
    int text;
};
constexpr std::array variants{
    Variant{"light", ThemeChoice::Light, "en", 100}, Variant{"dark", ThemeChoice::Dark, "en", 100},
    Variant{"right-to-left", ThemeChoice::Light, "ar", 100}, Variant{"large", ThemeChoice::Light, "en", 200}};

struct Scene {
    const char* name;
    const char* scenario;
    const char* pane; ///< to bring to the front
    TaskId task;
    int past;              ///< place in the task's history; -1: now
    bool together = false; ///< those that ask the same are shown together
    qint64 fleet = 0;      ///< the event after which the whole fleet is shown; 0: as it is now
    bool terminal = false; ///< one is open
};
constexpr std::array scenes{Scene{"empty", "first-start", "", 0, -1},
                            Scene{"running", "running", "log", 0, -1},
                            Scene{"decision", "approval", "gates", 0, -1},
                            Scene{"busy", "busy-day", "machines", 0, -1},
                            Scene{"parked", "busy-day", "timeline", 22, -1},
                            Scene{"trouble", "trouble", "alerts", 0, -1},
                            Scene{"budgets", "budgets", "budgets", 63, -1},
                            Scene{"past", "approval", "timeline", 0, 24},
                            Scene{"disconnected", "offline", "log", 0, -1},
                            Scene{"together", "same-rule", "approval", 61, -1, true},
                            Scene{"fleet-past", "busy-day", "timeline", 27, -1, false, 300},
                            Scene{"terminal", "busy-day", "terminal", 0, -1, false, 0, true}};

/// The picture's light and shade in a few cells: what moves or vanishes shows, how a letter is drawn does
/// not.
QByteArray shadeOf(const QImage& picture) {
    const QImage small = picture.scaled(columns, rows, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             .convertToFormat(QImage::Format_Grayscale8);
    QByteArray shade;
    for (int y = 0; y < rows; ++y)
        shade.append(reinterpret_cast<const char*>(small.constScanLine(y)), columns);
    return shade;
}

int coloursIn(const QImage& picture) {
    QSet<QRgb> colours;
    for (int x = 0; x < picture.width(); x += 3)
        for (int y = 0; y < picture.height(); y += 3)
            colours.insert(picture.pixel(x, y));
    return int(colours.size());
}

} // namespace

class ContactSheet : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void window_data();
    void window();
    void pane_data();
    void pane();

private:
    void keep(const QString& name, const QImage& picture);
    static void apply(const Variant& variant) {
        applyTheme(*qApp, variant.theme);
        applyLanguage(*qApp, QLatin1String(variant.language));
        applyTextSize(*qApp, variant.text);
    }
    QDir m_folder;
    QJsonObject m_known;
    QJsonObject m_now;
    QStringList m_names;
    bool m_update = false;
};

void ContactSheet::initTestCase() {
    qputenv("TZ", "UTC"); // times of the day are on the pictures
    tzset();
    m_update = qEnvironmentVariable("SIGNALBOX_CONTACT_SHEET") == QLatin1String("update");
    m_folder = QDir(QStringLiteral(SIGNALBOX_BINARY_DIR "/contact-sheet"));
    QVERIFY(m_folder.mkpath(QStringLiteral(".")));
    QFile known(QStringLiteral(SIGNALBOX_SOURCE_DIR "/tests/views/contact_sheet.json"));
    if (known.open(QIODevice::ReadOnly))
        m_known = QJsonDocument::fromJson(known.readAll()).object();
    QVERIFY(m_update || !m_known.isEmpty());
}

void ContactSheet::cleanupTestCase() {
    apply(variants.front());
    QFile page(m_folder.filePath(QStringLiteral("index.html")));
    if (page.open(QIODevice::WriteOnly)) {
        page.write("<!doctype html><meta charset=utf-8><title>Signalbox: contact sheet</title>\n"
                   "<style>body{font:14px sans-serif;background:#888}figure{display:inline-block;margin:8px}"
                   "img{max-width:640px;max-height:420px;border:1px solid #444}</style>\n");
        for (const QString& name : std::as_const(m_names))
            page.write(QStringLiteral("<figure><a href='%1.png'><img src='%1.png'></a><figcaption>%1"
                                      "</figcaption></figure>\n")
                           .arg(name)
                           .toUtf8());
    }
    if (!m_update)
        return;
    QFile known(QStringLiteral(SIGNALBOX_SOURCE_DIR "/tests/views/contact_sheet.json"));
    QVERIFY(known.open(QIODevice::WriteOnly));
    known.write(QJsonDocument(m_now).toJson());
}

void ContactSheet::keep(const QString& name, const QImage& picture) {
    m_names.append(name);
    QVERIFY(picture.save(m_folder.filePath(name + QStringLiteral(".png"))));
    QVERIFY2(coloursIn(picture) > 12, "there is hardly anything on it");
    const QByteArray shade = shadeOf(picture);
    m_now.insert(name, QString::fromLatin1(shade.toBase64()));
    if (m_update)
        return;
    const QByteArray before = QByteArray::fromBase64(m_known.value(name).toString().toLatin1());
    QVERIFY2(before.size() == shade.size(), "nobody has looked at this picture yet");
    double sum = 0;
    int other = 0;
    for (qsizetype i = 0; i < shade.size(); ++i) {
        const int difference = std::abs(int(uchar(shade.at(i))) - int(uchar(before.at(i))));
        sum += difference;
        other += difference > 24 ? 1 : 0;
    }
    const double mean = sum / double(shade.size());
    const double part = other / double(shade.size());
    QVERIFY2(mean <= meanTolerance && part <= partTolerance,
             qPrintable(QStringLiteral("it looks otherwise: %1 of 255 on average, %2 % of it clearly; see %3")
                            .arg(mean, 0, 'f', 1)
                            .arg(part * 100, 0, 'f', 1)
                            .arg(m_folder.filePath(name + QStringLiteral(".png")))));
}

void ContactSheet::window_data() {
    QTest::addColumn<int>("scene");
    QTest::addColumn<int>("variant");
    for (int s = 0; s < int(scenes.size()); ++s)
        for (int v = 0; v < int(variants.size()); ++v)
            QTest::addRow("%s-%s", scenes[std::size_t(s)].name, variants[std::size_t(v)].name) << s << v;
}

void ContactSheet::window() {
    QFETCH(int, scene);
    QFETCH(int, variant);
    const Scene& shown = scenes[std::size_t(scene)];
    const Variant& look = variants[std::size_t(variant)];
    apply(look);
    const auto desk = deskOn(QLatin1String(shown.scenario));
    MainWindow window(*desk, WindowOptions{LayoutStore({}, false), true, 0, look.text});
    window.resize(look.text > 100 ? QSize(1920, 1200) : QSize(1440, 900));
    window.show();
    if (shown.task != 0)
        desk->chooseWhenLoaded(shown.task);
    desk->open();
    const bool lost = qstrcmp(shown.scenario, "offline") == 0;
    QTRY_VERIFY(lost ? desk->client().state() == ConnectionState::Reconnecting : desk->settled());
    if (*shown.pane)
        window.showPane(QLatin1String(shown.pane));
    if (shown.past >= 0) {
        QTRY_VERIFY(desk->history().size() > shown.past + 1);
        desk->travel(shown.past);
    }
    if (shown.together) {
        QAction& together =
            static_cast<ApprovalPane*>(window.pane(QStringLiteral("approval")))->togetherAction();
        QTRY_VERIFY(together.isEnabled());
        together.trigger();
        QTRY_COMPARE(desk->together().marked(), 4);
    }
    if (shown.fleet > 0) {
        desk->travelFleet(shown.fleet);
        QTRY_VERIFY(desk->fleetPast() && desk->task() && desk->settled());
    }
    if (shown.terminal) {
        auto* terminal = static_cast<TerminalPane*>(window.pane(QStringLiteral("terminal")));
        terminal->actions().first()->trigger();
        QTRY_VERIFY(terminal->view().shownText().contains(QLatin1String("parse.cpp")));
    }
    QCoreApplication::processEvents();
    window.setFocus(); // no caret blinks in a picture
    keep(QString::fromLatin1(QTest::currentDataTag()), window.grab().toImage());
}

void ContactSheet::pane_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("scenario");
    for (const PaneInfo& info : allPanes())
        for (const char* scenario : {"first-start", "trouble"})
            QTest::addRow("pane-%s-%s", qPrintable(info.id), scenario)
                << info.id << QString::fromLatin1(scenario);
}

void ContactSheet::pane() {
    QFETCH(QString, id);
    QFETCH(QString, scenario);
    apply(variants.front());
    const auto desk = deskOn(scenario);
    for (const PaneInfo& info : allPanes()) {
        if (info.id != id)
            continue;
        QWidget holder;
        QWidget* pane = info.make(*desk, &holder);
        const bool tall = info.home != PaneHome::Bottom;
        holder.resize(tall ? QSize(640, 800) : QSize(900, 320));
        pane->resize(holder.size());
        holder.show();
        desk->open();
        QTRY_VERIFY(desk->settled());
        QCoreApplication::processEvents();
        keep(QString::fromLatin1(QTest::currentDataTag()), pane->grab().toImage());
    }
}

QTEST_MAIN(ContactSheet)
#include "tst_contact_sheet.moc"
