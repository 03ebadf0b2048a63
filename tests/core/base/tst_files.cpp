// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the reading of files that may be anything: never more than the limit, never memory for a limit
// that the file does not need, and files of the kernel that say they are empty.
#include "core/base/files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

class TestFiles : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString fileOf(const QByteArray& bytes) {
        const QString path = m_directory.filePath(QStringLiteral("file"));
        const auto written = writeFileAtomically(path, bytes, 0600);
        return written ? path : QString();
    }

private slots:
    void readsUpToTheLimitAndNoFurther_data() {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<bool>("fits");
        QTest::newRow("nothing") << qint64(0) << qint64(10) << true;
        QTest::newRow("as much as the limit") << qint64(1000) << qint64(1000) << true;
        QTest::newRow("one more") << qint64(1001) << qint64(1000) << false;
        QTest::newRow("several pieces") << qint64(300'000) << qint64(300'000) << true;
        QTest::newRow("several pieces and one") << qint64(300'001) << qint64(300'000) << false;
        QTest::newRow("no room at all") << qint64(1) << qint64(0) << false;
    }
    void readsUpToTheLimitAndNoFurther() {
        QFETCH(qint64, size);
        QFETCH(qint64, limit);
        QFETCH(bool, fits);
        QByteArray bytes(size, 'a');
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = char('a' + i % 23);
        const auto read = readFile(fileOf(bytes), limit);
        QCOMPARE(read.ok(), fits);
        if (fits)
            QCOMPARE(*read, bytes);
        else
            QVERIFY(read.error().kind == ErrorKind::LimitReached);
    }

    void aLargeLimitTakesNoMemory() {
        const auto read = readFile(fileOf("few"), qint64(1) << 31);
        QVERIFY(read.ok());
        QVERIFY2(read->capacity() < 1024 * 1024, qPrintable(QString::number(read->capacity())));
    }

    void aFileOfTheKernelIsRead() {
        const QString status = QStringLiteral("/proc/self/status");
        QCOMPARE(QFileInfo(status).size(), 0);
        const auto read = readFile(status, 1 << 20);
        QVERIFY(read.ok());
        QVERIFY(read->contains("VmRSS"));
    }

    void whatIsNotThereIsNamed() {
        const auto read = readFile(m_directory.filePath(QStringLiteral("none")), 10);
        QVERIFY(!read.ok());
        QVERIFY(read.error().kind == ErrorKind::NotFound);
        QVERIFY(read.error().message.contains(QStringLiteral("none")));
    }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_files.moc"
