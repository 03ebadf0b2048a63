// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: machines boot from exactly the files that the manifest names, a missing or damaged image gives an
// error that says what to do, and the scratch template is a sound file system that is made once, even when
// many ask at once.
#include "core/machine/host_program.h"
#include "core/machine/image_store.h"
#include "core/machine/scratch_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace signalbox;

namespace {

const QString kernel(64, u'a');
const QString initrd(64, u'b');
const QString base(64, u'c');
const QString python(64, u'd');

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray manifest() {
    return QStringLiteral(R"({"format":1,"kernel":"%1","initrd":"%2",
        "layers":{"base":{"digest":"%3"},"python":{"digest":"%4"}}})")
        .arg(kernel, initrd, base, python)
        .toUtf8();
}

} // namespace

class TestImageStore : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        QDir(m_directory->path()).mkdir(u"store"_qs);
        write(path(u"manifest.json"_qs), manifest());
        write(path(u"store/"_qs + kernel + u".vmlinux"_qs), "k");
        write(path(u"store/"_qs + initrd + u".initrd"_qs), "i");
        write(path(u"store/"_qs + base + u".squashfs"_qs), "b");
        write(path(u"store/"_qs + python + u".squashfs"_qs), "p");
    }

    void resolvesLayersInOrder() {
        const auto files = store().resolve({u"base"_qs, u"python"_qs});
        QVERIFY(files);
        QCOMPARE(files->layers.size(), 2);
        QVERIFY(files->layers.at(0).contains(base));
        QVERIFY(files->layers.at(1).contains(python));
        QVERIFY(files->kernel.endsWith(u".vmlinux"));
        QCOMPARE(files->digests.value(u"python"_qs), python);
        QCOMPARE(files->digests.value(u"kernel"_qs), kernel);
        QCOMPARE(files->digests.size(), 4);
    }

    void tellsWhatALayerSaysOfItself() {
        const ImageStore store(m_directory->path());
        QCOMPARE(store.described(u"python"_qs).keys(), QStringList{u"digest"_qs});
        QVERIFY(store.described(u"cobol"_qs).isEmpty());
        QVERIFY(ImageStore(u"/nowhere"_qs).described(u"python"_qs).isEmpty());
    }

    void saysWhatToDoWithoutAnImage() {
        QFile::remove(path(u"manifest.json"_qs));
        const auto files = store().resolve({u"base"_qs});
        QVERIFY(!files);
        QCOMPARE(toString(files.error().kind), toString(ErrorKind::NotFound));
        QVERIFY(files.error().hint.contains(u"resources/image/build"));
        QVERIFY(store().bootKey().isEmpty());
    }

    void refusesBadLayerLists() {
        QCOMPARE(toString(store().resolve({}).error().kind), toString(ErrorKind::Invalid));
        QCOMPARE(toString(store().resolve({u"python"_qs}).error().kind), toString(ErrorKind::Invalid));
        QCOMPARE(toString(store().resolve({u"base"_qs, u"base"_qs}).error().kind),
                 toString(ErrorKind::Invalid));
        const auto unknown = store().resolve({u"base"_qs, u"cobol"_qs});
        QCOMPARE(toString(unknown.error().kind), toString(ErrorKind::NotFound));
        QVERIFY(unknown.error().hint.contains(u"python"));
    }

    void refusesBadManifests_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("other format") << QByteArray(R"({"format":2})");
        QTest::newRow("path for a digest") << manifest().replace(kernel.toUtf8(), "../../etc/passwd");
        QTest::newRow("no layers") << QByteArray(manifest()).replace("layers", "players");
    }
    void refusesBadManifests() {
        QFETCH(QByteArray, text);
        write(path(u"manifest.json"_qs), text);
        const auto files = store().resolve({u"base"_qs});
        QVERIFY(!files);
        QVERIFY(files.error().kind == ErrorKind::Corrupt || files.error().kind == ErrorKind::NotFound);
        QVERIFY(!files.error().hint.isEmpty());
    }

    void refusesMissingAndEmptyFiles() {
        write(path(u"store/"_qs + initrd + u".initrd"_qs), "");
        QCOMPARE(toString(store().resolve({u"base"_qs}).error().kind), toString(ErrorKind::Corrupt));
        QFile::remove(path(u"store/"_qs + initrd + u".initrd"_qs));
        QCOMPARE(toString(store().resolve({u"base"_qs}).error().kind), toString(ErrorKind::NotFound));
    }

    void scratchTemplateIsMadeOnceAndSound() {
        std::vector<std::thread> askers;
        std::vector<Result<QString>> answers(4, Error{});
        for (size_t i = 0; i < answers.size(); ++i)
            askers.emplace_back(
                [this, &answers, i] { answers[i] = scratchTemplate(path(u"scratch"_qs), 64, {}); });
        for (std::thread& asker : askers)
            asker.join();
        for (const auto& answer : answers) {
            QVERIFY2(answer.ok(), qPrintable(answer.ok() ? QString() : answer.error().text()));
            QCOMPARE(*answer, *answers[0]);
        }
        const QFileInfo made(*answers[0]);
        QVERIFY(made.size() < 8 * 1024 * 1024);
        QVERIFY(!(made.permissions() & QFile::WriteOwner));
        QCOMPARE(QDir(made.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
                 1);
        const QDateTime when = made.lastModified();
        QVERIFY(scratchTemplate(path(u"scratch"_qs), 64, {}));
        QCOMPARE(QFileInfo(*answers[0]).lastModified(), when);
        // A file system that its own checker finds in order.
        const QString raw = path(u"raw"_qs);
        QVERIFY(runHostProgram(u"qemu-img"_qs, {u"convert"_qs, u"-O"_qs, u"raw"_qs, *answers[0], raw},
                               Millis(60'000), {}, {}));
        const auto checked = runHostProgram(u"e2fsck"_qs, {u"-fn"_qs, raw}, Millis(60'000), {}, {});
        QVERIFY2(checked.ok(), qPrintable(checked.ok() ? QString() : checked.error().text()));
        QCOMPARE(QFileInfo(raw).size(), 64 * 1024 * 1024);
    }

    void scratchTemplateRefusesBadSizesAndCancel() {
        QCOMPARE(toString(scratchTemplate(path(u"scratch"_qs), 0, {}).error().kind),
                 toString(ErrorKind::Invalid));
        QCOMPARE(toString(scratchTemplate(path(u"scratch"_qs), -5, {}).error().kind),
                 toString(ErrorKind::Invalid));
        QCOMPARE(toString(scratchTemplate(path(u"scratch"_qs), 2'000'000, {}).error().kind),
                 toString(ErrorKind::Invalid));
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(toString(scratchTemplate(path(u"scratch"_qs), 100, cancel).error().kind),
                 toString(ErrorKind::Cancelled));
        QVERIFY(QDir(path(u"scratch"_qs))
                    .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty());
    }

private:
    [[nodiscard]] QString path(const QString& name) const { return m_directory->filePath(name); }
    [[nodiscard]] ImageStore store() const { return ImageStore(m_directory->path()); }
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestImageStore)
#include "tst_image_store.moc"
