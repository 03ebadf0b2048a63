// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a decision that is needed is announced by the desktop while nobody looks, a click opens exactly
// that one, what is settled is taken away, quiet hours are kept, and a desktop without notices harms nothing.
#include "tests/views/views_test.h"
#include "views/shell/desktop_notices.h"
#include "views/shell/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace signalbox;

/// Stands in for the desktop's notification service.
class FakeDesktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Notice {
        uint id;
        QString title;
        QString text;
    };
    QList<Notice> shown;
    QList<uint> closed;
public slots:
    uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& text,
                const QStringList&, const QVariantMap&, int) {
        const uint id = replaces ? replaces : uint(shown.size() + 1);
        shown.append({id, title, text});
        return id;
    }
    void CloseNotification(uint id) { closed.append(id); }
signals:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

class Notices : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void quietHours_data();
    void quietHours();
    void clickOpensTheRightOne();
    void settledIsTakenAway();
    void nothingIsAnnouncedInQuietHours();
    void withoutAServiceNothingHappens();

private:
    std::unique_ptr<Desk> scene();
    QProcess m_bus;
    FakeDesktop m_desktop;
};

/// A bus of our own: the test must not talk to anybody's desktop.
void Notices::initTestCase() {
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty())
        QSKIP("there is no dbus-daemon here");
    m_bus.start(daemon,
                {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    QVERIFY(m_bus.waitForReadyRead(10'000));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    QDBusConnection bus = QDBusConnection::sessionBus();
    QVERIFY(bus.isConnected());
    QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_desktop,
                               QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
}

void Notices::cleanupTestCase() {
    m_bus.kill();
    m_bus.waitForFinished();
}

void Notices::quietHours_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<int>("minute");
    QTest::addColumn<bool>("quiet");
    QTest::newRow("at night") << u"22-7"_qs << u"22:00-07:00"_qs << 23 * 60 << true;
    QTest::newRow("after midnight") << u"22:30-7:15"_qs << u"22:30-07:15"_qs << 7 * 60 + 14 << true;
    QTest::newRow("its end") << u"22:30-7:15"_qs << u"22:30-07:15"_qs << 7 * 60 + 15 << false;
    QTest::newRow("by day") << u"12:00 - 13:00"_qs << u"12:00-13:00"_qs << 12 * 60 + 30 << true;
    QTest::newRow("outside") << u"12:00-13:00"_qs << u"12:00-13:00"_qs << 14 * 60 << false;
    QTest::newRow("none") << u"none"_qs << QString() << 60 << false;
    QTest::newRow("no time") << u"30:00-40:00"_qs << QString() << 60 << false;
    QTest::newRow("nothing between") << u"8-8"_qs << QString() << 8 * 60 << false;
}

void Notices::quietHours() {
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    QFETCH(int, minute);
    QFETCH(bool, quiet);
    QCOMPARE(quietHoursFrom(typed), kept);
    QCOMPARE(isQuiet(kept, minute), quiet);
}

std::unique_ptr<Desk> Notices::scene() {
    m_desktop.shown.clear();
    m_desktop.closed.clear();
    auto desk = deskOn(QStringLiteral("running"));
    desk->open();
    [&] { QTRY_VERIFY(desk->settled()); }();
    return desk;
}

namespace {

/// The scripted task comes to its approval.
void askForADecision(Desk& desk, qint64 id) {
    ScenarioCore& core = scriptOf(desk).core();
    Approval approval;
    approval.id = id;
    approval.step = QStringLiteral("approve");
    approval.tree = core.task(41)->tree;
    core.post(ApprovalRequested{41, approval});
}

} // namespace

void Notices::clickOpensTheRightOne() {
    const auto desk = scene();
    QWidget window;
    Notifier notifier(*desk, LayoutStore({}, false), &window);
    QSignalSpy wanted(&notifier, &Notifier::taskWanted);
    askForADecision(*desk, 77);
    QTRY_COMPARE(m_desktop.shown.size(), 1);
    QVERIFY(m_desktop.shown.first().text.contains(QStringLiteral("#41")));
    const uint id = m_desktop.shown.first().id;
    const auto opened = [&] {
        emit m_desktop.ActionInvoked(id + 100, QStringLiteral("default")); // somebody else's
        emit m_desktop.ActionInvoked(id, QStringLiteral("default"));
        return wanted.count() > 0;
    };
    QTRY_VERIFY(opened());
    QCOMPARE(wanted.first().first().toLongLong(), 41);
    QVERIFY(window.windowTitle().startsWith(QLatin1Char('(')));
}

void Notices::settledIsTakenAway() {
    const auto desk = scene();
    QWidget window;
    Notifier notifier(*desk, LayoutStore({}, false), &window);
    askForADecision(*desk, 78);
    QTRY_COMPARE(m_desktop.shown.size(), 1);
    QTRY_VERIFY(desk->settled());
    const auto gone = [&] { // by somebody else, elsewhere
        if (scriptOf(*desk).core().task(41)->openApproval())
            scriptOf(*desk).core().post(
                ApprovalClosed{41, 78, ApprovalState::Approved, QStringLiteral("approved by maria")});
        return m_desktop.closed.contains(m_desktop.shown.first().id);
    };
    QTRY_VERIFY(gone());
}

void Notices::nothingIsAnnouncedInQuietHours() {
    const auto desk = scene();
    QWidget window;
    QTemporaryDir folder;
    const LayoutStore store(folder.filePath(QStringLiteral("x.ini")));
    store.setValue(QStringLiteral("quiet"), QStringLiteral("22:00-07:00"));
    Notifier notifier(*desk, store, &window);
    int minute = 23 * 60;
    notifier.setClock([&] { return minute; });
    QSignalSpy arrived(&desk->approvals(), &ApprovalsModel::arrived);
    askForADecision(*desk, 79);
    QTRY_COMPARE(arrived.count(), 1);
    minute = 12 * 60;
    scriptOf(*desk).core().post(ApprovalClosed{41, 79, ApprovalState::Voided, QStringLiteral("changed")});
    QTRY_COMPARE(desk->approvals().rowCount(), 0);
    askForADecision(*desk, 80);
    QTRY_VERIFY(!m_desktop.shown.isEmpty());
    QCOMPARE(m_desktop.shown.size(), 1); // the one of the day alone
}

void Notices::withoutAServiceNothingHappens() {
    QDBusConnection::sessionBus().unregisterService(QStringLiteral("org.freedesktop.Notifications"));
    DesktopNotices notices;
    bool failed = false;
    notices.show(
        QStringLiteral("k"), QStringLiteral("t"), QStringLiteral("x"), [] {}, [&] { failed = true; });
    QTRY_VERIFY(failed);
    notices.close(QStringLiteral("k"));
    notices.setBadge(3);
}

QTEST_MAIN(Notices)
#include "tst_notices.moc"
