// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the evidence: bytes that are kept come back as they were or not at all, under one name however
// often and by however many they are kept, and a name from outside never leads out of the store.
#include "core/artifact/artifact_store.h"
#include "core/base/files.h"
#include "tests/core/git/result_checks.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace signalbox;

class ArtifactStoreTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        auto opened = ArtifactStore::open(path());
        QVERIFY(opened);
        m_store = std::move(*opened);
    }

    void keepsBytesUnderTheirDigest() {
        const auto kept = m_store->keep(u"agent.log"_qs, u"text/plain"_qs, "hello");
        QVERIFY(kept);
        QCOMPARE(kept->name, u"agent.log"_qs);
        QCOMPARE(kept->bytes, qint64(5));
        QCOMPARE(kept->digest, sha256("hello"));
        QCOMPARE(*m_store->read(kept->digest, 100), QByteArray("hello"));
        const QFileInfo file(*m_store->pathOf(kept->digest));
        QVERIFY(!(file.permissions() & (QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(!(QFileInfo(path()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void keepsEmptyAndBinaryBytes() {
        for (const QByteArray& bytes :
             {QByteArray(), QByteArray("\0\xff\n\0", 4), QByteArray(3 << 20, 'x')}) {
            const auto kept = m_store->keep(u"b"_qs, u"application/octet-stream"_qs, bytes);
            QVERIFY(kept);
            QCOMPARE(*m_store->read(kept->digest, 4 << 20), bytes);
        }
    }

    void keepsTheSameBytesOnce() {
        const auto one = m_store->keep(u"one"_qs, u"text/plain"_qs, "same");
        const auto two = m_store->keep(u"two"_qs, u"text/plain"_qs, "same");
        QVERIFY(one && two);
        QCOMPARE(one->digest, two->digest);
        QCOMPARE(two->name, u"two"_qs);
    }

    void takesACopyOfAFile() {
        const QString file = m_directory->filePath(u"given"_qs);
        QVERIFY(writeFileAtomically(file, "from a file"));
        const auto kept = m_store->keepFile(u"out"_qs, u"text/plain"_qs, file);
        QVERIFY(kept);
        QCOMPARE(kept->digest, sha256("from a file"));
        QCOMPARE(kept->bytes, qint64(11));
        QVERIFY(writeFileAtomically(file, "changed later"));
        QCOMPARE(*m_store->read(kept->digest, 100), QByteArray("from a file"));
        QVERIFY(m_store->keepFile(u"out"_qs, u"text/plain"_qs, file));
        const auto missing = m_store->keepFile(u"x"_qs, u"text/plain"_qs, m_directory->filePath(u"no"_qs));
        QVERIFY(!missing);
        QVERIFY(missing.error().message.contains(u"no"));
    }

    void halfACopyOfAKilledCoreIsCleared() {
        const QString half = path() + u"/.partial-x1y2z3"_qs;
        QVERIFY(writeFileAtomically(half, "who"));
        m_store.reset();
        QVERIFY(ArtifactStore::open(path()));
        QVERIFY(!QFileInfo::exists(half));
    }

    void changedBytesAreCorrupt() {
        const auto kept = m_store->keep(u"junit.xml"_qs, u"application/xml"_qs, "<failure/>");
        QVERIFY(kept);
        const QString file = *m_store->pathOf(kept->digest);
        QVERIFY(QFile::remove(file));
        QVERIFY(writeFileAtomically(file, "<passed/>"));
        const auto read = m_store->read(kept->digest, 100);
        VERIFY_FAILS(read, ErrorKind::Corrupt);
    }

    void neverReadsMoreThanAllowed() {
        const auto kept = m_store->keep(u"big"_qs, u"text/plain"_qs, QByteArray(1000, 'x'));
        QVERIFY(kept);
        VERIFY_FAILS(m_store->read(kept->digest, 999), ErrorKind::LimitReached);
        QVERIFY(m_store->read(kept->digest, 1000));
    }

    void namesFromOutsideStayInside_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("absent") << QString(64, u'a') << ErrorKind::NotFound;
        QTest::newRow("empty") << QString() << ErrorKind::Invalid;
        QTest::newRow("path") << u"../../../../etc/passwd"_qs << ErrorKind::Invalid;
        QTest::newRow("short") << QString(63, u'a') << ErrorKind::Invalid;
        QTest::newRow("upper case") << QString(64, u'A') << ErrorKind::Invalid;
        QTest::newRow("line end") << QString(64, u'a') + u'\n' << ErrorKind::Invalid;
        QTest::newRow("slash") << u"aa/"_qs + QString(61, u'a') << ErrorKind::Invalid;
    }
    void namesFromOutsideStayInside() {
        QFETCH(QString, name);
        QFETCH(ErrorKind, kind);
        VERIFY_FAILS(m_store->read(name, 10), kind);
        VERIFY_FAILS(m_store->pathOf(name), kind);
    }

    void manyKeepTheSameAtOnce() {
        std::vector<std::thread> threads;
        std::atomic<int> failed{0};
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 50; ++i) {
                    const QByteArray bytes = "artifact " + QByteArray::number(i);
                    const QString file = m_directory->filePath(QStringLiteral("in-%1-%2").arg(t).arg(i));
                    const bool wrote = bool(writeFileAtomically(file, bytes));
                    const auto kept = t % 2 == 0 ? m_store->keep(u"n"_qs, u"t"_qs, bytes)
                                                 : m_store->keepFile(u"n"_qs, u"t"_qs, file);
                    const auto read =
                        kept ? m_store->read(kept->digest, 100) : Result<QByteArray>(kept.error());
                    if (!wrote || !read || *read != bytes)
                        ++failed;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failed.load(), 0);
        QVERIFY(QDir(path()).entryList({u".*"_qs}, QDir::Files | QDir::Hidden).isEmpty());
    }

    void directoryThatCannotBeMadeIsAnError() {
        const QString file = m_directory->filePath(u"file"_qs);
        QVERIFY(writeFileAtomically(file, {}));
        QVERIFY(!ArtifactStore::open(file + u"/below"_qs));
    }

private:
    [[nodiscard]] QString path() const { return m_directory->filePath(u"store"_qs); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ArtifactStore> m_store;
};

QTEST_GUILESS_MAIN(ArtifactStoreTest)
#include "tst_artifact_store.moc"
