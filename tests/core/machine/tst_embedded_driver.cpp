// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: machines start from any home, however long its path: libvirt is then given a short link, the same
// at each start; a link that somebody else put there is refused, not followed; a root that QEMU's user cannot
// reach is an error that names the directory to open.
#include "core/machine/embedded_driver.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace signalbox;

class TestEmbeddedDriver : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_top = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/sb-XXXXXX"));
        QVERIFY(m_top->isValid());
        QFile::setPermissions(m_top->path(), QFile::Permissions(0x7011));
    }

    void shortRootStandsForItself() {
        const QString root = m_top->filePath(u"lib"_qs);
        const auto name = prepare(root);
        QVERIFY2(name, name ? "" : qPrintable(name.error().text()));
        QCOMPARE(*name, root);
        QVERIFY(QFile::exists(root + u"/etc/qemu.conf"_qs));
    }

    void longRootGetsAShortLink() {
        const QString root = m_top->filePath(u"home/a-person-with-a-name/.local/share/signalbox/libvirt"_qs);
        const auto name = prepare(root);
        QVERIFY2(name, name ? "" : qPrintable(name.error().text()));
        const auto unlink = qScopeGuard([&] { QFile::remove(*name); });
        QVERIFY2(name->size() <= 27, qPrintable(*name));
        QCOMPARE(QFile::symLinkTarget(*name), root);
        QVERIFY(QFile::exists(*name + u"/etc/qemu.conf"_qs));
        QCOMPARE(*prepare(root), *name); // the sockets of machines from before have it in their paths
    }

    void linkThatLeadsElsewhereIsRefused() {
        const QString root = m_top->filePath(u"another/long/path/below/the/home/of/somebody/libvirt"_qs);
        const auto name = prepare(root);
        QVERIFY(name);
        const auto unlink = qScopeGuard([&] { QFile::remove(*name); });
        QVERIFY(QFile::remove(*name));
        QVERIFY(QFile::link(QStringLiteral("/etc"), *name));
        const auto refused = prepare(root);
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Denied);
        QVERIFY(refused.error().hint.contains(*name));
        QCOMPARE(QFile::symLinkTarget(*name), u"/etc"_qs);
    }

    void rootThatQemuCannotReachIsAnError() {
        const auto user = accountOfQemu();
        if (::geteuid() != 0 || !user)
            QSKIP("only root runs QEMU as another user");
        const QString closed = m_top->filePath(u"closed"_qs);
        QVERIFY(QDir().mkpath(closed));
        QFile::setPermissions(closed, QFile::Permissions(0x7000));
        const auto refused = prepare(closed + u"/with/a/long/path/so/that/a/link/stands/for/it"_qs);
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Denied);
        QVERIFY2(refused.error().hint.contains(closed), qPrintable(refused.error().hint));
    }

private:
    static Result<QString> prepare(const QString& root) {
        return prepareEmbeddedDriver(root, ::geteuid() == 0 ? accountOfQemu() : std::nullopt, false);
    }
    std::unique_ptr<QTemporaryDir> m_top;
};

QTEST_GUILESS_MAIN(TestEmbeddedDriver)
#include "tst_embedded_driver.moc"
