// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a keychain that is locked, that refuses or that is not there is told in words that say what to
// do; the console opens all the same, and no token lands in a file.
#include "views/parts/notice_bar.h"
#include "views/shell/console.h"
#include "views/shell/key_ring.h"
#include "views/shell/main_window.h"

#include <QDBusConnection>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

/// Stands in for the desktop's keychain, as far as QtKeychain speaks to KWallet.
class FakeWallet : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.KWallet")
public:
    bool locked = false;
    QMap<QString, QString> kept;
public slots:
    QString networkWallet() { return QStringLiteral("kdewallet"); }
    int open(const QString&, qlonglong, const QString&) { return locked ? -1 : 1; }
    int entryType(int, const QString&, const QString& key, const QString&) {
        return kept.contains(key) ? 1 : 0;
    }
    QString readPassword(int, const QString&, const QString& key, const QString&) { return kept.value(key); }
    int writePassword(int, const QString&, const QString& key, const QString& value, const QString&) {
        kept.insert(key, value);
        return 0;
    }
    int removeEntry(int, const QString&, const QString& key, const QString&) {
        return kept.remove(key) > 0 ? 0 : -3;
    }
};

class KeyRingTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void whatIsKeptComesBack();
    void aLockedOneIsDeniedAndSaysWhatToDo();
    void theConsoleOpensAllTheSame_data();
    void theConsoleOpensAllTheSame();
    void withoutOneNothingIsKept();

private:
    const QString m_address = QStringLiteral("https://core.example.org");
    QProcess m_bus;
    FakeWallet m_wallet;
    template <typename T, typename Ask>
    Result<T> answer(Ask ask) {
        std::optional<Result<T>> got;
        ask([&](const Result<T>& result) { got = result; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 30'000))
            return Error{ErrorKind::Timeout, QStringLiteral("no answer"), {}};
        return *got;
    }
    Result<QString> read() {
        return answer<QString>([this](auto done) { KeyRing::read(m_address, this, done); });
    }
    Result<void> write() {
        return answer<void>(
            [this](auto done) { KeyRing::write(m_address, QStringLiteral("secret"), this, done); });
    }
};

void KeyRingTest::initTestCase() {
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty())
        QSKIP("there is no dbus-daemon here");
    m_bus.start(daemon,
                {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    QVERIFY(m_bus.waitForReadyRead(10'000));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    qputenv("XDG_CURRENT_DESKTOP", "KDE"); // QtKeychain asks KWallet there
    qputenv("KDE_SESSION_VERSION", "5");
    QDBusConnection bus = QDBusConnection::sessionBus();
    QVERIFY(bus.isConnected());
    QVERIFY(
        bus.registerObject(QStringLiteral("/modules/kwalletd5"), &m_wallet, QDBusConnection::ExportAllSlots));
    QVERIFY(bus.registerService(QStringLiteral("org.kde.kwalletd5")));
}

void KeyRingTest::cleanupTestCase() {
    m_bus.kill();
    m_bus.waitForFinished();
}

void KeyRingTest::init() {
    m_wallet.locked = false;
    m_wallet.kept.clear();
}

void KeyRingTest::whatIsKeptComesBack() {
    QVERIFY(read().error().kind == ErrorKind::NotFound);
    const auto written = write();
    QVERIFY2(written.ok(), qPrintable(written.ok() ? QString() : written.error().text()));
    QCOMPARE(m_wallet.kept.value(m_address), QStringLiteral("secret"));
    QCOMPARE(read().value(), QStringLiteral("secret"));
    QVERIFY(answer<void>([this](auto done) { KeyRing::forget(m_address, this, done); }).ok());
    QVERIFY(m_wallet.kept.isEmpty());
}

void KeyRingTest::aLockedOneIsDeniedAndSaysWhatToDo() {
    m_wallet.locked = true;
    for (const Error& error : {read().error(), write().error()}) {
        QVERIFY2(error.kind == ErrorKind::Denied, qPrintable(error.text()));
        QVERIFY(error.message.contains(QStringLiteral("locked")));
        QVERIFY(error.hint.contains(QStringLiteral("Unlock")));
    }
    QVERIFY(m_wallet.kept.isEmpty());
    m_wallet.locked = false; // and once it is unlocked all is well
    QVERIFY(write().ok());
}

void KeyRingTest::theConsoleOpensAllTheSame_data() {
    QTest::addColumn<bool>("locked");
    QTest::newRow("locked") << true;
    QTest::newRow("unlocked, and nothing in it") << false;
}

void KeyRingTest::theConsoleOpensAllTheSame() {
    QFETCH(bool, locked);
    m_wallet.locked = locked;
    QTemporaryDir folder;
    ConsoleOptions options;
    options.core = QUrl(QStringLiteral("https://127.0.0.1:1"));
    Console console(options, LayoutStore(folder.filePath(QStringLiteral("layout.ini"))));
    QVERIFY(console.start().ok());
    QTRY_VERIFY(console.window());
    const auto told = [&] {
        const auto bars = console.window()->findChildren<NoticeBar*>();
        return std::any_of(bars.begin(), bars.end(), [](const NoticeBar* bar) {
            return bar->isVisibleTo(bar->window()) &&
                   bar->text().contains(QStringLiteral("keychain is locked"));
        });
    };
    QTRY_COMPARE(told(), locked);
}

void KeyRingTest::withoutOneNothingIsKept() {
    QVERIFY(QDBusConnection::sessionBus().unregisterService(QStringLiteral("org.kde.kwalletd5")));
    const Error error = write().error();
    QVERIFY2(error.kind == ErrorKind::Unavailable, qPrintable(error.text()));
    QVERIFY(error.hint.contains(QStringLiteral("until the console ends")));
    QVERIFY(m_wallet.kept.isEmpty());
}

QTEST_MAIN(KeyRingTest)
#include "tst_key_ring.moc"
