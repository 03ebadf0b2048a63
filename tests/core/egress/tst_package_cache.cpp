// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the cache of packages: what is kept is what was fetched, over a restart too; what is damaged or
// half written is never given out; the oldest goes first.
#include "core/egress/package_cache.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

namespace {

bool put(PackageCache& cache, const QString& url, const QByteArray& bytes) {
    auto writer = cache.begin();
    writer->write(bytes);
    CachedFile file;
    file.url = url;
    file.type = QStringLiteral("application/octet-stream");
    file.etag = QStringLiteral("\"1\"");
    return cache.keep(std::move(writer), file);
}

QByteArray bytesOf(PackageCache& cache, const QString& url) {
    const auto file = cache.read(url);
    return file ? file->readAll() : QByteArray();
}

} // namespace

class TestPackageCache : public QObject {
    Q_OBJECT

private slots:
    void keepsOverARestart() {
        QTemporaryDir dir;
        {
            const auto cache = *PackageCache::open(dir.filePath(QStringLiteral("p")), 1000);
            QVERIFY(put(*cache, QStringLiteral("a"), "aaa"));
            QVERIFY(put(*cache, QStringLiteral("b"), "bb"));
            QVERIFY(put(*cache, QStringLiteral("a"), "AAAA")); // replaces
        }
        const auto cache = *PackageCache::open(dir.filePath(QStringLiteral("p")), 1000);
        QCOMPARE(bytesOf(*cache, QStringLiteral("a")), QByteArray("AAAA"));
        QCOMPARE(cache->find(QStringLiteral("a"))->digest, sha256("AAAA"));
        QCOMPARE(cache->find(QStringLiteral("a"))->etag, QStringLiteral("\"1\""));
        QCOMPARE(cache->bytes(), 6);
        QVERIFY(!cache->find(QStringLiteral("c")));
    }

    void theOldestGoesFirst() {
        QTemporaryDir dir;
        const auto cache = *PackageCache::open(dir.path(), 100);
        for (int i = 0; i < 10; ++i)
            QVERIFY(put(*cache, QString::number(i), QByteArray(10, 'x')));
        QVERIFY(cache->read(QStringLiteral("0"))); // used
        QVERIFY(put(*cache, QStringLiteral("new"), QByteArray(20, 'y')));
        QVERIFY(cache->find(QStringLiteral("0")));
        QVERIFY(!cache->find(QStringLiteral("1")));
        QVERIFY(!cache->find(QStringLiteral("2")));
        QCOMPARE(cache->bytes(), 100);
        QVERIFY(!put(*cache, QStringLiteral("huge"), QByteArray(101, 'z')));
        QCOMPARE(QDir(dir.path()).entryList({QStringLiteral("*.part")}).size(), 0);
    }

    void whatIsHalfWrittenIsGone() {
        QTemporaryDir dir;
        {
            const auto cache = *PackageCache::open(dir.path(), 1000);
            auto writer = cache->begin();
            writer->write("half");
            QCOMPARE(QDir(dir.path()).entryList({QStringLiteral("*.part")}).size(), 1);
            writer.reset();
            QCOMPARE(QDir(dir.path()).entryList(QDir::Files).size(), 0);
        }
        QFile left(dir.filePath(QStringLiteral("0123.part")));
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write("of a core that was killed");
        left.close();
        (void)*PackageCache::open(dir.path(), 1000);
        QVERIFY(!left.exists());
    }

    void whatIsDamagedIsForgotten() {
        QTemporaryDir dir;
        {
            const auto cache = *PackageCache::open(dir.path(), 1000);
            for (const char* name : {"cut", "note", "lost", "sound"})
                QVERIFY(put(*cache, QLatin1String(name), "bytes"));
        }
        const auto fileOf = [&](const char* name, const char* ending) {
            return dir.filePath(sha256(name) + QLatin1String(ending));
        };
        QVERIFY(QFile::resize(fileOf("cut", ".data"), 3));
        QFile note(fileOf("note", ".json"));
        QVERIFY(note.open(QIODevice::WriteOnly | QIODevice::Truncate));
        note.write("{\"url\":\"sound\",\"bytes\":5}"); // another's
        note.close();
        QVERIFY(QFile::remove(fileOf("lost", ".data")));
        const auto cache = *PackageCache::open(dir.path(), 1000);
        QVERIFY(!cache->find(QStringLiteral("cut")));
        QVERIFY(!cache->find(QStringLiteral("note")));
        QVERIFY(!cache->find(QStringLiteral("lost")));
        QCOMPARE(bytesOf(*cache, QStringLiteral("sound")), QByteArray("bytes"));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files).size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestPackageCache)
#include "tst_package_cache.moc"
